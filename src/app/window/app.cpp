#include "app/window/app.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/panes/checks.h"
#include "io/json.h"
#include "io/lab_json.h"
#include "lab/param_text.h"

namespace basin {

namespace {

constexpr int kGalleryWorker = 2;
constexpr double kToastSeconds = 7;
constexpr float kBar = 50;
/// A narrower window has no place for words beside the sign, nor for a drawer beside the stage.
constexpr float kNarrow = 600;
/// With less height below the bar there is room for one picture and a row of buttons.
constexpr float kLow = 400;
constexpr double kNever = std::numeric_limits<double>::infinity();

}  // namespace

App::App(Platform& platform, std::unique_ptr<Host> stageHost, std::unique_ptr<Host> galleryHost)
    : platform_(platform), model_(std::move(stageHost)), gallery_(std::move(galleryHost)) {}

void App::loadFonts() {
  ImGuiIO& io = ImGui::GetIO();
  const auto load = [&](const char* name, const std::string& math) -> ImFont* {
    const std::string data = platform_.asset(name);
    if (data.empty()) return nullptr;
    // ImGui takes memory it may free itself.
    const auto add = [&](const std::string& bytes, bool merge) {
      void* memory = IM_ALLOC(bytes.size());
      std::copy(bytes.begin(), bytes.end(), static_cast<char*>(memory));
      ImFontConfig config;
      config.MergeMode = merge;
      return io.Fonts->AddFontFromMemoryTTF(memory, static_cast<int>(bytes.size()), size::kText,
                                            &config);
    };
    ImFont* font = add(data, false);
    if (!math.empty()) add(math, true);
    return font;
  };
  const std::string math = platform_.asset("math.ttf");
  fonts_.sans = load("sans-regular.ttf", math);
  fonts_.bold = load("sans-semibold.ttf", math);
  addFont("names.ttf");
}

bool App::dark() const {
  if (paper_) return false;
  return theme_ == Theme::Dark || (theme_ == Theme::Auto && systemDark_);
}

void App::setPaper(bool paper) {
  paper_ = paper;
  stage_.setPaper(paper);
  styledDark_.reset();
}

void App::setTheme(Theme theme) {
  theme_ = theme;
  platform_.rememberTheme(theme == Theme::Auto ? "auto" : theme == Theme::Dark ? "dark" : "light");
}

void App::say(std::string text) {
  text = strings_.tr(text);
  platform_.announce(text);
  std::erase_if(toasts_, [&](const Toast& toast) { return toast.text == text; });
  if (toasts_.size() > 3) toasts_.erase(toasts_.begin());
  // What was done with a table takes longer to read.
  const double seconds = std::max(kToastSeconds, 0.07 * static_cast<double>(text.size()));
  toasts_.push_back({std::move(text), ImGui::GetTime() + seconds});
  platform_.wantFrame();
}

void App::whenHere(const std::string& id, std::function<void(const LabDef&)> then) {
  awaited_.clear();
  whenHere_ = nullptr;
  if (const LabDef* lab = findLab(id)) return then(*lab);
  awaited_ = id;
  whenHere_ = std::move(then);
  platform_.fetchLab(id);
}

void App::labArrived(const std::string& json, const std::string& error) {
  const auto lab = error.empty() ? addLabTables(json) : Result<const LabDef*>(Failure{error});
  if (!lab.ok()) {
    if (!awaited_.empty()) say("The lab could not be loaded: " + lab.error());
    awaited_.clear();
    whenHere_ = nullptr;
    return;
  }
  // Another lab may have been wanted meanwhile.
  if (lab.value()->id != awaited_) return;
  awaited_.clear();
  const auto then = std::exchange(whenHere_, nullptr);
  then(*lab.value());
  platform_.wantFrame();
}

void App::openLab(const std::string& id) {
  whenHere(id, [this](const LabDef& lab) {
    stage_.reset();
    preset_.clear();
    goal_.clear();
    tab_ = Tab::Controls;
    drawerOpen_ = false;
    model_.open(lab, firstParams(lab), kDefaultSeed, true);
    platform_.announce(strings_.tr("{1}. {2}", {lab.title, lab.claim}));
  });
}

void App::openGallery() {
  model_.close();
  stage_.reset();
  goal_.clear();
  drawerOpen_ = false;
}

void App::setHash(const std::string& hash) {
  if (hash == hash_) return;
  hash_ = hash;
  const std::string lab = labOfUrlHash(hash);
  if (findCard(lab) == nullptr || findLab(lab) != nullptr) return show(parseUrlHash(hash));
  whenHere(lab, [this, hash](const LabDef&) { show(parseUrlHash(hash)); });
}

void App::show(const UrlState& state) {
  awaited_.clear();
  whenHere_ = nullptr;
  embed_ = state.embed;
  show_ = state.show;
  goal_ = state.goal;
  locale_ = state.locale;
  if (state.theme != Theme::Auto) theme_ = state.theme;
  if (const LabDef* lab = findLab(state.lab)) {
    if (model_.lab() != lab) stage_.reset();
    preset_ = state.preset;
    gallery_.rest();
    model_.open(*lab, state.params, state.seed, state.play.value_or(true));
  } else {
    openGallery();
  }
  for (const std::string& note : state.notes) say(note);
  if (!state.notes.empty()) {
    // What it is taken for replaces it only when the reader has changed something.
    hash_ = formatUrlHash(urlState());
    platform_.doubtHash(hash_, state.guess);
  }
  platform_.wantFrame();
}

UrlState App::urlState() const {
  UrlState state;
  if (model_.lab()) {
    state.lab = model_.lab()->id;
    state.params = model_.params();
    state.seed = model_.seed();
    const Preset* preset = model_.preset();
    if (preset && preset != &model_.lab()->presets.front()) state.preset = preset->id;
  }
  state.embed = embed_;
  state.show = show_;
  state.goal = goal_;
  state.locale = locale_;
  return state;
}

void App::copyLink() {
  const std::string link = platform_.link(formatUrlHash(urlState()));
  say(platform_.copyText(link) ? "Link copied: it opens this lab with these parameters."
                               : "Copying is not allowed here. The link: " + link);
}

void App::saveExperiment() {
  const Frame* whole = model_.wholeFrame();
  if (!whole) {
    // One is on its way: the desktop program asks again when it is there.
    if (!model_.frame()) return say("There is nothing to save yet.");
    saveWhenWhole_ = true;
    return;
  }
  saveWhenWhole_ = false;
  const Frame& frame = *whole;
  const auto path = platform_.save("basin-" + frame.lab + "-seed" + std::to_string(frame.seed) +
                                       "-step" + std::to_string(frame.step) + ".json",
                                   frameJson(frame));
  say(path.ok() ? "Saved as " + path.value() + ". Drop the file here to bring it back."
                : "Not saved: " + path.error());
}

void App::publishHash() {
  // What the address says is still on its way.
  if (!awaited_.empty()) return;
  const std::string hash = formatUrlHash(urlState());
  // While a slider moves the address would change on every frame; it follows when it is let go.
  if (hash == hash_ || ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
  hash_ = hash;
  platform_.setHash(hash);
}

void App::openRecipe(const Recipe& recipe) {
  if (findLab(recipe.lab) != model_.lab()) stage_.reset();
  model_.open(recipe);
}

void App::drop(const std::string& name, const std::string& text) {
  if (name.ends_with(".json")) {
    const auto restore = [this, name, text] {
      const auto recipe = parseRecipeJson(text);
      if (!recipe.ok()) return say(strings_.tr("{1}: {2}", {name, recipe.error()}));
      openRecipe(recipe.value());
    };
    const std::string lab = labOfRecipeJson(text);
    if (findCard(lab) == nullptr) return restore();
    return whenHere(lab, [restore](const LabDef&) { restore(); });
  }
  if (!model_.lab()) return say("Open a lab first, then drop the file on it.");
  model_.readFile(text);
}

void App::receive(int worker, std::span<const std::byte> bytes) {
  (worker == kGalleryWorker ? gallery_.host() : model_.host()).receive(bytes);
}

void App::workerLost(int worker) {
  (worker == kGalleryWorker ? gallery_.host() : model_.host()).lost();
}

void App::dropGraphics() {
  stage_.dropGraphics();
  gallery_.dropGraphics();
}

bool App::pollHosts() {
  bool fresh = model_.update();
  fresh = gallery_.update() || fresh;
  if (fresh && saveWhenWhole_) saveExperiment();
  for (std::string& error : model_.takeErrors()) say(std::move(error));
  return fresh;
}

void App::keyboard() {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.WantTextInput) return;
  if (ImGui::IsKeyPressed(ImGuiKey_Slash, false) && io.KeyShift) helpOpen_ = !helpOpen_;
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) {
    if (helpOpen_) {
      helpOpen_ = false;
    } else if (drawerOpen_ && drawer_ > 0) {
      drawerOpen_ = false;
    } else if (stage_.alone()) {
      stage_.setAlone(false);
    }
  }
  if (!model_.lab()) return;
  // Up and down begin to walk among the controls; until then the other keys belong to the lab.
  if (ImGui::IsKeyPressed(ImGuiKey_UpArrow) || ImGui::IsKeyPressed(ImGuiKey_DownArrow)) {
    walking_ = true;
  }
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left) || ImGui::IsKeyPressed(ImGuiKey_Escape)) {
    walking_ = false;
  }
  const bool onWidget = walking_ && io.NavVisible;
  if (!onWidget) {
    const bool space = ImGui::IsKeyPressed(ImGuiKey_Space, false);
    if (space) model_.playing() ? model_.pause() : model_.play();
    if (ImGui::IsKeyPressed(ImGuiKey_RightArrow)) model_.step();
    // ImGui would take the arrow for the first step of such a walk.
    ImGui::SetNavCursorVisible(false);
  }
  if (ImGui::IsKeyPressed(ImGuiKey_R, false) && !io.KeyCtrl && !io.KeySuper) model_.restart();
  if (ImGui::IsKeyPressed(ImGuiKey_S, false)) io.KeyCtrl || io.KeySuper ? saveExperiment() : share();
  if (ImGui::IsKeyPressed(ImGuiKey_Z, false) && (io.KeyCtrl || io.KeySuper)) model_.undo();
}

