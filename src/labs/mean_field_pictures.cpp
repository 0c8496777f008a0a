#include "labs/mean_field_pictures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

namespace basin {

namespace {

using std::numbers::pi;
using Study = MeanFieldStudy;

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();  // breaks a line
constexpr double kLeastLoss = 1e-12;
constexpr std::array kScalings = {Study::kMeanField, Study::kTangent};
constexpr std::array kTitles = {"mean field, 1/n", "tangent kernel, 1/√n"};
constexpr std::array kColours = {0, 3};
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
Curve trails(const Study& study, Study::Scaling s) {
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

Panel particlePanel(const Study& study, Study::Scaling s) {
  Panel panel{.title = kTitles[s], .curves = {trails(study, s)}};
  const Particles& now = study.shown(s).flow->now();
  if (study.torus()) {
    if (study.config().start == MeanFieldStart::Fitted && s == Study::kMeanField) {
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

Panel lossPanel(const Study& study, Study::Scaling s) {
  Panel panel{.title = kTitles[s], .curves = {}};
  const double dt = study.config().rate;
  int colour = 4;
  for (const int n : study.sizes()) {
    const auto runs = study.runsAt(s, n);
    if (runs.empty() || (n != 16 && n != study.sizes().back())) continue;
    Curve c = curve("n = " + std::to_string(n), CurveRole::Context, colour++);
    const std::vector<double> times = study.sampleTimes();
    for (std::size_t t = 0; t < times.size(); ++t) {
      double sum = 0;
      for (const auto* run : runs) sum += run->loss[t];
      add(c, times[t], std::max(sum / static_cast<double>(runs.size()), kLeastLoss));
    }
    panel.curves.push_back(std::move(c));
  }
  panel.curves.push_back(lossOverSteps(
      curve("n = " + std::to_string(study.config().particles), CurveRole::Measured, kColours[s]),
      study.shown(s).loss, dt));
  if (s == Study::kMeanField) {
    panel.curves.push_back(
        lossOverSteps(curve("limit n → ∞", CurveRole::Theory, kTheory), study.limitLoss(), dt));
  } else {
    Curve frozen = curve("kernel of the start", CurveRole::Theory, kTheory);
    for (int i = 0; i <= 100; ++i) {
      const long t = study.allSteps() * i / 100;
      add(frozen, dt * static_cast<double>(t),
          std::clamp(study.kernel().loss(dt, t), kLeastLoss, 1e12));
    }
    panel.curves.push_back(std::move(frozen));
  }
  return panel;
}

Panel functionPanel(const Study& study, Study::Scaling s) {
  constexpr int kPoints = 128;
  Panel panel{.title = kTitles[s], .curves = {}};
  Curve target = curve("f", CurveRole::Context, kTarget);
  Curve network = curve("network", CurveRole::Measured, kColours[s]);
  Curve predicted = curve(s == Study::kMeanField ? "limit n → ∞" : "kernel of the start",
                          CurveRole::Theory, kTheory);
  for (int i = 0; i <= kPoints; ++i) {
    const double angle = 2 * pi * i / kPoints;
    add(target, angle, study.model().target(angle));
    add(network, angle, std::clamp(study.shown(s).flow->output(angle), -1e3, 1e3));
    if (s == Study::kMeanField) add(predicted, angle, study.limit().output(angle));
  }
  if (s == Study::kTangent) {
    const VectorXd r = study.kernel().residual(study.config().rate, study.steps());
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
  for (const Study::Scaling s : kScalings) series.panels.push_back(makePanel(study, s));
  return series;
}

}  // namespace

SeriesData meanFieldParticlePicture(const Study& study) {
  return twoPanels(study, particlePanel);
}

SeriesData meanFieldLossPicture(const Study& study) {
  return twoPanels(study, lossPanel);
}

SeriesData meanFieldFunctionPicture(const Study& study) {
  return twoPanels(study, functionPanel);
}

SeriesData meanFieldMotionPicture(const Study& study) {
  std::vector<Curve> curves;
  for (const Study::Scaling s : kScalings) {
    Curve measured = curve(kTitles[s], CurveRole::Measured, kColours[s], CurveStyle::Scatter);
    Curve predicted = curve(s == Study::kMeanField ? "limit n → ∞" : "kernel of the start",
                            CurveRole::Theory, kColours[s]);
    for (const int n : study.sizes()) {
      std::vector<double> moved, expected;
      for (const auto* run : study.runsAt(s, n)) {
        moved.push_back(run->positionMotion);
        expected.push_back(run->predictedMotion);
      }
      if (moved.empty() || !(median(moved) > 0)) continue;
      add(measured, n, median(moved));
      measured.lo.push_back(quantile(moved, 0.25));
      measured.hi.push_back(quantile(moved, 0.75));
      add(predicted, n, s == Study::kMeanField ? study.limit().positionMotion() : median(expected));
    }
    curves.push_back(std::move(measured));
    curves.push_back(std::move(predicted));
  }
  return onePanel(std::move(curves));
}

SeriesData meanFieldVariancePicture(const Study& study) {
  std::vector<Curve> curves;
  for (const Study::Scaling s : kScalings) {
    Curve measured = curve(kTitles[s], CurveRole::Measured, kColours[s], CurveStyle::Scatter);
    Curve guide = curve("slope −1", CurveRole::Theory, kColours[s]);
    double logs = 0;
    for (const int n : study.sizes()) {
      const double variance = study.runsAt(s, n).size() > 1 ? study.variance(s, n) : 0;
      if (!(variance > 0)) continue;
      add(measured, n, variance);
      logs += std::log(variance * n);
    }
    // Through the middle of the points.
    const double level =
        std::exp(logs / std::max<double>(1, static_cast<double>(measured.x.size())));
    for (const double n : measured.x) add(guide, n, level / n);
    curves.push_back(std::move(measured));
    curves.push_back(std::move(guide));
  }
  return onePanel(std::move(curves));
}

}  // namespace basin
