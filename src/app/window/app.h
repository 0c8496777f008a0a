#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/model/lab_model.h"
#include "app/panes/article.h"
#include "app/panes/controls.h"
#include "app/panes/gallery.h"
#include "app/panes/stage.h"
#include "app/panes/transport.h"
#include "app/ui/targets.h"

namespace basin {

/// The whole interface: gallery, stage, controls, checks, theory, transport. Knows no window
/// system; a shell gives it an ImGui frame to draw into and a Platform to talk to.
class App {
 public:
  /// Two hosts: one for the lab on the stage, one for the gallery's pictures.
  App(Platform& platform, std::unique_ptr<Host> stageHost, std::unique_ptr<Host> galleryHost);

  /// Draws one frame inside ImGui::NewFrame ... Render. `renderer` is null while the graphics
  /// context is lost. Returns in how many seconds the next frame is due: 0 at once, infinity never.
  double draw(gfx::Renderer* renderer, float pixelRatio);

  /// Loads fonts through the platform. Once, after the ImGui context exists.
  void loadFonts();

  /// The address changed: shows what it says.
  void setHash(const std::string& hash);
  /// Light or dark surroundings, for the theme "auto".
  void setSystemDark(bool dark) { systemDark_ = dark; }
  /// The next frames are for paper: light, whatever the theme, on white, and without buttons on the pictures.
  void setPaper(bool paper);
  /// The reader has asked for less motion: what would ease is there at once.
  void setReducedMotion(bool reduced) { reducedMotion_ = reduced; }
  void setTheme(Theme theme);
  /// The words of a language (see io/strings.h): `json` is its table, empty for English.
  void setStrings(std::string_view locale, std::string_view json);
  /// A file was dropped or opened: a saved session (JSON) or points (CSV).
  void drop(const std::string& name, const std::string& text);
  /// The tables of a lab that was asked for (Platform::fetchLab), or why they did not come.
  void labArrived(const std::string& json, const std::string& error);
  /// Bytes from a worker: 1 the stage's, 2 the gallery's.
  void receive(int worker, std::span<const std::byte> bytes);
  void workerLost(int worker);
  /// Frees what lives in the graphics context; it is built again when drawing.
  void dropGraphics();
  /// True when something came from a host that deserves a new picture.
  bool pollHosts();

  /// Whether a key, by its name in the DOM ("ArrowLeft", "r"), would do something here if it were pressed now. Those that
  /// would not are for a page around this one.
  bool takesKey(std::string_view key) const;

  /// A request of the page or a test as JSON, answered with JSON (see commands.cpp).
  std::string command(const std::string& json);

 private:
  friend class AppCommands;
  struct Toast {
    std::string text;
    double until = 0;
  };
  enum class Shape { Wide, Medium, Narrow, Low };
  enum class Tab { Controls, Checks, Theory };

  void openLab(const std::string& id);
  void show(const UrlState& state);
  /// Does `then` when the lab's tables are here: at once, or when they have arrived. Whatever waited
  /// before is forgotten.
  void whenHere(const std::string& lab, std::function<void(const LabDef&)> then);
  void openGallery();
  void openRecipe(const Recipe& recipe);
  void say(std::string text);
  void announce(std::string_view text) { platform_.announce(strings_.tr(text)); }
  void chooseLocale(std::string_view locale);
  bool addFont(const char* name);
  void share();
  void copyLink();
  void saveExperiment();
  void publishHash();
  UrlState urlState() const;
  bool dark() const;
  void keyboard();

  void drawBar(Ui& ui, const ScreenRect& place, Shape shape);
  void drawBarButtons(Ui& ui, const ScreenRect& place, float& right);
  void drawLanguages(Ui& ui, float side);
  void drawShareMenu(Ui& ui, ImVec2 corner);
  void drawStage(Ui& ui, const ScreenRect& place);
  void drawLab(Ui& ui, const ScreenRect& place, Shape shape);
  void drawSide(Ui& ui, const ScreenRect& place);
  void drawDrawer(Ui& ui, const ScreenRect& place);
  void drawTabs(Ui& ui, const ScreenRect& place);
  void drawTabBar(Ui& ui, const char* id, float width);
  void drawTab(Ui& ui, const ScreenRect& body);
  void drawControls(Ui& ui, const ScreenRect& place, bool presets);
  void drawChecksPane(Ui& ui, const ScreenRect& place);
  void drawTheory(Ui& ui, const ScreenRect& place);
  void drawHelp(Ui& ui);
  double drawToasts(Ui& ui, const ScreenRect& screen);

  Platform& platform_;
  LabModel model_;
  Gallery gallery_;
  Stage stage_;
  Controls controls_;
  Transport transport_;
  Article article_;
  Fonts fonts_;
  Strings strings_;

  Theme theme_ = Theme::Auto;
  bool systemDark_ = false;
  bool reducedMotion_ = false;
  bool paper_ = false;
  bool touch_ = false;
  bool walking_ = false;  ///< The reader moves among the controls by keys.
  std::optional<bool> styledDark_;
  bool styledTouch_ = false;
  bool embed_ = false;
  std::vector<std::string> show_;
  std::string goal_;
  std::string preset_;
  std::string locale_;     ///< As the address names it; empty: the reader's own.
  bool hanLoaded_ = false;
  Tab tab_ = Tab::Controls;  ///< Wide layouts always show the checks, and the controls for them.
  bool drawerOpen_ = false;
  float drawer_ = 0;       ///< How far the drawer is out, 0..1; 0 in layouts without one.
  bool helpOpen_ = false;
  bool targetsWanted_ = false;  ///< By a test; the next frame collects them.
  std::vector<Target> targets_;
  std::optional<ScreenRect> theoryPlace_;
  bool moreInDrawer_ = false;  ///< Speed and seed, where the transport has one row.
  ScreenRect stagePlace_;  ///< Where the lab's pictures are, without transport and controls.
  std::vector<Toast> toasts_;
  std::string hash_;
  bool saveWhenWhole_ = false;  ///< The reader wants the experiment saved.
  std::string awaited_;  ///< Lab whose tables are on their way; empty: none.
  std::function<void(const LabDef&)> whenHere_;
  std::uint64_t framesDrawn_ = 0;
  std::string announced_;
};

}  // namespace basin
