#include "labs/tying/convolution/pictures.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "study/sweep_pictures.h"

namespace basin::convolution {

namespace {

constexpr int kColours[] = {0, 1, 3};
constexpr int kGap = 3;  // columns between matrices

std::vector<double> upTo(int count, double first = 0) {
  std::vector<double> x(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) x[static_cast<std::size_t>(i)] = first + i;
  return x;
}

Curve border(const Study& study) {
  const double at = study.problem().unseen.first - 0.5;
  return curve("seen in training up to here", CurveRole::Guide, 2, {at, at}, {0, 1});
}

// How far to move a filter so that it meets the pattern best, in numbers of a window.
int bestShift(const VectorXd& filter, const VectorXd& pattern) {
  const auto p = static_cast<int>(pattern.size());
  const auto overlap = [&](int shift) {
    const int from = std::max(0, shift), n = p - std::abs(shift);
    return pattern.segment(from, n).dot(filter.segment(from - shift, n));
  };
  int best = 0;
  for (int shift = 1 - p; shift < p; ++shift) {
    if (overlap(shift) > overlap(best)) best = shift;
  }
  return best;
}

std::vector<double> normalised(const VectorXd& w) {
  const double norm = w.norm();
  const VectorXd unit = norm > 0 ? VectorXd(w / norm) : w;
  return {unit.begin(), unit.end()};
}

}  // namespace

const char* nameOf(Kind kind) {
  switch (kind) {
    case Kind::Tied:
      return "convolution";
    case Kind::Local:
      return "locally connected";
    case Kind::Full:
      return "fully connected";
  }
  return "";
}

SeriesData placesPicture(const Study& study) {
  const PlaceRange places = study.problem().task.places();
  const std::vector<double> x = upTo(places.count, places.first);
  std::vector<Curve> curves;
  for (const Kind kind : kKinds) {
    curves.push_back(curve(nameOf(kind), CurveRole::Measured, kColours[static_cast<int>(kind)], x,
                           study.detection(kind).share));
  }
  curves.push_back(curve("best possible", CurveRole::Theory, 0, x, study.bestDetection().share));
  if (study.problem().unseen.count > 0) curves.push_back(border(study));
  return onePanel(std::move(curves));
}

SeriesData accuracyPicture(const Study& study) {
  SeriesData series{.panels = {}, .columns = 2};
  const auto panel = [&](const char* title, double Outcome::*measured, double Outcome::*best) {
    Panel made{title, {}};
    Curve optimum = curve("best possible", CurveRole::Theory, 0);
    for (const Kind kind : kKinds) {
      Curve c = curve(nameOf(kind), CurveRole::Measured, kColours[static_cast<int>(kind)]);
      for (std::size_t i = 0; i < study.counts().size(); ++i) {
        const std::size_t setting = study.settingOf(kind, i);
        const std::vector<double> values = study.sweep().values(setting, measured);
        if (values.empty() || std::isnan(values.front())) continue;
        const double n = study.counts()[i];
        c.x.push_back(n);
        c.y.push_back(mean(values));
        if (kind == Kind::Tied) {
          optimum.x.push_back(n);
          optimum.y.push_back(study.sweep().mean(setting, best));
        }
      }
      made.curves.push_back(std::move(c));
    }
    made.curves.push_back(std::move(optimum));
    made.curves.push_back(curve(
        "guessing", CurveRole::Guide, 2,
        {static_cast<double>(study.counts().front()), static_cast<double>(study.counts().back())},
        {0.5, 0.5}));
    series.panels.push_back(std::move(made));
  };
  panel("where the pattern was seen", &Outcome::seen, &Outcome::bestSeen);
  if (study.problem().unseen.count > 0) {
    panel("where it never was", &Outcome::unseen, &Outcome::bestUnseen);
  }
  return series;
}

FieldData weightsPicture(const Study& study) {
  const int windows = study.problem().task.windows(), L = study.config().length;
  FieldData field;
  field.nx = 3 * L + 2 * kGap;
  field.ny = windows;
  field.x0 = 0;
  field.x1 = field.nx - 1;
  field.y0 = 0;
  field.y1 = windows - 1;
  field.levels = {2};  // none: a line around every weight would hide them
  field.lo = -1;
  field.hi = 1;
  field.values.assign(static_cast<std::size_t>(field.nx) * windows,
                      std::numeric_limits<float>::quiet_NaN());
  for (const Kind kind : kKinds) {
    const MatrixXd weights = firstLayerOf(study, kind).weights;
    double largest = 1e-12;
    for (const double w : weights.reshaped()) {
      if (std::isfinite(w)) largest = std::max(largest, std::abs(w));
    }
    const int left = static_cast<int>(kind) * (L + kGap);
    for (int t = 0; t < windows; ++t) {
      for (int j = 0; j < L; ++j) {
        field.values[static_cast<std::size_t>(t * field.nx + left + j)] =
            static_cast<float>(weights(t, j) / largest);
      }
    }
    const double l = left, r = left + L - 1, top = windows - 1;
    field.paths.push_back({.name = nameOf(kind),
                           .role = CurveRole::Context,
                           .colour = kColours[static_cast<int>(kind)],
                           .x = {l, r, r, l, l},
                           .y = {0, 0, top, top, 0}});
  }
  return field;
}

GraphData networksPicture(const Study& study) {
  const int windows = study.problem().task.windows(), L = study.config().length;
  GraphData graph;
  for (const Kind kind : kKinds) {
    const FirstLayer layer = firstLayerOf(study, kind);
    Net net;
    net.title = std::string(nameOf(kind)) + ": " +
                std::to_string(study.learner(kind).network().parameterCount()) + " parameters";
    for (int j = 0; j < L; ++j) net.nodes.push_back({0, "x" + std::to_string(j), 0, {}});
    for (int t = 0; t < windows; ++t) net.nodes.push_back({1, "z" + std::to_string(t), 0, {}});
    net.nodes.push_back({2, kind == Kind::Full ? "+" : "max", 0, {}});
    for (int t = 0; t < windows; ++t) {
      for (int j = 0; j < L; ++j) {
        const double w = layer.weights(t, j);
        if (std::isnan(w)) continue;
        const Index parameter = layer.parameters[static_cast<std::size_t>(t * L + j)];
        net.edges.push_back({j, L + t, w, kind == Kind::Tied ? static_cast<int>(parameter) : -1});
      }
      net.edges.push_back({L + t, L + windows, layer.out[static_cast<std::size_t>(t)], -1});
    }
    graph.nets.push_back(std::move(net));
  }
  return graph;
}

SeriesData filterPicture(const Study& study) {
  const int p = study.config().patternLength;
  SeriesData series{.panels = {}, .columns = 2};
  const Curve pattern =
      curve("the pattern", CurveRole::Theory, 0, upTo(p), normalised(study.problem().task.pattern));
  // Which window finds the pattern is all the same: drawn is where the filter meets it.
  const VectorXd filter = filterOf(study, Kind::Tied, 0);
  series.panels.push_back(
      {"convolution: one filter",
       {curve("learnt filter", CurveRole::Measured, kColours[0],
              upTo(p, bestShift(filter, study.problem().task.pattern)), normalised(filter)),
        pattern}});
  Panel local{"locally connected: a filter a place", {}};
  const PlaceRange all = study.problem().task.places();
  for (int t = all.first; t < all.first + all.count; ++t) {
    const bool was = t < all.first + study.problem().seen.count;
    local.curves.push_back(curve(was ? "places seen" : "places never seen", CurveRole::Context,
                                 was ? kColours[1] : 5, upTo(p),
                                 normalised(filterOf(study, Kind::Local, t))));
  }
  local.curves.push_back(pattern);
  series.panels.push_back(std::move(local));
  return series;
}

SeriesData signalPicture(const Study& study) {
  const int p = study.config().patternLength, windows = study.problem().task.windows();
  const VectorXd& x = study.exampleSignal();
  const VectorXd& pattern = study.problem().task.pattern;
  const VectorXd filter = filterOf(study, Kind::Tied, 0);
  const double norm = std::max(1e-12, filter.norm());
  Curve answer = curve("learnt filter", CurveRole::Measured, kColours[0]);
  Curve matched = curve("the pattern as a filter", CurveRole::Theory, 0);
  for (int t = 0; t < windows; ++t) {
    answer.x.push_back(t);
    answer.y.push_back(filter.dot(x.segment(t, p)) / norm);
    matched.x.push_back(t);
    matched.y.push_back(pattern.dot(x.segment(t, p)) / std::max(1e-12, pattern.norm()));
  }
  Panel signal{"a signal", {}};
  signal.curves.push_back(
      curve("signal", CurveRole::Measured, 5, upTo(study.config().length), {x.begin(), x.end()}));
  signal.curves.push_back(curve("the pattern in it", CurveRole::Theory, 0,
                                upTo(p, study.examplePlace()), {pattern.begin(), pattern.end()}));
  return {.panels = {std::move(signal),
                     {"its answers, place by place", {std::move(answer), std::move(matched)}}},
          .columns = 1};
}

}  // namespace basin::convolution
