#include "app/desktop.h"

#include <cstdlib>
#include <cmath>
#include <cstdio>

#include <algorithm>

#include "app/assets.h"
#include "app/shell.h"

namespace basin {

namespace {

// Wakes the event loop from any thread.
class DesktopPlatform : public Platform {
 public:
  void wantFrame() override {
    SDL_Event event{};
    event.type = SDL_USEREVENT;
    SDL_PushEvent(&event);
  }
  void setHash(const std::string&) override {}
  bool showTheory(const std::string&, std::optional<ScreenRect>) override { return false; }
  bool copyText(const std::string& text) override {
    return SDL_SetClipboardText(text.c_str()) == 0;
  }
  std::string link(const std::string& hash) const override { return "basin-app '" + hash + "'"; }
  void announce(const std::string&) override {}
  std::string asset(std::string_view name) const override {
    // Fonts and articles are embedded under their file names.
    const auto slash = name.rfind('/');
    return std::string(app::asset(slash == std::string_view::npos ? name
                                                                  : name.substr(slash + 1)));
  }
  void rememberTheme(std::string_view) override {}
};

int usage() {
  std::puts("usage: basin-app [STATE]\n\n"
            "Opens the playground. STATE is what stands behind # in the address of the page,\n"
            "for instance 'lab=square-wave&depth=3&seed=7&theme=dark'.");
  return 0;
}

}  // namespace

int runDesktop(int argc, char** argv) {
  std::string hash;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--help" || argument == "-h") return usage();
    if (argument.starts_with("-") || !hash.empty()) {
      std::fprintf(stderr, "basin-app: unexpected argument '%s' (see --help)\n", argv[i]);
      return 2;
    }
    hash = argument;
  }
  DesktopPlatform platform;
  auto created = Shell::create(platform, 1440, 900);
  if (!created.ok()) {
    std::fprintf(stderr, "basin-app: %s\n", created.error().c_str());
    return 1;
  }
  Shell& shell = *created.value();
  if (!hash.empty()) shell.app().setHash(hash);
  bool quit = false;
  int framesLeft = 3;
  while (!quit) {
    if (shell.takeEvents(quit)) framesLeft = 3;
    const double next = shell.draw();
    if (--framesLeft > 0 || next <= 0) continue;
    // Nothing changes by itself: sleep until something happens.
    if (std::isfinite(next)) {
      SDL_WaitEventTimeout(nullptr, static_cast<int>(std::clamp(next, 0.001, 3600.0) * 1000));
    } else {
      SDL_WaitEvent(nullptr);
    }
  }
  return 0;
}

}  // namespace basin
