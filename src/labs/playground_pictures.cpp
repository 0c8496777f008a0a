#include "labs/playground_pictures.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace basin {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
// Palette slots: blue and orange for the classes, their paler neighbours for test points.
constexpr int kClassColour[2] = {0, 1};
constexpr int kTestColour[2] = {4, 6};
// Above these numbers a drawing of the network shows its strongest edges and no pictures only.
constexpr size_t kMostEdges = 2500;
constexpr int kMostPictures = 200;

int unitCount(const Architecture& architecture) {
  int units = 0;
  for (int width : architecture.widths) units += width;
  return units;
}

// Side 4k+1, so that every fourth point, both ends included, makes the small pictures.
int planeSide(Index weights) {
  for (int side : {81, 65, 49}) {
    if (static_cast<double>(side) * side * static_cast<double>(weights) <= 6e6) return side;
  }
  return 33;
}

std::vector<double> evenly(int count) {
  std::vector<double> x(count);
  for (int i = 0; i < count; ++i) x[i] = kPlaneExtent * (2.0 * i / (count - 1) - 1);
  return x;
}

Marks marksOf(const PlaygroundData& data, const std::vector<int>& items, int label,
              const char* name, int colour) {
  Marks marks;
  marks.name = name;
  marks.colour = colour;
  for (int i : items) {
    if (data.points[i].label != label) continue;
    marks.x.push_back(data.points[i].x);
    marks.y.push_back(data.points[i].y);
  }
  return marks;
}

Curve scatterOf(const PlaygroundData& data, const std::vector<int>& items, const char* name,
                int colour) {
  Curve curve;
  curve.name = name;
  curve.style = CurveStyle::Scatter;
  curve.colour = colour;
  for (int i : items) {
    curve.x.push_back(data.samples[i].x);
    curve.y.push_back(data.samples[i].y);
  }
  return curve;
}

// For every weight its parameter when several weights share that, else -1.
std::vector<int> tiesOf(const TyingMap& tying) {
  std::vector<int> uses(tying.parameterCount(), 0);
  std::vector<int> ties(tying.weightCount(), -1);
  if (tying.isIdentity()) return ties;
  for (Index w = 0; w < tying.weightCount(); ++w) {
    for (const auto& entry : tying.row(w)) ++uses[entry.parameter];
  }
  for (Index w = 0; w < tying.weightCount(); ++w) {
    for (const auto& entry : tying.row(w)) {
      if (uses[entry.parameter] > 1) ties[w] = static_cast<int>(entry.parameter);
    }
  }
  return ties;
}

}  // namespace

PlaygroundPictures::PlaygroundPictures(const PlaygroundConfig& config,
                                       const Network<double>& network)
    : task_(config.task),
      loss_(playgroundLoss(config)),
      features_(playgroundFeatures(config)),
      network_(network) {
  const bool pictures = unitCount(network.architecture()) <= kMostPictures;
  std::vector<double> x, y;
  if (task_ == PlaygroundTask::Classification) {
    side_ = planeSide(network.weightCount());
    thinning_ = pictures ? 4 : 0;
    gridX_ = evenly(side_);
    for (double row : gridX_) {
      for (double column : gridX_) {
        x.push_back(column);
        y.push_back(row);
      }
    }
  } else {
    side_ = 241;
    thinning_ = pictures ? 5 : 0;
    gridX_ = evenly(side_);
    x = gridX_;
    y.assign(x.size(), 0);
  }
  grid_.assign(playgroundInputs(features_, x, y), MatrixXd());
  network_.prepare(grid_.size());
}

double PlaygroundPictures::response(double f) const {
  switch (loss_.kind) {
    case Loss::Logistic:
    case Loss::CrossEntropy: return std::tanh(0.5 * f);
    // The exponential loss is least at f = log(P/(1-P))/2.
    case Loss::Exponential: return std::tanh(f);
    default: return f;
  }
}

void PlaygroundPictures::evaluate(const VectorXd& theta) {
  const auto f = network_.forward(theta, grid_.view());
  output_.resize(f.rows());
  for (Index i = 0; i < f.rows(); ++i) {
    output_[i] = response(f.cols() == 2 ? f(i, 1) - f(i, 0) : f(i, 0));
  }
}

FieldData PlaygroundPictures::surface(const PlaygroundConfig& config,
                                      const PlaygroundData& data) const {
  FieldData field;
  field.nx = field.ny = side_;
  field.x0 = field.y0 = -kPlaneExtent;
  field.x1 = field.y1 = kPlaneExtent;
  field.map = FieldMap::Diverging;
  const bool margins = config.loss == Loss::Squared || config.loss == Loss::Hinge ||
                       config.loss == Loss::PolynomialHinge;
  field.hi = margins ? 1.5 : 1.0;
  field.lo = -field.hi;
  field.levels = margins ? std::vector<double>{-1, 0, 1} : std::vector<double>{0};
  field.values.assign(output_.begin(), output_.end());
  const auto add = [&](const std::vector<int>& items, int label, const char* name, int colour) {
    Marks marks = marksOf(data, items, label, name, colour);
    if (!marks.x.empty()) field.marks.push_back(std::move(marks));
  };
  add(data.split.test, 0, "class −1, test", kTestColour[0]);
  add(data.split.test, 1, "class +1, test", kTestColour[1]);
  add(data.split.train, 0, "class −1", kClassColour[0]);
  add(data.split.train, 1, "class +1", kClassColour[1]);
  return field;
}

