#include "labs/convergence/sgd_cost/pictures.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "study/sweep_pictures.h"

namespace basin::sgd_cost {

namespace {

constexpr int kColours[] = {0, 1, 2, 3, 4};
constexpr int kOwnColour = 5;
constexpr int kTheoryColour = 7, kGuideColour = 7;

// Colours go with batch sizes in all pictures.
int colourOf(int batch) {
  const int drawn[] = {1, 4, 16, 64, 256};
  for (int i = 0; i < 5; ++i) {
    if (drawn[i] == batch) return kColours[i];
  }
  return kOwnColour;
}

std::string nameOf(int batch) {
  return "b = " + std::to_string(batch);
}

// At most 400 points of a lane's values over samples, the last one among them.
Curve overSamples(const Lane& lane, const std::vector<double>& values, Curve look) {
  const std::size_t stride = values.size() / 400 + 1;
  for (std::size_t t = 0; t < values.size(); ++t) {
    if (t % stride != 0 && t + 1 < values.size()) continue;
    look.x.push_back(static_cast<double>(t) * lane.batch());
    look.y.push_back(values[t]);
  }
  return look;
}

Curve circle(double radius, Curve look) {
  for (int i = 0; i <= 96; ++i) {
    const double angle = 2 * std::numbers::pi * i / 96;
    look.x.push_back(radius * std::cos(angle));
    look.y.push_back(radius * std::sin(angle));
  }
  return look;
}

Path pathOf(Curve c) {
  return {.name = std::move(c.name),
          .role = c.role,
          .colour = c.colour,
          .x = std::move(c.x),
          .y = std::move(c.y)};
}

}  // namespace

SeriesData errorPicture(const Study& study) {
  std::vector<Curve> curves;
  double end = 1;
  for (const Lane& lane : study.race().lanes()) {
    if (!lane.drawn()) continue;
    end = std::max(end, lane.mostSamples());
    curves.push_back(
        overSamples(lane, lane.means(),
                    curve(nameOf(lane.batch()), CurveRole::Measured, colourOf(lane.batch()))));
  }
  const Lane& watched = study.race().watched();
  // Where few runs rule the mean, the typical one goes another way.
  if (study.config().rateOverBest > 1.5) {
    curves.push_back(overSamples(watched, watched.medians(),
                                 curve("median, " + nameOf(watched.batch()), CurveRole::Context,
                                       colourOf(watched.batch()))));
  }
  for (const Lane& lane : study.race().lanes()) {
    if (!lane.drawn()) continue;
    Curve law = curve("exact law", CurveRole::Theory, kTheoryColour);
    // At whole steps, as the runs are: between them nothing happens.
    const long last = std::lround(lane.mostSamples() / lane.batch());
    for (long t = 0; t <= last; t += last / 150 + 1) {
      const double mean = lane.law().meanAfter(static_cast<double>(t), 1);
      // The picture ends below the target, and above at what a reader can still compare.
      if (mean < 1e-5 || mean > 1e6) break;
      law.x.push_back(static_cast<double>(t) * lane.batch());
      law.y.push_back(mean);
    }
    curves.push_back(std::move(law));
  }
  curves.push_back(
      curve("a thousandth", CurveRole::Guide, kGuideColour, {0, end}, {kTarget, kTarget}));
  return onePanel(std::move(curves));
}

SeriesData costPicture(const Study& study) {
  const Config& c = study.config();
  Curve samples = curve("samples", CurveRole::Measured, 0, CurveStyle::Scatter);
  Curve steps = curve("steps", CurveRole::Measured, 1, CurveStyle::Scatter);
  Curve samplesLaw = curve("exact law", CurveRole::Theory, kTheoryColour);
  Curve stepsLaw = samplesLaw;
  for (double b = 1; b <= 1024.001; b *= std::pow(2, 0.25)) {
    const double t = lawOf(c, b).stepsTo(kTarget, 1);
    if (!std::isfinite(t)) continue;
    samplesLaw.x.push_back(b);
    samplesLaw.y.push_back(b * t);
    stepsLaw.x.push_back(b);
    stepsLaw.y.push_back(t);
  }
  for (const Lane& lane : study.race().lanes()) {
    const auto measured = lane.stepsToTarget();
    if (!measured) continue;
    samples.x.push_back(lane.batch());
    samples.y.push_back(lane.batch() * *measured);
    steps.x.push_back(lane.batch());
    steps.y.push_back(*measured);
  }
  const double critical = criticalBatch(c.dimension);
  Curve guide =
      curve("b* = d + 1", CurveRole::Guide, kGuideColour, {critical, critical}, {1, 3000});
  Curve own =
      curve("b = " + std::to_string(c.batch), CurveRole::Measured, kOwnColour, CurveStyle::Scatter);
  if (const auto measured = study.race().watched().stepsToTarget()) {
    own.x = {static_cast<double>(c.batch), static_cast<double>(c.batch)};
    own.y = {c.batch * *measured, *measured};
  }
  return onePanel({std::move(samples), std::move(steps), std::move(own), std::move(samplesLaw),
                   std::move(stepsLaw), std::move(guide)});
}

std::optional<PointsData> landingPicture(const Study& study) {
  PointsData data;
  double reach = 1.3;
  const auto shows = [&](const Lane& lane) {
    return lane.batch() == study.config().batch || lane.batch() == 1 || lane.batch() == 256;
  };
  for (const Lane& lane : study.race().lanes()) {
    if (!shows(lane) || lane.landings().empty()) continue;
    Marks marks{.name = nameOf(lane.batch()), .colour = colourOf(lane.batch()), .x = {}, .y = {}};
    for (const auto& landing : lane.landings()) {
      // A rare one far off would press all others together.
      if (std::hypot(landing.along, landing.across) > 4) continue;
      marks.x.push_back(landing.along);
      marks.y.push_back(landing.across);
      reach = std::max({reach, std::abs(landing.along), std::abs(landing.across)});
    }
    data.marks.push_back(std::move(marks));
    data.paths.push_back(pathOf(circle(
        lane.expectedLanding(), curve("expected distance", CurveRole::Theory, kTheoryColour))));
  }
  if (data.marks.empty()) return std::nullopt;
  data.paths.push_back(pathOf(circle(1, curve("no progress", CurveRole::Guide, kGuideColour))));
  data.marks.push_back({.name = "before the step", .colour = 6, .x = {1}, .y = {0}});
  data.marks.push_back({.name = "w*", .colour = 7, .x = {0}, .y = {0}});
  data.x1 = data.y1 = 1.05 * reach;
  data.x0 = data.y0 = -data.x1;
  return data;
}

SeriesData lossPicture(const Study& study) {
  SeriesData series;
  series.columns = 2;
  Panel byExamples{.title = "by examples seen", .curves = {}};
  Panel bySteps{.title = "by steps", .curves = {}};
  int colour = 0;
  for (const auto& run : study.networks().runs()) {
    const bool all = run->batch() == study.networks().examples();
    const std::string name =
        all ? "all " + std::to_string(run->batch()) : nameOf(static_cast<int>(run->batch()));
    Curve c = curve(name, CurveRole::Measured, all ? 6 : colour, run->examples(), run->losses());
    Curve s = curve(name, CurveRole::Measured, all ? 6 : colour, run->steps(), run->losses());
    // A logarithmic axis begins at 1: without the start.
    c.x.erase(c.x.begin()), c.y.erase(c.y.begin());
    s.x.erase(s.x.begin()), s.y.erase(s.y.begin());
    byExamples.curves.push_back(std::move(c));
    bySteps.curves.push_back(std::move(s));
    ++colour;
  }
  series.panels = {std::move(byExamples), std::move(bySteps)};
  return series;
}

SeriesData workPicture(const Study& study) {
  std::vector<Curve> curves;
  std::vector<int> batches = {1, std::min(study.config().batch, study.config().count),
                              study.config().count};
  batches.erase(std::unique(batches.begin(), batches.end()), batches.end());
  for (const int batch : batches) {
    const bool all = batch == study.config().count;
    Curve counted = curve(all ? "all " + std::to_string(batch) : nameOf(batch), CurveRole::Measured,
                          all ? 6 : colourOf(batch), CurveStyle::Scatter);
    Curve law = curve("6 b |w|", CurveRole::Theory, kTheoryColour);
    for (const Work& work : study.work()) {
      counted.x.push_back(work.weights);
      counted.y.push_back(batch * work.flop);
    }
    const auto [least, most] = std::ranges::minmax(counted.x);
    law.x = {least, most};
    law.y = {6 * batch * least, 6 * batch * most};
    curves.push_back(std::move(counted));
    curves.push_back(std::move(law));
  }
  return onePanel(std::move(curves));
}

}  // namespace basin::sgd_cost
