#include "theory/set_splitting.h"

#include <doctest/doctest.h>

#include <string>

#include "base/rng.h"
#include "theory/halfspace_and.h"

using namespace basin;

namespace {

struct Found {
  Verdict two;
  long tried, splits;
};
Found search(const LabelledInputs& data) {
  HalfspaceSearch all(data);
  while (!all.trySplit()) {
  }
  return {all.twoSuffice(), all.tried(), all.splits()};
}

bool linear(const LabelledInputs& data) {
  HalfspaceSearch all(data);
  return all.cutsOff((1u << all.negatives()) - 1) == Verdict::Yes;
}

SetSystem without(SetSystem system, std::size_t subset) {
  system.subsets.erase(system.subsets.begin() + static_cast<std::ptrdiff_t>(subset));
  return system;
}

LabelledInputs cube(Index d, int labels) {
  const Index corners = Index{1} << d;
  LabelledInputs data{MatrixXd(d, corners), VectorXd(corners)};
  for (Index c = 0; c < corners; ++c) {
    for (Index i = 0; i < d; ++i) data.inputs(i, c) = static_cast<double>((c >> i) & 1);
    data.labels[c] = (labels >> c) & 1 ? 1 : -1;
  }
  return data;
}

SetSystem randomSystem(Rng& rng) {
  SetSystem system{2 + rng.below(5)};
  for (int s = rng.below(14); s > 0; --s) {
    std::vector<int> subset;
    for (int i = 0; i < system.elements; ++i) {
      if (rng.below(3) == 0) subset.push_back(i);
    }
    if (subset.size() > (rng.below(20) == 0 ? 0 : 1)) system.subsets.push_back(subset);
  }
  return system;
}

}  // namespace

TEST_CASE("set splitting: the Fano plane has no colouring, and seven elements no two-node AND") {
  const SetSystem fano = fanoPlane();
  CHECK(countColourings(fano, 2) == 0);
  CHECK(leastColours(fano) == 3);
  const LabelledInputs data = splittingData(fano);
  CHECK(data.labels.size() == 15);
  CHECK((data.labels.array() < 0).count() == 7);
  const Found found = search(data);
  CHECK(found.two == Verdict::No);
  CHECK(found.tried == 64);
  CHECK(found.splits == 64);
  CHECK_FALSE(linear(data));
}

TEST_CASE("set splitting: without its last line the Fano plane has ten colourings") {
  const SetSystem system = without(fanoPlane(), 6);
  CHECK(countColourings(system, 2) == 10);
  const LabelledInputs data = splittingData(system);
  const Found found = search(data);
  CHECK(found.two == Verdict::Yes);
  CHECK(found.tried == 12);
  CHECK_FALSE(linear(data));
  // Any line will do: the plane looks alike from all of them.
  for (std::size_t line = 0; line < 7; ++line) {
    CHECK(countColourings(without(fanoPlane(), line), 2) == 10);
  }
}

TEST_CASE("set splitting: half-spaces of a colouring fit the data, as the proof says") {
  const SetSystem system = without(fanoPlane(), 6);
  const auto colouring = firstColouring(system, 2);
  REQUIRE(colouring);
  CHECK(wrongExamples(splittingData(system), colouringHalfspaces(*colouring, 2)) == 0);
  CHECK(wrongExamples(splittingData(fanoPlane()), colouringHalfspaces(*colouring, 2)) == 1);
  const auto three = firstColouring(fanoPlane(), 3);
  REQUIRE(three);
  CHECK(wrongExamples(splittingData(fanoPlane()), colouringHalfspaces(*three, 3)) == 0);
}

TEST_CASE("set splitting: as many half-spaces as colours, on random systems") {
  Rng rng(7);
  int three = 0, none = 0;
  for (int trial = 0; trial < 120; ++trial) {
    const SetSystem system = randomSystem(rng);
    HalfspaceSearch all(splittingData(system));
    const int colours = leastColours(system);
    CHECK(all.leastHalfspaces() == colours);
    const Found found = search(splittingData(system));
    CHECK(found.two == (countColourings(system, 2) > 0 ? Verdict::Yes : Verdict::No));
    three += colours >= 3;
    none += colours == 0;
  }
  CHECK(three > 2);
  CHECK(none > 2);
}

