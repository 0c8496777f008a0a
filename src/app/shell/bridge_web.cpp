// The page's side of the app: what the page calls, and what it offers. Text is UTF-8.
#include <emscripten.h>
#include <emscripten/html5.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "app/shell/shell.h"
#include "app/ui/number_field.h"
#include "io/lab_json.h"
#include "lab/param_text.h"
#include "lab/registry.h"

// clang-format off
EM_JS(void, basinJsWantFrame, (), { Module.basinWantFrame(); });
EM_JS(void, basinJsHash, (const char* hash), { Module.basinHash(UTF8ToString(hash)); });
EM_JS(void, basinJsDoubt, (const char* hash, const char* guess), {
  Module.basinDoubt(UTF8ToString(hash), UTF8ToString(guess));
});
EM_JS(void, basinJsTheory, (const char* lab, double x, double y, double w, double h), {
  Module.basinTheory(UTF8ToString(lab), x, y, w, h);
});
EM_JS(void, basinJsClipboard, (const char* text), { Module.basinClipboard(UTF8ToString(text)); });
EM_JS(void, basinJsShare, (), { Module.basinShare(); });
EM_JS(void, basinJsAnnounce, (const char* text), { Module.basinAnnounce(UTF8ToString(text)); });
EM_JS(void, basinJsTheme, (const char* theme), { Module.basinThemeChosen?.(UTF8ToString(theme)); });
EM_JS(void, basinJsLocale, (const char* tag), { Module.basinLocaleChosen?.(UTF8ToString(tag)); });
EM_JS(char*, basinJsLink, (const char* hash), {
  return stringToNewUTF8(location.href.split("#")[0] + "#" + UTF8ToString(hash));
});
EM_JS(int, basinJsAssetLength, (const char* name), {
  const bytes = Module.basinAsset(UTF8ToString(name));
  return bytes ? bytes.length : 0;
});
EM_JS(void, basinJsAssetCopy, (const char* name, char* to), {
  HEAPU8.set(Module.basinAsset(UTF8ToString(name)), to);
});
EM_JS(void, basinJsFetchLab, (const char* lab), { Module.basinFetchLab(UTF8ToString(lab)); });
// The page makes the image; only here is the way from it to the app's texture.
EM_JS(void, basinJsFillPoster, (const char* lab, int dark, int width, unsigned texture), {
  Module.basinPoster(UTF8ToString(lab), dark !== 0, width, (image) => {
    const into = GL.textures[texture];
    if (!into || GLctx.isContextLost()) return;
    const before = GLctx.getParameter(GLctx.TEXTURE_BINDING_2D);
    GLctx.bindTexture(GLctx.TEXTURE_2D, into);
    GLctx.texImage2D(GLctx.TEXTURE_2D, 0, GLctx.RGBA, GLctx.RGBA, GLctx.UNSIGNED_BYTE, image);
    GLctx.texParameteri(GLctx.TEXTURE_2D, GLctx.TEXTURE_MIN_FILTER, GLctx.LINEAR);
    GLctx.texParameteri(GLctx.TEXTURE_2D, GLctx.TEXTURE_MAG_FILTER, GLctx.LINEAR);
    GLctx.bindTexture(GLctx.TEXTURE_2D, before);
    Module.basinWantFrame();
  });
});
EM_JS(void, basinJsTextInput, (int on, int number, double top, double height), {
  Module.basinTextInput?.(on !== 0, number !== 0, top, height);
});
// clang-format on