bool App::takesKey(std::string_view key) const {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.WantTextInput || ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup)) return true;
  if (key == "Escape") {
    return helpOpen_ || (drawerOpen_ && drawer_ > 0) || stage_.alone() || walking_;
  }
  const auto isOneOf = [key](std::initializer_list<std::string_view> keys) {
    return std::ranges::find(keys, key) != keys.end();
  };
  if (key == "?") return true;
  // In the gallery and among the controls, keys lead from one thing to the next.
  const bool walks = !model_.lab() || (walking_ && io.NavVisible);
  if (walks && isOneOf({"ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Enter", " "})) return true;
  return model_.lab() && isOneOf({" ", "ArrowRight", "ArrowUp", "ArrowDown", "r", "R", "s", "S"});
}

double App::draw(gfx::Renderer* renderer, float pixelRatio) {
  ++framesDrawn_;
  const ImGuiIO& io = ImGui::GetIO();
  if (io.MouseSource == ImGuiMouseSource_TouchScreen) touch_ = true;
  Palette colours = palette(dark());
  if (paper_) colours.paper = IM_COL32_WHITE;
  if (styledDark_ != dark() || styledTouch_ != touch_) {
    styledDark_ = dark();
    styledTouch_ = touch_;
    applyTheme(colours, touch_);
  }
  pollHosts();
  std::optional<TargetCollector> collector;
  if (targetsWanted_) collector.emplace(targets_);
  targetsWanted_ = false;
  Ui ui{.colours = colours, .fonts = fonts_, .strings = strings_, .renderer = renderer,
        .pixelRatio = pixelRatio, .now = ImGui::GetTime(), .touch = touch_, .dark = dark(),
        .reducedMotion = reducedMotion_};
  const ImVec2 screen = io.DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(screen);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushFont(fonts_.sans, size::kText);
  ImGui::Begin("Basin", nullptr,
               // The shell has cleared the picture to the paper's colour already.
               ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoDecoration |
                   ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                   ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar(2);
  keyboard();
  const bool low = screen.y - (embed_ ? 0.0f : kBar) < kLow;
  const Shape shape = low                                   ? Shape::Low
                      : screen.x >= 1080 && screen.y >= 560 ? Shape::Wide
                      : screen.x >= kNarrow                 ? Shape::Medium
                                                            : Shape::Narrow;
  const float bar = embed_                 ? 0.0f
                    : shape == Shape::Wide ? 58.0f
                    : low                  ? targetSize(ui, 40)
                                           : kBar;
  if (bar > 0) drawBar(ui, {0, 0, screen.x, bar}, shape);
  std::optional<ScreenRect> before = theoryPlace_;
  theoryPlace_.reset();
  const ScreenRect rest{0, bar, screen.x, screen.y - bar};
  if (model_.lab()) {
    drawLab(ui, rest, shape);
  } else {
    ImGui::SetCursorPos({0, bar});
    ImGui::BeginChild("gallery", {rest.w, rest.h});
    if (const std::string lab = gallery_.draw(ui, platform_, rest.w); !lab.empty()) openLab(lab);
    scrollByFinger(ui);
    ImGui::EndChild();
  }
  if (theoryPlace_ != before && !theoryPlace_) platform_.showTheory("", std::nullopt);
  drawHelp(ui);
  const double toast = drawToasts(ui, {0, bar, screen.x, screen.y - bar});
  ImGui::End();
  ImGui::PopFont();
  publishHash();
  if (model_.lab()) {
    const std::string words = ui.tr(
        "{1}, {2}. {3}", {model_.lab()->title, model_.playing() ? phrase("running") : statusWords(model_),
                          checksSummary(model_)});
    if (!model_.playing() && words != announced_) {
      announced_ = words;
      platform_.announce(words);
    }
  }
  // The caret of a text field blinks; hover delays and easing need a few more frames.
  if (ui.animating) return 0;
  double next = toast;
  if (io.WantTextInput) next = std::min(next, 0.25);
  return next;
}

void App::drawBarButtons(Ui& ui, const ScreenRect& place, float& right) {
  const float side = targetSize(ui, 36);
  const float y = place.y + (place.h - side) / 2;
  const auto next = [&] {
    right -= side + 2;
    ImGui::SetCursorScreenPos({right, y});
  };
  next();
  if (iconButton(ui, "help", Icon::Help, ui.tr("Keys and help (?)"), side)) helpOpen_ = !helpOpen_;
  next();
  if (iconButton(ui, "theme", dark() ? Icon::Sun : Icon::Moon,
                 ui.tr(dark() ? "Light colours" : "Dark colours"), side)) {
    setTheme(dark() ? Theme::Light : Theme::Dark);
  }
  next();
  drawLanguages(ui, side);
  if (model_.lab()) {
    next();
    if (iconButton(ui, "share", Icon::Share, ui.tr("Share and keep (S)"), side)) share();
    drawShareMenu(ui, {right + side, y + side});
  }
}

void App::share() {
  if (!platform_.share()) ImGui::OpenPopup("share-menu");
}

void App::drawShareMenu(Ui& ui, ImVec2 corner) {
  ImGui::SetNextWindowPos({corner.x, corner.y + 4}, ImGuiCond_Always, {1, 0});
  if (!ImGui::BeginPopup("share-menu")) return;
  const ImVec2 row{200, targetSize(ui, 26)};
  const std::string link = ui.tr("Copy link");
  const std::string save = ui.tr("Save as JSON (Ctrl S)");
  if (ImGui::Selectable(link.c_str(), false, 0, row)) copyLink();
  if (ImGui::Selectable(save.c_str(), false, 0, row)) saveExperiment();
  ImGui::EndPopup();
}

void App::drawBar(Ui& ui, const ScreenRect& place, Shape shape) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled({place.x, place.y}, {place.x + place.w, place.y + place.h},
                      ui.colours.panel);
  draw->AddLine({place.x, place.y + place.h - 0.5f}, {place.x + place.w, place.y + place.h - 0.5f},
                ui.colours.line);
  float right = place.x + place.w - 10;
  drawBarButtons(ui, place, right);
  const float mid = place.y + place.h / 2;
  float x = place.x + 14;
  const bool lab = model_.lab() != nullptr;
  // The sign: a basin with a ball coming to rest in it.
  const float signHeight = targetSize(ui, place.h - 12);
  const bool alone = place.w < kNarrow && lab;
  const float signWidth = alone ? 44.0f : 104.0f;
  ImGui::SetCursorScreenPos({x - (alone ? 10.0f : 6.0f), mid - signHeight / 2});
  if (ImGui::InvisibleButton("home", {signWidth, signHeight}, ImGuiButtonFlags_EnableNav) && lab) {
    openGallery();
  }
  if (lab) helpTip(ui, ui.tr("All labs"));
  const ImU32 ink = ImGui::IsItemHovered() && lab ? ui.colours.accent : ui.colours.ink;
  draw->PathLineTo({x, mid - 9});
  draw->PathBezierCubicCurveTo({x + 5, mid + 17}, {x + 19, mid + 17}, {x + 24, mid - 9});
  draw->PathStroke(ui.colours.accent, 0, 2.6f);
  draw->AddCircleFilled({x + 12, mid + 3.5f}, 4.2f, ink);
  x += 34;
  if (!alone) {
    drawText(ui, draw, {x, mid - 12}, 20, ink, "Basin", true);
    x += 70;
  }
  if (!lab) return;
  // The lab's title opens the list of labs.
  const float room = right - x - 20;
  const std::string title = fitted(ui, 17, ui.tr(model_.lab()->title), std::min(room - 30, 360.0f), true);
  const ImVec2 extent = textSize(ui, 17, title, true);
  const float titleHeight = targetSize(ui, place.h - 16);
  ImGui::SetCursorScreenPos({x, mid - titleHeight / 2});
  if (ImGui::InvisibleButton("labs", {extent.x + 34, titleHeight}, ImGuiButtonFlags_EnableNav)) {
    ImGui::OpenPopup("labs");
  }
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) {
    draw->AddRectFilled({x, place.y + 8}, {x + extent.x + 34, place.y + place.h - 8},
                        ui.colours.sunk, size::kButtonRadius);
  }
  drawText(ui, draw, {x + 8, mid - extent.y / 2}, 17, ui.colours.ink, title, true);
  drawIcon(draw, Icon::Chevron, {x + extent.x + 21, mid + 1}, 10, ui.colours.muted);
  ImGui::SetNextWindowPos({x, place.y + place.h - 2});
  if (ImGui::BeginPopup("labs")) {
    float wide = 260;
    for (const LabCard& each : labCards()) wide = std::max(wide, textSize(ui, size::kText, ui.tr(each.title)).x);
    for (const LabCard& other : labCards()) {
      const std::string name = ui.tr(other.title);
      if (ImGui::Selectable(name.c_str(), other.id == model_.lab()->id, 0,
                            {wide, targetSize(ui, 26)})) {
        openLab(other.id);
      }
      helpTip(ui, ui.tr(other.claim));
    }
    ImGui::EndPopup();
  }
  x += extent.x + 46;
  if (shape != Shape::Wide || !model_.lab()) return;
  // Presets that fit stand in the bar, the others behind "More".
  const Preset* present = model_.preset();
  const float chipTop = mid - targetSize(ui, 30) / 2;
  std::vector<const Preset*> others;
  for (const Preset& preset : model_.lab()->presets) {
    if (preset.hidden) continue;
    const std::string name = ui.tr(preset.label);
    const float width = chipWidth(ui, name);
    if (!others.empty() || x + width > right - 100) {
      others.push_back(&preset);
      continue;
    }
    ImGui::SetCursorScreenPos({x, chipTop});
    ImGui::PushID(&preset);
    if (chip(ui, "preset", name, present == &preset)) {
      model_.setParams(presetParams(*model_.lab(), preset));
      if (!model_.playing()) model_.play();
    }
    helpTip(ui, ui.tr(preset.lookFor));
    ImGui::PopID();
    x += width + 8;
  }
  if (others.empty()) return;
  const bool chosen = std::ranges::find(others, present) != others.end();
  ImGui::SetCursorScreenPos({x, chipTop});
  if (chip(ui, "more", ui.tr("More …"), chosen)) ImGui::OpenPopup("more-presets");
  if (ImGui::BeginPopup("more-presets")) {
    float wide = 220;
    for (const Preset* each : others) wide = std::max(wide, textSize(ui, size::kText, ui.tr(each->label)).x);
    for (const Preset* preset : others) {
      const std::string name = ui.tr(preset->label);
      if (ImGui::Selectable(name.c_str(), preset == present, 0, {wide, targetSize(ui, 24)})) {
        model_.setParams(presetParams(*model_.lab(), *preset));
        if (!model_.playing()) model_.play();
      }
      helpTip(ui, ui.tr(preset->lookFor));
    }
    ImGui::EndPopup();
  }
}

