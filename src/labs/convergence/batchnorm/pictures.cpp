#include "labs/convergence/batchnorm/pictures.h"

#include <algorithm>
#include <cmath>

#include "study/sweep_pictures.h"

namespace basin::batchnorm {

namespace {

constexpr int kColours[kNets] = {1, 0};

// Losses are drawn up to here; guessing has log 2.
double cut(double loss) {
  return std::isfinite(loss) ? std::min(loss, kTop) : kTop;
}

Curve look(int net, CurveStyle style = CurveStyle::Line) {
  return curve(net == 0 ? "without" : "batch norm", CurveRole::Measured, kColours[net], style);
}

void add(Curve& c, double x, double y) {
  if (!std::isfinite(y)) return;
  c.x.push_back(x);
  c.y.push_back(y);
}

// A quantity over the steps, of both networks.
Panel overSteps(const Study& study, std::string title, Quantity quantity, bool logarithmic) {
  Panel panel{.title = std::move(title), .curves = {}};
  for (int net = 0; net < kNets; ++net) {
    const ProbedTraining& learner = study.learner(net);
    Curve c = look(net);
    for (std::size_t i = 0; i < learner.steps().size(); ++i) {
      add(c, learner.steps()[i], valueOf(learner.measurements()[i], quantity));
    }
    panel.curves.push_back(logarithmic ? positivePart(std::move(c)) : std::move(c));
  }
  return panel;
}

}  // namespace

SeriesData bandPicture(const Study& study) {
  std::vector<Curve> curves;
  for (int net = 0; net < kNets; ++net) {
    const ProbedTraining& learner = study.learner(net);
    Curve band = look(net, CurveStyle::Band), line = look(net);
    for (std::size_t i = 0; i < learner.steps().size(); ++i) {
      const StepMeasurement& m = learner.measurements()[i];
      // Each stands for the steps up to the next one, so that the first fills the picture.
      for (const int after : {0, study.race().interval()}) {
        add(band, learner.steps()[i] + after, cut(m.loss));
        band.lo.push_back(cut(m.least()));
        band.hi.push_back(cut(m.most()));
      }
    }
    line.x = band.x;
    line.y = band.y;
    curves.insert(curves.end(), {std::move(band), std::move(line)});
  }
  return onePanel(std::move(curves));
}

SeriesData alongPicture(const Study& study) {
  std::vector<Curve> curves, earlier;
  for (int net = 0; net < kNets; ++net) {
    const ProbedTraining& learner = study.learner(net);
    for (const StepMeasurement& m : learner.measurements()) {
      Curve change = look(net);
      add(change, 0, 0);
      for (std::size_t k = 0; k < m.along.size(); ++k) {
        add(change, learner.ways()[k], cut(m.along[k] - m.loss));
      }
      const bool now = &m == &learner.measurements().back();
      if (!now) {
        change.role = CurveRole::Context;
        change.name = net == 0 ? "without, before" : "batch norm, before";
        earlier.push_back(std::move(change));
        continue;
      }
      curves.push_back(std::move(change));
      // As far down as a loss can be.
      const double end = std::min(learner.ways().back(), m.loss / std::max(m.squaredNorm, 1e-300));
      curves.push_back(
          curve("−α|g|²", CurveRole::Theory, kColours[net], {0, end}, {0, -end * m.squaredNorm}));
    }
  }
  curves.insert(curves.end(), earlier.begin(), earlier.end());
  return onePanel(std::move(curves));
}

SeriesData changePicture(const Study& study) {
  return {.panels = {overSteps(study, "max |g − g(α)|", kChange, true),
                     overSteps(study, "max |g − g(α)|/(α|g|)", kSmoothness, true)},
          .columns = 2};
}

SeriesData shiftPicture(const Study& study) {
  return {.panels = {overSteps(study, "|G − G′|", kShift, false),
                     overSteps(study, "cos(G, G′)", kCosine, false)},
          .columns = 2};
}

SeriesData layersPicture(const Study& study) {
  Curve measured = curve("measured", CurveRole::Measured, kColours[1], CurveStyle::Scatter);
  Curve identity = curve("identity", CurveRole::Theory, kColours[1]);
  Curve whole = curve("nothing taken out", CurveRole::Context, kColours[1]);
  double l = 0;
  for (const NormalisedLayer& layer : study.learner(1).layers()) {
    ++l;
    if (!(layer.predicted > 0)) continue;
    add(measured, l, layer.measured);
    add(identity, l, layer.predicted);
    add(whole, l, layer.whole);
  }
  return onePanel({std::move(whole), std::move(measured), std::move(identity)});
}

std::optional<SeriesData> racesPicture(const Study& study) {
  const std::vector<Medians> races = study.races();
  if (races.empty()) return std::nullopt;
  SeriesData series{.panels = {}, .columns = 2};
  for (const auto& [quantity, title] : {std::pair{kBand, "width of the band"},
                                        {kBandOverLoss, "width of the band, over the loss"},
                                        {kChange, "change of the gradient"},
                                        {kShift, "covariate shift"}}) {
    Panel panel{.title = title, .curves = {}};
    for (int net = 0; net < kNets; ++net) {
      Curve c = look(net, CurveStyle::Scatter);
      double r = 0;
      for (const Medians& race : races) add(c, ++r, race[static_cast<std::size_t>(net)][quantity]);
      panel.curves.push_back(positivePart(std::move(c)));
    }
    series.panels.push_back(std::move(panel));
  }
  return series;
}

template <int kNet>
std::optional<FieldData> surfacePicture(const Study& study) {
  const ProbedTraining& learner = study.learner(kNet);
  if (learner.steps().size() < 2) return std::nullopt;
  FieldData field;
  field.nx = static_cast<int>(learner.steps().size());
  field.ny = static_cast<int>(learner.ways().size());
  field.x1 = learner.steps().back();
  field.y0 = -1;
  field.y1 = std::log2(study.config().reach);
  field.lo = 0;
  field.hi = kTop;
  for (std::size_t k = 0; k < learner.ways().size(); ++k) {
    for (const StepMeasurement& m : learner.measurements()) {
      field.values.push_back(static_cast<float>(cut(m.along[k])));
    }
  }
  return field;
}
template std::optional<FieldData> surfacePicture<0>(const Study&);
template std::optional<FieldData> surfacePicture<1>(const Study&);

}  // namespace basin::batchnorm
