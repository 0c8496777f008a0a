#include "labs/tying/weight_sharing/pictures.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "study/sweep_pictures.h"

namespace basin::weight_sharing {

namespace {

constexpr int kFree = 1, kShared = 0, kTargetColour = 2, kMirrorColour = 3, kStartColour = 5;
// What is predicted is drawn this far: a wait of 10^15 steps says enough.
constexpr double kLongestWait = 1e15;

void add(Curve& c, double x, double y) {
  c.x.push_back(x);
  c.y.push_back(y);
}

Marks mark(std::string name, int colour, double x, double y, bool handle = false) {
  return {.name = std::move(name), .colour = colour, .handle = handle, .x = {x}, .y = {y}};
}

// From step 1 on: a logarithmic axis has no 0.
Curve overSteps(std::string name, int colour, const std::vector<double>& steps,
                const std::vector<double>& values) {
  Curve c = curve(std::move(name), CurveRole::Measured, colour);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i] >= 1 && values[i] > 0) add(c, steps[i], values[i]);
  }
  return c;
}

// What w', in the median of a random direction, has for its cosine to the target: 0 by symmetry; of
// the cosine alone, where both signs lead to a minimum, that of its size.
double medianCosine(const Config& config, const BlockTeacher& teacher) {
  if (config.direction == Direction::Chosen) return config.cosine;
  if (teacher.anchored()) return 0;
  return 0.6744897501960817 / std::sqrt(static_cast<double>(teacher.blocks * teacher.dimension));
}

// Steps that the flow takes from such a start with w_1 = u_0.
double typicalSteps(const Config& config, int blocks) {
  const BlockTeacher teacher = teacherOf(config, blocks);
  const double cosine = medianCosine(config, teacher);
  const PlanePoint start{config.startLength * cosine,
                         config.startLength * std::sqrt(1 - cosine * cosine)};
  return flowTime(teacher, start, kArrived) * (teacher.slope * teacher.slope + 2);
}

template <class Mark>
void drawWalker(FieldData& field, const std::string& name, int colour,
                const std::vector<double>& along, const std::vector<double>& across, PlanePoint now,
                Mark start) {
  Path path{.name = name, .colour = colour, .x = {}, .y = {}};
  const auto put = [&](double a, double b) {
    path.x.push_back(std::clamp(a, field.x0, field.x1));
    path.y.push_back(std::clamp(b, field.y0, field.y1));
  };
  for (std::size_t i = 0; i < along.size(); ++i) put(along[i], across[i]);
  put(now.along, now.across);
  field.marks.push_back(mark("now", colour, path.x.back(), path.y.back()));
  field.marks.push_back(start(path.x.front(), path.y.front()));
  field.paths.push_back(std::move(path));
}

}  // namespace

SeriesData lossPicture(const Study& study) {
  const auto& free = study.freeTrace();
  const auto& shared = study.sharedTrace();
  std::vector<Curve> curves = {
      overSteps("without sharing", kFree, free.steps(), free.column(Study::kLoss)),
      overSteps("with sharing", kShared, shared.steps(), shared.column(Study::kSharedLoss))};
  double last = std::max<double>(100, 2 * static_cast<double>(study.free().steps()));
  if (study.free().teacher().cosine) {
    // On the plateau as long as predicted, for ever where the flow leads elsewhere.
    const double predicted = std::max(1.0, study.free().predictedSteps());
    const bool arrives =
        predicted <= study.config().stepLimit && study.free().noPrediction().empty();
    if (arrives) last = std::max(last, 1.2 * predicted);
    Curve stairs = curve("½ until T", CurveRole::Theory, kFree);
    add(stairs, 1, 0.5);
    add(stairs, arrives ? predicted : last, 0.5);
    if (arrives) add(stairs, predicted, kArrived);
    curves.push_back(std::move(stairs));
  }
  curves.push_back(curve("arrived", CurveRole::Guide, kFree, {1, last}, {kArrived, kArrived}));
  return onePanel(std::move(curves));
}

std::optional<FieldData> plateauPicture(const Study& study) {
  const BlockTeacher& teacher = study.free().teacher();
  if (!teacher.cosine) return std::nullopt;
  FieldData field = study.freeField();
  const auto& trace = study.freeTrace();
  drawWalker(field, "without sharing", kFree, trace.column(Study::kAlong),
             trace.column(Study::kAcross), planePoint(teacher, study.free().weights()),
             [](double x, double y) { return mark("start", kStartColour, x, y, true); });
  field.marks.push_back(mark("teacher", kTargetColour, 1, 0));
  field.marks.push_back(mark("mirror image", kMirrorColour, -1, 0));
  return field;
}

