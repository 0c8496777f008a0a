// What scripts of the page and the browser tests can ask: JSON in, JSON out.
//   {"get": "state"}                     present lab, parameters, status, what is drawn; "opening" names a lab on its way
//   {"get": "results"}                   step, status, scalars, checks, notes: a frame without its pictures
//   {"get": "frame"}                     the frame as the command line writes it; {"pending": true} while one with all
//                                        outputs is being made, as for tables
//   {"get": "csv"}                       the frame as tables: {"file name": "text"} (io/csv.h)
//   {"get": "recipe"}                    what leads to this session again (io/json.h)
//   {"get": "describe"}                  everything declared about the lab
//   {"get": "labs"}                      ids of all labs
//   {"get": "targets"}                   where the controls are; "pending" until a frame has been drawn
//   {"load": recipe}                     a saved session, restored
//   {"open": "saddle", "preset": "..."}  puts a lab on the stage; "" goes to the gallery
//   {"preset": "..."}                    the present lab's parameters from a preset; the seed stays
//   {"set": {"depth": 4, "seed": 7}}     changes parameters
//   {"do": "play" | "pause" | "step" | "restart" | "undo" | "cancel"}
//   {"do": "step", "count": 20}          so many steps
//   {"speed": 4}                         0 is as fast as possible
//   {"large": "loss"}                    shows an output large
//   {"tab": "controls" | "checks" | "theory"}  opens it, or brings it to the front
//   {"locale": "de"}                     chooses a language, as the menu does
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "app/panes/checks.h"
#include "app/window/app.h"
#include "io/csv.h"
#include "io/json.h"
#include "io/lab_json.h"
#include "lab/param_text.h"

namespace basin {

using Json = nlohmann::json;

namespace {
constexpr const char* kStatusIds[] = {"running", "done", "diverged"};
constexpr std::string_view kTabIds[] = {"controls", "checks", "theory"};  // As App::Tab.
}  // namespace

/// Carries out commands on the app whose friend it is.
class AppCommands {
 public:
  explicit AppCommands(App& app) : app_(app) {}

  Json run(const Json& request) {
    if (!request.is_object()) return error("a command is a JSON object");
    // A lab whose tables are still to come: the whole request is carried out when they are here.
    const std::string lab = labNeeded(request);
    if (findCard(lab) != nullptr && findLab(lab) == nullptr) {
      app_.whenHere(lab, [&app = app_, text = request.dump()](const LabDef&) { app.command(text); });
      return Json{{"pending", true}};
    }
    Json answer = Json::object();
    if (request.contains("open")) answer = open(request);
    if (request.contains("preset") && !answer.contains("error")) answer = preset(request["preset"]);
    if (request.contains("load")) answer = load(request["load"]);
    if (request.contains("set") && !answer.contains("error")) answer = set(request["set"]);
    if (request.contains("speed") && request["speed"].is_number() && app_.model_.lab()) {
      const double speed = request["speed"].get<double>();
      app_.model_.setSpeed(speed > 0 ? speed : std::numeric_limits<double>::infinity());
    }
    if (request.contains("do")) answer = act(request["do"], request.value("count", Json(1u)));
    if (request.contains("large") && request["large"].is_string() && app_.model_.lab()) {
      app_.stage_.setLarge(
          outputIndex(*app_.model_.lab(), request["large"].get<std::string>()));
    }
    if (request.contains("tab") && !answer.contains("error")) answer = tab(request["tab"]);
    if (request.contains("locale") && request["locale"].is_string()) {
      app_.chooseLocale(request["locale"].get<std::string>());
    }
    if (request.contains("get")) answer = get(request["get"]);
    return answer;
  }

 private:
  static Json error(const std::string& message) { return Json{{"error", message}}; }

  static std::string labNeeded(const Json& request) {
    if (request.contains("open") && request["open"].is_string()) {
      return request["open"].get<std::string>();
    }
    return request.contains("load") ? labOfRecipeJson(request["load"].dump()) : std::string();
  }

