#include "labs/landscapes/extra_neuron/pictures.h"

#include <algorithm>
#include <cmath>

namespace basin::extra_neuron {

namespace {

constexpr int kWith = 0, kAlone = 1, kSum = 2, kPath = 3, kGood = 4, kBad = 5;
constexpr int kGrid = 61;
constexpr double kFloor = -5;  // of log10 of the loss

void add(Curve& c, double x, double y) {
  c.x.push_back(x);
  c.y.push_back(y);
}

Curve traced(const Study& study, Study::Column column, std::string name, int colour) {
  Study::Traced t = study.traced(column);
  return curve(std::move(name), CurveRole::Measured, colour, std::move(t.time),
               std::move(t.values));
}

// Times on which laws are drawn: over the last three decades that the axis will have.
std::vector<double> lawTimes(const Study& study) {
  std::vector<double> times;
  const double end = study.config().stepLimit * study.config().rate;
  for (int i = 0; i <= 40; ++i) times.push_back(end * std::pow(1e-3, 1 - i / 40.0));
  return times;
}

template <class Law>
Curve law(const Study& study, std::string name, int colour, Law at) {
  Curve c = curve(std::move(name), CurveRole::Theory, colour);
  for (const double t : lawTimes(study)) add(c, t, at(t));
  return c;
}

Marks mark(std::string name, int colour, double x, double y) {
  return {.name = std::move(name), .colour = colour, .x = {x}, .y = {y}};
}

bool decays(const Study& study) {
  return study.standard() && study.config().penalty > 0 && !study.onSaddle();
}

}  // namespace

SeriesData lossPicture(const Study& study) {
  const Study::Traced time = study.traced(Study::kTotal);
  std::vector<Curve> curves{traced(study, Study::kTotal, "with the neuron", kWith),
                            traced(study, Study::kNetwork, "the network alone", kAlone)};
  if (decays(study)) {
    curves.push_back(law(study, "1/(8t)", kWith, [](double t) { return neuronLoss(t); }));
  }
  const double bad = deadLoss(study.points());
  const double end = study.config().stepLimit * study.config().rate;
  if (bad > 0) {
    curves.push_back(curve("bad minimum", CurveRole::Guide, kAlone,
                           {study.config().rate, end}, {bad, bad}));
  }
  return onePanel(std::move(curves));
}

SeriesData amplitudePicture(const Study& study) {
  std::vector<Curve> curves{
      traced(study, Study::kAmplitude, "amplitude |a|", kWith),
      traced(study, Study::kExponent, "exponential at its steepest point", kAlone),
      traced(study, Study::kAdded, "their product", kSum)};
  if (decays(study)) {
    const double penalty = study.config().penalty;
    curves.push_back(law(study, "1/√(4λt)", kWith,
                         [&](double t) { return neuronAmplitude(penalty, t); }));
    curves.push_back(law(study, "2√(4λt)", kAlone,
                         [&](double t) { return 2 / neuronAmplitude(penalty, t); }));
  }
  return onePanel(std::move(curves));
}

FieldData valleyPicture(const Study& study) {
  // The exponent at the steepest point x* and what the hinge sees there; w and b move along (x*, 1),
  // all else stays.
  const Index at = study.steepPoint();
  const double point = study.points().x[at], label = study.points().y[at], now = study.exponent();
  const double network = NeuronLoss::network(study.theta(), point);
  FieldData field;
  field.nx = field.ny = kGrid;
  field.x0 = -0.5;
  field.x1 = std::max(5.0, std::ceil(now + 1));
  field.y0 = -2;
  field.y1 = 1;
  field.values.reserve(kGrid * kGrid);
  VectorXd theta = study.theta();
  const double length = 1 + point * point;
  for (int row = 0; row < kGrid; ++row) {
    const double seen = field.y0 + (field.y1 - field.y0) * row / (kGrid - 1);
    for (int column = 0; column < kGrid; ++column) {
      const double exponent = field.x0 + (field.x1 - field.x0) * column / (kGrid - 1);
      theta[NeuronLoss::A] = (-label * seen - network) * std::exp(-exponent);
      theta[NeuronLoss::W] = study.theta()[NeuronLoss::W] + (exponent - now) * point / length;
      theta[NeuronLoss::B] = study.theta()[NeuronLoss::B] + (exponent - now) / length;
      const double value = std::log10(study.loss().value(theta));
      field.values.push_back(static_cast<float>(std::clamp(value, kFloor, 1.3)));
    }
  }
  Path path{.name = "descent", .colour = kPath, .x = {}, .y = {}};
  const auto& exponentials = study.trace().column(Study::kExponent);
  const auto& seen = study.trace().column(Study::kSeen);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    path.x.push_back(std::clamp(std::log(exponentials[i]), field.x0, field.x1));
    path.y.push_back(std::clamp(seen[i], field.y0, field.y1));
  }
  field.marks.push_back(mark("now", kPath, path.x.back(), path.y.back()));
  field.marks.push_back(mark("start at the bad minimum", kBad, path.x.front(), path.y.front()));
  field.paths.push_back(std::move(path));
  if (decays(study)) {
    field.paths.push_back(
        {.name = "to infinity", .role = CurveRole::Theory, .x = {1, field.x1}, .y = {-1, -1}});
  }
  return field;
}

