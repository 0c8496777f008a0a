// The language of the interface: its words, its fonts, and the menu that changes it.
#include <algorithm>

#include "app/window/app.h"

namespace basin {

namespace {
constexpr const char* kHanFont = "han.ttf";
}  // namespace

// Adds the characters of a font to those that are there; false when the build has no such font.
bool App::addFont(const char* name) {
  const std::string bytes = platform_.asset(name);
  if (bytes.empty()) return false;
  for (ImFont* font : {fonts_.sans, fonts_.bold}) {
    if (!font) continue;
    // ImGui takes memory it may free itself.
    void* memory = IM_ALLOC(bytes.size());
    std::copy(bytes.begin(), bytes.end(), static_cast<char*>(memory));
    ImFontConfig config;
    config.MergeMode = true;
    config.DstFont = font;
    ImGui::GetIO().Fonts->AddFontFromMemoryTTF(memory, static_cast<int>(bytes.size()), size::kText,
                                               &config);
  }
  return true;
}

void App::setStrings(std::string_view locale, std::string_view json) {
  auto read = Strings::read(locale, json);
  if (!read.ok()) return say(read.error());
  strings_ = std::move(read).value();
  if (locale == "zh" && !hanLoaded_) hanLoaded_ = addFont(kHanFont);
  announced_.clear();
  platform_.wantFrame();
}

void App::chooseLocale(std::string_view locale) {
  // An address that names a language would bring it back; others leave it to their readers.
  if (!locale_.empty()) locale_ = locale;
  platform_.chooseLocale(locale);
}

void App::drawLanguages(Ui& ui, float side) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  if (iconButton(ui, "language", Icon::Globe, ui.tr("Language"), side)) {
    ImGui::OpenPopup("languages");
  }
  ImGui::SetNextWindowPos({corner.x + side, corner.y + side + 4}, ImGuiCond_Always, {1, 0});
  if (!ImGui::BeginPopup("languages")) return;
  for (const Language& language : languages()) {
    const std::string name(language.name);
    if (ImGui::Selectable(name.c_str(), language.locale == strings_.locale(), 0,
                          {130, targetSize(ui, 26)})) {
      chooseLocale(language.locale);
    }
  }
  ImGui::EndPopup();
}

}  // namespace basin
