#include "labs/networks/playground/input_grid.h"

#include <cmath>
#include <numeric>

namespace basin::playground {

namespace {

// With more units a drawing of the network shows no pictures.
constexpr int kMostPictures = 200;

// Side 4k+1, so that every fourth point, both ends included, makes the small pictures.
int planeSide(Index weights) {
  for (int side : {81, 65, 49}) {
    if (static_cast<double>(side) * side * static_cast<double>(weights) <= 6e6) return side;
  }
  return 33;
}

std::vector<double> evenly(int count) {
  std::vector<double> x(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    x[static_cast<std::size_t>(i)] = kPlaneExtent * (2.0 * i / (count - 1) - 1);
  }
  return x;
}

}  // namespace

InputGrid::InputGrid(const NetworkSetup& setup, const Network<double>& network)
    : plane_(setup.classifies()), loss_(setup.lossSpec()), network_(network) {
  const std::vector<int>& widths = network.architecture().widths;
  const bool pictures = std::accumulate(widths.begin(), widths.end(), 0) <= kMostPictures;
  axis_ = evenly(plane_ ? planeSide(network.weightCount()) : 241);
  if (pictures) thinning_ = plane_ ? 4 : 5;
  std::vector<double> x, y;
  for (const double row : plane_ ? axis_ : std::vector<double>{0}) {
    for (const double column : axis_) {
      x.push_back(column);
      y.push_back(row);
    }
  }
  examples_.assign(inputsAt(networkInputs(setup), x, y), MatrixXd());
  network_.prepare(examples_.size());
  network_.setTraining(false);
}

double InputGrid::response(double f) const {
  switch (loss_.kind) {
    case Loss::Logistic:
    case Loss::CrossEntropy:
      return std::tanh(0.5 * f);
    // The exponential loss is least at f = log(P/(1-P))/2.
    case Loss::Exponential:
      return std::tanh(f);
    default:
      return f;
  }
}

InputGrid::Answers InputGrid::evaluate(const VectorXd& theta, const VectorXd& averages) {
  Answers answers;
  network_.setAverages(averages);
  const BatchView<double> view = examples_.view();
  const auto f = network_.forward(theta, view);
  for (Index i = 0; i < f.rows(); ++i) {
    answers.response.push_back(response(f.cols() == 2 ? f(i, 1) - f(i, 0) : f(i, 0)));
  }
  const Architecture& architecture = network_.architecture();
  const StridedMap<double> inputs(view.x, view.size, architecture.inputs(),
                                  Eigen::OuterStride<>(view.stride));
  for (Index i = 0; i < inputs.cols(); ++i) answers.units.push_back(picture(inputs, i));
  for (int l = 0; l < architecture.layers(); ++l) {
    const StridedMap<double> units = network_.activation(l);
    for (Index u = 0; u < units.cols(); ++u) answers.units.push_back(picture(units, u));
  }
  return answers;
}

NodePicture InputGrid::picture(const StridedMap<double>& columns, Index column) const {
  if (thinning_ == 0) return {};
  NodePicture picture;
  picture.nx = (side() - 1) / thinning_ + 1;
  picture.ny = plane_ ? picture.nx : 1;
  picture.values.reserve(static_cast<std::size_t>(picture.nx) *
                         static_cast<std::size_t>(picture.ny));
  for (int row = 0; row < picture.ny; ++row) {
    for (int k = 0; k < picture.nx; ++k) {
      const Index at = static_cast<Index>(row) * thinning_ * side() + k * thinning_;
      picture.values.push_back(static_cast<float>(columns(at, column)));
    }
  }
  return picture;
}

}  // namespace basin::playground
