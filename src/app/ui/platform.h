#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace basin {

/// A rectangle in points, from the top left of the window.
struct ScreenRect {
  float x = 0, y = 0, w = 0, h = 0;
  bool operator==(const ScreenRect&) const = default;
};

/// What the app needs from its surroundings: the web page or the desktop shell.
class Platform {
 public:
  virtual ~Platform() = default;

  /// Asks for one more call of App::draw; may be called from any thread.
  virtual void wantFrame() = 0;
  /// The state worth keeping in the address changed (the page replaces its hash).
  virtual void setHash(const std::string& hash) = 0;
  /// The address was not understood wholly, and is shown as `hash` would be: it stays as it came until
  /// setHash(). `guess` is what may have been meant, to be offered; empty: nobody knows.
  virtual void doubtHash(const std::string& hash, const std::string& guess) = 0;
  /// Shows a lab's article in this place, or hides it (nothing). Returns false where there is no
  /// document around the app; the app then sets the article's text itself.
  virtual bool showTheory(const std::string& lab, std::optional<ScreenRect> place) = 0;
  /// Puts text on the clipboard; false when that is not allowed here.
  virtual bool copyText(const std::string& text) = 0;
  /// Opens the page's dialog for sharing and keeping; false where there is no document around the
  /// app, which then offers what it can by itself.
  virtual bool share() = 0;
  /// Keeps a text under this name where the reader finds it, replacing nothing; returns the path.
  virtual Result<std::string> save(const std::string& name, const std::string& text) = 0;
  /// A link that opens this state elsewhere.
  virtual std::string link(const std::string& hash) const = 0;
  /// A sentence for readers who listen.
  virtual void announce(const std::string& text) = 0;
  /// A file of the build: fonts/..., theory/...; empty when missing.
  virtual std::string asset(std::string_view name) const = 0;
  /// Fetches the tables of a lab that is not here yet; App::labArrived() is told of them, or of what
  /// kept them away.
  virtual void fetchLab(const std::string& lab) = 0;
  /// Puts the poster of a lab, for light or dark surroundings, into an RGBA texture about `width`
  /// pixels wide as soon as it is there, and asks for a frame then. False where there are no posters.
  virtual bool fillPoster(const std::string& lab, bool dark, int width, unsigned texture) = 0;
  /// Keeps the chosen theme for the next visit, where storage is allowed.
  virtual void rememberTheme(std::string_view theme) = 0;
  /// The reader chose a language: keeps it for the next visit and answers with App::setStrings.
  virtual void chooseLocale(std::string_view locale) = 0;
};

}  // namespace basin
