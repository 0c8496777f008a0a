#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/pictures/curve_plot.h"

namespace basin {

/// Writes names on curves, where they hide nothing. What has found no place once stays with the
/// legend as long as the picture has the same curves.
class LineLabels {
 public:
  /// Looks at the panels of the frame to come.
  void begin(const SeriesData& data);

  /// True for a curve whose name is to stand on it: a guide always, others where one panel has up
  /// to three names.
  bool onLine(const Curve& curve) const;

  /// Writes the names of those curves into the present plot, after they are drawn. `panel` tells
  /// the plots of a picture apart. True when one had no place: then the next frame has a legend.
  bool write(const Ui& ui, const Panel& panel, const std::vector<CurveLook>& looks, int number);

 private:
  std::string names_;            ///< Of all curves: a new picture when they change.
  bool direct_ = false;          ///< Few enough for names on all of them.
  std::set<std::string> homeless_;
  std::map<std::string, int> last_;  ///< Where a name stood: there it stays while it can.
};

}  // namespace basin
