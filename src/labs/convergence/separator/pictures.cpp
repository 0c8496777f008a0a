#include "labs/convergence/separator/pictures.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "lab/param_text.h"
#include "study/sweep_pictures.h"

namespace basin::separator {

namespace {

constexpr double kReach = 1.3;  // of the plane, in which all inputs have norm 1
constexpr int kGrid = 65;
constexpr int kMostArrows = 60;
constexpr std::array<double, 2> kWidths = {1, 200};
constexpr int kPositive = 1, kNegative = 0, kDead = 3, kStuck = 4, kLast = 2;

std::vector<double> logarithmic(double lo, double hi, int count = 41) {
  std::vector<double> x;
  for (int i = 0; i < count; ++i) x.push_back(lo * std::pow(hi / lo, 1.0 * i / (count - 1)));
  return x;
}

// Updates over epochs as a staircase, up to the present one.
Curve staircase(const std::vector<double>& epochs, double now, Curve look) {
  const std::size_t stride = epochs.size() / 400 + 1;
  for (std::size_t t = 0; t < epochs.size(); t += stride) {
    if (t > 0) {
      look.x.push_back(epochs[t]);
      look.y.push_back(look.y.back());
    }
    look.x.push_back(epochs[t]);
    look.y.push_back(static_cast<double>(t + 1));
  }
  if (!epochs.empty()) {
    look.x.push_back(now);
    look.y.push_back(static_cast<double>(epochs.size()));
  }
  return look;
}

// M with one parameter of the model replaced.
template <class Change>
Curve boundOver(const Study& study, std::vector<double> x, Change change) {
  Curve look = curve("bound M", CurveRole::Theory, 1);
  if (!study.config().bounded()) return look;
  return lawOver(x, std::move(look), [&](double at) {
    MarginModel model = study.config().model();
    change(model, at);
    return updateSqueeze(model, study.problem().separatorNorm).bound();
  });
}

SeriesData sweepOver(const Study& study, Over over, Curve bound) {
  const auto updates = study.over(over, &Run::updates);
  return onePanel(
      {positivePart(runsOver(updates, curve("runs", CurveRole::Context, 0, CurveStyle::Scatter))),
       positivePart(mediansOver(updates, curve("median", CurveRole::Measured, 0), Bars::None)),
       std::move(bound)});
}

Marks marksOf(const char* name, int colour) {
  return {.name = name, .colour = colour, .handle = false, .x = {}, .y = {}};
}

// From the origin, with a head that does not grow.
Path arrow(const char* name, CurveRole role, int colour, double x, double y) {
  constexpr double kHead = 0.07;
  const double length = std::hypot(x, y);
  const double head = std::min(kHead, 0.4 * length) / std::max(length, 1e-12);
  const double ex = head * x, ey = head * y;
  return {.name = name,
          .role = role,
          .colour = colour,
          .x = {0, x, x - ex - 0.5 * ey, x, x - ex + 0.5 * ey},
          .y = {0, y, y - ey + 0.5 * ex, y, y - ey - 0.5 * ex}};
}

void addArrows(const Study& study, FieldData& field) {
  const MarginNetwork& network = study.network();
  const MatrixXd& W = network.weights();
  const Config& c = study.config();
  // A unit of length 0.8 meets the loss at the margin if all are like it.
  double scale = 0.4 * std::sqrt(static_cast<double>(W.rows())) * (1 + c.slope) /
                 std::min(study.problem().separatorNorm, 5.0);
  const double longest = W.leftCols(2).rowwise().norm().maxCoeff();
  scale = std::min(scale, 0.92 * kReach / std::max(longest, 1e-12));
  // At the start the arrows are short, and can be seen all the same.
  scale = std::max(scale, 0.15 / std::max(longest, 1e-12));
  std::vector<bool> dead(static_cast<std::size_t>(W.rows()));
  if (c.slope == 0) dead = network.deadUnits();
  Marks deadTips = marksOf("dead units", kDead);
  const Index stride = std::max<Index>(1, W.rows() / kMostArrows);
  for (Index r = 0; r < W.rows(); r += stride) {
    const double x = scale * W(r, 0), y = scale * W(r, 1);
    const bool positive = network.output()[r] > 0, gone = dead[static_cast<std::size_t>(r)];
    const char* name = gone ? "" : positive ? "units with v > 0" : "units with v < 0";
    field.paths.push_back(arrow(name, gone ? CurveRole::Context : CurveRole::Measured,
                                positive ? kPositive : kNegative, x, y));
    if (gone) {
      deadTips.x.push_back(x);
      deadTips.y.push_back(y);
    }
  }
  field.marks.push_back(std::move(deadTips));
}

void addExamples(const Study& study, FieldData& field) {
  const LabelledInputs& data = study.problem().data;
  std::array<Marks, 2> classes = {marksOf("y = −1", kNegative), marksOf("y = +1", kPositive)};
  Marks stuck = marksOf("stuck: no unit answers", kStuck), last = marksOf("last update", kLast);
  last.handle = true;
  const bool relu = study.config().slope == 0;
  const VectorXd active =
      relu ? VectorXd((study.network().weights() * data.inputs).colwise().maxCoeff().transpose())
           : VectorXd();
  const Index stride = std::max<Index>(1, data.inputs.cols() / 400);
  for (Index i = 0; i < data.inputs.cols(); i += stride) {
    const bool silent = relu && active[i] < 0;
    Marks& marks = silent ? stuck : classes[data.labels[i] > 0 ? 1 : 0];
    marks.x.push_back(data.inputs(0, i));
    marks.y.push_back(data.inputs(1, i));
  }
  if (study.lastExample() >= 0 && !study.shownFinished()) {
    last.x = {data.inputs(0, study.lastExample())};
    last.y = {data.inputs(1, study.lastExample())};
  }
  for (Marks& marks : classes) field.marks.push_back(std::move(marks));
  field.marks.push_back(std::move(stuck));
  field.marks.push_back(std::move(last));
}

}  // namespace

SeriesData updatesPicture(const Study& study) {
  const auto n = static_cast<double>(study.problem().data.inputs.cols());
  const double now = study.time() / n;
  std::vector<double> epochs;
  for (std::size_t t = 1; t < study.updates().size(); ++t) {
    epochs.push_back(static_cast<double>(study.updates()[t].example) / n);
  }
  std::vector<Curve> curves;
  double end = std::max(6.0, now);
  for (const std::size_t i : study.settingsOf(Over::Pairs)) {
    const Run* run = study.config().runs > 0 ? study.sweep().result(i, 0) : nullptr;
    if (!run || run->epochs.empty()) continue;
    end = std::max(end, run->epochs.back());
    curves.push_back(
        staircase(run->epochs, run->epochs.back(), curve("other widths", CurveRole::Context, 0)));
  }
  Curve bound = curve("", CurveRole::Theory, 1);
  if (study.config().bounded()) {
    bound.name = "bound M = " + formatNumber(study.bound());
    bound.x = {0, end};
    bound.y = {study.bound(), study.bound()};
  }
  curves.push_back(staircase(epochs, now, curve("updates", CurveRole::Measured, 0)));
  curves.push_back(std::move(bound));
  return onePanel(std::move(curves));
}

FieldData planePicture(const Study& study) {
  FieldData field;
  field.nx = field.ny = kGrid;
  field.x0 = field.y0 = -kReach;
  field.x1 = field.y1 = kReach;
  field.map = FieldMap::Diverging;
  field.lo = -2;
  field.hi = 2;
  field.levels = {-1, 1};
  // Where no ReLU unit is active N is 0 all over.
  if (study.config().slope > 0) field.levels.push_back(0);
  const MarginNetwork& network = study.network();
  const double slope = study.config().slope;
  MatrixXd row(2, kGrid);
  for (int i = 0; i < kGrid; ++i) row(0, i) = -kReach + 2 * kReach * i / (kGrid - 1);
  for (int j = 0; j < kGrid; ++j) {
    row.row(1).setConstant(row(0, j));
    const MatrixXd z = network.weights().leftCols(2) * row;
    const VectorXd values = z.cwiseMax(slope * z).transpose() * network.output();
    for (const double value : values) field.values.push_back(static_cast<float>(value));
  }
  if (study.config().dataset == Dataset::Gap) {
    for (const double at : {-study.config().margin, study.config().margin}) {
      field.paths.push_back({.name = "margin",
                             .role = CurveRole::Guide,
                             .colour = 5,
                             .x = {at, at},
                             .y = {-kReach, kReach}});
    }
  }
  addArrows(study, field);
  addExamples(study, field);
  return field;
}

std::optional<SeriesData> squeezePicture(const Study& study) {
  if (!study.config().bounded()) return std::nullopt;
  Curve norm = curve("|W|", CurveRole::Measured, 0);
  Curve projection = curve("W·W*/|W*|", CurveRole::Measured, 2);
  const std::vector<Update>& updates = study.updates();
  for (std::size_t t = 1; t < updates.size(); t += t / 100 + 1) {
    norm.x.push_back(static_cast<double>(t));
    norm.y.push_back(updates[t].norm);
    if (updates[t].projection <= 0) continue;
    projection.x.push_back(static_cast<double>(t));
    projection.y.push_back(updates[t].projection);
  }
  Curve most = curve("|W| at most", CurveRole::Theory, 0);
  Curve least = curve("W·W*/|W*| at least", CurveRole::Theory, 2);
  const std::vector<double> t = logarithmic(1, 2 * study.bound());
  const UpdateSqueeze& squeeze = study.squeeze();
  most = lawOver(t, most, [&](double at) { return squeeze.most(at); });
  least = positivePart(
      lawOver(t, least, [&](double at) { return squeeze.least(at, updates.front().projection); }));
  return onePanel({std::move(norm), std::move(projection), std::move(most), std::move(least)});
}

SeriesData widthPicture(const Study& study) {
  Curve bound = boundOver(
      study, logarithmic(kWidths[0], kWidths[1]),
      [](MarginModel& model, double k) { model.pairs = static_cast<int>(std::lround(k)); });
  return sweepOver(study, Over::Pairs, std::move(bound));
}

std::optional<SeriesData> slopePicture(const Study& study) {
  if (study.config().slope == 0) return std::nullopt;
  Curve bound = boundOver(study, logarithmic(0.05, 1),
                          [](MarginModel& model, double alpha) { model.slope = alpha; });
  return sweepOver(study, Over::Slope, std::move(bound));
}

std::optional<SeriesData> stuckPicture(const Study& study) {
  const Config& c = study.config();
  if (c.slope > 0) return std::nullopt;
  Curve law = curve("1 − (1 − 2⁻ᵏ)ⁿ", CurveRole::Theory, 1);
  if (c.dataset == Dataset::Axes && !c.learnOutput) {
    law = lawOver(logarithmic(kWidths[0], kWidths[1]), law,
                  [&](double k) { return 1 - reluShareOnAxes(k, c.dimension); });
  }
  Curve shares = sharesOver(study.over(Over::Pairs, &Run::stuck),
                            curve("runs stuck", CurveRole::Measured, 0, CurveStyle::Scatter));
  if (shares.x.empty() && law.x.empty()) {
    // Room for what is to come.
    law = curve("all", CurveRole::Guide, 5, {kWidths[0], kWidths[1]}, {1, 1});
  }
  return onePanel({std::move(shares), std::move(law)});
}

SeriesData errorPicture(const Study& study) {
  const auto errors = study.over(Over::Count, &Run::error);
  Curve measured = curve("error", CurveRole::Measured, 0);
  for (const auto& [n, values] : errors) {
    if (!values.empty() && mean(values) > 0) {
      measured.x.push_back(n);
      measured.y.push_back(mean(values));
    }
  }
  Curve bound = curve("bound", CurveRole::Theory, 1);
  if (study.config().bounded() && study.config().dataset == Dataset::Gap) {
    bound = lawOver(logarithmic(10, 1e6, 61), bound,
                    [&](double n) { return compressionBound(study.bound(), n); });
  }
  Curve seen =
      curve("least that is seen", CurveRole::Guide, 5, {10, 1e6}, {1.0 / kTests, 1.0 / kTests});
  return onePanel({std::move(measured), std::move(bound), std::move(seen)});
}

}  // namespace basin::separator
