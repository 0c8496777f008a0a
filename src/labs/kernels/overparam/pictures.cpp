#include "labs/kernels/overparam/pictures.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "study/sweep_pictures.h"

namespace basin::overparam {

namespace {

constexpr double kWidest = 2560;  // the slider's end

// On a logarithmic axis step 0 is drawn at 1.
double shownTime(long steps) {
  return std::max<double>(1, static_cast<double>(steps));
}

template <class Projection>
std::vector<ValuesAt> overWidths(const Study& study, Projection projection) {
  return study.sweep().over(std::identity{}, projection);
}

// The line m = n, from lo to hi.
Curve asManyAsPoints(const Study& study, double lo, double hi) {
  Curve c = curve("m = n", CurveRole::Guide, 2);
  const double n = study.config().points;
  c.x = {n, n};
  c.y = {lo, hi};
  return c;
}

}  // namespace

SeriesData timePicture(const Study& study) {
  using Time = std::optional<double>;
  // From the first frame on the picture has its final size.
  Curve patience = curve(std::to_string(kMostSteps) + " steps, the most", CurveRole::Guide, 3);
  patience.x = {static_cast<double>(study.sweep().settings().front()), kWidest};
  patience.y = {kMostSteps, kMostSteps};
  const auto reached = overWidths(
      study, [](const Run& r) { return r.reached() ? Time(shownTime(r.zeroErrorTime)) : Time(); });
  const auto never =
      overWidths(study, [](const Run& r) { return r.reached() ? Time() : Time(kMostSteps); });
  const auto times = overWidths(
      study, [](const Run& r) { return shownTime(r.reached() ? r.zeroErrorTime : kMostSteps); });
  auto predicted = overWidths(study, [](const Run& r) {
    return r.predictedTime >= 0 ? Time(shownTime(r.predictedTime)) : Time();
  });
  for (std::size_t i = 0; i < times.size(); ++i) {
    // Few units cannot tell the points apart whatever they learn: no prediction there.
    if (2 * predicted[i].values.size() <= times[i].values.size()) predicted[i].values.clear();
  }
  Curve own = curve("shown network", CurveRole::Measured, 5, CurveStyle::Scatter);
  if (study.network().zeroErrorTime() >= 0) {
    own.x = {static_cast<double>(study.config().width)};
    own.y = {shownTime(study.network().zeroErrorTime())};
  }
  return onePanel(
      {std::move(patience), asManyAsPoints(study, 1, kMostSteps),
       runsOver(reached, curve("runs", CurveRole::Measured, 0, CurveStyle::Scatter)),
       runsOver(never, curve("never", CurveRole::Measured, 3, CurveStyle::Scatter)),
       mediansOver(times, curve("median", CurveRole::Measured, 0), Bars::None),
       mediansOver(predicted, curve("kernel of the start", CurveRole::Theory, 1), Bars::None),
       std::move(own)});
}

SeriesData movementPicture(const Study& study) {
  Curve predicted = curve("kernel of the start", CurveRole::Theory, 0);
  Curve limit = curve("limit m → ∞", CurveRole::Theory, 1);
  // Beyond the edge the kernels' predictions explode and would leave no room for the measurement.
  if (study.rate() * study.limit().largest() < 2) {
    predicted = mediansOver(overWidths(study, &Run::predictedMovement), predicted, Bars::None);
    const std::vector<double> ends = {static_cast<double>(study.sweep().settings().front()),
                                      kWidest};
    limit = lawOver(ends, limit, [&](double m) {
      return study.limitMovement() / std::sqrt(m * study.config().dimension);
    });
  }
  Curve flips = positivePart(
      mediansOver(overWidths(study, &Run::flips),
                  curve("flips", CurveRole::Measured, 2, CurveStyle::Scatter), Bars::None));
  Curve guide = curve("slope −½", CurveRole::Guide, 2);
  if (!flips.x.empty()) {
    guide = lawOver(flips.x, guide,
                    [&](double m) { return flips.y.back() * std::sqrt(flips.x.back() / m); });
  }
  return onePanel(
      {mediansOver(overWidths(study, &Run::movement),
                   curve("movement", CurveRole::Measured, 0, CurveStyle::Scatter), Bars::Range),
       std::move(predicted), std::move(limit), std::move(flips), std::move(guide)});
}

SeriesData successPicture(const Study& study) {
  Curve share = curve("zero error", CurveRole::Measured, 0, CurveStyle::Scatter);
  for (std::size_t i = 0; i < study.sweep().settings().size(); ++i) {
    const Share reached = study.reachedAt(i);
    if (reached.trials > 0) addShare(share, study.sweep().settings()[i], reached);
  }
  return onePanel({std::move(share), asManyAsPoints(study, 0, 1)});
}

SeriesData lossPicture(const Study& study) {
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

PointsData weightsPicture(const Study& study) {
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

}  // namespace basin::overparam
