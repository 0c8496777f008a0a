#pragma once

#include <string>
#include <vector>

#include "app/model/lab_model.h"
#include "app/ui/ui.h"

namespace basin {

/// The controls of a lab, derived from its ParamDefs: sliders, switches, choices, layer widths and
/// text lines in groups, presets on top.
class Controls {
 public:
  /// Draws into the present window, as wide as it is. `only` limits them to these ids (embedding);
  /// empty shows all that have an effect.
  void draw(Ui& ui, LabModel& model, const std::vector<std::string>& only);

 private:
  void drawParam(Ui& ui, LabModel& model, int index);
  void drawNumber(Ui& ui, LabModel& model, int index);
  void drawChoice(Ui& ui, LabModel& model, int index);
  void drawList(Ui& ui, LabModel& model, int index);
  void drawText(Ui& ui, LabModel& model, int index);
  void label(const Ui& ui, const ParamDef& def, float width) const;
  bool valueField(Ui& ui, const ParamDef& def, const ParamValue& value, int index, float width,
                  ParamValue& entered);

  int typing_ = -1;          ///< Parameter whose value is being typed.
  std::string typed_;
  std::string problem_;      ///< What is wrong with the typed text.
};

/// Presets as chips, in rows; true when one was chosen.
bool drawPresets(Ui& ui, LabModel& model, float width);

}  // namespace basin