  Json get(const Json& what) {
    if (what == "labs") return Json::parse(labListJson(), nullptr, false);
    if (what == "frame") {
      if (!app_.model_.frame()) return error("no frame yet");
      const Frame* frame = app_.model_.wholeFrame();
      return frame ? Json::parse(frameJson(*frame), nullptr, false) : Json{{"pending", true}};
    }
    if (what == "state") return state();
    if (what == "targets") return targets();
    if (!app_.model_.lab()) return error("no lab is open");
    if (what == "describe") return Json::parse(labJson(*app_.model_.lab()), nullptr, false);
    if (what == "results") return results();
    if (what == "csv") return csv();
    if (what == "recipe") {
      if (!app_.model_.frame()) return error("no frame yet");
      return Json::parse(recipeJson(recipeOf(*app_.model_.frame())), nullptr, false);
    }
    return error("get what? state, results, frame, csv, recipe, describe, labs or targets");
  }

  Json results() {
    const LabModel& model = app_.model_;
    if (!model.frame()) return error("no frame yet");
    const Frame& frame = *model.frame();
    Json answer{{"step", frame.step},
                {"time", frame.time},
                {"status", kStatusIds[static_cast<int>(frame.status)]},
                {"seed", frame.seed},
                {"params", Json::parse(paramsJson(*model.lab(), frame.params), nullptr, false)},
                {"statusWords", statusWords(model)},
                {"statusText", frame.statusText},
                {"unreadable", nullptr},
                {"playing", model.playing()},
                {"scalars", Json::parse(scalarsJson(frame), nullptr, false)},
                {"checks", Json::parse(checksJson(frame), nullptr, false)},
                {"notes", Json::object()}};
    if (frame.unreadable >= 0) {
      answer["unreadable"] = model.lab()->params[static_cast<std::size_t>(frame.unreadable)].id;
    }
    for (std::size_t i = 0; i < frame.outputs.size(); ++i) {
      if (const auto* note = std::get_if<NoteData>(&frame.outputs[i])) {
        answer["notes"][std::string(model.lab()->outputs[i].id)] = note->text;
      }
    }
    return answer;
  }

  Json csv() {
    if (!app_.model_.frame()) return error("no frame yet");
    const Frame* frame = app_.model_.wholeFrame();
    if (!frame) return Json{{"pending", true}};
    Json files = Json::object();
    for (TextFile& file : frameCsv(*frame)) {
      files[file.name] = std::move(file.content);
    }
    return files;
  }

  // Each answer is of a frame of its own: the first question asks for one, the next gets it.
  Json targets() {
    const auto box = [](const ScreenRect& r) { return Json{r.x, r.y, r.w, r.h}; };
    Json answer{{"pending", app_.targets_.empty()}, {"touch", app_.touch_}};
    for (const Target& target : app_.targets_) {
      answer["targets"].push_back({{"id", target.id},
                                   {"window", target.window},
                                   {"whole", box(target.whole)},
                                   {"seen", box(target.seen)},
                                   {"enabled", target.enabled}});
    }
    app_.targetsWanted_ = app_.targets_.empty();
    app_.targets_.clear();
    if (app_.targetsWanted_) app_.platform_.wantFrame();
    return answer;
  }

  Json tab(const Json& id) {
    const auto found = std::ranges::find(kTabIds, id.is_string() ? id.get<std::string>() : "");
    if (found == std::end(kTabIds)) return error("tab: controls, checks or theory");
    app_.tab_ = static_cast<App::Tab>(found - std::begin(kTabIds));
    app_.drawerOpen_ = true;
    return Json::object();
  }

  Json load(const Json& recipe) {
    const auto read = parseRecipeJson(recipe.dump());
    if (!read.ok()) return error(read.error());
    app_.openRecipe(read.value());
    return Json::object();
  }