FieldData bowlPicture(const Study& study) {
  FieldData field = study.sharedField();
  const auto& trace = study.sharedTrace();
  drawWalker(field, "with sharing", kShared, trace.column(Study::kSharedAlong),
             trace.column(Study::kSharedAcross), sharedPoint(study.shared()),
             [](double x, double y) { return mark("start", kStartColour, x, y, true); });
  field.marks.push_back(mark("teacher", kTargetColour, 1, 0));
  return field;
}

SeriesData stepsPicture(const Study& study) {
  const Config& c = study.config();
  const auto shown = [](long steps) { return std::max<double>(1, static_cast<double>(steps)); };
  const auto ran = [&](auto member, bool arrived, double otherwise) {
    return study.sweep().over([](int k) { return k; },
                              [=](const Outcome& o) {
                                const std::optional<long>& steps = o.*member;
                                std::optional<double> value;
                                if (steps && arrived) value = shown(*steps);
                                if (!steps && !arrived) value = otherwise;
                                return value;
                              });
  };
  const double limit = c.stepLimit;
  std::vector<Curve> curves = {
      runsOver(ran(&Outcome::freeSteps, true, 0),
               curve("without sharing", CurveRole::Measured, kFree, CurveStyle::Scatter)),
      runsOver(ran(&Outcome::freeSteps, false, limit),
               curve("not arrived", CurveRole::Measured, kMirrorColour, CurveStyle::Scatter)),
      runsOver(ran(&Outcome::sharedSteps, true, 0),
               curve("with sharing", CurveRole::Measured, kShared, CurveStyle::Scatter)),
      runsOver(ran(&Outcome::sharedSteps, false, limit),
               curve("not arrived", CurveRole::Measured, kMirrorColour, CurveStyle::Scatter))};
  Curve flow = curve("∫ ds/(η|∂F|)", CurveRole::Theory, kFree);
  Curve most = curve("at most, sharing", CurveRole::Theory, kShared);
  const std::vector<int>& blocks = study.sweep().settings();
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (c.target != Target::Low) {
      const double steps = typicalSteps(c, blocks[i]);
      if (steps >= 1 && steps <= kLongestWait) add(flow, blocks[i], steps);
    }
    double bound = 0;
    for (const double b : study.sweep().values(i, &Outcome::sharedBound)) {
      bound = std::max(bound, b);
    }
    if (bound >= 1 && std::isfinite(bound)) add(most, blocks[i], bound);
  }
  curves.push_back(std::move(flow));
  curves.push_back(std::move(most));
  curves.push_back(curve("step limit", CurveRole::Guide, kFree,
                         {static_cast<double>(blocks.front()), static_cast<double>(blocks.back())},
                         {limit, limit}));
  return onePanel(std::move(curves));
}

std::optional<SeriesData> gradientPicture(const Study& study) {
  const BlockTeacher& teacher = study.free().teacher();
  if (!teacher.cosine) return std::nullopt;
  Curve bound = curve("bound of Lemma 1", CurveRole::Theory, kFree);
  for (int i = 2; i <= 100; ++i) add(bound, i / 100.0, restGradientBound(teacher, i / 100.0));
  const auto& trace = study.freeTrace();
  SeriesData series =
      onePanel({positivePart(curve("without sharing", CurveRole::Measured, kFree,
                                   trace.column(Study::kRho), trace.column(Study::kGradient))),
                std::move(bound)});
  Curve now = curve("now", CurveRole::Measured, kStartColour, CurveStyle::Scatter);
  if (study.free().restGradient() > 0) add(now, study.free().rho(), study.free().restGradient());
  series.panels[0].curves.push_back(std::move(now));
  return series;
}

SeriesData curvaturePicture(const Study& study) {
  const Curvatures& found = study.curvatures();
  const CurvatureBounds bounds = sharedCurvature(study.shared().teacher());
  const std::vector<double> ends = {found.at.front(), found.at.back()};
  return onePanel(
      {curve("largest eigenvalue", CurveRole::Measured, kTargetColour, found.at, found.largest),
       curve("least eigenvalue", CurveRole::Measured, kShared, found.at, found.least),
       curve("c² + 1.4463k", CurveRole::Theory, kTargetColour, ends,
             {bounds.largest, bounds.largest}),
       curve("c² − 1.4463k", CurveRole::Theory, kShared, ends, {bounds.least, bounds.least}),
       curve("0: not convex below", CurveRole::Guide, kMirrorColour, ends, {0, 0})});
}

}  // namespace basin::weight_sharing