SeriesData functionPicture(const Study& study) {
  const double widest = std::max(1.0, study.points().x.cwiseAbs().maxCoeff());
  constexpr double kTop = 2.5;
  Curve network = curve("the network alone", CurveRole::Measured, kAlone);
  Curve both = curve("with the neuron", CurveRole::Measured, kWith);
  for (int i = 0; i <= 240; ++i) {
    const double x = 1.1 * widest * (i / 120.0 - 1);
    const double f = NeuronLoss::network(study.theta(), x);
    const double sum = f + NeuronLoss::neuron(study.theta(), x);
    add(network, x, f);
    // The exponential leaves the picture beyond the last point.
    if (std::abs(sum) <= kTop) add(both, x, sum);
  }
  Curve points = curve("points", CurveRole::Measured, kPath, CurveStyle::Scatter);
  for (Index i = 0; i < study.points().count(); ++i) {
    add(points, study.points().x[i], study.points().y[i]);
  }
  return onePanel({std::move(both), std::move(network), std::move(points)});
}

FieldData badMinimumPicture(const Study& study) {
  FieldData field = study.badField().get(true, [&] {
    FieldData made;
    made.nx = made.ny = kGrid;
    made.x0 = -1.4;
    made.x1 = 2;
    made.y0 = -5.5;
    made.y1 = 1;
    made.values.reserve(kGrid * kGrid);
    const double top = 2.2 * std::max(1.0, deadLoss(study.points()));
    VectorXd theta = deadNetwork(study.points());
    for (int row = 0; row < kGrid; ++row) {
      theta[NeuronLoss::U] = made.y0 + (made.y1 - made.y0) * row / (kGrid - 1);
      for (int column = 0; column < kGrid; ++column) {
        theta[NeuronLoss::C0] = made.x0 + (made.x1 - made.x0) * column / (kGrid - 1);
        const double value = study.loss().networkLoss(theta);
        made.values.push_back(static_cast<float>(std::min(value, top)));
      }
    }
    return made;
  });
  const VectorXd& theta = study.theta();
  const auto clamped = [&](double c0) { return std::clamp(c0, field.x0, field.x1); };
  field.marks.push_back(mark("dead unit", kBad, deadNetwork(study.points())[NeuronLoss::C0], 0));
  if (study.standard() && study.points().y[study.points().x[0] > 0 ? 0 : 1] > 0) {
    field.marks.push_back(mark("good network", kGood, 1, -4));
  }
  field.marks.push_back(
      mark("now", kPath, clamped(theta[NeuronLoss::C0]), theta[NeuronLoss::U]));
  return field;
}

}  // namespace basin::extra_neuron