  Json state() {
    const LabModel& model = app_.model_;
    Json answer{{"lab", model.lab() ? std::string(model.lab()->id) : ""},
                {"framesDrawn", app_.framesDrawn_},
                {"hash", formatUrlHash(app_.urlState())},
                {"playing", model.playing()},
                {"alive", model.host().alive()},
                {"busy", model.busy() || app_.gallery_.busy() || !app_.awaited_.empty()},
                {"opening", app_.awaited_},
                {"dark", app_.dark()},
                {"locale", app_.strings_.locale()}};
    Json toasts = Json::array();
    for (const App::Toast& toast : app_.toasts_) toasts.push_back(toast.text);
    answer["messages"] = toasts;
    if (!model.lab()) return answer;
    answer["seed"] = model.seed();
    answer["preset"] = model.preset() ? std::string(model.preset()->id) : "";
    answer["speed"] = std::isfinite(model.speed()) ? model.speed() : 0.0;
    answer["params"] = Json::parse(paramsJson(*model.lab(), model.params()), nullptr, false);
    answer["irrelevant"] =
        Json::parse(irrelevantJson(*model.lab(), model.irrelevant()), nullptr, false);
    const ScreenRect stage = app_.stagePlace_;
    answer["stage"] = {stage.x, stage.y, stage.w, stage.h};
    const int large = app_.stage_.large();
    answer["large"] = large < 0 ? "" : std::string(model.lab()->outputs[large].id);
    answer["canUndo"] = model.canUndo();
    answer["checks"] = checksSummary(model);
    answer["statusWords"] = statusWords(model);
    // The other words are English, for scripts; these are as the reader sees them.
    answer["shown"] = {{"title", app_.strings_.tr(model.lab()->title)},
                       {"status", app_.strings_.tr(statusWords(model))},
                       {"checks", app_.strings_.tr(checksSummary(model))}};
    answer["stepsPerSecond"] = model.last().stepsPerSecond;
    if (!std::isnan(model.last().restoring)) answer["restoring"] = model.last().restoring;
    if (model.frame()) {
      answer["step"] = model.frame()->step;
      answer["status"] = kStatusIds[static_cast<int>(model.frame()->status)];
    }
    return answer;
  }

  Json open(const Json& request) {
    if (!request["open"].is_string()) return error("open takes the id of a lab");
    const auto id = request["open"].get<std::string>();
    if (id.empty()) {
      app_.openGallery();
      return Json::object();
    }
    if (!findLab(id)) return error("there is no lab '" + id + "'");
    app_.openLab(id);
    return Json::object();
  }

  Json preset(const Json& id) {
    const LabDef* lab = app_.model_.lab();
    if (!lab) return error("no lab is open");
    const Preset* preset = id.is_string() ? findPreset(*lab, id.get<std::string>()) : nullptr;
    if (!preset) return error("the lab has no such preset");
    app_.model_.setParams(presetParams(*lab, *preset));
    return Json::object();
  }

  Json set(const Json& values) {
    LabModel& model = app_.model_;
    if (!model.lab()) return error("no lab is open");
    if (!values.is_object()) return error("set takes an object of parameters");
    for (const auto& [key, value] : values.items()) {
      if (key == "seed") {
        if (!value.is_number_unsigned()) return error("seed: a whole number from 0");
        model.setSeed(value.get<std::uint64_t>());
        continue;
      }
      const int index = paramIndex(*model.lab(), key);
      if (index < 0) return error("the lab has no parameter '" + key + "'");
      const ParamDef& def = model.lab()->params[index];
      const auto parsed = parseValueJson(def, value.dump());
      if (!parsed.ok()) return error(parsed.error());
      if (auto outside = rangeError(def, parsed.value())) return error(*outside);
      model.endEdit();
      model.setParam(index, parsed.value());
    }
    return Json::object();
  }

  Json act(const Json& what, const Json& count) {
    LabModel& model = app_.model_;
    if (!model.lab()) return error("no lab is open");
    if (!count.is_number_unsigned() || count == 0) return error("count: a whole number from 1");
    if (what == "play") {
      model.play();
    } else if (what == "pause") {
      model.pause();
    } else if (what == "step") {
      model.step(count.get<std::uint64_t>());
    } else if (what == "restart") {
      model.restart();
    } else if (what == "undo") {
      model.undo();
    } else if (what == "cancel") {
      model.cancel();
    } else {
      return error("do what? play, pause, step, restart, undo or cancel");
    }
    return Json::object();
  }

  App& app_;
};

std::string App::command(const std::string& json) {
  const Json request = Json::parse(json, nullptr, false);
  const Json answer = request.is_discarded() ? Json{{"error", "the command is not JSON"}}
                                             : AppCommands(*this).run(request);
  // Who only asks changes nothing that could be seen; asking again and again costs no frames.
  const bool asks = request.is_object() && request.size() == 1 && request.contains("get");
  if (!asks) platform_.wantFrame();
  return answer.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace basin