SeriesData PlaygroundPictures::fit(const PlaygroundData& data) const {
  Panel panel;
  if (data.target) {
    Curve target;
    target.name = "target";
    target.role = CurveRole::Context;
    target.colour = 2;
    for (double x : gridX_) {
      const double y = data.target(x);
      if (!std::isfinite(y)) continue;
      target.x.push_back(x);
      target.y.push_back(y);
    }
    panel.curves.push_back(std::move(target));
  }
  panel.curves.push_back(scatterOf(data, data.split.train, "training samples", kClassColour[0]));
  if (!data.split.test.empty()) {
    panel.curves.push_back(scatterOf(data, data.split.test, "test samples", kTestColour[0]));
  }
  Curve network;
  network.name = "network f(x)";
  network.colour = kClassColour[1];
  network.x = gridX_;
  network.y = output_;
  panel.curves.push_back(std::move(network));
  return {.panels = {std::move(panel)}};
}

NodePicture PlaygroundPictures::picture(const StridedMap<double>& columns, Index column) const {
  if (thinning_ == 0) return {};
  const int side = (side_ - 1) / thinning_ + 1;
  NodePicture picture;
  picture.nx = side;
  picture.ny = task_ == PlaygroundTask::Classification ? side : 1;
  picture.values.reserve(static_cast<size_t>(picture.nx) * picture.ny);
  for (int row = 0; row < picture.ny; ++row) {
    for (int k = 0; k < side; ++k) {
      const Index at = static_cast<Index>(row) * thinning_ * side_ + k * thinning_;
      picture.values.push_back(static_cast<float>(columns(at, column)));
    }
  }
  return picture;
}

GraphData PlaygroundPictures::graph(const VectorXd& theta) const {
  Net net;
  const Architecture& architecture = network_.architecture();
  const Layout& layout = network_.layout();
  VectorXd weights(network_.weightCount());
  network_.tying().expand(theta.data(), weights.data());
  const BatchView<double> view = grid_.view();
  const StridedMap<double> inputs(view.x, view.size, architecture.inputs(),
                                  Eigen::OuterStride<>(view.stride));
  for (int i = 0; i < architecture.inputs(); ++i) {
    net.nodes.push_back({.layer = 0, .label = std::string(features_[i].label),
                         .picture = picture(inputs, i)});
  }
  for (int l = 0; l < architecture.layers(); ++l) {
    const LayerBlock& block = layout.layers()[l];
    const bool last = l + 1 == architecture.layers();
    const StridedMap<double> answers = network_.activation(l);
    for (Index u = 0; u < block.out; ++u) {
      GraphNode node;
      node.layer = l + 1;
      node.picture = picture(answers, u);
      if (last) node.label = block.out == 1 ? "f" : u == 0 ? "f, class −1" : "f, class +1";
      if (block.bias >= 0) node.value = weights[block.bias + u];
      net.nodes.push_back(std::move(node));
    }
  }
  addEdges(weights, net);
  GraphData graph;
  graph.nets.push_back(std::move(net));
  return graph;
}

void PlaygroundPictures::addEdges(const VectorXd& weights, Net& net) const {
  const Layout& layout = network_.layout();
  const std::vector<int> ties = tiesOf(network_.tying());
  std::vector<int> firstNode = {0};
  for (int width : network_.architecture().widths) firstNode.push_back(firstNode.back() + width);
  const auto add = [&](Index at, Index in, Index out, int from, int to) {
    for (Index j = 0; j < in; ++j) {
      for (Index i = 0; i < out; ++i) {
        const Index w = at + i + j * out;
        net.edges.push_back({.from = from + static_cast<int>(j), .to = to + static_cast<int>(i),
                             .weight = weights[w], .tie = ties[w]});
      }
    }
  };
  const int layers = network_.architecture().layers();
  for (int l = 0; l < layers; ++l) {
    const LayerBlock& block = layout.layers()[l];
    add(block.weight, block.in, block.out, firstNode[l], firstNode[l + 1]);
  }
  for (const SkipBlock& skip : layout.skips()) {
    add(skip.weight, skip.in, skip.out, firstNode[skip.layer + 1], firstNode[layers]);
  }
  if (net.edges.size() <= kMostEdges) return;
  std::stable_sort(net.edges.begin(), net.edges.end(), [](const GraphEdge& a, const GraphEdge& b) {
    return std::abs(a.weight) > std::abs(b.weight);
  });
  net.edges.resize(kMostEdges);
}

PlaygroundScore PlaygroundPictures::score(const VectorXd& theta, const MatrixXd& X,
                                          const MatrixXd& Y) {
  PlaygroundScore score{kNaN, kNaN};
  if (X.rows() == 0) return score;
  score.loss = network_.loss(theta, X, Y, loss_);
  if (task_ == PlaygroundTask::Regression) return score;
  const auto f = network_.forward(theta, X);
  int right = 0;
  for (Index i = 0; i < f.rows(); ++i) {
    const double answer = f.cols() == 2 ? f(i, 1) - f(i, 0) : f(i, 0);
    const double wanted = f.cols() == 2 ? Y(i, 1) - Y(i, 0) : Y(i, 0);
    if (answer * wanted > 0) ++right;
  }
  score.accuracy = static_cast<double>(right) / static_cast<double>(f.rows());
  return score;
}

}  // namespace basin
