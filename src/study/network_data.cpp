#include "study/network_data.h"

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

template <class Item>
void keepFirst(std::vector<Item>& items, std::string& problem) {
  if (items.size() <= kMaxOwnPoints) return;
  items.resize(kMaxOwnPoints);
  problem = "Only the first " + std::to_string(kMaxOwnPoints) + " of your points are used.";
}

void fillPoints(const NetworkSetup& setup, Rng rng, NetworkData& data) {
  if (setup.set != NetworkSetup::DataSet::Own) {
    data.points = makeToy(static_cast<Toy>(setup.set), setup.count, setup.dataNoise, rng);
  } else if (auto read = readPoints(setup.points)) {
    data.points = std::move(read.value());
    keepFirst(data.points, data.problem);
  } else {
    data.problem = "Your points cannot be read: " + read.error() + ".";
  }
  data.split = splitPoints(data.points, setup.testFraction);
}

void fillSamples(const NetworkSetup& setup, Rng rng, NetworkData& data) {
  if (setup.target == NetworkSetup::Target::Own) {
    if (auto read = readSamples(setup.samples)) {
      data.samples = std::move(read.value());
      keepFirst(data.samples, data.problem);
    } else {
      data.problem = "Your samples cannot be read: " + read.error() + ".";
    }
  } else {
    if (setup.target == NetworkSetup::Target::SquareWave) {
      data.target = [n = setup.switches](double x) { return squareTarget(x, n); };
    } else if (setup.target == NetworkSetup::Target::Sine) {
      data.target = [n = setup.periods](double x) { return sineTarget(x, n); };
    } else if (auto formula = Formula::parse(setup.formula)) {
      data.target = std::move(formula.value());
    } else {
      data.problem = "Your formula cannot be read: " + formula.error() + ".";
    }
    if (data.target) {
      data.samples = sampleTarget(data.target, setup.count, setup.dataNoise, rng);
      const int missing = setup.count - static_cast<int>(data.samples.size());
      if (missing > 0) {
        data.problem = "Your formula has no value, or one beyond 1000, at " +
                       std::to_string(missing) + " of " + std::to_string(setup.count) +
                       " places; these are left out.";
      }
    }
  }
  data.split = splitSamples(data.samples, setup.testFraction);
}

void writeRows(const NetworkSetup& setup, const NetworkData& data, const std::vector<int>& items,
               MatrixXd& X, MatrixXd& Y) {
  const bool classes = setup.classifies();
  std::vector<double> x, y;
  for (int i : items) {
    x.push_back(classes ? data.points[i].x : data.samples[i].x);
    y.push_back(classes ? data.points[i].y : 0);
  }
  X = inputsAt(networkInputs(setup), x, y);
  const bool oneHot = classes && setup.loss == Loss::CrossEntropy;
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

}  // namespace

std::vector<NetworkInput> networkInputs(const NetworkSetup& setup) {
  const bool plane = setup.classifies();
  std::vector<NetworkInput> inputs;
  const auto add = [&](bool on, NetworkInput input) {
    if (on) inputs.push_back(input);
  };
  add(setup.inputX, {"x", [](double x, double) { return x; }});
  add(plane && setup.inputY, {"y", [](double, double y) { return y; }});
  add(setup.inputXX, {"x²", [](double x, double) { return x * x; }});
  add(plane && setup.inputYY, {"y²", [](double, double y) { return y * y; }});
  add(plane && setup.inputXY, {"xy", [](double x, double y) { return x * y; }});
  add(setup.inputSinX, {"sin 2x", [](double x, double) { return portableSin(2 * x); }});
  add(plane && setup.inputSinY, {"sin 2y", [](double, double y) { return portableSin(2 * y); }});
  if (inputs.empty()) {
    inputs.push_back({"x", [](double x, double) { return x; }});
    if (plane) inputs.push_back({"y", [](double, double y) { return y; }});
  }
  return inputs;
}

MatrixXd inputsAt(const std::vector<NetworkInput>& inputs, const std::vector<double>& x,
                  const std::vector<double>& y) {
  MatrixXd X(static_cast<Index>(x.size()), static_cast<Index>(inputs.size()));
  for (Index column = 0; column < X.cols(); ++column) {
    for (Index row = 0; row < X.rows(); ++row) {
      X(row, column) = inputs[column].value(x[row], y[row]);
    }
  }
  return X;
}

NetworkData makeNetworkData(const NetworkSetup& setup, std::uint64_t seed) {
  const Rng rng = Rng(seed).split(1);
  NetworkData data;
  if (setup.classifies()) {
    fillPoints(setup, rng, data);
  } else {
    fillSamples(setup, rng, data);
  }
  if (setup.ownData()) data.own = setup.classifies() ? "points" : "samples";
  if (!setup.classifies() && setup.target == NetworkSetup::Target::Formula) data.own = "formula";
  writeRows(setup, data, data.split.train, data.trainX, data.trainY);
  writeRows(setup, data, data.split.test, data.testX, data.testY);
  return data;
}

}  // namespace basin
