#include "app/headless.h"

#include <implot.h>

#include <string>

namespace basin::test {

Headless::Headless() {
  ImGui::CreateContext();
  ImPlot::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  const std::string folder = BASIN_FONTS;
  const auto load = [&](const char* name) {
    ImFont* font = io.Fonts->AddFontFromFileTTF((folder + "/" + name).c_str(), size::kText);
    ImFontConfig merged;
    merged.MergeMode = true;
    io.Fonts->AddFontFromFileTTF((folder + "/math.ttf").c_str(), size::kText, &merged);
    return font;
  };
  fonts_ = {load("sans-regular.ttf"), load("sans-semibold.ttf")};
}

Headless::~Headless() {
  ImPlot::DestroyContext();
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    texture->SetStatus(ImTextureStatus_Destroyed);
  }
  ImGui::DestroyContext();
}

PictureTrace Headless::draw(ImVec2 size, bool dark, bool touch,
                            const std::function<void(Ui&)>& content) {
  PictureTrace trace;
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = size;
  io.DeltaTime = 1.0f / 60;
  applyTheme(palette(dark), touch);
  ImGui::NewFrame();
  Ui ui{.colours = palette(dark), .fonts = fonts_, .strings = strings_};
  ui.dark = dark;
  ui.touch = touch;
  ui.trace = &trace;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("page", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
  ImGui::PopStyleVar();
  ImGui::PushFont(fonts_.sans, size::kText);
  content(ui);
  ImGui::PopFont();
  ImGui::End();
  ImGui::Render();
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    texture->SetTexID(1);
    texture->SetStatus(ImTextureStatus_OK);
  }
  return trace;
}

}  // namespace basin::test
