#include "labs/tying/square_wave/pictures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "labs/tying/square_wave/words.h"
#include "study/sweep_pictures.h"
#include "theory/fold.h"

namespace basin::square_wave {

namespace {

// Odd, so that all kinks of the correct net (multiples of 1/16 and coarser) lie on grid points.
constexpr int kNodePoints = 65;
constexpr int kLearntPoints = 257;
constexpr std::size_t kCurvesDrawn = 60;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
// Of the racing nets, and of the correct net.
constexpr const char* kNames[] = {"free weights", "negatively tied", "tied, grown"};
constexpr int kColours[] = {1, 0, 3};
constexpr int kCorrectColour = 2, kFailedColour = 5;

// A net of the lab as it is drawn: who it is and its parameters.
struct DrawnNet {
  std::string name, title;  // the title says its present accuracy
  CurveRole role;
  int colour;
  int depth;
  TyingMap tying;
  VectorXd theta;
};

DrawnNet correctNet(const Study& study) {
  const Layout layout(foldArchitecture(study.depth(), study.width()));
  return {"correct",     "correct parameters",   CurveRole::Theory,    kCorrectColour,
          study.depth(), TyingMap::none(layout), study.correct().theta};
}

DrawnNet learner(const Study& study, int which) {
  const Learner& net = study.learner(which);
  const Outcome& now = study.present(which);
  std::string title = kNames[which];
  if (which == kGrown && net.depth() < study.depth()) {
    title += ", " + std::to_string(net.depth()) + " of " + std::to_string(study.depth());
  }
  title += now.diverged ? ": diverged" : ": " + percent(now.accuracy) + " right";
  return {kNames[which], std::move(title), CurveRole::Measured, kColours[which],
          net.depth(),   net.tying(),      net.theta()};
}

std::vector<DrawnNet> allNets(const Study& study) {
  std::vector<DrawnNet> all = {correctNet(study)};
  for (int which = 0; which < netsOf(study.config()); ++which) {
    all.push_back(learner(study, which));
  }
  return all;
}

std::vector<double> gridOn01(int points) {
  std::vector<double> x(points);
  for (int i = 0; i < points; ++i) x[i] = static_cast<double>(i) / (points - 1);
  return x;
}

// A net evaluated over a grid of [0, 1].
class Evaluated {
 public:
  Evaluated(const Study& study, const DrawnNet& net, int points)
      : network_(foldArchitecture(net.depth, study.width()), net.tying) {
    MatrixXd X(points, 1);
    for (int i = 0; i < points; ++i) {
      X(i, 0) = static_cast<double>(i) / (points - 1) - shift(study.config());
    }
    network_.forward(net.theta, X);
  }
  std::vector<double> preActivation(int layer, int unit) const {
    const auto z = network_.preActivation(layer);
    return {z.col(unit).begin(), z.col(unit).end()};
  }
  // Of the output layer the probability of y = 1.
  std::vector<double> output(int layer, int unit) const {
    const bool hidden = layer < network_.architecture().hiddenLayers();
    const auto h = network_.activation(layer);
    std::vector<double> values(h.col(unit).begin(), h.col(unit).end());
    if (hidden) return values;
    for (double& f : values) f = 1 / (1 + std::exp(-f));
    return values;
  }
  double largest(int layer) const { return network_.preActivation(layer).cwiseAbs().maxCoeff(); }

