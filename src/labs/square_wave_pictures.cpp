#include "labs/square_wave_pictures.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/stats.h"
#include "theory/fold.h"

namespace basin {

namespace {

// Odd, so that all kinks of the correct net (multiples of 1/16 and coarser) lie on grid points.
constexpr int kNodePoints = 65;
constexpr int kLearntPoints = 257;
constexpr std::size_t kCurvesDrawn = 60;
constexpr int kFailedColour = 5;

std::vector<double> gridOn01(int points) {
  std::vector<double> x(points);
  for (int i = 0; i < points; ++i) x[i] = static_cast<double>(i) / (points - 1);
  return x;
}

double sigmoid(double f) {
  return 1 / (1 + std::exp(-f));
}

// A net evaluated over a grid of [0, 1].
class Evaluated {
 public:
  Evaluated(const SquareWaveConfig& config, const WaveNet& net, int points)
      : network_(foldArchitecture(config.depth, config.width), net.tying) {
    MatrixXd X(points, 1);
    for (int i = 0; i < points; ++i) {
      X(i, 0) = static_cast<double>(i) / (points - 1) - waveShift(config);
    }
    network_.forward(net.theta, X);
  }
  std::vector<double> preActivation(int layer, int unit) const {
    const auto z = network_.preActivation(layer);
    return {z.col(unit).begin(), z.col(unit).end()};
  }
  std::vector<double> output(int layer, int unit) const {
    const auto h = network_.activation(layer);
    return {h.col(unit).begin(), h.col(unit).end()};
  }
  std::vector<double> probability() const {
    std::vector<double> p = preActivation(network_.architecture().hiddenLayers(), 0);
    for (double& value : p) value = sigmoid(value);
    return p;
  }
  double largest(int layer) const { return network_.preActivation(layer).cwiseAbs().maxCoeff(); }

