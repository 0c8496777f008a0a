#include "labs/convergence/structured/pictures.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "base/stats.h"
#include "linalg/principal.h"
#include "study/sweep_pictures.h"

namespace basin::structured {

namespace {

constexpr Index kMostPairs = 700, kMostUnits = 90;
constexpr int kKept = 0, kChanged = 3;  // colours
constexpr double kFarOff = 3;           // sigmas: three in a thousand pairs begin further off

template <class Projection>
std::vector<ValuesAt> overWidths(const Study& study, Projection projection) {
  return study.sweep().over(std::identity{}, projection);
}

std::vector<double> ends(const Study& study) {
  const auto& widths = study.sweep().settings();
  return {static_cast<double>(widths.front()), static_cast<double>(widths.back())};
}

// A slope for the eye through the widest median.
Curve guideThrough(const Study& study, const Curve& medians, const char* name, double slope) {
  Curve look = curve(name, CurveRole::Guide, 2);
  if (medians.x.empty()) return look;
  return powerLaw(ends(study), look, slope, medians.x.back(), medians.y.back());
}

Curve ownPoint(const Study& study, double value) {
  Curve own = curve("shown network", CurveRole::Measured, 5, CurveStyle::Scatter);
  if (value > 0) {
    own.x = {static_cast<double>(study.network().width())};
    own.y = {value};
  }
  return own;
}

bool changed(double before, double now) {
  return (before >= 0) != (now >= 0);
}

// The next power of two, so that axes move seldom.
double roundedUp(double value) {
  return std::exp2(std::ceil(std::log2(std::max(value, 0.125))));
}

Marks marksOf(const char* name, int colour) {
  return {.name = name, .colour = colour, .handle = false, .x = {}, .y = {}};
}

// Two orthonormal directions of most variance of the inputs.
MatrixXd planeOf(const ClusteredData& data) {
  const VectorXd middle = data.inputs.rowwise().mean();
  const MatrixXd offsets = (data.inputs.colwise() - middle).transpose();
  return principalComponents(offsets, 2).directions;
}

}  // namespace

std::optional<SeriesData> accuracyPicture(const Study& study) {
  if (study.config().widths != Widths::Narrow) return std::nullopt;
  Curve fresh = curve("accuracy on new inputs", CurveRole::Measured, 2);
  for (const auto& [m, values] : overWidths(study, &Run::fresh)) {
    if (values.empty()) continue;
    fresh.x.push_back(m);
    fresh.y.push_back(mean(values));
  }
  Curve all = curve("all", CurveRole::Guide, 5, ends(study), {1, 1});
  return onePanel({sharesOver(overWidths(study, &Run::fits),
                              curve("runs that fit", CurveRole::Measured, 0, CurveStyle::Scatter)),
                   std::move(fresh), std::move(all)});
}

SeriesData changedPicture(const Study& study) {
  const auto shares = overWidths(study, &Run::changed);
  Curve medians =
      positivePart(mediansOver(shares, curve("changed", CurveRole::Measured, 0), Bars::Range));
  Curve bound = mediansOver(overWidths(study, [](const Run& r) { return std::min(1.0, r.bound); }),
                            curve("bound √(2/π) |Δw|/σ", CurveRole::Theory, 1), Bars::None);
  Curve guide = guideThrough(study, medians, "slope −½", -0.5);
  // From the first frame on the picture has its final size.
  Curve all = curve("all pairs", CurveRole::Guide, 5, ends(study), {1, 1});
  return onePanel({std::move(medians), std::move(bound), std::move(guide), std::move(all),
                   ownPoint(study, study.network().changed())});
}

PointsData flipsPicture(const Study& study) {
  const ClusteredNetwork& network = study.network();
  const double sigma = network.sigma();
  const VectorXd moved = network.moved() / sigma;
  const MatrixXd& before = network.startPreactivations();
  const MatrixXd& now = network.preactivations();
  const Index clusters = study.data().centres.cols();
  PointsData data;
  data.x0 = data.y0 = 0;
  // The few units that went furthest would leave no room for the others.
  data.x1 = roundedUp(quantile({moved.data(), static_cast<std::size_t>(moved.size())}, 0.98));
  data.y1 = kFarOff;
  Marks kept = marksOf("kept", kKept), flipped = marksOf("changed", kChanged);
  const Index stride = std::max<Index>(1, network.width() * clusters / kMostPairs);
  for (Index r = 0; r < network.width(); r += stride) {
    for (Index i = 0; i < clusters; ++i) {
      const double distance = std::abs(before(r, i)) / sigma;
      if (distance > data.y1 || moved[r] > data.x1) continue;
      Marks& marks = changed(before(r, i), now(r, i)) ? flipped : kept;
      marks.x.push_back(moved[r]);
      marks.y.push_back(distance);
    }
  }
  data.marks = {std::move(kept), std::move(flipped)};
  data.paths.push_back({.name = "no change above",
                        .role = CurveRole::Theory,
                        .colour = 5,
                        .x = {0, std::min(data.x1, data.y1)},
                        .y = {0, std::min(data.x1, data.y1)}});
  return data;
}

PointsData clustersPicture(const Study& study) {
  const ClusteredData& data = study.data();
  const ClusteredNetwork& network = study.network();
  const MatrixXd plane = planeOf(data).transpose();
  PointsData picture;
  picture.x0 = picture.y0 = -1.2;
  picture.x1 = picture.y1 = 1.2;
  const MatrixXd flat = plane * data.inputs, centres = plane * data.centres;
  for (Index j = 0; j < centres.cols(); ++j) {
    Path circle{
        .name = "half the separation", .role = CurveRole::Guide, .colour = 5, .x = {}, .y = {}};
    for (int i = 0; i <= 48; ++i) {
      const double angle = 2 * std::numbers::pi * i / 48;
      circle.x.push_back(centres(0, j) + study.separation() / 2 * std::cos(angle));
      circle.y.push_back(centres(1, j) + study.separation() / 2 * std::sin(angle));
    }
    picture.paths.push_back(std::move(circle));
  }
  const Index stride = std::max<Index>(1, network.width() / kMostUnits);
  for (Index r = 0; r < network.width(); r += stride) {
    const VectorXd from = plane * network.startWeights().row(r).transpose().normalized();
    const VectorXd to = plane * network.weights().row(r).transpose().normalized();
    bool any = false;
    for (Index i = 0; i < data.inputs.cols(); ++i) {
      any = any || changed(network.startPreactivations()(r, i), network.preactivations()(r, i));
    }
    picture.paths.push_back({.name = any ? "units with a change" : "",
                             .role = any ? CurveRole::Measured : CurveRole::Context,
                             .colour = kChanged,
                             .x = {from[0], to[0]},
                             .y = {from[1], to[1]}});
  }
  for (int c = 0; c < data.classes; ++c) {
    Marks inputs = marksOf("", c < kChanged ? c : c + 1);
    inputs.name = "class " + std::to_string(c + 1);
    for (Index i = 0; i < flat.cols(); ++i) {
      if (data.labels[static_cast<std::size_t>(i)] != c) continue;
      inputs.x.push_back(flat(0, i));
      inputs.y.push_back(flat(1, i));
    }
    picture.marks.push_back(std::move(inputs));
  }
  return picture;
}

SeriesData pseudoPicture(const Study& study) {
  const auto errors = overWidths(study, &Run::pseudoError);
  Curve medians =
      positivePart(mediansOver(errors, curve("|g − g̃|/|g|", CurveRole::Measured, 0), Bars::Range));
  Curve guide = guideThrough(study, medians, "slope −¼", -0.25);
  return onePanel(
      {std::move(medians), std::move(guide), ownPoint(study, study.course().back().pseudoError)});
}

SeriesData coursePicture(const Study& study) {
  Curve share = curve("changed", CurveRole::Measured, 0);
  Curve bound = curve("bound", CurveRole::Theory, 1);
  Curve error = curve("|g − g̃|/|g|", CurveRole::Measured, 3);
  Curve loss = curve("loss", CurveRole::Context, 2);
  for (const Moment& at : study.course()) {
    const auto t = static_cast<double>(at.step);
    const auto add = [t](Curve& curve, double value) {
      if (!std::isfinite(value)) return;
      curve.x.push_back(t);
      curve.y.push_back(value);
    };
    add(share, at.changed);
    add(bound, std::min(1.0, at.bound));
    add(error, std::min(1.5, at.pseudoError));
    add(loss, std::min(1.5, at.loss));
  }
  return onePanel({std::move(share), std::move(bound), std::move(error), std::move(loss)});
}

}  // namespace basin::structured
