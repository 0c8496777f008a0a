#include "labs/networks/playground/lens.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "study/plane_picture.h"
#include "theory/empirical_kernel.h"

namespace basin::playground {

namespace {

constexpr int kSide = 33;
constexpr double kReach = 1.3;
constexpr double kSliceCost = 6e5;  // multiplications beside a step of training
constexpr long long kKernelEvery = 40;
constexpr Index kMostExamples = 64;

// What stands there until there is something to see.
FieldData flatField() {
  FieldData field;
  field.nx = field.ny = 2;
  field.values.assign(4, 0);
  return field;
}

}  // namespace

Lens::Lens(const VectorXd& theta) {
  path_.add(theta);
}

void Lens::forget() {
  scan_ = shown_ = PlaneScan();
  first_.resize(0, 0);
  now_.resize(0, 0);
  measuredAt_ = -1;
}

void Lens::watch(LensKind wanted, const NetworkData& data, NetworkTrainer& trainer) {
  path_.add(trainer.theta());
  if (wanted == LensKind::Landscape) scanSlice(trainer, data.trainX.rows());
  if (wanted != LensKind::Kernel) return;
  if (measuredAt_ < 0 || trainer.steps() >= measuredAt_ + kKernelEvery)
    measureKernel(data, trainer);
}

void Lens::scanSlice(NetworkTrainer& trainer, Index examples) {
  const bool idle = scan_.side() == 0 || scan_.done();
  // A path that has grown by a seventh deserves a new look.
  const long long next = scannedAt_ + std::max<long long>(20, scannedAt_ / 7);
  if (idle && path_.points().size() > 2 && (scan_.side() == 0 || trainer.steps() >= next)) {
    scannedAt_ = trainer.steps();
    ownPlane_ = pathPlane(path_.points(), trainer.theta(), kReach);
    scan_ = PlaneScan(ownPlane_.plane, ownPlane_.half, ownPlane_.halfV, kSide);
  }
  if (scan_.side() == 0 || scan_.done()) return;
  const double cost = 2.0 * static_cast<double>(std::max<Index>(examples, 1)) *
                      static_cast<double>(trainer.theta().size());
  scan_.advance(trainer.objective(), std::clamp(static_cast<int>(kSliceCost / cost), 1, 40));
  // The first look is shown as it grows, later ones when they are complete.
  if (scan_.done() || shown_.side() == 0 || !shown_.done()) shown_ = scan_;
}

void Lens::measureKernel(const NetworkData& data, const NetworkTrainer& trainer) {
  const Index all = data.trainX.rows();
  if (all == 0) return;
  measuredAt_ = trainer.steps();
  std::vector<Index> order(static_cast<std::size_t>(all));
  std::iota(order.begin(), order.end(), Index{0});
  // By class, within it around the origin, or by the target in regression: neighbours in the
  // picture are neighbours in the data, so that the kernel is smooth in it.
  const bool plane = data.trainX.cols() > 1;
  std::ranges::stable_sort(order, {}, [&](Index i) {
    const double place =
        plane ? std::atan2(data.trainX(i, 1), data.trainX(i, 0)) : data.trainX(i, 0);
    return std::pair(data.points.empty() ? 0.0 : data.trainY(i, 0), place);
  });
  const Index n = std::min(all, kMostExamples);
  MatrixXd X(n, data.trainX.cols());
  VectorXd y(n);
  for (Index i = 0; i < n; ++i) {
    const Index from = order[static_cast<std::size_t>(i * all / n)];
    X.row(i) = data.trainX.row(from);
    y[i] = data.trainY(from, 0);
  }
  y.array() -= y.mean();
  Network<double> network = trainer.objective().network();
  now_ = networkTangentKernel(network, trainer.theta(), X);
  if (first_.size() == 0) first_ = now_;
  drift_ = relativeChange(now_, first_);
  alignment_ = kernelAlignment(now_, y);
}

double Lens::explained() const {
  const auto& shares = ownPlane_.explained;
  return shares.size() < 2 ? std::numeric_limits<double>::quiet_NaN() : shares[0] + shares[1];
}

FieldData Lens::landscape() const {
  if (shown_.values().empty()) return flatField();
  FieldData field = planeField(shown_);
  field.logColour = true;
  Path path{.name = "training path", .role = CurveRole::Measured, .colour = 3, .x = {}, .y = {}};
  for (const VectorXd& x : path_.points()) {
    const auto place = placeOn(shown_, x);
    if (!place) continue;
    path.x.push_back((*place)[0]);
    path.y.push_back((*place)[1]);
  }
  field.paths.push_back(std::move(path));
  if (const auto start = placeOn(shown_, path_.points().front())) {
    field.marks.push_back(
        {.name = "start", .colour = 5, .handle = false, .x = {(*start)[0]}, .y = {(*start)[1]}});
  }
  return field;
}

FieldData Lens::kernel() const {
  if (now_.size() == 0) return flatField();
  FieldData field;
  field.nx = field.ny = static_cast<int>(now_.rows());
  field.x0 = field.y0 = 1;
  field.x1 = field.y1 = std::max<double>(2, static_cast<double>(now_.rows()));
  field.values.reserve(static_cast<std::size_t>(now_.size()));
  for (Index j = 0; j < now_.rows(); ++j) {
    for (Index i = 0; i < now_.cols(); ++i) field.values.push_back(static_cast<float>(now_(i, j)));
  }
  // A matrix has no isolines: this level is out of sight.
  field.levels = {2 * now_.maxCoeff() + 1};
  return field;
}

}  // namespace basin::playground
