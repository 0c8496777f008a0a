#pragma once

#include "app/model/lab_model.h"
#include "app/ui/ui.h"

namespace basin {

/// Play, step, restart, undo, speed, seed, time and status in words.
class Transport {
 public:
  /// What does not fit in one row has a second one; where there is no `room` for that, drawMore() draws it elsewhere.
  void draw(Ui& ui, LabModel& model, const ScreenRect& place, bool room = true);
  static float height(const Ui& ui, float width, bool room = true) {
    if (!room) return targetSize(ui, 36) + 8;
    return hasMore(width) ? targetSize(ui, 32) + 60 : ui.touch ? 64.0f : 56.0f;
  }
  /// Whether a transport so wide has no place for speed and seed in its row.
  static bool hasMore(float width) { return width < 520; }
  /// Speed and seed in a row of their own, at the cursor.
  void drawMore(Ui& ui, LabModel& model, float width);

 private:
  void drawSpeed(Ui& ui, LabModel& model, float width);
  void drawSeed(Ui& ui, LabModel& model);
  void drawStatus(Ui& ui, const LabModel& model, const ScreenRect& place) const;

  std::string seedText_;
  bool seedTyping_ = false;
  bool seedRefused_ = false;  ///< What stands in the field is no seed.
};

/// Where the run is: "t = 1110" on the lab's own clock, else "step 111".
std::string timeText(const LabModel& model);

/// "running", "paused at step 40", "done", "diverged", in words.
std::string statusWords(const LabModel& model);

}  // namespace basin
