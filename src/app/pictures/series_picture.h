#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/pictures/line_labels.h"
#include "app/pictures/plot_range.h"
#include "app/ui/ui.h"
#include "lab/lab.h"

namespace basin {

/// Draws Series outputs: one or several panels of curves, bars, bands and histograms, with one
/// legend below (beside a low one), or names on the curves where there is room.
class SeriesPicture {
 public:
  /// `whenEmpty` is what a panel without any point says.
  void draw(Ui& ui, const OutputDef& def, const SeriesData& data, const ScreenRect& place,
            bool thumbnail, int brush, std::vector<Poke>& pokes, std::string_view whenEmpty);

 private:
  // Where the panels lie, and what stands at their edges.
  struct Grid {
    int columns = 1;
    int rows = 1;
    int shown = 0;        // Panels that have room.
    bool thumbnail = false;
    float text = 0;       // Size of the axes' numbers.
    float title = 0;      // Height of a panel's title.
    float numbers = 0;    // Heights of the numbers and of the name below an axis.
    float name = 0;
    float plot = 0;       // Height of every plot.
    bool everyNumbers = true;  // Or those of the lowest panels alone.
  };

  Grid gridOf(const Ui& ui, const OutputDef& def, const SeriesData& data, float width,
              float height, bool thumbnail) const;
  void drawPanel(Ui& ui, const OutputDef& def, const SeriesData& data, int index, const Grid& grid,
                 ScreenRect place, int brush, std::vector<Poke>& pokes,
                 std::string_view whenEmpty);

  LineLabels labels_;
  bool free_ = false;
  int grabbed_ = -1;  ///< The panel on which a gesture began.
};

}  // namespace basin
