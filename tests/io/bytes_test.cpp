#include "io/bytes.h"

#include <doctest/doctest.h>

#include <array>

#include "host/command.h"
#include "host/update.h"
#include "io/recipe.h"
#include "lab/registry.h"
#include "support/bowl_lab.h"
#include "support/random_values.h"

using namespace basin;

namespace {

Frame sampleFrame(int steps) {
  const LabDef& lab = tests::bowlLab();
  Session session(lab, firstParams(lab), 3);
  session.advance(static_cast<std::uint64_t>(steps));
  REQUIRE(session.setParam(paramIndex(lab, "rate"), 0.05).ok());
  session.advance(5);
  return session.frame();
}

std::vector<std::byte> mutated(Rng& rng, std::vector<std::byte> bytes) {
  for (int n = 1 + rng.below(4); n > 0 && !bytes.empty(); --n) {
    const int size = static_cast<int>(bytes.size());
    const auto at = bytes.begin() + rng.below(size);
    switch (rng.below(5)) {
      case 0:
        *at = static_cast<std::byte>(rng.below(256));
        break;
      case 1:
        bytes.erase(at,
                    bytes.begin() + std::min<long>(size, at - bytes.begin() + 1 + rng.below(16)));
        break;
      case 2:
        bytes.insert(at, static_cast<std::size_t>(1 + rng.below(16)),
                     static_cast<std::byte>(rng.below(256)));
        break;
      case 3:
        bytes.resize(static_cast<std::size_t>(rng.below(size)));
        break;
      default:
        // Counts lie in four bytes: make one huge.
        for (int i = 0; i < 4 && at + i < bytes.end(); ++i) *(at + i) = std::byte{0xFF};
    }
  }
  return bytes;
}

}  // namespace

TEST_CASE("frames come back from their bytes") {
  for (int steps : {0, 1, 50, 250}) {
    const Frame frame = sampleFrame(steps);
    const auto bytes = encodeFrame(frame);
    const auto back = decodeFrame(bytes);
    REQUIRE_MESSAGE(back.ok(), back.error());
    CHECK(frameHash(back.value()) == frameHash(frame));
    CHECK(encodeFrame(back.value()) == bytes);
  }
}

TEST_CASE("every lab publishes frames that can be drawn") {
  tests::bowlLab();
  for (const LabDef* lab : labs()) {
    if (!lab->make) continue;
    CAPTURE(lab->id);
    Session session(*lab, firstParams(*lab), kDefaultSeed);
    for (int steps : {0, 1, 5}) {
      session.advance(static_cast<std::uint64_t>(steps));
      const auto valid = validateFrame(session.frame());
      CHECK_MESSAGE(valid.ok(), valid.error());
    }
  }
}

TEST_CASE("recipes with any parameters come back from their bytes") {
  const LabDef& lab = tests::bowlLab();
  Rng rng(1);
  for (int i = 0; i < 500; ++i) {
    Recipe recipe{.lab = std::string(lab.id),
                  .params = tests::randomParams(rng, lab),
                  .seed = rng.next() & kMaxSeed,
                  .events = {{3, 0, 0.5}},
                  .steps = 10};
    const auto bytes = encodeRecipe(recipe);
    const auto back = decodeRecipe(bytes);
    REQUIRE_MESSAGE(back.ok(), back.error());
    REQUIRE(back.value().params == recipe.params);
    REQUIRE(encodeRecipe(back.value()) == bytes);
  }
}

TEST_CASE("a restored session is the one that was saved") {
  const LabDef& lab = tests::bowlLab();
  const Frame frame = sampleFrame(20);
  const auto recipe = decodeRecipe(encodeRecipe(recipeOf(frame)));
  REQUIRE(recipe.ok());
  Session session(lab, recipe.value().params, recipe.value().seed);
  REQUIRE(session.replay(recipe.value(), kMaxSeed));
  CHECK(session.hash() == frameHash(frame));
}

