#include "labs/optimisation/saddle/pictures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "labs/optimisation/saddle/checks.h"

namespace basin::saddle {

namespace {

constexpr float kHole = std::numeric_limits<float>::quiet_NaN();
constexpr int kGrid = 101;
constexpr double kSmallestOffset = 1e-12;
constexpr double kWallTop = 0.75;  // walls of plane surfaces end flat here, or at 4 depths

struct WalkerLook {
  Descent kind;
  const char* name;
  int colour;
};
// Where paths coincide, on the way to the saddle, the last one is seen.
constexpr std::array<WalkerLook, 3> kWalkers = {WalkerLook{Descent::Perturbed, "perturbed", 2},
                                                WalkerLook{Descent::Noisy, "noisy", 1},
                                                WalkerLook{Descent::Plain, "plain", 0}};
constexpr int kSaddleColour = 3;
constexpr int kMinimumColour = 4;
constexpr int kStartColour = 5;

bool shown(const Config& c, Descent kind) {
  switch (kind) {
    case Descent::Plain:
      return c.showPlain;
    case Descent::Noisy:
      return c.showNoisy;
    case Descent::Perturbed:
      return c.showPerturbed;
  }
  return true;
}

bool onOctopus(const Study& study) {
  return study.config().surface == Shape::Octopus;
}

// Coordinates shown horizontally and vertically.
struct Axes {
  Index horizontal = 0, vertical = 1;
};
Axes axesOf(const Study& study, int plane) {
  if (!onOctopus(study)) return {};
  return {plane + 1, plane};
}

FieldData emptyField(double width, double height) {
  FieldData field;
  field.nx = kGrid;
  field.ny = kGrid;
  field.x0 = -width;
  field.x1 = width;
  field.y0 = -height;
  field.y1 = height;
  field.values.reserve(kGrid * kGrid);
  return field;
}

FieldData octopusField(const Study& study, int plane) {
  const Config& c = study.config();
  const double edge = 5 * c.tube;
  FieldData field = emptyField(edge, edge);
  VectorXd x = VectorXd::Zero(c.dimension);
  x.head(plane).setConstant(4 * c.tube);
  const double slack = 1e-9 * c.tube;
  for (int row = 0; row < kGrid; ++row) {
    x[plane] = -edge + 2 * edge * row / (kGrid - 1);
    for (int column = 0; column < kGrid; ++column) {
      x[plane + 1] = -edge + 2 * edge * column / (kGrid - 1);
      const bool inside =
          std::abs(x[plane]) >= 2 * c.tube - slack || std::abs(x[plane + 1]) <= c.tube + slack;
      field.values.push_back(inside ? static_cast<float>(study.surface().value(x)) : kHole);
    }
  }
  return field;
}

const PlaneSurface& planeOf(const Study& study) {
  return static_cast<const PlaneSurface&>(study.surface());
}

FieldData wallField(const Study& study) {
  const PlaneSurface& f = planeOf(study);
  double width = 1.1;
  double height = 1.1;
  for (const CriticalPoint& p : f.criticalPoints()) {
    width = std::max(width, 1.15 * std::abs(p.x));
    height = std::max(height, 1.15 * std::abs(p.y));
  }
  const double depth = -f.infimum();
  const double top = std::max(kWallTop, 4 * depth);
  FieldData field = emptyField(width, height);
  for (int row = 0; row < kGrid; ++row) {
    const double y = -height + 2 * height * row / (kGrid - 1);
    for (int column = 0; column < kGrid; ++column) {
      const double x = -width + 2 * width * column / (kGrid - 1);
      field.values.push_back(static_cast<float>(std::min(f.jet(x, y).f, top)));
    }
  }
  // Wells are shallow against the walls: lines lie evenly in the wells and spread upwards.
  for (const double part : {0.95, 0.8, 0.6, 0.4, 0.2}) field.levels.push_back(-part * depth);
  field.levels.push_back(0);
  for (int i = 1; i <= 7; ++i) field.levels.push_back(top * i * i / 64);
  return field;
}

Marks marksOf(std::string name, int colour) {
  Marks marks;
  marks.name = std::move(name);
  marks.colour = colour;
  return marks;
}

void addMark(Marks& marks, double x, double y) {
  marks.x.push_back(x);
  marks.y.push_back(y);
}

void addPoint(Curve& c, double x, double y) {
  if (!std::isfinite(x) || !std::isfinite(y)) return;
  c.x.push_back(x);
  c.y.push_back(y);
}

void keep(Panel& panel, Curve c) {
  if (!c.x.empty()) panel.curves.push_back(std::move(c));
}

// Steps until escape; the present step for a walker still held.
double escapeSoFar(const SaddleWalker& w) {
  return static_cast<double>(w.escapeTime() >= 0 ? w.escapeTime() : w.steps());
}

void addPowerLaw(const Study& study, Panel& panel) {
  const auto& records = study.sweep().records();
  if (records.empty() || records.back().escape <= 0) return;
  const double anchor = study.offsets()[records.size() - 1];
  const auto steps = static_cast<double>(records.back().escape);
  Curve law = curve("∝ 1/∛|y₀|", CurveRole::Guide, 0);
  for (double e = -12; e <= 0.001; e += 0.25) {
    const double y0 = std::pow(10, e);
    if (y0 >= 0.99 * anchor) addPoint(law, y0, steps * std::cbrt(anchor / y0));
  }
  keep(panel, law);
}

}  // namespace

int shownPlane(const Study& study) {
  if (!onOctopus(study)) return 0;
  const int last = study.config().dimension - 2;
  if (study.config().plane > 0) return std::min(study.config().plane - 1, last);
  return std::min(static_cast<int>(study.walker(Descent::Plain).leaveTimes().size()), last);
}

const FieldData& shownField(const Study& study) {
  const int plane = shownPlane(study);
  return study.shownField().get(
      plane, [&] { return onOctopus(study) ? octopusField(study, plane) : wallField(study); });
}

FieldData surfacePicture(const Study& study) {
  FieldData field = shownField(study);
  const int plane = shownPlane(study);
  const Axes axes = axesOf(study, plane);
  for (const WalkerLook& look : kWalkers) {
    if (!shown(study.config(), look.kind)) continue;
    const VectorXd& at = study.walker(look.kind).position();
    if (!at.allFinite()) continue;
    Path path;
    path.name = look.name;
    path.colour = look.colour;
    // A walker that leaves the picture, for it diverges, is shown at its edge.
    const auto add = [&](const VectorXd& x) {
      path.x.push_back(std::clamp(x[axes.horizontal], field.x0, field.x1));
      path.y.push_back(std::clamp(x[axes.vertical], field.y0, field.y1));
    };
    for (const VectorXd& x : study.trail(look.kind).points()) add(x);
    add(at);
    Marks place = marksOf(std::string(look.name) + " now", look.colour);
    addMark(place, path.x.back(), path.y.back());
    field.paths.push_back(std::move(path));
    field.marks.push_back(std::move(place));
  }
  Marks saddles = marksOf("saddle", kSaddleColour);
  Marks minima = marksOf("minimum", kMinimumColour);
  if (onOctopus(study)) {
    const double far = 4 * study.config().tube;
    const bool last = plane + 2 == study.config().dimension;
    for (const double v : {0.0, -far, far}) addMark(saddles, 0, v);
    Marks& corners = last ? minima : saddles;
    for (const double h : {-far, far}) {
      for (const double v : {-far, far}) addMark(corners, h, v);
    }
  } else {
    for (const CriticalPoint& p : planeOf(study).criticalPoints()) {
      addMark(p.minimum ? minima : saddles, p.x, p.y);
    }
  }
  field.marks.push_back(std::move(saddles));
  if (!minima.x.empty()) field.marks.push_back(std::move(minima));
  if (plane == 0) {
    Marks start = marksOf("start", kStartColour);
    start.handle = true;
    addMark(start, study.start()[axes.horizontal], study.start()[axes.vertical]);
    field.marks.push_back(std::move(start));
  }
  return field;
}

SeriesData lawPicture(const Study& study) {
  const Config& c = study.config();
  const SaddleSurface& f = study.surface();
  const double gamma = f.escapeCurvature();
  const double exit = f.exitDistance();
  Panel panel;
  if (gamma > 0) {
    Curve law = curve("plain, law", CurveRole::Theory, 0);
    Curve noise = curve("noisy, predicted", CurveRole::Theory, 1);
    for (int i = 0; i <= 48; ++i) {
      const double y0 = kSmallestOffset * std::pow(exit / kSmallestOffset, i / 48.0);
      addPoint(law, y0, escapeSteps(y0, exit, c.rate, gamma));
      addPoint(noise, y0,
               noisyEscapeMedian(y0, exit, c.rate, c.noise, gamma, study.start().size()));
    }
    keep(panel, law);
    if (c.showNoisy) keep(panel, noise);
  } else {
    addPowerLaw(study, panel);
  }
  Curve runs = curve("plain, runs", CurveRole::Measured, 0, CurveStyle::Scatter);
  Curve second = curve("plain, saddle 2", CurveRole::Measured, 3, CurveStyle::Scatter);
  const auto& records = study.sweep().records();
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].escape < 0) continue;
    addPoint(runs, study.offsets()[i], static_cast<double>(records[i].escape));
    if (c.surface == Shape::Pair && records[i].leave.size() > 1) {
      addPoint(second, study.offsets()[i], static_cast<double>(records[i].leave[1]));
    }
  }
  keep(panel, runs);
  keep(panel, second);
  const double offset = std::abs(study.start()[f.escapeAxis()]);
  for (const WalkerLook& look : kWalkers) {
    if (offset == 0 || !shown(c, look.kind)) continue;
    Curve now = curve(std::string(look.name) + " now", CurveRole::Measured, look.colour,
                      CurveStyle::Scatter);
    addPoint(now, offset, escapeSoFar(study.walker(look.kind)));
    keep(panel, now);
  }
  return {.panels = {panel}};
}

