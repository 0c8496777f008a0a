#pragma once

#include <SDL.h>

#include <memory>
#include <string>

#include "app/window/app.h"

namespace basin {

/// The window: SDL, the OpenGL context, ImGui's backends and the app drawn into it. The page and
/// the desktop drive it in their own ways.
class Shell {
 public:
  /// Opens the window and the context. The message says what this machine lacks.
  static Result<std::unique_ptr<Shell>> create(Platform& platform, int width, int height);
  ~Shell();

  App& app() { return *app_; }
  SDL_Window* window() { return window_; }

  /// Takes the waiting events; true when there was one. Sets `quit` when the window was closed.
  bool takeEvents(bool& quit);
  /// Draws one frame; returns in how many seconds the next one is due (0: at once).
  double draw();
  /// The page's canvas is so large, in points and in the device's pixels, of which `ratio` go on a point:
  /// with fractions of it the one does not follow from the other.
  void resize(int width, int height, int pixelWidth, int pixelHeight, float ratio);

  /// The graphics context went away, or is back.
  void contextLost();
  void contextRestored();

 private:
  explicit Shell(Platform& platform) : platform_(platform) {}
  Result<void> open(int width, int height);
  void openGraphics();

  Platform& platform_;
  SDL_Window* window_ = nullptr;
  SDL_GLContext context_ = nullptr;
  bool graphics_ = false;
  std::unique_ptr<gfx::Renderer> renderer_;
  std::unique_ptr<App> app_;
  std::string problems_;
  int pixelWidth_ = 0, pixelHeight_ = 0;  ///< 0: what SDL says.
  float pixelRatio_ = 1;
};

}  // namespace basin