TEST_CASE("set splitting: refusing takes every split, 2^(n - 1)") {
  for (int n = 3; n <= 8; ++n) {
    const Found all = search(splittingData(allPairs(n)));
    CHECK(all.two == Verdict::No);
    CHECK(all.tried == 1L << (n - 1));
    CHECK(leastColours(allPairs(n)) == n);
    const Found path = search(splittingData(chain(n)));
    CHECK(path.two == Verdict::Yes);
    // Colours alternate, as the digits of ...10101 or ...01010, whose first one is 0.
    CHECK(path.tried == 1 + (1L << n) / 3);
  }
}

TEST_CASE(
    "set splitting: the labelings of squares and cubes that two half-spaces fit are counted") {
  const int expected[2][2] = {{14, 16}, {104, 246}};
  for (Index d = 2; d <= 3; ++d) {
    int one = 0, two = 0;
    for (int labels = 0; labels < 1 << (1 << d); ++labels) {
      const LabelledInputs data = cube(d, labels);
      one += linear(data);
      const Found found = search(data);
      REQUIRE(found.two != Verdict::Undecided);
      two += found.two == Verdict::Yes;
    }
    CHECK(one == expected[d - 2][0]);
    CHECK(two == expected[d - 2][1]);
  }
}

TEST_CASE("set splitting: exclusive or takes two half-spaces") {
  HalfspaceSearch all(exclusiveOr());
  CHECK(all.leastHalfspaces() == 2);
  CHECK_FALSE(linear(exclusiveOr()));
}

TEST_CASE("set splitting: contradictions, and classes without examples") {
  // {0} asks for e_0 in both classes.
  const SetSystem contradiction{2, {{0}, {0, 1}}};
  CHECK(leastColours(contradiction) == 0);
  HalfspaceSearch never(splittingData(contradiction));
  CHECK(never.leastHalfspaces() == 0);
  const SetSystem nothing;
  CHECK(countColourings(nothing, 2) == 1);
  CHECK(leastColours(nothing) == 1);
  HalfspaceSearch trivial(splittingData(nothing));
  CHECK(trivial.negatives() == 0);
  CHECK(trivial.trySplit());
  CHECK(trivial.twoSuffice() == Verdict::Yes);
  CHECK(trivial.leastHalfspaces() == 1);
  LabelledInputs negative = exclusiveOr();
  negative.labels.setConstant(-1);
  CHECK(search(negative).two == Verdict::Yes);
  HalfspaceSearch allNegative(negative);
  CHECK(allNegative.leastHalfspaces() == 1);
}

TEST_CASE("set splitting: subsets are read from a text, and what is wrong is said") {
  const auto fano = setSystemFromText("123 145, 167;246\t257 347 356");
  REQUIRE(fano);
  CHECK(fano.value().elements == 7);
  CHECK(fano.value().subsets == fanoPlane().subsets);
  CHECK(setSystemFromText(" 31 , 13 12 ").value().subsets ==
        std::vector<std::vector<int>>{{0, 2}, {0, 1}});
  CHECK(setSystemFromText("").value().elements == 0);
  CHECK(setSystemFromText("12 1a3").error() ==
        "\"1a3\" is no subset: its elements are digits from 1 to 8");
  CHECK(setSystemFromText("129").error() ==
        "\"129\" is no subset: its elements are digits from 1 to 8");
  CHECK(setSystemFromText("12 233").error() == "\"233\" has the element 3 twice");
  std::string many;
  for (int i = 1; i <= 8; ++i) {
    for (int j = i + 1; j <= 8; ++j) many += std::to_string(i) + std::to_string(j) + " ";
  }
  CHECK(setSystemFromText(many).error() == "\"37\" is one too many: 16 subsets are the most");
}
