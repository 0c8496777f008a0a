#include "labs/networks/playground/pictures.h"

#include <algorithm>
#include <cmath>

namespace basin::playground {

namespace {

// Palette slots: blue and orange for the classes, their paler neighbours for test points.
constexpr int kClassColour[2] = {0, 1};
constexpr int kTestColour[2] = {4, 6};
// Above this number a drawing of the network shows its strongest edges only.
constexpr std::size_t kMostEdges = 2500;

// The points of a class among some examples, where there are any.
void addMarks(FieldData& field, const NetworkData& data, const std::vector<int>& items, int label,
              const char* name, int colour) {
  Marks marks;
  marks.name = name;
  marks.colour = colour;
  for (const int i : items) {
    const LabelledPoint& point = data.points[static_cast<std::size_t>(i)];
    if (point.label != label) continue;
    marks.x.push_back(point.x);
    marks.y.push_back(point.y);
  }
  if (!marks.x.empty()) field.marks.push_back(std::move(marks));
}

Curve scatterOf(const NetworkData& data, const std::vector<int>& items, const char* name,
                int colour) {
  Curve scatter = curve(name, CurveRole::Measured, colour, CurveStyle::Scatter);
  for (const int i : items) {
    scatter.x.push_back(data.samples[static_cast<std::size_t>(i)].x);
    scatter.y.push_back(data.samples[static_cast<std::size_t>(i)].y);
  }
  return scatter;
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

void addEdges(const Network<double>& network, const VectorXd& weights, Net& net) {
  const Layout& layout = network.layout();
  const std::vector<int> ties = tiesOf(network.tying());
  std::vector<int> firstNode = {0};
  for (int width : network.architecture().widths) firstNode.push_back(firstNode.back() + width);
  const auto add = [&](Index at, Index in, Index out, int from, int to) {
    for (Index j = 0; j < in; ++j) {
      for (Index i = 0; i < out; ++i) {
        const Index w = at + i + j * out;
        net.edges.push_back({.from = from + static_cast<int>(j),
                             .to = to + static_cast<int>(i),
                             .weight = weights[w],
                             .tie = ties[w]});
      }
    }
  };
  const int layers = network.architecture().layers();
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

// A column of the history, where it is finite; nothing when it never is.
void addHistory(Panel& panel, const Study& study, const char* name, std::size_t column) {
  Curve line = curve(name, CurveRole::Measured, static_cast<int>(panel.curves.size()));
  const History<3>& history = study.history();
  for (std::size_t i = 0; i < history.steps().size(); ++i) {
    const double value = history.column(column)[i];
    if (!std::isfinite(value)) continue;
    line.x.push_back(history.steps()[i]);
    line.y.push_back(value);
  }
  if (!line.x.empty()) panel.curves.push_back(std::move(line));
}

}  // namespace

std::optional<FieldData> surfacePicture(const Study& study) {
  if (!study.setup().classifies()) return std::nullopt;
  const std::vector<double>& response = study.answers().response;
  FieldData field;
  field.nx = field.ny = study.grid().side();
  field.x0 = field.y0 = -kPlaneExtent;
  field.x1 = field.y1 = kPlaneExtent;
  field.map = FieldMap::Diverging;
  const Loss loss = study.setup().loss;
  const bool margins =
      loss == Loss::Squared || loss == Loss::Hinge || loss == Loss::PolynomialHinge;
  field.hi = margins ? 1.5 : 1.0;
  field.lo = -field.hi;
  field.levels = margins ? std::vector<double>{-1, 0, 1} : std::vector<double>{0};
  field.values.assign(response.begin(), response.end());
  const NetworkData& data = study.data();
  addMarks(field, data, data.split.test, 0, "class −1, test", kTestColour[0]);
  addMarks(field, data, data.split.test, 1, "class +1, test", kTestColour[1]);
  addMarks(field, data, data.split.train, 0, "class −1", kClassColour[0]);
  addMarks(field, data, data.split.train, 1, "class +1", kClassColour[1]);
  return field;
}

std::optional<SeriesData> fitPicture(const Study& study) {
  if (study.setup().classifies()) return std::nullopt;
  const NetworkData& data = study.data();
  std::vector<Curve> curves;
  if (data.target) {
    Curve target = curve("target", CurveRole::Context, 2);
    for (const double x : study.grid().axis()) {
      const double y = data.target(x);
      if (!std::isfinite(y)) continue;
      target.x.push_back(x);
      target.y.push_back(y);
    }
    curves.push_back(std::move(target));
  }
  curves.push_back(scatterOf(data, data.split.train, "training samples", kClassColour[0]));
  if (!data.split.test.empty()) {
    curves.push_back(scatterOf(data, data.split.test, "test samples", kTestColour[0]));
  }
  Curve network = curve("network f(x)", CurveRole::Measured, kClassColour[1]);
  network.x = study.grid().axis();
  network.y = study.answers().response;
  curves.push_back(std::move(network));
  return onePanel(std::move(curves));
}

std::optional<FieldData> landscapePicture(const Study& study) {
  if (study.lensKind() != LensKind::Landscape) return std::nullopt;
  return study.lens().landscape();
}

std::optional<FieldData> kernelPicture(const Study& study) {
  if (study.lensKind() != LensKind::Kernel) return std::nullopt;
  return study.lens().kernel();
}

GraphData graphPicture(const Study& study) {
  const Network<double>& network = study.trainer().objective().network();
  VectorXd weights(network.weightCount());
  network.tying().expand(study.theta().data(), weights.data());
  Net net;
  auto picture = study.answers().units.begin();
  for (const NetworkInput& input : networkInputs(study.setup())) {
    net.nodes.push_back({.layer = 0, .label = std::string(input.label), .picture = *picture++});
  }
  const int layers = network.architecture().layers();
  for (int l = 0; l < layers; ++l) {
    const LayerBlock& block = network.layout().layers()[l];
    for (Index u = 0; u < block.out; ++u) {
      GraphNode node;
      node.layer = l + 1;
      node.picture = *picture++;
      if (l + 1 == layers)
        node.label = block.out == 1 ? "f" : u == 0 ? "f, class −1" : "f, class +1";
      if (block.bias >= 0) node.value = weights[block.bias + u];
      if (l + 1 < layers && study.setup().batchNorm) {
        node.label = "norm";
        node.value = weights[network.layout().norms()[l].shift + u];
      }
      if (l + 1 == layers && study.setup().outputFixed()) node.label += ", weights fixed";
      net.nodes.push_back(std::move(node));
    }
  }
  addEdges(network, weights, net);
  return {.nets = {std::move(net)}};
}

SeriesData lossPicture(const Study& study) {
  Panel panel;
  addHistory(panel, study, "training", Study::kTrainLoss);
  addHistory(panel, study, "test", Study::kTestLoss);
  return {.panels = {std::move(panel)}};
}

SeriesData gradientPicture(const Study& study) {
  Panel panel;
  addHistory(panel, study, "|g|", Study::kGradientNorm);
  return {.panels = {std::move(panel)}};
}

SeriesData sharpnessPicture(const Study& study) {
  const bool momentum = study.setup().optimiser == NetworkSetup::Optimiser::Momentum;
  Curve measured = curve("λmax", CurveRole::Measured, 0);
  Curve bound = curve(momentum ? "2(1 + β)/η" : "2/η", CurveRole::Theory, 3);
  const History<2>& history = study.monitor().history();
  for (std::size_t i = 0; i < history.steps().size(); ++i) {
    const double lambda = history.column(0)[i];
    if (lambda > 0) {
      measured.x.push_back(history.steps()[i]);
      measured.y.push_back(lambda);
    }
    bound.x.push_back(history.steps()[i]);
    bound.y.push_back(history.column(1)[i]);
  }
  bound.x.push_back(static_cast<double>(study.steps()));
  bound.y.push_back(study.setup().stabilityBound());
  std::vector<Curve> curves{std::move(measured)};
  if (std::isfinite(bound.y.back())) curves.push_back(std::move(bound));
  return onePanel(std::move(curves));
}

}  // namespace basin::playground
