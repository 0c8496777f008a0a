#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "data/points.h"
#include "linalg/types.h"
#include "study/network_setup.h"

namespace basin {

/// An input of the network computed from the point (x, y); in regression y is 0.
struct NetworkInput {
  std::string_view label;
  double (*value)(double x, double y);
};

/// The inputs switched on, x and y (regression: x) when there is none.
std::vector<NetworkInput> networkInputs(const NetworkSetup& setup);

/// The data of a setup, deterministic in the setup and the seed.
struct NetworkData {
  std::vector<LabelledPoint> points;  ///< Classification.
  std::vector<Sample> samples;        ///< Regression.
  Split split;
  MatrixXd trainX, trainY;  ///< Inputs and targets, one row an example; 0 rows when empty.
  MatrixXd testX, testY;
  std::function<double(double)> target;  ///< The function behind the samples, if known.
  std::string_view own;  ///< Parameter that holds what the reader wrote; empty where they wrote nothing.
  std::string problem;  ///< Why some of what the reader wrote is not used; empty when all is well.
};
NetworkData makeNetworkData(const NetworkSetup& setup, std::uint64_t seed);

/// Rows of inputs at (x[i], y[i]).
MatrixXd inputsAt(const std::vector<NetworkInput>& inputs, const std::vector<double>& x,
                  const std::vector<double>& y);

}  // namespace basin
