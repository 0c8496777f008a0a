#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/points.h"
#include "lab/lab.h"
#include "labs/playground_config.h"
#include "linalg/types.h"

namespace basin {

/// An input of the network computed from the point (x, y); in regression y is 0.
struct PlaygroundFeature {
  std::string_view label;
  double (*value)(double x, double y);
};

/// The inputs switched on, x and y (regression: x) when there is none.
std::vector<PlaygroundFeature> playgroundFeatures(const PlaygroundConfig& config);

/// The data a playground trains on, deterministic in the configuration and the seed.
struct PlaygroundData {
  std::vector<LabelledPoint> points;  ///< Classification.
  std::vector<Sample> samples;        ///< Regression.
  Split split;
  MatrixXd trainX, trainY;  ///< Features and targets, one row an example; 0 rows when empty.
  MatrixXd testX, testY;
  std::function<double(double)> target;  ///< The function behind the samples, if known.
  std::string problem;  ///< Why some of what the reader wrote is not used; empty when all is well.
};
PlaygroundData makePlaygroundData(const PlaygroundConfig& config, std::uint64_t seed);

/// Rows of features at (x[i], y[i]).
MatrixXd playgroundInputs(const std::vector<PlaygroundFeature>& features,
                          const std::vector<double>& x, const std::vector<double>& y);

/// What a pointer gesture on the decision surface ("surface") or on the fitted curve ("fit") paints
/// or erases. On another data set it starts an own one from the points in sight.
std::vector<ParamChange> playgroundPoke(const PlaygroundConfig& config, const PlaygroundData& data,
                                        const Poke& poke);

/// What a dropped text file means: three columns become own points of a classification task, two
/// columns own samples of a regression task. More than kMaxOwnPoints rows are thinned evenly, and
/// coordinates which leave the plane or hide in its middle are scaled to fill it. The message names
/// line and column.
Result<std::vector<ParamChange>> playgroundFile(std::string_view text);

}  // namespace basin
