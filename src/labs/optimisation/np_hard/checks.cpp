#include "labs/optimisation/np_hard/checks.h"

#include <algorithm>

#include "lab/claim.h"

namespace basin::np_hard {

namespace {

constexpr const char* kRunning = "the runs are on their way";

// Why frequencies say nothing here: they are an observation at these settings.
std::string notAsMeasured(const Study& study) {
  const Config& c = study.config();
  const Config measured;
  if (c.dataset != Dataset::FanoLess || c.rate != measured.rate ||
      c.stepLimit != measured.stepLimit || c.runs < measured.runs) {
    return "observed on the Fano plane without a line, for η = 0.5, 3000 steps, 40 runs or more";
  }
  return {};
}

}  // namespace

CheckData noneBelow(const Study& study) {
  long fits = 0, runs = 0;
  for (const int width : study.sweep().settings()) {
    if (study.possible(width)) continue;
    fits += study.successes(width).successes;
    runs += study.successes(width).trials;
  }
  return Claim(Relation::AtMost, 0)
      .unless(study.predictedLeast() == 1, "one half-space is enough for these examples")
      .after(study.sweep().finished(), kRunning)
      .judge(fits, [&] { return "of " + std::to_string(runs) + " runs that are too narrow"; });
}

CheckData asManyAsColours(const Study& study) {
  return Claim(Relation::About, study.predictedLeast())
      .unless(!study.system(), "exclusive or is not made of subsets")
      .judge([&] { return study.foundLeast(); },
             "by linear programs for all sets of negatives; 0: none is enough");
}

CheckData colouringFits(const Study& study) {
  const int least = study.predictedLeast();
  return Claim(Relation::AtMost, 0)
      .unless(!study.system(), "exclusive or is not made of subsets")
      .unless(least == 0, "no colouring: a subset has a single element")
      .judge(
          [&] {
            const auto colouring = *firstColouring(*study.system(), least);
            return wrongExamples(study.data(), colouringHalfspaces(colouring, least));
          },
          "of a valid colouring with the least number of colours");
}

CheckData everyDivision(const Study& study) {
  return Claim(Relation::About, 1)
      .judge(
          [&] {
            double worst = 1;
            for (const Growth& each : study.growth()) {
              if (each.elements < 3) continue;
              const auto splits = static_cast<double>(each.pairs.splits());
              const bool refused = each.pairs.twoSuffice() == Verdict::No;
              worst =
                  std::min(worst, refused ? static_cast<double>(each.pairs.tried()) / splits : 0);
            }
            return worst;
          },
          "least of 3 to 8 elements of which every two are a subset, where no fit exists");
}

LawData divisionsLaw(const Study& study) {
  return {.predicted = static_cast<double>(study.search().splits()),
          .measured = static_cast<double>(study.search().tried())};
}

CheckData oneColourIsLost(const Study& study) {
  return Claim(Relation::AtMost, 0)
      .unless(!study.system(), "exclusive or is not made of subsets")
      .judge(static_cast<double>(study.oneColour().broken), [&] {
        return "of " + std::to_string(study.oneColour().cases) + " cases in 1000 random networks";
      });
}

CheckData mostMissIt(const Study& study) {
  // 0.41 of 200 runs; four standard errors of a share of 40 runs are 0.31.
  return Claim(Relation::AtMost, 0.72)
      .unlessSaid(notAsMeasured(study))
      .after(study.sweep().finished(), kRunning)
      .judge([&] { return study.successes(2).value(); }, "runs with two half-spaces");
}

CheckData wideHelps(const Study& study) {
  // 0.995 - 0.41 of 200 runs; four standard errors of the difference of 40 runs are 0.32.
  return Claim(Relation::AtLeast, 0.25)
      .unlessSaid(notAsMeasured(study))
      .after(study.sweep().finished(), kRunning)
      .judge([&] { return study.successes(8).value() - study.successes(2).value(); },
             "eight half-spaces less two");
}

}  // namespace basin::np_hard