 private:
  Network<double> network_;
};

NodePicture picture(const std::vector<double>& values) {
  return {static_cast<int>(values.size()), 1, {values.begin(), values.end()}};
}

Net drawNet(const Study& study, const DrawnNet& net) {
  const Architecture architecture = foldArchitecture(net.depth, study.width());
  const Layout layout(architecture);
  const Evaluated evaluated(study, net, kNodePoints);
  VectorXd weights(layout.weightCount());
  net.tying.expand(net.theta.data(), weights.data());
  std::vector<int> uses(net.tying.parameterCount(), 0);
  for (Index w = 0; w < layout.weightCount(); ++w) {
    for (const auto& entry : net.tying.row(w)) ++uses[entry.parameter];
  }

  Net drawn;
  drawn.title = net.title;
  drawn.nodes.push_back({0, "x", 0, picture(gridOn01(kNodePoints))});
  const bool outputs = study.config().nodes == Nodes::Output;
  int firstOfPrevious = 0;
  for (int l = 0; l < architecture.layers(); ++l) {
    const LayerBlock& block = layout.layers()[l];
    const bool hidden = l < net.depth;
    const int first = static_cast<int>(drawn.nodes.size());
    for (int unit = 0; unit < block.out; ++unit) {
      std::string label = "ŷ";
      if (hidden)
        label = (outputs ? "h" : "z") + std::to_string(l + 1) + "," + std::to_string(unit + 1);
      drawn.nodes.push_back({l + 1, std::move(label), weights[layout.biasIndex(l, unit)],
                             picture(outputs || !hidden ? evaluated.output(l, unit)
                                                        : evaluated.preActivation(l, unit))});
      for (int from = 0; from < block.in; ++from) {
        const Index w = layout.weightIndex(l, unit, from);
        const auto row = net.tying.row(w);
        const bool tied = row.size() == 1 && uses[row[0].parameter] > 1;
        drawn.edges.push_back({firstOfPrevious + from, first + unit, weights[w],
                               tied ? static_cast<int>(row[0].parameter) : -1});
      }
    }
    firstOfPrevious = first;
  }
  return drawn;
}

Curve targetCurve(int depth) {
  Curve c = curve("target y(x)", CurveRole::Theory, kCorrectColour);
  double value = squareWave(0, depth) ? 1 : 0;
  const auto corner = [&](double x) {
    c.x.push_back(x);
    c.y.push_back(value);
  };
  corner(0);
  for (double at : squareWaveSwitches(depth)) {
    corner(at);
    value = 1 - value;
    corner(at);
  }
  corner(1);
  return c;
}

}  // namespace

GraphData netsPicture(const Study& study) {
  GraphData graph;
  for (const DrawnNet& net : allNets(study)) graph.nets.push_back(drawNet(study, net));
  return graph;
}

SeriesData learntPicture(const Study& study) {
  SeriesData series;
  for (int which = 0; which < netsOf(study.config()); ++which) {
    const DrawnNet net = learner(study, which);
    const Evaluated evaluated(study, net, kLearntPoints);
    series.panels.push_back({net.title,
                             {targetCurve(net.depth),
                              curve("learnt ŷ(x)", net.role, net.colour, gridOn01(kLearntPoints),
                                    evaluated.output(net.depth, 0))}});
  }
  return series;
}

SeriesData layersPicture(const Study& study) {
  const int depth = study.depth();
  SeriesData series{.panels = {}, .columns = 2};
  for (int l = 0; l < depth; ++l) {
    series.panels.push_back({"layer " + std::to_string(l + 1) + ": pre-activations", {}});
    series.panels.push_back({"layer " + std::to_string(l + 1) + ": outputs", {}});
  }
  series.panels.push_back({"output layer: pre-activation f", {}});
  series.panels.push_back({"output layer: probability ŷ", {}});
  for (const DrawnNet& net : allNets(study)) {
    const Evaluated evaluated(study, net, kNodePoints);
    for (int l = 0; l <= net.depth; ++l) {
      const bool hidden = l < net.depth;
      const int panel = 2 * (hidden ? l : depth);
      const double largest = evaluated.largest(l);
      const double scale = largest > 0 ? 1 / largest : 1;
      // The correct net's units beyond the first pair are zero everywhere and would only hide
      // others.
      const int units = !hidden ? 1 : net.role == CurveRole::Theory ? 2 : study.width();
      for (int unit = 0; unit < units; ++unit) {
        const auto add = [&](int to, std::vector<double> values, double factor) {
          for (double& value : values) value *= factor;
          series.panels[to].curves.push_back(
              curve(net.name, net.role, net.colour, gridOn01(kNodePoints), std::move(values)));
        };
        add(panel, evaluated.preActivation(l, unit), scale);
        add(panel + 1, evaluated.output(l, unit), hidden ? scale : 1);
      }
    }
  }
  return series;
}

std::optional<SeriesData> successPicture(const Study& study) {
  if (study.config().experiment == Experiment::Map) return std::nullopt;
  SeriesData series = onePanel({});
  for (int which = 0; which < netsOf(study.config()); ++which) {
    const Tally tally = study.race().tally(which);
    Curve bar = curve(kNames[which] + (": " + std::to_string(tally.solved)) + " of " +
                          std::to_string(tally.starts),
                      CurveRole::Measured, kColours[which], CurveStyle::Bars);
    addShare(bar, which + 1.0, {tally.solved, tally.starts});
    series.panels[0].curves.push_back(std::move(bar));
  }
  return series;
}

std::optional<SeriesData> lossPicture(const Study& study) {
  if (study.config().experiment == Experiment::Map) return std::nullopt;
  SeriesData series{.panels = {}, .columns = 2};
  for (int which = 0; which < netsOf(study.config()); ++which) {
    Panel panel{kNames[which], {}};
    const auto add = [&](const Outcome& outcome, const char* name, CurveRole role, int colour) {
      panel.curves.push_back(curve(name, role, colour, outcome.step, outcome.losses));
    };
    const std::vector<Outcome> ended = study.race().outcomes(which);
    for (std::size_t i = ended.size() - std::min(ended.size(), kCurvesDrawn); i < ended.size();
         ++i) {
      add(ended[i], ended[i].solved ? "solved" : "not solved", CurveRole::Context,
          ended[i].solved ? kColours[which] : kFailedColour);
    }
    add(study.learner(which).soFar(), "this start", CurveRole::Measured, kColours[which]);
    series.panels.push_back(std::move(panel));
  }
  return series;
}

std::optional<SeriesData> ratesPicture(const Study& study) {
  if (study.config().experiment == Experiment::Map) return std::nullopt;
  SeriesData series = onePanel({});
  for (int which = 0; which < netsOf(study.config()); ++which) {
    std::vector<double> solved;
    for (const Outcome& outcome : study.race().outcomes(which)) solved.push_back(outcome.solved);
    for (Curve& c :
         runningShare(solved, curve(kNames[which], CurveRole::Measured, kColours[which]))) {
      series.panels[0].curves.push_back(std::move(c));
    }
  }
  return series;
}

std::optional<SeriesData> accuraciesPicture(const Study& study) {
  if (study.config().experiment == Experiment::Map) return std::nullopt;
  SeriesData series;
  for (int which = 0; which < netsOf(study.config()); ++which) {
    series.panels.push_back({kNames[which],
                             {curve(kNames[which], CurveRole::Measured, kColours[which],
                                    study.race().accuracies(which), {}, CurveStyle::Histogram)}});
  }
  return series;
}

template <int Net>
std::optional<FieldData> mapPicture(const Study& study) {
  const Race& race = study.race();
  if (race.depths().empty() || Net >= netsOf(study.config())) return std::nullopt;
  std::vector<double> rates;
  for (int i = 0; i < race.settings(); ++i) {
    const Tally tally = race.tally(Net, i);
    rates.push_back(tally.starts > 0 ? static_cast<double>(tally.solved) / tally.starts : kNaN);
  }
  const std::vector<double> widths(race.widths().begin(), race.widths().end());
  const std::vector<double> depths(race.depths().begin(), race.depths().end());
  FieldData map = phaseMap(widths, depths, rates);
  map.lo = 0;
  map.hi = 1;
  return map;
}
template std::optional<FieldData> mapPicture<kFree>(const Study&);
template std::optional<FieldData> mapPicture<kTied>(const Study&);
template std::optional<FieldData> mapPicture<kGrown>(const Study&);

}  // namespace basin::square_wave