double App::drawToasts(Ui& ui, const ScreenRect& screen) {
  std::erase_if(toasts_, [&](const Toast& toast) { return toast.until <= ui.now; });
  if (toasts_.empty()) return kNever;
  ImDrawList* draw = ImGui::GetForegroundDrawList();
  ImFont* font = fonts_.sans ? fonts_.sans : ImGui::GetFont();
  const float width = std::min(screen.w - 60, 560.0f);
  float y = screen.y + 12;
  double next = kNever;
  for (Toast& toast : toasts_) {
    next = std::min(next, toast.until - ui.now);
    const std::string text = wrapped(ui, size::kText, toast.text, width);
    const ImVec2 extent =
        font->CalcTextSizeA(size::kText, 1e9f, width, text.data(), text.data() + text.size());
    const ImVec2 a{screen.x + (screen.w - extent.x) / 2 - 16, y};
    const ImVec2 b{a.x + extent.x + 32, y + extent.y + 20};
    draw->AddRectFilled({a.x, a.y + 2}, {b.x, b.y + 3}, faded(IM_COL32_BLACK, 0.18f), 9);
    draw->AddRectFilled(a, b, ui.colours.ink, 9);
    draw->AddText(font, size::kText, {a.x + 16, a.y + 10}, ui.colours.paper, text.data(),
                  text.data() + text.size(), width);
    // A tap sends it away.
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left) && ImGui::IsMouseHoveringRect(a, b, false)) {
      toast.until = ui.now;
      ui.animating = true;
    }
    y = b.y + 8;
  }
  return next;
}