SeriesData lossPicture(const Study& study) {
  const Config& c = study.config();
  const SaddleSurface& f = study.surface();
  Panel panel;
  for (const WalkerLook& look : kWalkers) {
    if (!shown(c, look.kind)) continue;
    Curve measured = curve(look.name, CurveRole::Measured, look.colour);
    measured.x = study.trace(look.kind).steps();
    measured.y = study.trace(look.kind).column(0);
    keep(panel, measured);
  }
  // Where plain descent should stand on which level, as far as the picture reaches.
  const double horizon = std::max(200.0, 1.25 * static_cast<double>(study.steps()));
  Curve stairs = curve("plain, law", CurveRole::Theory, 0);
  std::vector<double> leave;
  if (onOctopus(study)) {
    const OctopusLaw law = plainLaw(c);
    for (int k = 0; k < c.dimension; ++k) leave.push_back(law.leaveTime(k));
  } else if (c.surface == Shape::Strict) {
    leave.push_back(escapeSteps(study.start()[1], f.exitDistance(), c.rate, c.gamma));
  }
  double from = 0;
  for (std::size_t k = 0; k <= leave.size() && from < horizon; ++k) {
    const double level = f.infimum() * static_cast<double>(k) / std::max<double>(1, leave.size());
    const bool ends = k == leave.size() || !(leave[k] < horizon);
    const double to = ends ? horizon : leave[k];
    addPoint(stairs, from, level);
    addPoint(stairs, to, level);
    from = to;
  }
  if (c.showPlain && !leave.empty() && !study.rateChanged()) keep(panel, stairs);
  return {.panels = {panel}};
}

