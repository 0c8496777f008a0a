// The C functions of the core module: a Runner for the page's worker, sessions for web/core/core_api.js.
// Texts that are returned belong to the caller, who frees them.
#include <emscripten.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "host/runner.h"
#include "io/bench_json.h"
#include "io/json.h"
#include "io/lab_json.h"
#include "io/recipe.h"
#include "io/text.h"
#include "io/url.h"
#include "io/version.h"
#include "lab/param_text.h"
#include "lab/registry.h"
#include "theory/bench.h"
#include "train/bench.h"

namespace {

struct ModuleRunner {
  basin::Runner runner{basin::steadyMilliseconds};
  std::vector<std::byte> message;
};

char* copyText(const std::string& text) {
  auto* copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy) std::memcpy(copy, text.c_str(), text.size() + 1);
  return copy;
}

std::uint64_t toCount(double value) {
  const auto most = static_cast<double>(basin::kMaxSeed);
  return value > 0 ? static_cast<std::uint64_t>(value < most ? value : most) : 0;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE ModuleRunner* basinRunnerNew() { return new ModuleRunner; }

EMSCRIPTEN_KEEPALIVE void basinRunnerDelete(ModuleRunner* runner) { delete runner; }

// Bytes that are no command are ignored: they cannot come from this version's page.
EMSCRIPTEN_KEEPALIVE void basinRunnerCommand(ModuleRunner* runner, const std::byte* data,
                                             int size) {
  if (size < 0) return;
  const auto command = basin::decodeCommand({data, static_cast<std::size_t>(size)});
  if (command.ok()) runner->runner.execute(command.value());
}

// 0: nothing to do before the next command; 1: more work at once; n >= 2: call again in n ms.
EMSCRIPTEN_KEEPALIVE int basinRunnerSlice(ModuleRunner* runner, double milliseconds) {
  const double wait = runner->runner.slice(milliseconds);
  if (wait < 0) return 0;
  return wait < 2 ? 1 : static_cast<int>(std::min(wait, 1000.0));
}

// Length of the message that is due, 0 for none; basinRunnerData tells where it lies.
EMSCRIPTEN_KEEPALIVE int basinRunnerTake(ModuleRunner* runner) {
  basin::Update update;
  if (!runner->runner.take(update)) return 0;
  runner->message = basin::encodeUpdate(update);
  return static_cast<int>(runner->message.size());
}

EMSCRIPTEN_KEEPALIVE const std::byte* basinRunnerData(ModuleRunner* runner) {
  return runner->message.data();
}

EMSCRIPTEN_KEEPALIVE char* basinVersion() { return copyText(std::string(basin::kVersion)); }

EMSCRIPTEN_KEEPALIVE char* basinList() { return copyText(basin::labListJson()); }

// Empty for an unknown lab.
EMSCRIPTEN_KEEPALIVE char* basinDescribe(const char* id) {
  const basin::LabDef* lab = basin::findLab(id);
  return copyText(lab ? basin::labJson(*lab) : "");
}

// What the hash of an address says, as JSON.
EMSCRIPTEN_KEEPALIVE char* basinParseHash(const char* hash) {
  return copyText(basin::addressJson(hash));
}

// What is wrong with a recipe, or empty.
EMSCRIPTEN_KEEPALIVE char* basinRecipeError(const char* json) {
  return copyText(basin::parseRecipeJson(json).error());
}

// A session brought to the recipe's step; null when basinRecipeError has something to say.
EMSCRIPTEN_KEEPALIVE basin::Session* basinSessionNew(const char* json) {
  auto recipe = basin::parseRecipeJson(json);
  if (!recipe.ok()) return nullptr;
  const basin::Recipe& r = recipe.value();
  auto* session = new basin::Session(*basin::findLab(r.lab), r.params, r.seed);
  session->replay(r, basin::kMaxSeed);
  return session;
}

EMSCRIPTEN_KEEPALIVE void basinSessionDelete(basin::Session* session) { delete session; }

EMSCRIPTEN_KEEPALIVE double basinSessionAdvance(basin::Session* session, double steps) {
  return static_cast<double>(session->advance(toCount(steps)));
}

EMSCRIPTEN_KEEPALIVE void basinSessionRestart(basin::Session* session) { session->restart(); }

EMSCRIPTEN_KEEPALIVE double basinSessionStep(basin::Session* session) {
  return static_cast<double>(session->step());
}

EMSCRIPTEN_KEEPALIVE int basinSessionStatus(basin::Session* session) {
  return static_cast<int>(session->status());
}

// part 0: the frame, 1: checks, 2: scalars, 3: present parameters, 4: the recipe, 5: parameters without effect.
EMSCRIPTEN_KEEPALIVE char* basinSessionJson(basin::Session* session, int part) {
  switch (part) {
    case 0:
      return copyText(basin::frameJson(session->frame()));
    case 1:
      return copyText(basin::checksJson(session->frame()));
    case 2:
      return copyText(basin::scalarsJson(session->frame()));
    case 3:
      return copyText(basin::paramsJson(session->lab(), session->params()));
    case 4:
      return copyText(basin::recipeJson(session->recipe()));
    default:
      return copyText(basin::irrelevantJson(
          session->lab(), basin::irrelevantParams(session->lab(), session->params())));
  }
}

// The hash of an address that leads to the session's lab, present parameters and seed.
EMSCRIPTEN_KEEPALIVE char* basinSessionHash(basin::Session* session) {
  basin::Recipe recipe;
  recipe.lab = session->lab().id;
  recipe.params = session->params();
  recipe.seed = session->seed();
  return copyText(basin::formatUrlHash(recipe));
}

// The message when the parameter is unknown or the value is not allowed, or empty.
EMSCRIPTEN_KEEPALIVE char* basinSessionSet(basin::Session* session, const char* id,
                                           const char* json) {
  const int index = basin::paramIndex(session->lab(), id);
  if (index < 0) {
    std::vector<std::string_view> ids;
    for (const basin::ParamDef& def : session->lab().params) ids.push_back(def.id);
    const std::string nearest = basin::nearestWord(id, ids);
    return copyText("lab " + std::string(session->lab().id) + " has no parameter " +
                    basin::quote(id) +
                    (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
  }
  auto value = basin::parseValueJson(session->lab().params[index], json);
  if (!value.ok()) return copyText(value.error());
  return copyText(session->setParam(index, value.value()).error());
}

// 1 when the gesture changed anything, -1 when there is no such output that takes gestures.
EMSCRIPTEN_KEEPALIVE int basinSessionPoke(basin::Session* session, const char* output, int kind,
                                          double x, double y, int brush) {
  const int index = basin::outputIndex(session->lab(), output);
  if (index < 0 || !session->lab().outputs[index].pokable) return -1;
  if (!std::isfinite(x) || !std::isfinite(y)) return 0;
  const auto gesture = static_cast<basin::PokeKind>(kind);
  return session->poke({.output = output, .kind = gesture, .x = x, .y = y, .brush = brush}) ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE char* basinBench(double secondsPerRow) {
  auto rows = basin::runTrainingBenchmarks(secondsPerRow);
  const auto tasks = basin::runTheoryBenchmarks();
  rows.insert(rows.end(), tasks.begin(), tasks.end());
  return copyText(basin::benchJson(rows));
}

}  // extern "C"