 private:
  Network<double> network_;
};

NodePicture picture(const std::vector<double>& values) {
  return {static_cast<int>(values.size()), 1, {values.begin(), values.end()}};
}

Net drawNet(const SquareWaveConfig& config, const WaveNet& net) {
  const Architecture architecture = foldArchitecture(config.depth, config.width);
  const Layout layout(architecture);
  const Evaluated evaluated(config, net, kNodePoints);
  VectorXd weights(layout.weightCount());
  net.tying.expand(net.theta.data(), weights.data());
  std::vector<int> uses(net.tying.parameterCount(), 0);
  for (Index w = 0; w < layout.weightCount(); ++w) {
    for (const auto& entry : net.tying.row(w)) ++uses[entry.parameter];
  }

  Net drawn;
  drawn.title = net.title;
  drawn.nodes.push_back({0, "x", 0, picture(gridOn01(kNodePoints))});
  const bool outputs = config.nodes == SquareWaveNodes::Output;
  int firstOfPrevious = 0;
  for (int l = 0; l < architecture.layers(); ++l) {
    const LayerBlock& block = layout.layers()[l];
    const bool hidden = l < config.depth;
    const int first = static_cast<int>(drawn.nodes.size());
    for (int unit = 0; unit < block.out; ++unit) {
      GraphNode node;
      node.layer = l + 1;
      node.value = weights[layout.biasIndex(l, unit)];
      if (hidden) {
        node.label.push_back(outputs ? 'h' : 'z');
        node.label += std::to_string(l + 1) + "," + std::to_string(unit + 1);
        node.picture =
            picture(outputs ? evaluated.output(l, unit) : evaluated.preActivation(l, unit));
      } else {
        node.label = "ŷ";
        node.picture = picture(evaluated.probability());
      }
      drawn.nodes.push_back(std::move(node));
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

Curve curve(const WaveNet& net, std::vector<double> x, std::vector<double> y) {
  Curve c;
  c.name = net.name;
  c.role = net.role;
  c.colour = net.colour;
  c.x = std::move(x);
  c.y = std::move(y);
  return c;
}

Curve targetCurve(int depth) {
  Curve c;
  c.name = "target y(x)";
  c.role = CurveRole::Theory;
  c.colour = kWaveCorrectColour;
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

GraphData waveGraph(const SquareWaveConfig& config, std::span<const WaveNet> nets) {
  GraphData graph;
  for (const WaveNet& net : nets) graph.nets.push_back(drawNet(config, net));
  return graph;
}

SeriesData waveLayers(const SquareWaveConfig& config, std::span<const WaveNet> nets) {
  SeriesData series;
  series.columns = 2;
  const std::vector<double> x = gridOn01(kNodePoints);
  for (int l = 0; l < config.depth; ++l) {
    series.panels.push_back({"layer " + std::to_string(l + 1) + ": pre-activations", {}});
    series.panels.push_back({"layer " + std::to_string(l + 1) + ": outputs", {}});
  }
  series.panels.push_back({"output layer: pre-activation f", {}});
  series.panels.push_back({"output layer: probability ŷ", {}});
  for (const WaveNet& net : nets) {
    const Evaluated evaluated(config, net, kNodePoints);
    for (int l = 0; l <= config.depth; ++l) {
      const bool hidden = l < config.depth;
      const double largest = evaluated.largest(l);
      const double scale = largest > 0 ? 1 / largest : 1;
      // The correct net's units beyond the first pair are zero everywhere and would only hide
      // others.
      const int units = !hidden ? 1 : net.role == CurveRole::Theory ? 2 : config.width;
      for (int unit = 0; unit < units; ++unit) {
        std::vector<double> z = evaluated.preActivation(l, unit);
        for (double& value : z) value *= scale;
        std::vector<double> h = hidden ? evaluated.output(l, unit) : evaluated.probability();
        if (hidden) {
          for (double& value : h) value *= scale;
        }
        series.panels[2 * l].curves.push_back(curve(net, x, std::move(z)));
        series.panels[2 * l + 1].curves.push_back(curve(net, x, std::move(h)));
      }
    }
  }
  return series;
}

SeriesData waveLearnt(const SquareWaveConfig& config, std::span<const WaveNet> nets) {
  SeriesData series;
  const std::vector<double> x = gridOn01(kLearntPoints);
  for (const WaveNet& net : nets) {
    Curve learnt = curve(net, x, Evaluated(config, net, kLearntPoints).probability());
    learnt.name = "learnt ŷ(x)";
    series.panels.push_back({net.title, {targetCurve(config.depth), std::move(learnt)}});
  }
  return series;
}

SeriesData waveSuccessBars(const WaveRace& race) {
  SeriesData series;
  series.panels.resize(1);
  for (int which = 0; which < 2; ++which) {
    const WaveTally& tally = race.tally(which);
    const Interval interval = wilsonInterval(tally.solved, tally.starts);
    Curve bar;
    bar.name = kWaveNames[which];
    bar.name += ": " + std::to_string(tally.solved) + " of " + std::to_string(tally.starts);
    bar.style = CurveStyle::Bars;
    bar.colour = kWaveColours[which];
    bar.x = {which + 1.0};
    bar.y = {static_cast<double>(tally.solved) / std::max(1, tally.starts)};
    bar.lo = {interval.lo};
    bar.hi = {interval.hi};
    series.panels[0].curves.push_back(std::move(bar));
  }
  return series;
}

SeriesData waveLossCurves(const WaveRace& race) {
  SeriesData series;
  series.columns = 2;
  for (int which = 0; which < 2; ++which) {
    Panel panel{std::string(kWaveNames[which]), {}};
    const auto add = [&](const WaveOutcome& outcome, std::string name, CurveRole role, int colour) {
      Curve curve;
      curve.name = std::move(name);
      curve.role = role;
      curve.colour = colour;
      curve.x = outcome.step;
      curve.y = outcome.losses;
      panel.curves.push_back(std::move(curve));
    };
    const std::vector<WaveOutcome>& ended = race.outcomes(which);
    for (std::size_t i = ended.size() - std::min(ended.size(), kCurvesDrawn); i < ended.size();
         ++i) {
      if (ended[i].solved) {
        add(ended[i], "solved", CurveRole::Context, kWaveColours[which]);
      } else {
        add(ended[i], "not solved", CurveRole::Context, kFailedColour);
      }
    }
    add(race.learner(which).soFar(), "this start", CurveRole::Measured, kWaveColours[which]);
    series.panels.push_back(std::move(panel));
  }
  return series;
}

SeriesData waveRunningRates(const WaveRace& race) {
  SeriesData series;
  series.panels.resize(1);
  for (int which = 0; which < 2; ++which) {
    Curve band, line;
    band.name = line.name = kWaveNames[which];
    band.style = CurveStyle::Band;
    band.colour = line.colour = kWaveColours[which];
    int starts = 0, solved = 0;
    for (const WaveOutcome& outcome : race.outcomes(which)) {
      solved += outcome.solved;
      ++starts;
      const Interval interval = wilsonInterval(solved, starts);
      line.x.push_back(starts);
      line.y.push_back(static_cast<double>(solved) / starts);
      band.lo.push_back(interval.lo);
      band.hi.push_back(interval.hi);
    }
    band.x = line.x;
    band.y = line.y;
    series.panels[0].curves.push_back(std::move(band));
    series.panels[0].curves.push_back(std::move(line));
  }
  return series;
}

SeriesData waveAccuracies(const WaveRace& race) {
  SeriesData series;
  for (int which = 0; which < 2; ++which) {
    Curve histogram;
    histogram.name = kWaveNames[which];
    histogram.style = CurveStyle::Histogram;
    histogram.colour = kWaveColours[which];
    for (const WaveOutcome& outcome : race.outcomes(which)) histogram.x.push_back(outcome.accuracy);
    series.panels.push_back({std::string(kWaveNames[which]), {std::move(histogram)}});
  }
  return series;
}

}  // namespace basin
