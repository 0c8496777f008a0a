#include "labs/convergence/zas/pictures.h"

#include <algorithm>
#include <cmath>

#include "lab/param_text.h"
#include "study/sweep_pictures.h"

namespace basin::zas {

namespace {

constexpr int kGrid = 101;
constexpr double kReach = 1.5;  // of u and v on the surface
constexpr double kTop = 2.2;    // where its hill is cut
constexpr double kFar = 1e18;   // stands for an infinite time among others

struct Look {
  LinearStart kind;
  const char* name;
  int colour;
};
constexpr Look kLooks[kStarts] = {{LinearStart::Xavier, "Xavier", 3},
                                  {LinearStart::NearIdentity, "near identity", 1},
                                  {LinearStart::ZeroAsymmetric, "zero-asymmetric", 0}};

void add(Curve& c, double x, double y) {
  c.x.push_back(x);
  c.y.push_back(y);
}

// A column of a trace over eta t; t = 0 has no place on a logarithmic axis.
Curve traced(const Study& study, const Look& look, std::size_t column) {
  Curve c = curve(look.name, CurveRole::Measured, look.colour);
  const Study::Trace& trace = study.trace(look.kind);
  for (std::size_t i = 0; i < trace.steps().size(); ++i) {
    const double t = trace.steps()[i], value = trace.column(column)[i];
    if (t > 0 && std::isfinite(value)) add(c, t * study.rate(), value);
  }
  return c;
}

// Its end on the axis of time: that of the bound, of the flows, or where the race is given up.
double horizon(const Study& study) {
  const double last = study.rate() * study.config().stepLimit;
  if (study.config().constants == Constants::Theorem) return last;
  const double loss = study.racer(LinearStart::ZeroAsymmetric).firstLoss();
  double end = 2.2 * std::log(std::max(1.5, loss / study.config().epsilon));
  for (const Look& look : kLooks) {
    const double flow = study.flowTime(look.kind);
    if (std::isfinite(flow)) end = std::max(end, 1.1 * flow);
    end = std::max(end, study.rate() * static_cast<double>(study.racer(look.kind).steps()));
  }
  return std::min(end, last);
}

Curve flowCurve(const Study& study, LinearStart kind, double end) {
  Curve c = curve("gradient flow, exact", CurveRole::Theory, 2);
  const double d = study.config().dimension, epsilon = study.config().epsilon;
  const bool own = kind == LinearStart::ZeroAsymmetric;
  const auto flow = own ? study.ownFlow(study.config().factors) : study.flow(kind);
  if (!flow) return c;
  const double share = own ? d : 1;  // equal singular values share the loss
  for (const ScalarProductFlow::Point& p : flow->path(epsilon / share, 240)) {
    if (p.t >= study.rate() && p.t <= end) add(c, p.t, share * flow->loss(p.u));
  }
  return c;
}

}  // namespace

SeriesData lossPicture(const Study& study) {
  const double first = study.racer(LinearStart::ZeroAsymmetric).firstLoss();
  const double epsilon = study.config().epsilon, end = horizon(study);
  Curve bound = curve("bound (1 − η/2)^t", CurveRole::Theory, 2);
  for (int i = 0; i <= 160 && study.rate() <= 1; ++i) {
    const double t = std::pow(end / study.rate(), i / 160.0);
    const double value = first * std::exp(provedDecay(study.rate(), t));
    if (value < epsilon) break;
    add(bound, t * study.rate(), value);
  }
  SeriesData series = onePanel({});
  std::vector<Curve>& curves = series.panels[0].curves;
  for (const Look& look : kLooks) curves.push_back(positivePart(traced(study, look, Study::kLoss)));
  curves.push_back(std::move(bound));
  for (const Look& look : kLooks) {
    Curve flow = flowCurve(study, look.kind, end);
    if (!flow.x.empty()) curves.push_back(std::move(flow));
  }
  // With the theorem's step size nothing comes that far.
  if (study.config().constants == Constants::Theorem) return series;
  curves.push_back(curve("arrived", CurveRole::Guide, 2, {study.rate(), end}, {epsilon, epsilon}));
  return series;
}

std::optional<SeriesData> stepsPicture(const Study& study) {
  const Study::Sweep& sweep = study.sweep();
  if (sweep.size() == 0) return std::nullopt;
  const double most = study.config().stepLimit;
  Curve limit = curve("given up", CurveRole::Guide, 2);
  for (const int depth : sweep.settings()) add(limit, depth, most);
  SeriesData series = onePanel({std::move(limit)});
  std::vector<Curve>& curves = series.panels[0].curves;
  for (const Look& look : kLooks) {
    const bool random = look.kind != LinearStart::ZeroAsymmetric;
    Curve middle = curve(look.name, CurveRole::Measured, look.colour,
                         random ? CurveStyle::Scatter : CurveStyle::Line);
    Curve law = curve("gradient flow, exact", CurveRole::Theory, 2);
    for (std::size_t i = 0; i < sweep.settings().size(); ++i) {
      const double depth = sweep.settings()[i];
      std::vector<double> steps = study.arrivals(i, look.kind);
      const double median = study.medianArrival(i, look.kind);
      for (double& t : steps) t = std::clamp(t, 1.0, most);
      // Bars over the quartiles, up to the line where runs are given up.
      if (!steps.empty() && std::isfinite(median)) {
        add(middle, depth, std::max(1.0, median));
        if (random) middle.lo.push_back(quantile(steps, 0.25));
        if (random) middle.hi.push_back(quantile(steps, 0.75));
      }
      std::vector<double> times = study.predicted(look.kind)[i];
      for (double& t : times) t = std::min(t, kFar);
      const double predicted = basin::median(times);
      // The law goes on beyond that line, as far as the picture has room.
      if (predicted < 20 * most) add(law, depth, std::max(1.0, predicted));
    }
    curves.push_back(std::move(middle));
    if (!law.x.empty()) curves.push_back(std::move(law));
  }
  return series;
}

std::optional<FieldData> surfacePicture(const Study& study) {
  if (!study.scalar()) return std::nullopt;
  const double y = study.target()(0, 0);
  FieldData field;
  field.nx = field.ny = kGrid;
  field.x0 = -kReach;
  field.x1 = kReach;
  field.y0 = 0;
  field.y1 = kReach;
  const double others = study.config().factors - 1;
  for (int row = 0; row < kGrid; ++row) {
    const double v = kReach * row / (kGrid - 1);
    for (int column = 0; column < kGrid; ++column) {
      const double u = -kReach + 2 * kReach * column / (kGrid - 1);
      const double miss = u * std::pow(v, others) - y;
      field.values.push_back(static_cast<float>(std::min(0.5 * miss * miss, kTop)));
    }
  }
  for (const double level : {0.02, 0.1, 0.2, 0.3, 0.4, 0.48, 0.52, 0.7, 1.0, 1.4, 1.8}) {
    field.levels.push_back(level);
  }
  const auto inside = [](double u, double v) { return std::abs(u) <= kReach && v <= kReach; };
  for (const Look& look : kLooks) {
    Path law{
        .name = "gradient flow, exact", .role = CurveRole::Theory, .colour = 2, .x = {}, .y = {}};
    for (const ScalarProductFlow::Point& p : study.flow(look.kind)->path(study.config().epsilon)) {
      const double v = std::pow(study.flow(look.kind)->others(p.u), 1 / others);
      if (!inside(p.u, v)) continue;
      law.x.push_back(p.u);
      law.y.push_back(v);
    }
    Path path{.name = look.name, .colour = look.colour, .x = {}, .y = {}};
    const Study::Trace& trace = study.trace(look.kind);
    for (std::size_t i = 0; i < trace.steps().size(); ++i) {
      const double u = trace.column(Study::kBottleneck)[i], v = trace.column(Study::kOthers)[i];
      if (!inside(u, v)) continue;
      path.x.push_back(u);
      path.y.push_back(v);
    }
    if (!path.x.empty()) {
      field.marks.push_back({.name = std::string(look.name) + " now",
                             .colour = look.colour,
                             .handle = false,
                             .x = {path.x.back()},
                             .y = {path.y.back()}});
    }
    field.paths.push_back(std::move(path));
    field.paths.push_back(std::move(law));
  }
  return field;
}

SeriesData singularPicture(const Study& study) {
  SeriesData series = onePanel(
      {curve("determinant 0", CurveRole::Guide, 2, {study.rate(), horizon(study)}, {0, 0})});
  for (const Look& look : kLooks) {
    for (int k = 0; k < study.config().dimension; ++k) {
      series.panels[0].curves.push_back(
          traced(study, look, static_cast<std::size_t>(Study::kSingular + k)));
    }
  }
  return series;
}

}  // namespace basin::zas
