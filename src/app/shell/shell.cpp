#include "app/shell/shell.h"

#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl2.h>
#include <implot.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#ifdef __EMSCRIPTEN__
#include <GLES3/gl3.h>
#else
#include <SDL_opengl.h>
#endif

#include "lab/param_text.h"

namespace basin {

namespace {

#ifdef __EMSCRIPTEN__
constexpr const char* kGlslVersion = "#version 300 es";
// The page says how large the canvas is (Shell::resize). SDL would round down the pixels of a fraction of a point,
// and the browser would stretch the whole picture by the one that is missing.
constexpr Uint32 kWindowFlags = SDL_WINDOW_OPENGL;
#else
constexpr const char* kGlslVersion = "#version 330 core";
constexpr Uint32 kWindowFlags =
    SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
#endif

// The points of so many pixels: ImGui cuts off the fraction of points times `ratio`, which must not lose one.
float pointsOf(int pixels, float ratio) {
  float points = static_cast<float>(pixels) / ratio;
  while (static_cast<int>(points * ratio) < pixels) points = std::nextafter(points, 1e9f);
  return points;
}

void requestContext() {
#ifdef __EMSCRIPTEN__
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
#else
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
#endif
  SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
}

}  // namespace

Result<std::unique_ptr<Shell>> Shell::create(Platform& platform, int width, int height) {
  std::unique_ptr<Shell> shell(new Shell(platform));
  if (auto opened = shell->open(width, height); !opened.ok()) return Failure{opened.error()};
  return shell;
}

Result<void> Shell::open(int width, int height) {
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#canvas");
  SDL_SetHint(SDL_HINT_VIDEO_HIGHDPI_DISABLED, "0");
  if (SDL_Init(SDL_INIT_VIDEO) != 0) {
    return Failure{std::string("no display to draw on: ") + SDL_GetError()};
  }
#ifndef __EMSCRIPTEN__
  SDL_Rect usable{};
  if (SDL_GetDisplayUsableBounds(0, &usable) == 0 && usable.w > 0 && usable.h > 0) {
    width = std::min(width, usable.w);
    height = std::min(height, usable.h);
  }
#endif
  requestContext();
  window_ = SDL_CreateWindow("Basin", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width, height,
                             kWindowFlags);
  if (!window_) return Failure{std::string("no window: ") + SDL_GetError()};
  context_ = SDL_GL_CreateContext(window_);
  if (!context_) {
    return Failure{std::string("OpenGL 3.3 is needed and not to be had here: ") + SDL_GetError()};
  }
  SDL_GL_SetSwapInterval(1);
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImPlot::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.ConfigInputTextCursorBlink = false;  // A caret at rest needs no frames.
  ImGui_ImplSDL2_InitForOpenGL(window_, context_);
  // All fields are of one line: pasted rows would run together.
  static const auto copied = ImGui::GetPlatformIO().Platform_GetClipboardTextFn;
  ImGui::GetPlatformIO().Platform_GetClipboardTextFn = [](ImGuiContext* context) -> const char* {
    static std::string line;
    const char* text = copied(context);
    line = onOneLine(text ? text : "");
    return line.c_str();
  };
  openGraphics();
  app_ = std::make_unique<App>(platform_, makeHost(1, [this] { platform_.wantFrame(); }),
                               makeHost(2, [this] { platform_.wantFrame(); }));
  app_->loadFonts();
  return {};
}

void Shell::openGraphics() {
  ImGui_ImplOpenGL3_Init(kGlslVersion);
#ifdef __EMSCRIPTEN__
  auto renderer = gfx::Renderer::create(nullptr);
#else
  auto renderer = gfx::Renderer::create(
      [](const char* name) { return SDL_GL_GetProcAddress(name); });
#endif
  graphics_ = true;
  if (renderer.ok()) {
    renderer_ = std::move(renderer).value();
  } else {
    std::fprintf(stderr, "basin: %s\n", renderer.error().c_str());
  }
}

Shell::~Shell() {
  app_.reset();
  renderer_.reset();
  if (ImGui::GetCurrentContext()) {
    if (graphics_) ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplSDL2_Shutdown();
    ImPlot::DestroyContext();
    ImGui::DestroyContext();
  }
  if (context_) SDL_GL_DeleteContext(context_);
  if (window_) SDL_DestroyWindow(window_);
  SDL_Quit();
}

bool Shell::takeEvents(bool& quit) {
  bool any = false;
  SDL_Event event;
  while (SDL_PollEvent(&event)) {
    any = true;
    ImGui_ImplSDL2_ProcessEvent(&event);
    if (event.type == SDL_QUIT) quit = true;
    if (event.type == SDL_WINDOWEVENT && event.window.event == SDL_WINDOWEVENT_CLOSE) quit = true;
    if (event.type == SDL_DROPFILE) {
      if (SDL_RWops* file = SDL_RWFromFile(event.drop.file, "rb")) {
        std::size_t length = 0;
        if (void* bytes = SDL_LoadFile_RW(file, &length, 1)) {
          app_->drop(event.drop.file, std::string(static_cast<const char*>(bytes), length));
          SDL_free(bytes);
        }
      }
      SDL_free(event.drop.file);
    }
  }
  return any;
}

void Shell::resize(int width, int height, int pixelWidth, int pixelHeight, float ratio) {
  // SDL reckons with points where it tells of the mouse.
  int oldWidth = 0, oldHeight = 0;
  SDL_GetWindowSize(window_, &oldWidth, &oldHeight);
  if (width != oldWidth || height != oldHeight) SDL_SetWindowSize(window_, width, height);
  pixelWidth_ = pixelWidth;
  pixelHeight_ = pixelHeight;
  pixelRatio_ = ratio;
}

double Shell::draw() {
  if (!graphics_) return 1e9;
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplSDL2_NewFrame();
  ImGuiIO& io = ImGui::GetIO();
  if (pixelWidth_ > 0) {
    io.DisplaySize = {pointsOf(pixelWidth_, pixelRatio_), pointsOf(pixelHeight_, pixelRatio_)};
    io.DisplayFramebufferScale = {pixelRatio_, pixelRatio_};
  }
  ImGui::NewFrame();
  const double next = app_->draw(renderer_.get(), io.DisplayFramebufferScale.x);
  ImGui::Render();
  if (renderer_ && renderer_->problems() != problems_) {
    problems_ = renderer_->problems();
    std::fprintf(stderr, "basin: %s\n", problems_.c_str());
  }
  glViewport(0, 0, static_cast<int>(io.DisplaySize.x * io.DisplayFramebufferScale.x),
             static_cast<int>(io.DisplaySize.y * io.DisplayFramebufferScale.y));
  const ImVec4 paper = ImGui::GetStyle().Colors[ImGuiCol_WindowBg];
  glClearColor(paper.x, paper.y, paper.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  SDL_GL_SwapWindow(window_);
  return next;
}

void Shell::contextLost() {
  if (!graphics_) return;
  graphics_ = false;
  app_->dropGraphics();
  renderer_.reset();
  ImGui_ImplOpenGL3_Shutdown();
}

void Shell::contextRestored() {
  if (!graphics_) openGraphics();
}

}  // namespace basin