SeriesData leavePicture(const Study& study) {
  const Config& c = study.config();
  const int saddles = study.surface().saddles();
  Panel panel;
  if (onOctopus(study)) {
    const OctopusLaw law = plainLaw(c);
    Curve theory = curve("plain, law", CurveRole::Theory, 0);
    for (int k = 0; k < saddles; ++k) addPoint(theory, k + 1, law.leaveTime(k));
    keep(panel, theory);
    Curve each = curve("perturbed, at most", CurveRole::Theory, 2);
    if (2 * c.rate * c.stable < 1) {
      const double steps =
          perturbedSaddleSteps(c.stable, c.gamma, c.tube,
                               study.race(Descent::Perturbed)->plan().descent.perturbed, saddles);
      for (int k = 1; k <= saddles; ++k) addPoint(each, k, k * steps);
    }
    keep(panel, each);
    for (const WalkerLook& look : kWalkers) {
      const EscapeRuns* race = look.kind == Descent::Noisy ? nullptr : study.race(look.kind);
      if (!race || !race->finished()) continue;
      Curve points = curve(std::string(look.name) + ", 20 starts", CurveRole::Measured, look.colour,
                           CurveStyle::Scatter);
      const std::vector<double> medians = medianLeaveTimes(race->records(), saddles);
      for (std::size_t k = 0; k < medians.size(); ++k) addPoint(points, double(k) + 1, medians[k]);
      keep(panel, points);
    }
  }
  for (const WalkerLook& look : kWalkers) {
    if (!shown(c, look.kind)) continue;
    Curve measured = curve(std::string(look.name) + " now", CurveRole::Measured, look.colour,
                           saddles == 1 ? CurveStyle::Scatter : CurveStyle::Line);
    const auto& times = study.walker(look.kind).leaveTimes();
    for (std::size_t k = 0; k < times.size(); ++k) {
      // On a log axis a start beyond the saddle counts as one step.
      addPoint(measured, double(k) + 1, std::max(1.0, static_cast<double>(times[k])));
    }
    keep(panel, measured);
  }
  return {.panels = {panel}};
}

SeriesData noisePicture(const Study& study) {
  const Config& c = study.config();
  const SaddleSurface& f = study.surface();
  Panel panel;
  Curve times = curve("noisy runs", CurveRole::Measured, 1, CurveStyle::Histogram);
  for (const EscapeRecord& r : study.noisyRuns().records()) {
    if (r.escape >= 0) times.x.push_back(static_cast<double>(r.escape));
  }
  const double height = std::max(1.0, static_cast<double>(times.x.size()) / 6);
  keep(panel, times);
  if (f.escapeCurvature() > 0) {
    const double median = noisyEscapeMedian(study.start()[f.escapeAxis()], f.exitDistance(), c.rate,
                                            c.noise, f.escapeCurvature(), study.start().size());
    Curve line = curve("predicted median", CurveRole::Theory, 1);
    addPoint(line, median, 0);
    addPoint(line, median, height);
    keep(panel, line);
  }
  return {.panels = {panel}};
}

}  // namespace basin::saddle
