#include "labs/landscapes/teacher_student/pictures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "linalg/decompositions.h"
#include "study/sweep_pictures.h"

namespace basin::teacher_student {

namespace {

constexpr int kStudent = 0, kStuckColour = 1, kGood = 2, kTeacher = 3, kUnended = 5;
constexpr int kGrid = 45;

void add(Curve& c, double x, double y) {
  c.x.push_back(x);
  c.y.push_back(y);
}

// A piece of a line, apart from the next one.
void addPiece(Curve& c, double x0, double y0, double x1, double y1) {
  constexpr double kGap = std::numeric_limits<double>::quiet_NaN();
  add(c, x0, y0);
  add(c, x1, y1);
  add(c, kGap, kGap);
}

// Each teacher unit is a spoke of a wheel: x is drawn at the sum of its weights times the spokes.
MatrixXd onWheel(const MatrixXd& vectors, Index spokes) {
  MatrixXd wheel(2, spokes);
  for (Index j = 0; j < spokes; ++j) {
    const double part = static_cast<double>(j) / static_cast<double>(spokes);
    const double angle = std::numbers::pi * (0.5 - 2 * part);
    wheel.col(j) << std::cos(angle), std::sin(angle);
  }
  return wheel * vectors.topRows(spokes);
}

void addMarks(PointsData& data, std::string name, int colour, const MatrixXd& places) {
  Marks marks{.name = std::move(name), .colour = colour, .x = {}, .y = {}};
  for (const auto& at : places.colwise()) {
    marks.x.push_back(at[0]);
    marks.y.push_back(at[1]);
  }
  data.marks.push_back(std::move(marks));
}

// The levels at which students with so many units may stop.
std::vector<double> levelsOf(const Study& study, int units) {
  const int extra = units - study.config().teacherUnits;
  std::vector<double> levels;
  const auto take = [&](const StuckPoint& point) {
    if (point.curvature > 0) levels.push_back(point.value);
  };
  if (extra == -1 || extra == -2) take(study.narrow()[static_cast<std::size_t>(extra + 2)]);
  if (extra == 0) std::ranges::for_each(study.reversed(), take);
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
  Curve levels = curve("bad minima", CurveRole::Theory, kStuckColour);
  double top = 0;
  for (int extra = -2; extra <= 3; ++extra) {
    const int m = study.config().teacherUnits + extra;
    const std::vector<const Outcome*> runs = study.runsWith(extra);
    for (std::size_t r = 0; r < runs.size(); ++r) {
      Curve& c = runs[r]->arrived ? arrived : runs[r]->stuck ? stuck : unended;
      // Runs of one width side by side, or they would hide each other.
      const double aside = (static_cast<double>(r) + 0.5) / study.config().runs - 0.5;
      add(c, m + 0.8 * aside, runs[r]->loss);
    }
    for (const double level : levelsOf(study, m)) {
      addPiece(levels, m - 0.45, level, m + 0.45, level);
      top = std::max(top, level);
    }
  }
  // From the first frame on the picture has its final size.
  const double n = study.config().teacherUnits;
  Curve below = curve("F = 0.001", CurveRole::Guide, 4, {n - 2.5, n + 3.5}, {kArrived, kArrived});
  return onePanel({asManyAsTeacher(study, top), std::move(below), std::move(arrived),
                   std::move(stuck), std::move(unended), std::move(levels)});
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
  Path way{.name = {}, .role = CurveRole::Guide, .colour = kTeacher, .x = {}, .y = {}};
  for (const auto& tip : tips.colwise()) {
    way.x = {0, tip[0]};
    way.y = {0, tip[1]};
    data.paths.push_back(way);
  }
  addMarks(data, "teacher's units", kTeacher, tips);
  if (study.moments()) {
    const MatrixXd vectors = symmetricEigen(study.sampled().second()).vectors;
    addMarks(data, "eigenvectors of the second moment", kStuckColour,
             onWheel(vectors.rightCols(n), n));
    if (!study.errors().empty()) {
      addMarks(data, "found by the fourth", kStudent, onWheel(study.found(), n));
    }
    return data;
  }
  way = {.name = {}, .role = CurveRole::Context, .colour = kStudent, .x = {}, .y = {}};
  const MatrixXd now = onWheel(study.shown().weights(), n);
  for (Index i = 0; i < now.cols(); ++i) {
    way.x.clear();
    way.y.clear();
    const auto pass = [&](const VectorXd& at) {
      way.x.push_back(at[0]);
      way.y.push_back(at[1]);
    };
    for (const MatrixXd& weights : study.trail()) {
      if (i < weights.cols()) pass(onWheel(weights.col(i), n));
    }
    pass(now.col(i));
    data.paths.push_back(way);
  }
  addMarks(data, "student's units", kStudent, now);
  return data;
}

std::optional<FieldData> sheetPicture(const Study& study) {
  if (study.moments()) return std::nullopt;
  return study.sheet().get(true, [&] {
    const StuckPoint& bad = study.reversed().front();
    DetourSheet sheet(bad);
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
        field.values.push_back(static_cast<float>(std::min(sheet.loss(a, b), 6 * bad.value)));
      }
    }
    field.marks = {{.name = "reversed", .colour = kStuckColour, .x = {0}, .y = {0}},
                   {.name = "good", .colour = kGood, .x = {1, 0}, .y = {0, 1}}};
    field.paths = {{.name = "turning it round", .colour = kStuckColour, .x = {0, 1}, .y = {0, 0}},
                   {.name = "splitting another", .colour = kGood, .x = {0, 0}, .y = {0, 1}}};
    return field;
  });
}

std::optional<SeriesData> lossPicture(const Study& study) {
  if (study.moments()) return std::nullopt;
  Curve loss = curve("student", CurveRole::Measured, kStudent);
  const std::vector<double>& all = study.losses();
  for (std::size_t t = 0; t < all.size(); t += all.size() / 800 + 1) {
    add(loss, static_cast<double>(t), all[t]);
  }
  add(loss, study.time(), all.back());
  const double end = std::max(600.0, study.time());
  Curve levels = curve("bad minima", CurveRole::Theory, kStuckColour);
  for (const double level : levelsOf(study, study.config().units())) {
    addPiece(levels, 0, level, end, level);
  }
  Curve splits = curve("a unit is split", CurveRole::Guide, kStuckColour);
  for (const double t : study.splits()) addPiece(splits, t, kArrived, t, 1);
  return onePanel({std::move(loss), std::move(levels), std::move(splits),
                   curve("arrived", CurveRole::Guide, kGood, {0, end}, {kArrived, kArrived})});
}

std::optional<SeriesData> eigenvaluesPicture(const Study& study) {
  if (!study.moments()) return std::nullopt;
  const double n = study.config().teacherUnits, d = static_cast<double>(study.dimension());
  Curve bars = curve("from samples", CurveRole::Measured, kStudent, CurveStyle::Bars);
  const VectorXd eigenvalues = symmetricEigenvalues(study.sampled().second());
  for (const double value : eigenvalues.reverse()) {
    add(bars, static_cast<double>(bars.x.size() + 1), value);
  }
  Curve law = curve("1/√(2π), n times", CurveRole::Theory, kStudent);
  addPiece(law, 0.5, momentStrength(), n + 0.5, momentStrength());
  if (d > n) addPiece(law, n + 0.5, 0, d + 0.5, 0);
  return onePanel({std::move(bars), std::move(law)});
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
