#include "app/shell/desktop.h"

#include <cstdlib>
#include <cmath>
#include <cstdio>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/shell/assets.h"
#include "app/shell/shell.h"
#include "io/csv.h"

namespace basin {

namespace {

namespace fs = std::filesystem;

// The folder for downloads, else the home folder, else where the program was started.
fs::path keepingPlace() {
  std::error_code error;
  const char* home = std::getenv("HOME");
  const fs::path downloads = home ? fs::path(home) / "Downloads" : fs::path();
  if (home && fs::is_directory(downloads, error)) return downloads;
  return home && fs::is_directory(home, error) ? fs::path(home) : fs::current_path(error);
}

// `name` in that folder, numbered when something has it already.
fs::path freePath(const fs::path& name) {
  const fs::path folder = keepingPlace();
  std::error_code error;
  fs::path path = folder / name;
  for (int i = 2; fs::exists(path, error); ++i) {
    path = folder / (name.stem().string() + "-" + std::to_string(i) + name.extension().string());
  }
  return path;
}

// Wakes the event loop from any thread.
class DesktopPlatform : public Platform {
 public:
  void wantFrame() override {
    SDL_Event event{};
    event.type = SDL_USEREVENT;
    SDL_PushEvent(&event);
  }
  void setHash(const std::string&) override {}
  void doubtHash(const std::string&, const std::string&) override {}
  bool showTheory(const std::string&, std::optional<ScreenRect>) override { return false; }
  bool copyText(const std::string& text) override {
    return SDL_SetClipboardText(text.c_str()) == 0;
  }
  bool share() override { return false; }
  Result<std::string> save(const std::string& name, const std::string& text) override {
    const fs::path path = freePath(name);
    if (const auto written = writeFile(path.string(), text); !written.ok()) {
      return Failure{written.error()};
    }
    return path.string();
  }
  std::string link(const std::string& hash) const override { return "basin-app '" + hash + "'"; }
  void announce(const std::string&) override {}
  std::string asset(std::string_view name) const override {
    // Fonts, articles and words are embedded under their names in these folders.
    const auto slash = name.find('/');
    return std::string(app::asset(slash == std::string_view::npos ? name
                                                                  : name.substr(slash + 1)));
  }
  // All labs are linked in.
  void fetchLab(const std::string&) override {}
  bool fillPoster(const std::string&, bool, int, unsigned) override { return false; }
  void rememberTheme(std::string_view) override {}
  void chooseLocale(std::string_view locale) override { wanted = locale; }

  std::string wanted;  ///< Language to be shown from the next frame on; empty: the present one.
};

// LANG and its like: "de_DE.UTF-8" means "de".
std::string localeOfEnvironment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (!value || !*value) continue;
    std::string tag(value);
    tag.resize(std::min(tag.size(), tag.find_first_of("_.@")));
    return std::string(languageOf(tag));
  }
  return {};
}

int usage() {
  std::puts("usage: basin-app [--locale LANGUAGE] [STATE]\n\n"
            "Opens the playground. STATE is what stands behind # in the address of the page,\n"
            "for instance 'lab=square-wave&depth=3&seed=7&theme=dark'. LANGUAGE is en, de, es or zh;\n"
            "without it the environment's LANG decides.");
  return 0;
}

}  // namespace

int runDesktop(int argc, char** argv) {
  std::string hash, locale = localeOfEnvironment();
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--help" || argument == "-h") return usage();
    if (argument == "--locale" && i + 1 < argc) {
      locale = languageOf(argv[++i]);
      if (!locale.empty()) continue;
      std::fprintf(stderr, "basin-app: --locale: there is no language '%s' (en, de, es, zh)\n",
                   argv[i]);
      return 2;
    }
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
  const std::string named = parseUrlHash(hash).locale;
  platform.wanted = languageOf(named.empty() ? locale : named);
  if (!hash.empty()) shell.app().setHash(hash);
  bool quit = false;
  int framesLeft = 3;
  while (!quit) {
    if (shell.takeEvents(quit)) framesLeft = 3;
    if (!platform.wanted.empty()) {
      const std::string chosen = std::exchange(platform.wanted, {});
      shell.app().setStrings(chosen, platform.asset("strings/" + chosen + ".json"));
      framesLeft = 3;
    }
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
