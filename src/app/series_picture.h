#pragma once

#include <vector>

#include "app/ui.h"
#include "lab/frame.h"

namespace basin {

/// Draws Series outputs: one or several panels of curves, bars, bands and histograms.
class SeriesPicture {
 public:
  void draw(Ui& ui, const OutputDef& def, const SeriesData& data, const ScreenRect& place,
            bool thumbnail);
  /// Lets the axes follow the data again.
  void resetView() { free_ = false; }

 private:
  void drawPanel(Ui& ui, const OutputDef& def, const Panel& panel, const ScreenRect& place,
                 bool thumbnail, bool several, bool lastRow, bool firstColumn);

  bool free_ = false;
};

}  // namespace basin
