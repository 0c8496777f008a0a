#include "labs/kernels/mean_field/pictures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "study/sweep_pictures.h"

namespace basin::mean_field {

namespace {

using std::numbers::pi;

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();  // breaks a line
constexpr double kLeastLoss = 1e-12;
constexpr const char* kTitles[] = {"mean field, 1/n", "tangent kernel, 1/√n"};
constexpr const char* kPredictions[] = {"limit n → ∞", "kernel of the start"};
constexpr int kColours[] = {0, 3};
constexpr int kTheory = 1, kTarget = 2;

double wrapped(double angle) {
  const double turn = std::fmod(angle, 2 * pi);
  return turn < 0 ? turn + 2 * pi : turn;
}

void add(Curve& c, double x, double y) {
  c.x.push_back(x);
  c.y.push_back(y);
}

// Where a particle is drawn.
struct Place {
  double x, y;
};
Place placeOf(bool torus, double c, double y0, double y1) {
  return torus ? Place{wrapped(y0), c} : Place{std::abs(c) * y0, std::abs(c) * y1};
}

// The ways of the first particles, as one line with gaps.
Curve trails(const Study& study, Scaling s) {
  Curve line = curve("way so far", CurveRole::Context, kColours[s]);
  const auto& snapshots = study.shown(s).path.points();
  const bool torus = study.torus() != nullptr;
  const Index d = torus ? 1 : 2;
  const Index n = snapshots.front().size() / (1 + d);
  for (Index i = 0; i < n; ++i) {
    Place before{};
    const auto go = [&](double c, double y0, double y1, bool first) {
      const Place at = placeOf(torus, c, y0, y1);
      // Around the end of the circle's axis the line starts anew.
      if (torus && !first && std::abs(at.x - before.x) > pi) add(line, kGap, kGap);
      add(line, at.x, at.y);
      before = at;
    };
    for (std::size_t t = 0; t < snapshots.size(); ++t) {
      const VectorXd& v = snapshots[t];
      go(v[i], v[n + i * d], v[n + i * d + d - 1], t == 0);
    }
    const Particles& now = study.shown(s).flow->now();
    go(now.c[i], now.y(0, i), now.y(d - 1, i), false);
    add(line, kGap, kGap);
  }
  return line;
}

Panel particlePanel(const Study& study, Scaling s) {
  Panel panel{.title = kTitles[s], .curves = {trails(study, s)}};
  const Particles& now = study.shown(s).flow->now();
  if (study.torus()) {
    if (study.config().start == Start::Fitted && s == kMeanField) {
      Curve fitted = curve("C(y)", CurveRole::Theory, kTheory);
      for (int i = 0; i <= 128; ++i) {
        const double y = 2 * pi * i / 128;
        add(fitted, y, study.torus()->representing(y));
      }
      panel.curves.push_back(std::move(fitted));
    }
    Curve particles = curve("particles", CurveRole::Measured, kColours[s], CurveStyle::Scatter);
    for (Index i = 0; i < now.size(); ++i) add(particles, wrapped(now.y(0, i)), now.c[i]);
    panel.curves.push_back(std::move(particles));
    return panel;
  }
  Curve up = curve("c > 0", CurveRole::Measured, 0, CurveStyle::Scatter);
  Curve down = curve("c < 0", CurveRole::Measured, 3, CurveStyle::Scatter);
  double reach = 1;
  for (Index i = 0; i < now.size(); ++i) {
    const Place at = placeOf(false, now.c[i], now.y(0, i), now.y(1, i));
    add(now.c[i] >= 0 ? up : down, at.x, at.y);
    reach = std::max(reach, std::hypot(at.x, at.y));
  }
  const MatrixXd& v = static_cast<const ReluPlaneModel&>(study.model()).directions();
  Curve teacher = curve("units of f", CurveRole::Theory, kTheory);
  for (Index k = 0; k < v.cols(); ++k) {
    add(teacher, 0, 0);
    add(teacher, reach * v(0, k), reach * v(1, k));
    add(teacher, kGap, kGap);
  }
  panel.curves.push_back(std::move(teacher));
  panel.curves.push_back(std::move(up));
  panel.curves.push_back(std::move(down));
  return panel;
}

Curve lossOverSteps(Curve c, const std::vector<double>& loss, double dt) {
  const std::size_t stride = loss.size() / 300 + 1;
  for (std::size_t t = 0; t < loss.size(); t += stride) {
    add(c, dt * static_cast<double>(t), std::max(loss[t], kLeastLoss));
  }
  return c;
}

Panel lossPanel(const Study& study, Scaling s) {
  Panel panel{.title = kTitles[s], .curves = {}};
  const Config& c = study.config();
  const auto& sweep = study.sweep();
  int colour = 4;
  for (std::size_t i = 0; i < sweep.settings().size(); ++i) {
    const bool end = i == static_cast<std::size_t>(s) || i == study.widest(s);
    if (!end || sweep.ended(i) == 0) continue;
    Curve mean = curve("n = " + std::to_string(sweep.settings()[i].n), CurveRole::Context, colour++);
    for (const double loss : study.meanLoss(i)) mean.y.push_back(std::max(loss, kLeastLoss));
    for (const long t : sampleSteps(c)) mean.x.push_back(c.rate * static_cast<double>(t));
    panel.curves.push_back(std::move(mean));
  }
  panel.curves.push_back(lossOverSteps(
      curve("n = " + std::to_string(c.particles), CurveRole::Measured, kColours[s]),
      study.shown(s).loss, c.rate));
  Curve predicted = curve(kPredictions[s], CurveRole::Theory, kTheory);
  if (s == kMeanField) {
    predicted = lossOverSteps(std::move(predicted), study.limitLoss(), c.rate);
  } else {
    for (int i = 0; i <= 100; ++i) {
      const long t = study.allSteps() * i / 100;
      add(predicted, c.rate * static_cast<double>(t),
          std::clamp(study.kernel().loss(t), kLeastLoss, 1e12));
    }
  }
  panel.curves.push_back(std::move(predicted));
  return panel;
}

Panel functionPanel(const Study& study, Scaling s) {
  constexpr int kPoints = 128;
  Panel panel{.title = kTitles[s], .curves = {}};
  Curve target = curve("f", CurveRole::Context, kTarget);
  Curve network = curve("network", CurveRole::Measured, kColours[s]);
  Curve predicted = curve(kPredictions[s], CurveRole::Theory, kTheory);
  for (int i = 0; i <= kPoints; ++i) {
    const double angle = 2 * pi * i / kPoints;
    add(target, angle, study.model().target(angle));
    add(network, angle, std::clamp(study.shown(s).flow->output(angle), -1e3, 1e3));
    if (s == kMeanField) add(predicted, angle, study.limit().output(angle));
  }
  if (s == kTangent) {
    const VectorXd r = study.kernel().residual(study.steps());
    for (Index i = 0; i <= r.size(); ++i) {
      const double angle = 2 * pi * static_cast<double>(i) / static_cast<double>(r.size());
      add(predicted, angle, std::clamp(study.model().target(angle) - r[i % r.size()], -1e3, 1e3));
    }
  }
  panel.curves = {std::move(target), std::move(network), std::move(predicted)};
  return panel;
}

template <class MakePanel>
SeriesData twoPanels(const Study& study, MakePanel makePanel) {
  SeriesData series;
  series.columns = 2;
  for (const Scaling s : kScalings) series.panels.push_back(makePanel(study, s));
  return series;
}

// There is something to draw of the sweep.
bool swept(const Study& study) {
  return study.sweep().size() > 0 && study.sweep().ended(0) > 0;
}

}  // namespace

std::optional<SeriesData> circlePicture(const Study& study) {
  if (!study.torus()) return std::nullopt;
  return twoPanels(study, particlePanel);
}

std::optional<SeriesData> planePicture(const Study& study) {
  if (study.torus()) return std::nullopt;
  return twoPanels(study, particlePanel);
}

SeriesData lossPicture(const Study& study) {
  return twoPanels(study, lossPanel);
}

SeriesData functionPicture(const Study& study) {
  return twoPanels(study, functionPanel);
}

std::optional<SeriesData> motionPicture(const Study& study) {
  if (!swept(study)) return std::nullopt;
  std::vector<Curve> curves;
  for (const Scaling s : kScalings) {
    const Curve look = curve(kTitles[s], CurveRole::Measured, kColours[s], CurveStyle::Scatter);
    const Curve law = curve(kPredictions[s], CurveRole::Theory, kColours[s]);
    const Curve moved = positivePart(mediansOver(study.sweepOf(s, &Run::positionMotion), look));
    curves.push_back(moved);
    if (s == kMeanField) {
      curves.push_back(lawOver(moved.x, law, [&](double) { return study.limit().positionMotion(); }));
    } else {
      curves.push_back(positivePart(
          mediansOver(study.sweepOf(s, &Run::predictedMotion), law, Bars::None)));
    }
  }
  return onePanel(std::move(curves));
}

std::optional<SeriesData> variancePicture(const Study& study) {
  if (!swept(study)) return std::nullopt;
  std::vector<Curve> curves;
  for (const Scaling s : kScalings) {
    const Curve look = curve(kTitles[s], CurveRole::Measured, kColours[s], CurveStyle::Scatter);
    const Curve measured = positivePart(mediansOver(study.variances(s), look, Bars::None));
    curves.push_back(measured);
    curves.push_back(
        powerLawThrough(measured, curve("slope −1", CurveRole::Guide, kColours[s]), -1));
  }
  return onePanel(std::move(curves));
}

}  // namespace basin::mean_field
