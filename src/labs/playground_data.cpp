#include "labs/playground_data.h"

#include <algorithm>
#include <cmath>

#include "base/rng.h"
#include "data/formula.h"
#include "data/table.h"
#include "data/targets.h"
#include "data/toys.h"
#include "linalg/portable_trig.h"

namespace basin {
namespace {

// Painting keeps this distance between points, so that a stroke stays a handful of them.
constexpr double kBrushSpacing = 0.25;
constexpr double kEraserRadius = 0.35;
constexpr double kLargestSample = 10;

template <class Item>
void keepFirst(std::vector<Item>& items, std::string& problem) {
  if (items.size() <= kMaxOwnPoints) return;
  items.resize(kMaxOwnPoints);
  problem = "Only the first " + std::to_string(kMaxOwnPoints) + " of your points are used.";
}

void fillPoints(const PlaygroundConfig& config, Rng rng, PlaygroundData& data) {
  if (config.set != PlaygroundSet::Own) {
    data.points = makeToy(static_cast<Toy>(config.set), config.count, config.dataNoise, rng);
  } else if (auto read = readPoints(config.points)) {
    data.points = std::move(read.value());
    keepFirst(data.points, data.problem);
  } else {
    data.problem = "Your points cannot be read: " + read.error() + ".";
  }
  data.split = splitPoints(data.points, config.testFraction);
}

void fillSamples(const PlaygroundConfig& config, Rng rng, PlaygroundData& data) {
  if (config.target == PlaygroundTarget::Own) {
    if (auto read = readSamples(config.samples)) {
      data.samples = std::move(read.value());
      keepFirst(data.samples, data.problem);
    } else {
      data.problem = "Your samples cannot be read: " + read.error() + ".";
    }
  } else {
    if (config.target == PlaygroundTarget::SquareWave) {
      data.target = [n = config.switches](double x) { return squareTarget(x, n); };
    } else if (config.target == PlaygroundTarget::Sine) {
      data.target = [n = config.periods](double x) { return sineTarget(x, n); };
    } else if (auto formula = Formula::parse(config.formula)) {
      data.target = std::move(formula.value());
    } else {
      data.problem = "Your formula cannot be read: " + formula.error() + ".";
    }
    if (data.target) {
      data.samples = sampleTarget(data.target, config.count, config.dataNoise, rng);
      const int missing = config.count - static_cast<int>(data.samples.size());
      if (missing > 0) {
        data.problem = "Your formula has no value, or one beyond 1000, at " +
                       std::to_string(missing) + " of " + std::to_string(config.count) +
                       " places; these are left out.";
      }
    }
  }
  data.split = splitSamples(data.samples, config.testFraction);
}

void writeRows(const PlaygroundConfig& config, const PlaygroundData& data,
               const std::vector<int>& items, MatrixXd& X, MatrixXd& Y) {
  const bool classes = config.task == PlaygroundTask::Classification;
  std::vector<double> x, y;
  for (int i : items) {
    x.push_back(classes ? data.points[i].x : data.samples[i].x);
    y.push_back(classes ? data.points[i].y : 0);
  }
  X = playgroundInputs(playgroundFeatures(config), x, y);
  const bool oneHot = classes && config.loss == Loss::CrossEntropy;
  Y.setZero(static_cast<Index>(items.size()), oneHot ? 2 : 1);
  for (Index row = 0; row < Y.rows(); ++row) {
    const int i = items[row];
    if (oneHot) {
      Y(row, data.points[i].label) = 1;
    } else {
      Y(row, 0) = classes ? 2 * data.points[i].label - 1 : data.samples[i].y;
    }
  }
}

double place(const LabelledPoint& a, double x, double y) { return std::hypot(a.x - x, a.y - y); }
double place(const Sample& a, double x, double y) { return std::hypot(a.x - x, a.y - y); }

// Adds or erases as the gesture says; false when nothing changes.
template <class Item>
bool paint(std::vector<Item>& items, const Poke& poke, const Item& item) {
  const auto within = [&](double radius) {
    return [&poke, radius](const Item& other) { return place(other, poke.x, poke.y) < radius; };
  };
  switch (poke.kind) {
    case PokeKind::Erase: return std::erase_if(items, within(kEraserRadius)) > 0;
    case PokeKind::Release: return false;
    case PokeKind::Drag:
      if (std::any_of(items.begin(), items.end(), within(kBrushSpacing))) return false;
      break;
    case PokeKind::Press: break;
  }
  if (items.size() >= kMaxOwnPoints) return false;
  items.push_back(item);
  return true;
}

template <class Item>
void thin(std::vector<Item>& items) {
  const size_t count = items.size();
  if (count <= kMaxOwnPoints) return;
  for (size_t i = 0; i < kMaxOwnPoints; ++i) items[i] = items[i * count / kMaxOwnPoints];
  items.resize(kMaxOwnPoints);
}

// Scales one coordinate of all items to fill the plane, unless it does so more or less already.
template <class Item>
void fit(std::vector<Item>& items, double Item::*coordinate) {
  double lo = items.front().*coordinate, hi = lo;
  for (const Item& item : items) {
    lo = std::min(lo, item.*coordinate);
    hi = std::max(hi, item.*coordinate);
  }
  const double reach = std::max(std::abs(lo), std::abs(hi));
  if (reach <= kPlaneExtent && hi - lo >= 0.3 * kPlaneExtent) return;
  constexpr double kFilled = 0.85 * kPlaneExtent;
  for (Item& item : items) {
    double& value = item.*coordinate;
    value = hi > lo ? ((value - lo) / (hi - lo) * 2 - 1) * kFilled : 0;
  }
}

}  // namespace

std::vector<PlaygroundFeature> playgroundFeatures(const PlaygroundConfig& config) {
  const bool plane = config.task == PlaygroundTask::Classification;
  std::vector<PlaygroundFeature> features;
  const auto add = [&](bool on, PlaygroundFeature feature) {
    if (on) features.push_back(feature);
  };
  add(config.inputX, {"x", [](double x, double) { return x; }});
  add(plane && config.inputY, {"y", [](double, double y) { return y; }});
  add(config.inputXX, {"x²", [](double x, double) { return x * x; }});
  add(plane && config.inputYY, {"y²", [](double, double y) { return y * y; }});
  add(plane && config.inputXY, {"xy", [](double x, double y) { return x * y; }});
  add(config.inputSinX, {"sin 2x", [](double x, double) { return portableSin(2 * x); }});
  add(plane && config.inputSinY, {"sin 2y", [](double, double y) { return portableSin(2 * y); }});
  if (features.empty()) {
    features.push_back({"x", [](double x, double) { return x; }});
    if (plane) features.push_back({"y", [](double, double y) { return y; }});
  }
  return features;
}

MatrixXd playgroundInputs(const std::vector<PlaygroundFeature>& features,
                          const std::vector<double>& x, const std::vector<double>& y) {
  MatrixXd X(static_cast<Index>(x.size()), static_cast<Index>(features.size()));
  for (Index column = 0; column < X.cols(); ++column) {
    for (Index row = 0; row < X.rows(); ++row) {
      X(row, column) = features[column].value(x[row], y[row]);
    }
  }
  return X;
}

PlaygroundData makePlaygroundData(const PlaygroundConfig& config, std::uint64_t seed) {
  const Rng rng = Rng(seed).split(1);
  PlaygroundData data;
  if (config.task == PlaygroundTask::Classification) {
    fillPoints(config, rng, data);
  } else {
    fillSamples(config, rng, data);
  }
  writeRows(config, data, data.split.train, data.trainX, data.trainY);
  writeRows(config, data, data.split.test, data.testX, data.testY);
  return data;
}

std::vector<ParamChange> playgroundPoke(const PlaygroundConfig& config, const PlaygroundData& data,
                                        const Poke& poke) {
  if (!std::isfinite(poke.x) || !std::isfinite(poke.y)) return {};
  const double x = std::clamp(poke.x, -kPlaneExtent, kPlaneExtent);
  if (config.task == PlaygroundTask::Classification && poke.output == "surface") {
    auto points = data.points;
    thin(points);
    const double y = std::clamp(poke.y, -kPlaneExtent, kPlaneExtent);
    if (!paint(points, poke, {x, y, poke.brush == 1 ? 1 : 0})) return {};
    return {{"dataset", static_cast<std::int64_t>(PlaygroundSet::Own)},
            {"points", writePoints(points)}};
  }
  if (config.task == PlaygroundTask::Regression && poke.output == "fit") {
    auto samples = data.samples;
    thin(samples);
    const double y = std::clamp(poke.y, -kLargestSample, kLargestSample);
    if (!paint(samples, poke, {x, y})) return {};
    return {{"target", static_cast<std::int64_t>(PlaygroundTarget::Own)},
            {"samples", writeSamples(samples)}};
  }
  return {};
}

Result<std::vector<ParamChange>> playgroundFile(std::string_view text) {
  const int columns = countColumns(text);
  if (columns == 0) return Failure{"the file holds no data"};
  if (columns == 2) {
    auto read = readSamples(text);
    if (!read) return Failure{read.error()};
    auto samples = std::move(read.value());
    if (samples.empty()) return Failure{"the file holds a heading but no data"};
    thin(samples);
    fit(samples, &Sample::x);
    fit(samples, &Sample::y);
    return std::vector<ParamChange>{
        {"task", static_cast<std::int64_t>(PlaygroundTask::Regression)},
        {"target", static_cast<std::int64_t>(PlaygroundTarget::Own)},
        {"samples", writeSamples(samples)}};
  }
  auto read = readPoints(text);
  if (!read) return Failure{read.error()};
  auto points = std::move(read.value());
  if (points.empty()) return Failure{"the file holds a heading but no data"};
  thin(points);
  fit(points, &LabelledPoint::x);
  fit(points, &LabelledPoint::y);
  return std::vector<ParamChange>{
      {"task", static_cast<std::int64_t>(PlaygroundTask::Classification)},
      {"dataset", static_cast<std::int64_t>(PlaygroundSet::Own)},
      {"points", writePoints(points)}};
}

}  // namespace basin
