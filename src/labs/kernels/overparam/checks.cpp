#include "labs/kernels/overparam/checks.h"

#include <cmath>
#include <functional>
#include <limits>

#include "lab/claim.h"

namespace basin::overparam {

namespace {

constexpr double kWide = 80;  // slopes are taken from here on

// Where the sweep's statistics are claimed at all.
Claim ofTheSweep(const Study& study, Relation relation, double predicted, double tolerance = 0) {
  const Config& c = study.config();
  return Claim(relation, predicted, tolerance)
      .unless(study.diverged(), "the training diverged")
      .unless(c.seeds < 3, "judged for three runs a width and more")
      .unless(c.twins > 0, "judged without twins")
      .unless(c.rateFactor < 0.2 || c.rateFactor > 1.5,
              "judged for step sizes from 0.2 to 1.5 over λmax")
      .unless(c.steps < 200, "judged for 200 steps and more")
      .unless(c.dimension < 8, "judged for eight dimensions and more")
      .unless(c.points > 4 * c.dimension, "judged for at most four points a dimension");
}

constexpr const char* kWaiting = "the sweep is on its way";

std::size_t widest(const Study& study) {
  return study.sweep().settings().size() - 1;
}

// Zero error that never comes takes longer than any number.
double timeOf(long steps) {
  return steps >= 0 ? static_cast<double>(steps) : std::numeric_limits<double>::infinity();
}

template <class Value>
double wideMedian(const Study& study, Value value) {
  return study.sweep().median(widest(study), value);
}

template <class Value>
double wideSlope(const Study& study, Value value) {
  return slopeOfMedians(
             study.sweep().over([](int m) { return m >= kWide ? m : std::nan(""); }, value))
      .slope;
}

}  // namespace

CheckData wideSucceeds(const Study& study) {
  return ofTheSweep(study, Relation::AtLeast, 1)
      .after(study.finished(), kWaiting)
      .judge([&] { return study.reachedAt(widest(study)).value(); },
             "share of the runs at width 640");
}

CheckData narrowFails(const Study& study) {
  return ofTheSweep(study, Relation::AtMost, 0.1)
      .unless(study.config().points < 20, "judged for 20 points and more")
      .after(study.finished(), kWaiting)
      .judge([&] { return study.reachedAt(0).value(); }, "share of the runs at width 2");
}

CheckData kernelTime(const Study& study) {
  const double kernel = wideMedian(study, [](const Run& r) { return timeOf(r.predictedTime); });
  return ofTheSweep(study, Relation::About, kernel, 0.3)
      .after(study.finished(), kWaiting)
      .unless(!std::isfinite(kernel), "the kernel of the start takes too long itself")
      .judge(
          [&] { return wideMedian(study, [](const Run& r) { return timeOf(r.zeroErrorTime); }); },
          "medians at width 640");
}

CheckData kernelMovement(const Study& study) {
  return ofTheSweep(study, Relation::About, 1, 0.15)
      .after(study.finished(), kWaiting)
      .judge([&] { return wideMedian(study, &Run::movementRatio); },
             "ratio at width 640; it comes to 1 from above");
}

// Over 60 data sets at the defaults the slopes lay in [-0.61, -0.47] and [-0.52, -0.34].
CheckData movementSlope(const Study& study) {
  return ofTheSweep(study, Relation::About, -0.5, 0.25)
      .after(study.finished(), kWaiting)
      .judge([&] { return wideSlope(study, &Run::movement); },
             "log-log slope of the medians from width 80 to 640; narrow networks move more");
}

CheckData flipSlope(const Study& study) {
  return ofTheSweep(study, Relation::About, -0.5, 0.35)
      .after(study.finished(), kWaiting)
      .judge([&] { return wideSlope(study, &Run::flips); },
             "log-log slope of the medians from width 80 to 640");
}

}  // namespace basin::overparam
