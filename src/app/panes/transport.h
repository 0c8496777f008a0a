#pragma once

#include "app/model/lab_model.h"
#include "app/ui/ui.h"

namespace basin {

/// Play, step, restart, undo, speed, seed, time and status in words.
class Transport {
 public:
  void draw(Ui& ui, LabModel& model, const ScreenRect& place);
  static float height(const Ui& ui, float width) {
    return width < 520 ? targetSize(ui, 32) + 60 : ui.touch ? 64.0f : 56.0f;
  }

 private:
  void drawSpeed(Ui& ui, LabModel& model, float width);
  void drawSeed(Ui& ui, LabModel& model);
  void drawStatus(Ui& ui, const LabModel& model, const ScreenRect& place) const;

  std::string seedText_;
  bool seedTyping_ = false;
};

/// Where the run is: "t = 1110" on the lab's own clock, else "step 111".
std::string timeText(const LabModel& model);

/// "running", "paused at step 40", "done", "diverged", in words.
std::string statusWords(const LabModel& model);

}  // namespace basin