TEST_CASE("ten thousand damaged frames, commands and updates do no harm") {
  const Frame frame = sampleFrame(10);
  Update update;
  update.frame = frame;
  update.error = "none";
  const std::array<std::vector<std::byte>, 4> originals = {
      encodeFrame(frame), encodeUpdate(update), encodeRecipe(recipeOf(frame)),
      encodeCommand(command::Open{recipeOf(frame)})};
  Rng rng(7);
  for (int i = 0; i < 10000; ++i) {
    const auto bytes = mutated(rng, originals[i % originals.size()]);
    const auto asFrame = decodeFrame(bytes);
    if (asFrame.ok()) REQUIRE(validateFrame(asFrame.value()).ok());
    const auto asRecipe = decodeRecipe(bytes);
    if (asRecipe.ok()) REQUIRE(validateRecipe(asRecipe.value()).ok());
    static_cast<void>(decodeUpdate(bytes).ok());
    static_cast<void>(decodeCommand(bytes).ok());
  }
  for (int i = 0; i < 2000; ++i) {
    std::vector<std::byte> noise(static_cast<std::size_t>(rng.below(200)));
    for (std::byte& byte : noise) byte = static_cast<std::byte>(rng.below(256));
    CHECK(!decodeFrame(noise).ok());
    CHECK(!decodeRecipe(noise).ok());
    CHECK(!decodeUpdate(noise).ok());
    CHECK(!decodeCommand(noise).ok());
  }
}

TEST_CASE("a frame whose parts do not fit together is refused") {
  const Frame good = sampleFrame(3);
  const auto refused = [](const Frame& frame) { return !decodeFrame(encodeFrame(frame)).ok(); };
  CHECK(!refused(good));
  Frame bad = good;
  std::get<FieldData>(bad.outputs[0]).nx = 6;
  CHECK(refused(bad));
  bad = good;
  std::get<FieldData>(bad.outputs[0]).nx = -5;
  std::get<FieldData>(bad.outputs[0]).ny = -4;
  CHECK(refused(bad));
  bad = good;
  std::get<SeriesData>(bad.outputs[1]).panels[0].curves[0].y.pop_back();
  CHECK(refused(bad));
  bad = good;
  std::get<GraphData>(bad.outputs[2]).nets[0].edges[0].to = 2;
  CHECK(refused(bad));
  bad = good;
  std::swap(bad.outputs[0], bad.outputs[1]);
  CHECK(refused(bad));
  bad = good;
  bad.params[0] = 1e9;
  CHECK(refused(bad));
  bad = good;
  bad.lab = "nowhere";
  CHECK(refused(bad));
}

TEST_CASE("commands and updates come back from their bytes") {
  const LabDef& lab = tests::bowlLab();
  const std::vector<Command> commands = {
      command::Open{firstRecipe(lab)},
      command::SetParam{2, std::int64_t{7}},
      command::SetSeed{9},
      command::Restart{},
      command::PokeOutput{{"surface", PokeKind::Drag, 0.5, -1, 2}},
      command::Advance{100},
      command::ReadFile{"1,2\n"},
      command::Play{0.25},
      command::Pause{},
      command::Ack{},
      command::Close{}};
  for (const Command& command : commands) {
    const auto bytes = encodeCommand(command);
    const auto back = decodeCommand(bytes);
    REQUIRE_MESSAGE(back.ok(), back.error());
    CHECK(back.value().index() == command.index());
    CHECK(encodeCommand(back.value()) == bytes);
  }
  Update update;
  update.error = "rate: too large";
  update.restoring = 0.4;
  update.playing = true;
  update.commands = 12;
  const auto back = decodeUpdate(encodeUpdate(update));
  REQUIRE(back.ok());
  CHECK(back.value().error == update.error);
  CHECK(back.value().restoring == 0.4);
  CHECK(back.value().playing);
  CHECK(back.value().commands == 12);
  CHECK(!back.value().frame);
}
