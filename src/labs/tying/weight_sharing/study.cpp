#include "labs/tying/weight_sharing/study.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "linalg/decompositions.h"

namespace basin::weight_sharing {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kGrid = 101, kLine = 121, kCurvatureGrid = 21;
constexpr double kLeft = -1.6, kRight = 1.6, kSide = 1.3;  // of the plane drawn, in target lengths

FieldData emptyPlane() {
  FieldData field;
  field.nx = field.ny = kGrid;
  field.x0 = kLeft;
  field.x1 = kRight;
  field.y0 = -kSide;
  field.y1 = kSide;
  return field;
}

template <class Value>
FieldData sampled(Value value) {
  FieldData field = emptyPlane();
  field.values.reserve(kGrid * kGrid);
  for (int row = 0; row < kGrid; ++row) {
    const double b = field.y0 + (field.y1 - field.y0) * row / (kGrid - 1);
    for (int column = 0; column < kGrid; ++column) {
      const double a = field.x0 + (field.x1 - field.x0) * column / (kGrid - 1);
      field.values.push_back(static_cast<float>(value(a, b)));
    }
  }
  return field;
}

// The weights w_0 at a place of the plane; in one dimension of its line.
VectorXd sharedWeights(const Config& config, double along, double across) {
  VectorXd w = VectorXd::Zero(config.dimension);
  w[0] = along * config.norm;
  if (config.dimension > 1) w[1] = across * config.norm;
  return w;
}

}  // namespace

PlanePoint sharedPoint(const Student& shared) {
  const BlockTeacher& t = shared.teacher();
  const VectorXd& w = shared.weights();
  return {w[0] / t.norm, w.tail(t.dimension - 1).norm() / t.norm};
}

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      free_(config, config.blocks, false, Rng(seed).split(1)),
      shared_(config, config.blocks, true, Rng(seed).split(2)),
      sweep_(
          {2, 3, 4, 5, 6, 8, 10, 12}, config.runs, Rng(seed).split(3),
          [this](int blocks, int, const Rng& rng) { return PairJob(config_, blocks, rng); },
          Streams::Independent, Making::FirstSlice),
      leastAboveFloor_(kInfinity) {
  measureFree();
  measureShared();
}

void Study::step() {
  if (!sweep_.finished()) sweep_.step();
  if (shownEnded()) return;
  const long more = std::max<long>(1, steps_ / 40);
  for (long i = 0; i < more && !shownEnded(); ++i) {
    ++steps_;
    if (!free_.ended()) {
      free_.step();
      measureFree();
    }
    if (!shared_.ended()) {
      shared_.step();
      measureShared();
    }
  }
}

void Study::measureFree() {
  const double rho = free_.rho(), gradient = free_.restGradient();
  if (free_.teacher().cosine) {
    leastAboveFloor_ =
        std::min(leastAboveFloor_, free_.loss() - plateauFloor(free_.teacher(), rho));
    if (rho <= 1) {
      largestGradientShare_ =
          std::max(largestGradientShare_, gradient / restGradientBound(free_.teacher(), rho));
    }
  }
  if (!freeTrace_.due(free_.steps())) return;
  const PlanePoint at = planePoint(free_.teacher(), free_.weights());
  freeTrace_.add(free_.steps(), {free_.loss(), rho, gradient, at.along, at.across});
}

void Study::measureShared() {
  const double factor = 1 - shared_.rate() * sharedCurvature(shared_.teacher()).least;
  const double distance = shared_.distance();
  if (shared_.steps() > 0 && shared_.startDistance() > 0) {
    const double allowed =
        shared_.startDistance() * std::pow(factor, static_cast<double>(shared_.steps()));
    largestDistanceShare_ = std::max(largestDistanceShare_, distance / allowed);
  }
  if (!sharedTrace_.due(shared_.steps())) return;
  const PlanePoint at = sharedPoint(shared_);
  sharedTrace_.add(shared_.steps(), {shared_.loss(), distance, at.along, at.across});
}

double Study::progress() const {
  const double most = config_.stepLimit;
  const double shown = shownEnded() ? 1 : std::log1p(time()) / std::log1p(most);
  return studyProgress(finished(), shown, sweep_.done(), sweep_.size(), 0.5);
}

const Curvatures& Study::curvatures() const {
  return curvatures_.get(true, [&] {
    Curvatures found;
    MatrixXd H;
    const auto extremes = [&](double along, double across) {
      shared_.objective().hessian(sharedWeights(config_, along, across), H);
      const VectorXd eigenvalues = symmetricEigenvalues(H);
      return std::pair{eigenvalues.minCoeff(), eigenvalues.maxCoeff()};
    };
    found.leastOfAll = kInfinity;
    found.largestOfAll = -kInfinity;
    const auto note = [&](const std::pair<double, double>& e) {
      found.leastOfAll = std::min(found.leastOfAll, e.first);
      found.largestOfAll = std::max(found.largestOfAll, e.second);
    };
    for (int i = 0; i < kLine; ++i) {
      const double s = kLeft + (kRight - kLeft) * i / (kLine - 1);
      const auto e = extremes(s, 0);
      found.at.push_back(s);
      found.least.push_back(e.first);
      found.largest.push_back(e.second);
      note(e);
    }
    for (int i = 0; i < kCurvatureGrid; ++i) {
      for (int j = 0; j < kCurvatureGrid; ++j) {
        note(extremes(kLeft + (kRight - kLeft) * i / (kCurvatureGrid - 1),
                      kSide * j / (kCurvatureGrid - 1)));
      }
    }
    return found;
  });
}

const FieldData& Study::freeField() const {
  return freeField_.get(true, [&] {
    const BlockTeacher& teacher = free_.teacher();
    return sampled([&](double a, double b) { return planeLoss(teacher, {a, b}); });
  });
}

const FieldData& Study::sharedField() const {
  return sharedField_.get(true, [&] {
    // F depends on |w_0| and w_0.u_0 alone: in one dimension this is its picture in two.
    Config plane = config_;
    plane.dimension = std::max(2, config_.dimension);
    BlockCosineLoss F(teacherOf(plane, plane.blocks), true);
    return sampled([&](double a, double b) { return F.value(sharedWeights(plane, a, b)); });
  });
}

std::vector<ParamChange> Study::poke(const Poke& poke) const {
  const bool surface = poke.output == "plateau" || poke.output == "bowl";
  if (!surface || poke.kind == PokeKind::Release || poke.kind == PokeKind::Erase ||
      !std::isfinite(poke.x) || !std::isfinite(poke.y)) {
    return {};
  }
  const double length = std::hypot(poke.x, poke.y);
  return {{"start-direction", std::int64_t{1}},
          {"start-cosine", length > 0 ? std::clamp(poke.x / length, -1.0, 1.0) : 1.0},
          {"start-length", std::clamp(length, 0.1, 1.0)}};
}

}  // namespace basin::weight_sharing
