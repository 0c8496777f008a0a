#include "labs/landscapes/teacher_student/pictures.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "study/sweep_pictures.h"

namespace basin::teacher_student {

namespace {

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();  // breaks a line
constexpr int kStudent = 0, kStuckColour = 1, kGood = 2, kTeacher = 3, kUnended = 5;
constexpr int kGrid = 45;

void add(Curve& c, double x, double y) {
  c.x.push_back(x);
  c.y.push_back(y);
}

// Each teacher unit is a spoke of a wheel: x is drawn at the sum of its weights times the spokes.
MatrixXd onWheel(const MatrixXd& vectors, Index spokes) {
  MatrixXd wheel(2, spokes);
  for (Index j = 0; j < spokes; ++j) {
    const double angle =
        std::numbers::pi * (0.5 - 2 * static_cast<double>(j) / static_cast<double>(spokes));
    wheel.col(j) << std::cos(angle), std::sin(angle);
  }
  return wheel * vectors.topRows(spokes);
}

Marks marksAt(std::string name, int colour, const MatrixXd& places) {
  Marks marks{.name = std::move(name), .colour = colour, .x = {}, .y = {}};
  for (Index i = 0; i < places.cols(); ++i) {
    marks.x.push_back(places(0, i));
    marks.y.push_back(places(1, i));
  }
  return marks;
}

// The levels at which students with so many units may stop.
std::vector<double> levelsOf(const Study& study, int units) {
  const int extra = units - study.config().teacherUnits;
  std::vector<double> levels;
  const auto add = [&](const CriticalPoint& point) {
    if (point.curvature > 0) levels.push_back(point.value);
  };
  if (extra == -1 || extra == -2) add(study.narrow(units));
  if (extra == 0) std::ranges::for_each(study.reversed(), add);
  return levels;
}

Curve asManyAsTeacher(const Study& study, double top) {
  const double n = study.config().teacherUnits;
  return curve("m = n", CurveRole::Guide, 4, {n, n}, {0, top});
}

}  // namespace

std::optional<SeriesData> endsPicture(const Study& study) {
  if (study.moments()) return std::nullopt;
  Curve arrived = curve("arrived", CurveRole::Measured, kGood, CurveStyle::Scatter);
  Curve stuck = curve("stopped", CurveRole::Measured, kStuckColour, CurveStyle::Scatter);
  Curve unended = curve("out of steps", CurveRole::Measured, kUnended, CurveStyle::Scatter);
  Curve levels = curve("bad minima", CurveRole::Theory, kTeacher);
  const auto& sweep = study.sweep();
  double top = 0;
  for (std::size_t i = 0; i < sweep.settings().size(); ++i) {
    const int m = sweep.settings()[i];
    for (int r = 0; r < sweep.replicas(); ++r) {
      const Outcome* run = sweep.result(i, r);
      if (!run) continue;
      // Runs of one width side by side, or they would hide each other.
      const double aside = 0.6 * ((r + 0.5) / sweep.replicas() - 0.5);
      add(run->arrived ? arrived : run->stuck ? stuck : unended, m + aside, run->loss);
    }
    for (const double level : levelsOf(study, m)) {
      for (const double x : {m - 0.42, m + 0.42}) add(levels, x, level);
      add(levels, kGap, kGap);
      top = std::max(top, level);
    }
  }
  return onePanel({asManyAsTeacher(study, top), std::move(arrived), std::move(stuck),
                   std::move(unended), std::move(levels)});
}

std::optional<SeriesData> successPicture(const Study& study) {
  if (study.moments()) return std::nullopt;
  const double n = study.config().teacherUnits;
  return onePanel({asManyAsTeacher(study, 1),
                   sharesOver(study.sweep().over([](int m) { return m; }, &Outcome::arrived),
                              curve("arrived", CurveRole::Measured, kGood, CurveStyle::Scatter)),
                   curve("too few units", CurveRole::Theory, kGood, {n - 2, n - 1}, {0, 0})});
}

PointsData directionsPicture(const Study& study) {
  PointsData data{.x0 = -1.3, .x1 = 1.3, .y0 = -1.3, .y1 = 1.3, .marks = {}, .paths = {}};
  const Index n = study.config().teacherUnits;
  const MatrixXd tips = onWheel(MatrixXd::Identity(n, n), n);
  for (Index j = 0; j < n; ++j) {
    data.paths.push_back({.name = "",
                          .role = CurveRole::Guide,
                          .colour = kTeacher,
                          .x = {0, tips(0, j)},
                          .y = {0, tips(1, j)}});
  }
  data.marks.push_back(marksAt("teacher's units", kTeacher, tips));
  if (study.moments()) {
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(study.sampled().second());
    data.marks.push_back(marksAt("eigenvectors of the second moment", kStuckColour,
                                 onWheel(solver.eigenvectors().rightCols(n), n)));
    if (!study.errors().empty()) {
      data.marks.push_back(marksAt("found by the fourth", kStudent, onWheel(study.found(), n)));
    }
    return data;
  }
  const MatrixXd now = onWheel(study.shown().weights(), n);
  for (Index i = 0; i < now.cols(); ++i) {
    Path path{.name = i == 0 ? "their ways" : "",
              .role = CurveRole::Context,
              .colour = kStudent,
              .x = {},
              .y = {}};
    for (const MatrixXd& weights : study.trail()) {
      if (i >= weights.cols()) continue;
      const VectorXd at = onWheel(weights.col(i), n);
      path.x.push_back(at[0]);
      path.y.push_back(at[1]);
    }
    path.x.push_back(now(0, i));
    path.y.push_back(now(1, i));
    data.paths.push_back(std::move(path));
  }
  data.marks.push_back(marksAt("student's units", kStudent, now));
  return data;
}

std::optional<FieldData> sheetPicture(const Study& study) {
  if (study.moments()) return std::nullopt;
  const Index n = study.config().teacherUnits;
  const CriticalPoint& bad = study.reversed().front();
  const auto sheet = study.sheet().get(true, [&] {
    TeacherStudentLoss narrow(MatrixXd::Identity(n, n), n), loss(MatrixXd::Identity(n, n), n + 1);
    // Ahead: every unit on its teacher, unit 0 still in two halves. Aside: the second half takes
    // the reversed unit's place, which shrinks to nothing; at first it only parts from the other.
    const VectorXd from = splitUnit(bad.weights, n, 0);
    const VectorXd ahead = splitUnit(MatrixXd::Identity(n, n).reshaped(), n, 0) - from;
    VectorXd aside = -from, parting = VectorXd::Zero(from.size());
    for (Index i = 0; i < n - 1; ++i) aside[i * n + i] += 1;
    aside[from.size() - 1] += 1;
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(narrow.splittingMatrix(bad.weights, 0));
    VectorXd u = solver.eigenvectors().col(0);
    if (u[n - 1] < 0) u = -u;
    parting.head(n) = -u;
    parting.tail(n) = u;
    FieldData field;
    field.nx = field.ny = kGrid;
    field.x0 = -0.3;
    field.x1 = 1.2;
    field.y0 = -0.1;
    field.y1 = 1.1;
    for (int row = 0; row < kGrid; ++row) {
      const double b = field.y0 + (field.y1 - field.y0) * row / (kGrid - 1);
      for (int column = 0; column < kGrid; ++column) {
        const double a = field.x0 + (field.x1 - field.x0) * column / (kGrid - 1);
        const double value = loss.value(from + a * ahead + b * b * aside + b * (1 - b) * parting);
        field.values.push_back(static_cast<float>(std::min(value, 6 * bad.value)));
      }
    }
    return field;
  });
  FieldData field = sheet;
  field.marks = {{.name = "reversed", .colour = kStuckColour, .x = {0}, .y = {0}},
                 {.name = "good", .colour = kGood, .x = {1, 0}, .y = {0, 1}}};
  field.paths = {{.name = "turning it round", .colour = kStuckColour, .x = {0, 1}, .y = {0, 0}},
                 {.name = "splitting another", .colour = kGood, .x = {0, 0}, .y = {0, 1}}};
  return field;
}

std::optional<SeriesData> lossPicture(const Study& study) {
  if (study.moments()) return std::nullopt;
  Curve loss = curve("student", CurveRole::Measured, kStudent);
  const std::vector<double>& all = study.losses();
  const std::size_t stride = all.size() / 800 + 1;
  for (std::size_t t = 0; t < all.size(); t += stride) add(loss, static_cast<double>(t), all[t]);
  add(loss, static_cast<double>(all.size() - 1), all.back());
  const double end = std::max(600.0, static_cast<double>(all.size() - 1));
  Curve levels = curve("bad minima", CurveRole::Theory, kTeacher);
  for (const double level : levelsOf(study, study.config().units())) {
    add(levels, 0, level);
    add(levels, end, level);
    add(levels, kGap, kGap);
  }
  Curve splits = curve("a unit is split", CurveRole::Guide, kStuckColour);
  for (const double t : study.splits()) {
    add(splits, t, kArrived);
    add(splits, t, 1);
    add(splits, kGap, kGap);
  }
  return onePanel({std::move(loss), std::move(levels), std::move(splits),
                   curve("arrived", CurveRole::Guide, kGood, {0, end}, {kArrived, kArrived})});
}

std::optional<FieldData> cosinesPicture(const Study& study) {
  if (study.moments()) return std::nullopt;
  const Index n = study.config().teacherUnits;
  const MatrixXd cosines = unitCosines(study.shown().weights(), MatrixXd::Identity(n, n));
  FieldData field;
  field.nx = static_cast<int>(n);
  field.ny = static_cast<int>(cosines.rows());
  field.x0 = field.y0 = 1;
  field.x1 = field.nx;
  field.y1 = std::max(field.ny, 2);
  field.map = FieldMap::Diverging;
  field.lo = -1;
  field.hi = 1;
  for (Index i = 0; i < cosines.rows(); ++i) {
    for (Index j = 0; j < n; ++j) field.values.push_back(static_cast<float>(cosines(i, j)));
  }
  return field;
}

std::optional<SeriesData> eigenvaluesPicture(const Study& study) {
  if (!study.moments()) return std::nullopt;
  const int n = study.config().teacherUnits;
  Curve measured = curve("from samples", CurveRole::Measured, kStudent, CurveStyle::Bars);
  Curve law = curve("1/√(2π), n times", CurveRole::Theory, kStudent);
  if (study.sampled().count() > 0) {
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(study.sampled().second(),
                                                         Eigen::EigenvaluesOnly);
    const auto values = solver.eigenvalues().reverse();
    for (Index k = 0; k < values.size(); ++k) add(measured, static_cast<double>(k + 1), values[k]);
  }
  add(law, 0.5, momentStrength());
  add(law, n + 0.5, momentStrength());
  add(law, n + 0.5, 0);
  if (study.dimension() > n) add(law, static_cast<double>(study.dimension()) + 0.5, 0);
  return onePanel({std::move(measured), std::move(law)});
}

std::optional<SeriesData> errorsPicture(const Study& study) {
  if (!study.moments()) return std::nullopt;
  Curve second = curve("second moment", CurveRole::Measured, kStuckColour, CurveStyle::Scatter);
  Curve units = curve("units, by the fourth", CurveRole::Measured, kStudent, CurveStyle::Scatter);
  for (const MomentErrors& error : study.errors()) {
    add(second, error.samples, error.second);
    add(units, error.samples, error.directions);
  }
  const Index n = study.config().teacherUnits, d = study.dimension();
  const std::vector<double> ends = {250, static_cast<double>(study.config().count)};
  const auto law = [&](double variance, int colour, const char* name) {
    return powerLaw(ends, curve(name, CurveRole::Theory, colour), -0.5, 1, std::sqrt(variance));
  };
  return onePanel({std::move(second), std::move(units),
                   law(secondMomentVariance(n, d), kStuckColour, "its law"),
                   law(directionVariance(n, d), kStudent, "law for many samples")});
}

}  // namespace basin::teacher_student
