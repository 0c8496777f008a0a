#pragma once

#include <set>
#include <string>
#include <vector>

#include "app/ui/ui.h"
#include "lab/lab.h"

namespace basin {

/// What a panel's axes show.
struct PlotRange {
  double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
};

/// Draws Series outputs: one or several panels of curves, bars, bands and histograms.
class SeriesPicture {
 public:
  void draw(Ui& ui, const OutputDef& def, const SeriesData& data, const ScreenRect& place,
            bool thumbnail, int brush, std::vector<Poke>& pokes);

 private:
  void drawPanel(Ui& ui, const OutputDef& def, const Panel& panel, const PlotRange& range,
                 const ScreenRect& place, bool thumbnail, bool several, bool lastRow, bool firstColumn, int brush,
                 std::vector<Poke>& pokes);

  std::set<std::string> beside_;  ///< Legends, by their names, that stand beside their plot.
  bool free_ = false;
  bool grabbing_ = false;  ///< A gesture began on the plot.
};

}  // namespace basin
