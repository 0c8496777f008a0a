#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/model/lab_model.h"
#include "app/pictures/output_view.h"

namespace basin {

/// The pictures of the lab on the stage: one large, up to two small ones below or beside it, the
/// others a tap away. Remembers how the reader looks at each.
class Stage {
 public:
  void draw(Ui& ui, LabModel& model, const ScreenRect& place);

  /// Forgets the views of the lab before.
  void reset();
  void dropGraphics();
  /// Shows this output large, whatever the preset says; -1: the first.
  void setLarge(int output) {
    large_ = output;
    asked_ = true;
  }
  /// The output shown large when it was drawn last; -1: none.
  int large() const { return main_; }
  void setAlone(bool alone) { alone_ = alone; }
  bool alone() const { return alone_; }
  /// Drawn without what only a pointer can use: buttons, and the arrow of the list.
  void setPaper(bool paper) { paper_ = paper; }

 private:
  void drawCard(Ui& ui, LabModel& model, int output, const ScreenRect& place, bool main,
                const std::vector<int>& pictures);
  float drawLookFor(Ui& ui, const LabModel& model, const ScreenRect& place) const;
  void drawState(Ui& ui, const LabModel& model, const ScreenRect& place) const;
  void drawBrushes(Ui& ui, int classes, float& right, float y);

  std::map<int, OutputView> views_;
  int large_ = -1;  ///< What was chosen; where it has no picture now, the first one is shown.
  int main_ = -1;
  bool asked_ = false;              ///< large_ was set from outside since the last drawing.
  const Preset* preset_ = nullptr;  ///< Whose picture was shown large.
  bool alone_ = false;              ///< The large picture has the whole stage.
  bool low_ =
      false;       ///< So is the stage: one picture at a time, the others by the name of that one.
  bool paper_ = false;
  int brush_ = 0;  ///< Class painted; -1 erases.
};

}  // namespace basin
