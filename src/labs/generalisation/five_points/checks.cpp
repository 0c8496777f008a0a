#include "labs/generalisation/five_points/checks.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lab/claim.h"

namespace basin::five_points {

namespace {

constexpr double kIllConditioned = 1e10;

// Least sum of what fits the points: arrived networks, and polynomials from the first that do.
CheckData leastOf(const Study& study, double (*sum)(const std::vector<Sample>&), double slack) {
  double least = sum(study.construction().line);
  for (int depth = 1; depth <= kDepths; ++depth) {
    if (study.arrived(depth)) least = std::min(least, sum(study.network(depth)));
  }
  for (int degree = study.interpolates(); degree <= kDegrees; ++degree) {
    const Study::Polynomial& each = study.polynomial(degree);
    if (each.f.condition < kIllConditioned) least = std::min(least, sum(each.line));
  }
  return Claim(Relation::AtLeast, sum(study.data()), slack)
      .judge(least,
             "the least of all networks that have arrived, all polynomials and the "
             "constructed one");
}

// Largest sum of errors of a network that has arrived.
double arrivedMiss(const Study& study) {
  return static_cast<double>(study.data().size()) * std::sqrt(kArrived);
}

// Why what was measured of networks says nothing of these; empty where it does.
std::string notMeasured(const Study& study) {
  const Config& config = study.config();
  if (study.moved() || config.samples != Config().samples)
    return "measured for the five points of the figure";
  if (config.gain != 1) return "measured for initial weights of scale 1";
  if (config.width < 16) return "measured for 16 units and more in a layer";
  if (config.stepLimit < 1000) return "measured for runs of 1000 steps and more";
  return {};
}

// Weights of the constructed network add up to its bending; so does what their sum is rounded by.
double rounding(const Study& study) {
  return 1e-12 + 1e-15 * totalBending(study.construction().line);
}

}  // namespace

CheckData leastVariation(const Study& study) {
  return leastOf(study, totalVariation, 2 * arrivedMiss(study));
}

CheckData leastBending(const Study& study) {
  double gap = 2;
  for (std::size_t i = 1; i < study.data().size(); ++i) {
    gap = std::min(gap, study.data()[i].x - study.data()[i - 1].x);
  }
  return leastOf(study, totalBending, 4 * arrivedMiss(study) / gap);
}

CheckData normLaw(const Study& study) {
  const KernelPolynomial& f = study.polynomial(study.config().degree).f;
  const double norm = interpolantNorm(abscissae(study.data()), ordinates(study.data()), f.degree());
  return Claim(Relation::About, norm, 1e-13 * f.condition + 1e-12)
      .unless(f.degree() < study.interpolates(), "of so low a degree no polynomial fits")
      .unless(f.condition > kIllConditioned, "the kernel matrix is too near to a singular one")
      .judge(f.squaredNorm, "by its weights, and by the kernel matrix");
}

CheckData normFalls(const Study& study) {
  double most = 0;
  for (int degree = study.interpolates(); degree < kDegrees; ++degree) {
    const KernelPolynomial &low = study.polynomial(degree).f,
                           &high = study.polynomial(degree + 1).f;
    if (std::max(low.condition, high.condition) > kIllConditioned) continue;
    if (low.squaredNorm > 0) most = std::max(most, high.squaredNorm / low.squaredNorm);
  }
  return Claim(Relation::AtMost, 1, 1e-6)
      .unless(most == 0, "no kernel matrices are well conditioned, or all values are 0")
      .judge(most, "the largest ratio of two degrees in a row");
}

CheckData constructed(const Study& study) {
  const auto& [line, network] = study.construction();
  const double miss = (network.values(abscissae(line)) - ordinates(line)).cwiseAbs().maxCoeff();
  return Claim(Relation::AtMost, 0, rounding(study)).judge(miss, "the largest at any corner");
}

CheckData alsoMinimum(const Study& study) {
  const double weights = totalBending(study.construction().line);
  return Claim(Relation::AtMost, 0, rounding(study) * (1 + weights))
      .judge(study.construction().network.gradient().norm(), "of the loss on the points");
}

CheckData networksFit(const Study& study) {
  // Of 1000 runs six had a network that stayed behind: dead units of ReLU, mostly.
  return Claim(Relation::AtLeast, 6)
      .unlessSaid(notMeasured(study))
      .after(study.finished(), "at the end of training")
      .judge(study.arrivals(), "of depths 1 to 8");
}

CheckData networksSimple(const Study& study) {
  // Of 8000 networks of 1000 runs the largest was 1.66: seen, not proved.
  return Claim(Relation::AtMost, 2)
      .unlessSaid(notMeasured(study))
      .after(study.finished(), "at the end of training")
      .judge([&] { return study.mostVariation() / totalVariation(study.data()); },
             "the largest of eight depths, over the least");
}

}  // namespace basin::five_points
