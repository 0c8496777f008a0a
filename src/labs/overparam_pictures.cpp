#include "labs/overparam_pictures.h"

#include <algorithm>
#include <cmath>

namespace basin {

namespace {

using Run = OverparamStudy::Run;

constexpr double kWidest = 2560;  // The slider's end.

}  // namespace

SeriesData overparamTimePicture(const OverparamStudy& study) {
  Curve runs = curve("runs", CurveRole::Measured, 0, CurveStyle::Scatter);
  Curve never = curve("never", CurveRole::Measured, 3, CurveStyle::Scatter);
  Curve medians = curve("median", CurveRole::Measured, 0);
  Curve kernel = curve("kernel of the start", CurveRole::Theory, 1);
  // From the first frame on the picture has its final size.
  Curve patience =
      curve(std::to_string(OverparamStudy::kMostSteps) + " steps, the most", CurveRole::Context, 3);
  Curve points = curve("m = n", CurveRole::Context, 2);
  patience.x = {static_cast<double>(study.widths().front()), kWidest};
  patience.y = {OverparamStudy::kMostSteps, OverparamStudy::kMostSteps};
  points.x = {static_cast<double>(study.config().points),
              static_cast<double>(study.config().points)};
  points.y = {1, OverparamStudy::kMostSteps};
  for (const int m : study.widths()) {
    std::vector<double> times, predicted;
    for (const Run& run : study.runsAt(m)) {
      const bool reached = run.zeroErrorTime >= 0;
      const double time = reached ? std::max<double>(1, static_cast<double>(run.zeroErrorTime))
                                  : static_cast<double>(OverparamStudy::kMostSteps);
      (reached ? runs : never).x.push_back(m);
      (reached ? runs : never).y.push_back(time);
      times.push_back(time);
      if (run.predictedTime >= 0)
        predicted.push_back(std::max<double>(1, static_cast<double>(run.predictedTime)));
    }
    if (times.empty()) continue;
    medians.x.push_back(m);
    medians.y.push_back(median(times));
    // Few units cannot tell the points apart whatever they learn: no prediction there.
    if (2 * predicted.size() <= times.size()) continue;
    kernel.x.push_back(m);
    kernel.y.push_back(median(predicted));
  }
  Curve own = curve("shown network", CurveRole::Measured, 5, CurveStyle::Scatter);
  if (study.network().zeroErrorTime() >= 0) {
    own.x = {static_cast<double>(study.config().width)};
    own.y = {std::max<double>(1, static_cast<double>(study.network().zeroErrorTime()))};
  }
  return onePanel({std::move(patience), std::move(points), std::move(runs), std::move(never),
                   std::move(medians), std::move(kernel), std::move(own)});
}

SeriesData overparamMovementPicture(const OverparamStudy& study) {
  Curve movement = curve("movement", CurveRole::Measured, 0, CurveStyle::Scatter);
  Curve predicted = curve("kernel of the start", CurveRole::Theory, 0);
  Curve limit = curve("limit m → ∞", CurveRole::Theory, 1);
  // Beyond the edge the kernels' predictions explode and would leave no room for the measurement.
  const bool stable = study.rate() * study.limit().largest() < 2;
  for (const double m : {static_cast<double>(study.widths().front()), kWidest}) {
    if (!stable) break;
    limit.x.push_back(m);
    limit.y.push_back(study.limitMovement() / std::sqrt(m * study.config().dimension));
  }
  Curve flips = curve("flips", CurveRole::Measured, 2, CurveStyle::Scatter);
  Curve guide = curve("slope −½", CurveRole::Theory, 2);
  for (const int m : study.widths()) {
    std::vector<double> moved, expected, flipped;
    for (const Run& run : study.runsAt(m)) {
      moved.push_back(run.movement);
      expected.push_back(run.predictedMovement);
      flipped.push_back(run.flips);
    }
    if (moved.empty()) continue;
    movement.x.push_back(m);
    movement.y.push_back(median(moved));
    movement.lo.push_back(*std::ranges::min_element(moved));
    movement.hi.push_back(*std::ranges::max_element(moved));
    if (stable) {
      predicted.x.push_back(m);
      predicted.y.push_back(median(expected));
    }
    if (median(flipped) > 0) {
      flips.x.push_back(m);
      flips.y.push_back(median(flipped));
    }
  }
  if (!flips.x.empty()) {
    for (const double m : flips.x) {
      guide.x.push_back(m);
      guide.y.push_back(flips.y.back() * std::sqrt(flips.x.back() / m));
    }
  }
  return onePanel({std::move(movement), std::move(predicted), std::move(limit), std::move(flips),
                   std::move(guide)});
}

SeriesData overparamSuccessPicture(const OverparamStudy& study) {
  Curve share = curve("zero error", CurveRole::Measured, 0, CurveStyle::Scatter);
  for (const int m : study.widths()) {
    const std::vector<Run> runs = study.runsAt(m);
    if (runs.empty()) continue;
    const auto reached =
        std::ranges::count_if(runs, [](const Run& r) { return r.zeroErrorTime >= 0; });
    const Interval interval = wilsonInterval(reached, static_cast<long>(runs.size()));
    share.x.push_back(m);
    share.y.push_back(static_cast<double>(reached) / static_cast<double>(runs.size()));
    share.lo.push_back(interval.lo);
    share.hi.push_back(interval.hi);
  }
  Curve n = curve("m = n", CurveRole::Context, 2);
  n.x = {static_cast<double>(study.config().points), static_cast<double>(study.config().points)};
  n.y = {0, 1};
  return onePanel({std::move(share), std::move(n)});
}

SeriesData overparamLossPicture(const OverparamStudy& study) {
  Curve loss = curve("network", CurveRole::Measured, 0);
  Curve kernel = curve("kernel", CurveRole::Theory, 1);
  const std::size_t all = study.losses().size();
  const std::size_t stride = all / 600 + 1;
  for (std::size_t t = 0; t < all; t += stride) {
    loss.x.push_back(static_cast<double>(t));
    loss.y.push_back(std::max(study.losses()[t], 1e-12));
  }
  // A prediction that explodes leaves the picture, and the measurement its room.
  const double most = 100 * *std::ranges::max_element(study.losses());
  for (int i = 0; i <= 120; ++i) {
    const long t = study.config().steps * i / 120;
    const double loss = study.prediction().loss(t);
    if (!(loss <= most)) break;
    kernel.x.push_back(static_cast<double>(t));
    kernel.y.push_back(std::max(loss, 1e-12));
  }
  return onePanel({std::move(loss), std::move(kernel)});
}

PointsData overparamWeightsPicture(const OverparamStudy& study) {
  constexpr Index kMost = 120;
  PointsData data;
  const LazyNetwork& network = study.network();
  Marks ends{.name = "weights now", .colour = 0, .handle = false, .x = {}, .y = {}};
  double reach = 3;
  for (Index r = 0; r < std::min(kMost, network.width()); ++r) {
    const auto from = network.startWeights().row(r), to = network.weights().row(r);
    if (!to.allFinite() || to.head(2).cwiseAbs().maxCoeff() > 50) continue;
    data.paths.push_back({.name = "",
                          .role = CurveRole::Context,
                          .colour = 0,
                          .x = {from[0], to[0]},
                          .y = {from[1], to[1]}});
    ends.x.push_back(to[0]);
    ends.y.push_back(to[1]);
    reach = std::max(reach, to.head(2).cwiseAbs().maxCoeff());
  }
  data.marks.push_back(std::move(ends));
  data.x1 = data.y1 = 1.05 * reach;
  data.x0 = data.y0 = -data.x1;
  return data;
}

}  // namespace basin
