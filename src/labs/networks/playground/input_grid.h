#pragma once

#include <vector>

#include "lab/output_data.h"
#include "nn/network.h"
#include "study/network_data.h"

namespace basin::playground {

/// The whole input space as examples: the square of the plane, or the interval. Made once a run;
/// other data do not change it. Evaluating takes a few milliseconds.
class InputGrid {
 public:
  InputGrid(const NetworkSetup& setup, const Network<double>& network);

  /// What a network answers everywhere.
  struct Answers {
    std::vector<double> response;    ///< f, for log losses P(+1) - P(-1); row by row.
    std::vector<NodePicture> units;  ///< Inputs, then the units of every layer.
  };
  /// `averages` are those of batch normalisation, with which single points are answered.
  Answers evaluate(const VectorXd& theta, const VectorXd& averages);

  int side() const { return static_cast<int>(axis_.size()); }
  /// Coordinates along an axis.
  const std::vector<double>& axis() const { return axis_; }

 private:
  double response(double f) const;
  NodePicture picture(const StridedMap<double>& columns, Index column) const;

  bool plane_;
  LossSpec loss_;
  Network<double> network_;
  int thinning_ = 0;  // every so many points of an axis are in a unit's picture; 0: no pictures
  std::vector<double> axis_;
  PaddedBatch<double> examples_;
};

}  // namespace basin::playground
