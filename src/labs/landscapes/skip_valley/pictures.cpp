#include "labs/landscapes/skip_valley/pictures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "base/stats.h"
#include "study/plane_picture.h"

namespace basin::skip_valley {

namespace {

constexpr int kPathColour = 0, kPlainColour = 1, kShakeColour = 4, kLawColour = 7;
constexpr double kLead = 0.4, kLeg = 0.15;  // of the path's length, before it: descent, a shake

void add(Curve& c, double x, double y) {
  c.x.push_back(x);
  c.y.push_back(y);
}

// The points of the data in the plane, by class.
void addPoints(FieldData& field, const SkipNetwork& network) {
  Marks minus{.name = "−1", .colour = 0, .x = {}, .y = {}};
  Marks plus{.name = "+1", .colour = 1, .x = {}, .y = {}};
  for (Index i = 0; i < network.examples(); ++i) {
    Marks& marks = network.labels()[i] > 0 ? plus : minus;
    marks.x.push_back(network.X()(i, 0));
    marks.y.push_back(network.X()(i, 1));
  }
  field.marks = {std::move(minus), std::move(plus)};
}

FieldData answerField(const Study& study, const VectorXd& theta) {
  FieldData field;
  field.nx = field.ny = Study::kGrid;
  field.x0 = field.y0 = -Study::kReach;
  field.x1 = field.y1 = Study::kReach;
  field.map = FieldMap::Diverging;
  field.lo = -2;
  field.hi = 2;
  field.levels = {0};
  field.values = study.answers(theta);
  addPoints(field, study.network());
  return field;
}

}  // namespace

SeriesData pathPicture(const Study& study) {
  const double length = study.length(), begin = study.jump().empty() ? 0 : -kLeg * length;
  Curve plain = curve("descent, no wires", CurveRole::Measured, kPlainColour);
  const History<1>& descent = study.descent();
  for (std::size_t i = 0; i < descent.steps().size(); ++i) {
    // Most of the fall is in the first steps: on a logarithmic clock.
    const double part = std::log1p(descent.steps()[i]) / std::log1p(study.config().stepLimit);
    add(plain, begin - kLead * length * (1 - part), descent.column(0)[i]);
  }
  if (!study.path()) return onePanel({std::move(plain)});
  const SkipPath& path = *study.path();
  add(plain, begin, study.stuckLoss());
  Curve stuck = curve("stuck", CurveRole::Guide, kLawColour);
  add(stuck, begin, study.stuckLoss());
  add(stuck, length, study.stuckLoss());
  Curve shake = curve("hidden weights shaken", CurveRole::Measured, kShakeColour);
  for (std::size_t i = 0; i < study.jump().size(); ++i) {
    const double part = static_cast<double>(i) / static_cast<double>(study.jump().size() - 1);
    add(shake, begin * (1 - part), study.jump()[i]);
  }
  Curve walk =
      curve("along the wires", CurveRole::Measured, kPathColour, study.at(), study.losses());
  Curve law =
      curve(study.loss() == Loss::Squared ? "(1 − s)² L₀" : "A e⁻ˢ", CurveRole::Theory, kLawColour);
  if (study.loss() == Loss::Squared && path.lastLoss > 0) law.name = "(1 − s)² (L₀ − L₁) + L₁";
  if (study.loss() == Loss::Squared || study.obstacle().empty()) {
    for (int i = 0; i < Study::kPathPoints; ++i) {
      const double s = length * i / (Study::kPathPoints - 1);
      add(law, s, path.law(study.loss(), s));
    }
  }
  SeriesData series = onePanel({std::move(plain)});
  std::vector<Curve>& curves = series.panels[0].curves;
  if (!shake.x.empty()) curves.push_back(std::move(shake));
  curves.push_back(std::move(walk));
  if (!law.x.empty()) curves.push_back(std::move(law));
  curves.push_back(std::move(stuck));
  return series;
}

std::optional<FieldData> surfacePicture(const Study& study) {
  const PlaneScan& scan = study.scan();
  if (scan.values().empty()) return std::nullopt;
  FieldData field = planeField(scan);
  const double length = study.length();
  field.y0 = length * (0.5 - scan.halfV());
  field.y1 = length * (0.5 + scan.halfV());
  // Walls far above the start would press what matters into one colour.
  const double start = study.descent().column(0).front();
  const auto most =
      static_cast<float>(1.3 * std::max({start, study.stuckLoss(), study.path()->firstLoss}));
  for (float& v : field.values) v = std::isnan(v) ? v : std::min(v, most);

  Path descent{.name = "descent, no wires", .colour = kPlainColour, .x = {}, .y = {}};
  // Its projection; the two ends are where they are drawn.
  const auto& points = study.descentPath();
  const VectorXd across = study.from() - study.begin();
  if (study.jump().empty() && across.norm() > 0) {
    for (const VectorXd& x : points) {
      descent.x.push_back((x - study.begin()).dot(across) / across.squaredNorm());
      descent.y.push_back(0);
    }
    field.paths.push_back(std::move(descent));
    field.marks.push_back({.name = "start", .colour = 5, .x = {1}, .y = {0}});
  } else if (!study.jump().empty()) {
    descent.name = "hidden weights shaken";
    descent.colour = kShakeColour;
    for (int i = 0; i <= 20; ++i) {
      descent.x.push_back(1 - i / 20.0);
      descent.y.push_back(0);
    }
    field.paths.push_back(std::move(descent));
  }
  Path wires{.name = "along the wires", .colour = kPathColour, .x = {}, .y = {}};
  for (const double s : study.at()) {
    wires.x.push_back(0);
    wires.y.push_back(s);
  }
  field.marks.push_back(
      {.name = "stuck", .colour = kPlainColour, .x = {study.jump().empty() ? 0.0 : 1.0}, .y = {0}});
  if (!wires.y.empty()) {
    field.marks.push_back({.name = "now", .colour = kPathColour, .x = {0}, .y = {wires.y.back()}});
  }
  field.paths.push_back(std::move(wires));
  return field;
}

GraphData wiresPicture(const Study& study) {
  const Layout& layout = study.network().layout();
  const VectorXd theta = study.here();
  Net net;
  std::vector<int> first = {0};
  for (const char* name : {"x₁", "x₂"})
    net.nodes.push_back({.layer = 0, .label = name, .picture = {}});
  int layer = 0;
  for (const LayerBlock& block : layout.layers()) {
    first.push_back(static_cast<int>(net.nodes.size()));
    ++layer;
    const bool output = layer == static_cast<int>(layout.layers().size());
    for (Index j = 0; j < block.out; ++j) {
      net.nodes.push_back({.layer = layer,
                           .label = output ? "u" : "",
                           .value = theta[block.bias + j],
                           .picture = {}});
      for (Index i = 0; i < block.in; ++i) {
        net.edges.push_back(
            {.from = first[static_cast<std::size_t>(layer) - 1] + static_cast<int>(i),
             .to = static_cast<int>(net.nodes.size()) - 1,
             .weight = theta[block.weight + j + i * block.out]});
      }
    }
  }
  const int answer = static_cast<int>(net.nodes.size()) - 1;
  for (const SkipBlock& skip : layout.skips()) {
    for (Index i = 0; i < skip.in; ++i) {
      if (theta[skip.weight + i] == 0) continue;
      net.edges.push_back(
          {.from = first[static_cast<std::size_t>(skip.layer) + 1] + static_cast<int>(i),
           .to = answer,
           .weight = theta[skip.weight + i]});
    }
  }
  return {.nets = {std::move(net)}};
}

std::optional<FieldData> beforePicture(const Study& study) {
  if (!study.path()) return std::nullopt;
  return answerField(study, study.begin());
}

FieldData answerPicture(const Study& study) {
  return answerField(study, study.here());
}

SeriesData residualPicture(const Study& study) {
  const double n = study.config().points;
  Curve measured = curve("mean of random networks", CurveRole::Measured, 0, CurveStyle::Scatter);
  Curve law = curve("1 − M/N", CurveRole::Theory, kLawColour, {0, n}, {1, 0});
  Curve full = curve("M = N", CurveRole::Guide, kLawColour, {n, n}, {0, 1});
  const auto runs = study.shares().results(0);
  if (!runs.empty()) {
    const std::size_t most = runs.front()->parts.size() - 1;
    if (static_cast<double>(most) > n) add(law, static_cast<double>(most), 0);
    for (std::size_t m = 0; m <= most; ++m) {
      double sum = 0;
      for (const auto* run : runs) sum += run->parts[m];
      add(measured, static_cast<double>(m), sum / static_cast<double>(runs.size()));
    }
  }
  Curve own = curve("wires here", CurveRole::Measured, 5, CurveStyle::Scatter);
  if (study.path()) {
    const auto wired = static_cast<double>(study.network().wired());
    add(own, wired, study.path()->residualShare);
  }
  return onePanel({std::move(measured), std::move(own), std::move(law), std::move(full)});
}

SeriesData pairsPicture(const Study& study) {
  std::vector<Curve> curves;
  const std::vector<int>& marks = study.pairMarks();
  const std::vector<double> x(marks.begin(), marks.end());
  for (const std::size_t wires : {0, 1}) {
    const int colour = wires == 1 ? kPathColour : kPlainColour;
    const auto runs = study.pairs().results(wires);
    for (const auto* run : runs) {
      curves.push_back(curve(wires == 1 ? "run with wires" : "run without", CurveRole::Context,
                             colour, x, *run));
    }
    Curve middle =
        curve(wires == 1 ? "median with wires" : "median without", CurveRole::Measured, colour);
    for (std::size_t i = 0; i < marks.size() && !runs.empty(); ++i) {
      std::vector<double> values;
      for (const auto* run : runs) values.push_back((*run)[i]);
      add(middle, x[i], median(values));
    }
    curves.push_back(std::move(middle));
  }
  return onePanel(std::move(curves));
}

}  // namespace basin::skip_valley