namespace basin {

namespace {

class WebPlatform : public Platform {
 public:
  void wantFrame() override { basinJsWantFrame(); }
  void setHash(const std::string& hash) override { basinJsHash(hash.c_str()); }
  void doubtHash(const std::string& hash, const std::string& guess) override {
    basinJsDoubt(hash.c_str(), guess.c_str());
  }
  bool showTheory(const std::string& lab, std::optional<ScreenRect> place) override {
    if (place == place_ && lab == lab_) return true;
    place_ = place;
    lab_ = lab;
    const ScreenRect r = place.value_or(ScreenRect{});
    basinJsTheory(lab.c_str(), r.x, r.y, r.w, r.h);
    return true;
  }
  bool copyText(const std::string& text) override {
    basinJsClipboard(text.c_str());
    return true;
  }
  bool share() override {
    basinJsShare();
    return true;
  }
  Result<std::string> save(const std::string&, const std::string&) override {
    return Failure{"the page saves by its own dialog"};
  }
  std::string link(const std::string& hash) const override {
    char* text = basinJsLink(hash.c_str());
    std::string copy(text);
    std::free(text);
    return copy;
  }
  void announce(const std::string& text) override { basinJsAnnounce(text.c_str()); }
  std::string asset(std::string_view name) const override {
    const std::string key(name);
    std::string bytes(static_cast<std::size_t>(basinJsAssetLength(key.c_str())), '\0');
    if (!bytes.empty()) basinJsAssetCopy(key.c_str(), bytes.data());
    return bytes;
  }
  void fetchLab(const std::string& lab) override { basinJsFetchLab(lab.c_str()); }
  bool fillPoster(const std::string& lab, bool dark, int width, unsigned texture) override {
    basinJsFillPoster(lab.c_str(), dark, width, texture);
    return true;
  }
  void rememberTheme(std::string_view theme) override {
    basinJsTheme(std::string(theme).c_str());
  }
  void chooseLocale(std::string_view locale) override {
    basinJsLocale(std::string(locale).c_str());
  }

 private:
  std::optional<ScreenRect> place_;
  std::string lab_;
};

// The text field that has the keys, for the keyboard of a touch screen.
struct TextInput {
  bool on = false;
  bool number = false;  ///< Takes digits only.
  float top = 0, height = 0;
  bool operator==(const TextInput&) const = default;
};

TextInput textInput() {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  if (!context.IO.WantTextInput) return {};
  return {.on = true,
          .number = typesDigits(),
          .top = context.PlatformImeData.InputPos.y,
          .height = context.PlatformImeData.InputLineHeight};
}

// The one app of the page; the page's calls have no other way to it.
struct Page {
  WebPlatform platform;
  std::unique_ptr<Shell> shell;
  int framesLeft = 0;  ///< ImGui settles within a few frames after an event.
  std::string answer;
  TextInput typing;
};

Page& page() {
  static Page instance;
  return instance;
}

}  // namespace

}  // namespace basin

using basin::page;