void App::drawHelp(Ui& ui) {
  if (helpOpen_ && !ImGui::IsPopupOpen("help")) ImGui::OpenPopup("help");
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({screen.x / 2, screen.y / 2}, ImGuiCond_Always, {0.5f, 0.5f});
  ImGui::SetNextWindowSize({std::min(460.0f, screen.x - 24), 0});
  if (!ImGui::BeginPopup("help")) {
    helpOpen_ = false;
    return;
  }
  if (!helpOpen_) ImGui::CloseCurrentPopup();
  paragraph(ui, size::kTitle, ui.colours.ink, ui.tr("Keys"), true);
  constexpr std::pair<std::string_view, std::string_view> kKeys[] = {
      {phrase("Space"), phrase("play or pause")},
      {"→", phrase("one step")},
      {"R", phrase("restart with the same seed")},
      {phrase("Ctrl Z"), phrase("undo the last change")},
      {"S", phrase("share and keep")},
      {phrase("Arrows"), phrase("move between controls and change them")},
      {phrase("Esc"), phrase("close what is open")},
      {"?", phrase("this list")}};
  for (const auto& [key, meaning] : kKeys) {
    const float left = ImGui::GetCursorPosX();
    paragraph(ui, size::kText, ui.colours.ink, ui.tr(key), true);
    ImGui::SameLine(left + 120);
    paragraph(ui, size::kText, ui.colours.muted, ui.tr(meaning));
  }
  ImGui::Dummy({0, 6});
  paragraph(ui, size::kSmall, ui.colours.muted,
            ui.tr("Solid lines are measured, dashed lines are what the theory predicts, dotted ones only guide the eye. Drag a "
                  "surface to turn it, use the wheel or pinch to zoom, double-click to go back. "
                  "Click a number to type it. The address of the page always holds the present "
                  "state."));
  ImGui::EndPopup();
}

}  // namespace basin
