#include "labs/optimisation/np_hard/pictures.h"

#include <algorithm>
#include <cmath>

#include "study/set_drawing.h"
#include "study/sweep_pictures.h"

namespace basin::np_hard {

namespace {

constexpr int kFits = 0, kStuck = 1, kLaw = 2, kLine = 5;
// Colours are counted round, seven of them: of few half-spaces none has these.
constexpr int kKept = 5, kNobody = 6;

void add(auto& line, double x, double y) {
  line.x.push_back(x);
  line.y.push_back(y);
}

// The line w.x + b = 0 within the square [-reach, 1 + reach]^2.
Path boundary(const Eigen::Ref<const VectorXd>& w, double lo, double hi) {
  Path path{.name = {}, .x = {}, .y = {}};
  const auto inside = [&](double v) { return v >= lo && v <= hi; };
  for (const double at : {lo, hi}) {
    const double y = -(w[0] * at + w[2]) / w[1], x = -(w[1] * at + w[2]) / w[0];
    if (inside(y)) add(path, at, y);
    if (inside(x)) add(path, x, at);
  }
  if (path.x.size() < 2) return {};
  path.x = {path.x.front(), path.x.back()};
  path.y = {path.y.front(), path.y.back()};
  return path;
}

PointsData planePicture(const Study& study) {
  constexpr double kLo = -0.5, kHi = 1.5;
  PointsData picture{kLo, kHi, kLo, kHi, {}, {}};
  const MatrixXd& weights = study.shown().net().weights();
  for (Index i = 0; i < weights.cols(); ++i) {
    Path line = boundary(weights.col(i), kLo, kHi);
    line.name = "edge of half-space " + std::to_string(i + 1);
    line.colour = static_cast<int>(2 + i % 6);
    if (!line.x.empty()) picture.paths.push_back(std::move(line));
  }
  picture.marks = {{.name = "labelled 1", .colour = 0, .x = {}, .y = {}},
                   {.name = "labelled −1", .colour = 1, .x = {}, .y = {}}};
  for (Index k = 0; k < study.data().labels.size(); ++k) {
    const bool positive = study.data().labels[k] > 0;
    add(picture.marks[positive ? 0 : 1], study.data().inputs(0, k), study.data().inputs(1, k));
  }
  return picture;
}

}  // namespace

SeriesData sharePicture(const Study& study) {
  Curve fits = curve("runs that fit", CurveRole::Measured, kFits, CurveStyle::Bars);
  for (const int width : study.sweep().settings()) {
    const Share share = study.successes(width);
    if (share.trials > 0) addShare(fits, width, share);
  }
  std::vector<Curve> curves = {std::move(fits)};
  const int least = study.predictedLeast();
  const double edge = (least > 0 ? least : study.sweep().settings().back() + 1) - 0.5;
  if (least != 1) {
    curves.push_back(curve("impossible: 0", CurveRole::Theory, kLaw, {0.5, edge}, {0, 0}));
  }
  if (least > 1) {
    curves.push_back(
        curve("from here on a fit exists", CurveRole::Guide, kLaw, {edge, edge}, {0, 1}));
  }
  return onePanel(std::move(curves));
}

PointsData colouringPicture(const Study& study) {
  if (!study.system()) return planePicture(study);
  PointsData picture{-1.25, 1.25, -1.25, 1.25, {}, {}};
  SetDrawing drawing = drawSets(*study.system());
  const int n = study.system()->elements;
  for (std::size_t s = 0; s < drawing.subsets.size(); ++s) {
    Path& path = drawing.subsets[s];
    const int by = study.cutBy(1 + n + static_cast<Index>(s));
    path.role = by < 0 ? CurveRole::Context : CurveRole::Measured;
    path.colour = by < 0 ? kLine : by;
    if (by >= 0) path.name = "subset lost to half-space " + std::to_string(by + 1);
  }
  // What is lost lies above what is not.
  std::stable_partition(drawing.subsets.begin(), drawing.subsets.end(),
                        [](const Path& p) { return p.role == CurveRole::Context; });
  picture.paths = std::move(drawing.subsets);
  for (int by = -1; by < study.config().width; ++by) {
    Marks marks{.name = {}, .colour = by < 0 ? kNobody : by, .handle = true, .x = {}, .y = {}};
    marks.name = by < 0 ? "cut off by none" : "cut off by half-space " + std::to_string(by + 1);
    for (int i = 0; i < n; ++i) {
      const auto at = static_cast<std::size_t>(i);
      if (study.cutBy(1 + i) == by) add(marks, drawing.elements.x[at], drawing.elements.y[at]);
    }
    if (!marks.x.empty()) picture.marks.push_back(std::move(marks));
  }
  const int by = study.cutBy(0);
  picture.marks.push_back(
      {.name = by < 0 ? "origin, kept" : "origin, lost to half-space " + std::to_string(by + 1),
       .colour = by < 0 ? kKept : by,
       .x = {-1},
       .y = {1}});
  return picture;
}

SeriesData lossPicture(const Study& study) {
  const std::vector<double> steps(study.marks().begin() + 1, study.marks().end());
  const auto losses = [&](const std::vector<double>& all) {
    return std::vector<double>(all.begin() + 1, all.end());
  };
  std::vector<Curve> curves;
  for (const Run* run : study.sweep().results(study.placeOf(study.config().width))) {
    curves.push_back(curve(run->fits ? "run that fits" : "run that does not", CurveRole::Context,
                           run->fits ? kFits : kStuck, steps, losses(run->losses)));
  }
  Curve shown =
      curve("the network shown", CurveRole::Measured, kLaw, steps, losses(study.shown().losses()));
  shown.x.resize(shown.y.size());
  curves.push_back(std::move(shown));
  return onePanel(std::move(curves));
}

SeriesData divisionsPicture(const Study& study) {
  Curve all =
      curve("every two elements: refused", CurveRole::Measured, kStuck, CurveStyle::Scatter);
  Curve chain = curve("a chain: found", CurveRole::Measured, kFits, CurveStyle::Scatter);
  Curve most = curve("2^(n−1)", CurveRole::Theory, kLaw);
  Curve found = curve("1 + ⌊2ⁿ/3⌋", CurveRole::Theory, kLaw);
  for (const Growth& each : study.growth()) {
    const double n = each.elements;
    add(most, n, std::exp2(n - 1));
    add(found, n, 1 + std::floor(std::exp2(n) / 3));
    if (each.pairs.twoSuffice() == Verdict::No)
      add(all, n, static_cast<double>(each.pairs.tried()));
    add(chain, n, static_cast<double>(each.chain.tried()));
  }
  Curve own = curve("these examples", CurveRole::Measured, 3, CurveStyle::Scatter);
  if (study.search().tried() > 0) {
    add(own, study.search().negatives(), static_cast<double>(study.search().tried()));
  }
  return onePanel(
      {std::move(all), std::move(chain), std::move(own), std::move(most), std::move(found)});
}

}  // namespace basin::np_hard