extern "C" {

EMSCRIPTEN_KEEPALIVE void basinAppStart(double width, double height, int dark) {
  auto shell = basin::Shell::create(page().platform, static_cast<int>(width),
                                    static_cast<int>(height));
  if (!shell.ok()) {
    std::fprintf(stderr, "basin: %s\n", shell.error().c_str());
    return;
  }
  page().shell = std::move(shell).value();
  page().shell->app().setSystemDark(dark != 0);
  page().framesLeft = 3;
}

EMSCRIPTEN_KEEPALIVE void basinAppResize(double width, double height, int pixelWidth, int pixelHeight,
                                         double ratio) {
  if (!page().shell) return;
  page().shell->resize(static_cast<int>(width), static_cast<int>(height), pixelWidth, pixelHeight,
                       static_cast<float>(ratio));
  int oldWidth = 0, oldHeight = 0;
  emscripten_get_canvas_element_size("#canvas", &oldWidth, &oldHeight);
  // Setting it clears the canvas, also where it is the same.
  if (oldWidth != pixelWidth || oldHeight != pixelHeight) {
    emscripten_set_canvas_element_size("#canvas", pixelWidth, pixelHeight);
  }
  page().framesLeft = 3;
}

EMSCRIPTEN_KEEPALIVE void basinAppTheme(int dark) {
  if (!page().shell) return;
  page().shell->app().setSystemDark(dark != 0);
  page().framesLeft = 2;
}

EMSCRIPTEN_KEEPALIVE void basinAppPaper(int paper) {
  if (!page().shell) return;
  page().shell->app().setPaper(paper != 0);
  page().framesLeft = 3;
}

EMSCRIPTEN_KEEPALIVE void basinAppReducedMotion(int reduced) {
  if (page().shell) page().shell->app().setReducedMotion(reduced != 0);
}

EMSCRIPTEN_KEEPALIVE void basinAppHash(const char* hash) {
  if (!page().shell) return;
  page().shell->app().setHash(hash);
  page().framesLeft = 3;
}

// The cards of all labs there are, before the app starts.
EMSCRIPTEN_KEEPALIVE void basinAppCards(const char* json) {
  auto cards = basin::readLabCards(json);
  if (cards.ok()) basin::setLabCards(std::move(cards).value());
  else std::fprintf(stderr, "basin: %s\n", cards.error().c_str());
}

// The tables of a lab, or what kept them away.
EMSCRIPTEN_KEEPALIVE void basinAppLab(const char* json, const char* error) {
  if (!page().shell) {
    if (auto lab = basin::addLabTables(json); !lab.ok()) {
      std::fprintf(stderr, "basin: %s\n", lab.error().c_str());
    }
    return;
  }
  page().shell->app().labArrived(json, error);
  page().framesLeft = 3;
}

// The words of a language: its merged table as JSON, nothing for English.
EMSCRIPTEN_KEEPALIVE void basinAppStrings(const char* locale, const char* json) {
  if (!page().shell) return;
  page().shell->app().setStrings(locale, json);
  page().framesLeft = 3;
}

EMSCRIPTEN_KEEPALIVE int basinAppFrame(double) {
  if (!page().shell) return 0;
  bool quit = false;
  if (page().shell->takeEvents(quit)) page().framesLeft = 3;
  const double next = page().shell->draw();
  if (const basin::TextInput typing = basin::textInput(); typing != page().typing) {
    page().typing = typing;
    basinJsTextInput(typing.on, typing.number, typing.top, typing.height);
  }
  if (page().framesLeft > 0) --page().framesLeft;
  if (next <= 0 || page().framesLeft > 0) return 1;
  // Any other number asks for a frame in so many milliseconds.
  return next < 3600 ? std::max(2, static_cast<int>(std::ceil(next * 1000))) : 0;
}

EMSCRIPTEN_KEEPALIVE int basinAppTakesKey(const char* key) {
  return !page().shell || page().shell->app().takesKey(key) ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void basinAppInput() { page().framesLeft = 3; }

EMSCRIPTEN_KEEPALIVE void basinAppReceive(int worker, const std::byte* bytes, int length) {
  if (!page().shell) return;
  page().shell->app().receive(worker, {bytes, static_cast<std::size_t>(length)});
}

EMSCRIPTEN_KEEPALIVE void basinAppWorkerLost(int worker) {
  if (page().shell) page().shell->app().workerLost(worker);
}

EMSCRIPTEN_KEEPALIVE void basinAppDrop(const char* name, const char* text) {
  if (!page().shell) return;
  page().shell->app().drop(name, text);
  page().framesLeft = 3;
}

// Text from the clipboard: 1 when a text field took it.
EMSCRIPTEN_KEEPALIVE int basinAppPaste(const char* text) {
  if (!page().shell || !ImGui::GetIO().WantTextInput) return 0;
  ImGui::GetIO().AddInputCharactersUTF8(basin::onOneLine(text).c_str());
  page().framesLeft = 3;
  return 1;
}

EMSCRIPTEN_KEEPALIVE const char* basinAppCommand(const char* json) {
  page().answer = page().shell ? page().shell->app().command(json)
                               : R"({"error":"the app has not started"})";
  page().framesLeft = 3;
  return page().answer.c_str();
}

EMSCRIPTEN_KEEPALIVE void basinAppContextLost() {
  if (page().shell) page().shell->contextLost();
}

EMSCRIPTEN_KEEPALIVE void basinAppContextRestored() {
  if (!page().shell) return;
  page().shell->contextRestored();
  page().framesLeft = 3;
}

}  // extern "C"
