#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/pictures/output_view.h"
#include "app/ui/platform.h"
#include "gfx/gl_objects.h"
#include "host/host.h"
#include "lab/registry.h"

namespace basin {

/// The labs as cards on shelves. A card shows its lab's poster, drawn when the page was built;
/// under the pointer it shows the lab itself at work. Where there are no posters (the desktop
/// program) the app makes the pictures, one after another.
class Gallery {
 public:
  explicit Gallery(std::unique_ptr<Host> host) : host_(std::move(host)) {}

  /// Draws into the present window; returns the id of the lab that was chosen, or nothing.
  std::string draw(Ui& ui, Platform& platform, float width);

  /// Fetches finished pictures; true when one is new.
  bool update();
  /// True while a picture is being made.
  bool busy() const { return asked_ != nullptr && !playing_; }
  /// Ends what is at work, for the gallery is left.
  void rest();
  void dropGraphics();
  /// Bytes a worker sent.
  Host& host() { return *host_; }

 private:
  struct Card {
    gfx::Texture poster;
    bool asked = false;  ///< The page was asked for the poster...
    bool dark = false;   ///< ... in these surroundings...
    int width = 0;       ///< ... and so wide.
    std::optional<Frame> frame;
    OutputView view;
    std::uint64_t version = 1;
  };
  bool drawCard(Ui& ui, Platform& platform, const LabCard& lab, const ScreenRect& place);
  void drawPicture(Ui& ui, Platform& platform, const LabCard& lab, const ScreenRect& place);
  bool drawPoster(Ui& ui, Platform& platform, const LabCard& lab, const ScreenRect& place);
  void open(const LabDef& lab, bool play);
  void askNext();
  void hover(const std::string& lab, double now);

  std::unique_ptr<Host> host_;
  const LabDef* asked_ = nullptr;
  bool playing_ = false;
  bool posters_ = true;      ///< Until the platform says that there are none.
  std::string hovered_;      ///< Lab under the pointer...
  double hoveredSince_ = 0;  ///< ... since then.
  std::map<std::string, Card> cards_;
};

}  // namespace basin
