#include "labs/generalisation/five_points/checks.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lab/claim.h"
#include "lab/param_text.h"

namespace basin::five_points {

namespace {

constexpr double kRounding = 1e-9;
constexpr double kWellConditioned = 1e10;

// Least of sum / least sum over networks, at any moment, and interpolating polynomials.
template <double Fit::*Sum, double Fit::*Least>
double leastRatio(const Study& study) {
  double ratio = std::numeric_limits<double>::infinity();
  const auto compare = [&](const Fit& fit) {
    if (fit.*Least > 1e-6) ratio = std::min(ratio, fit.*Sum / (fit.*Least));
  };
  for (int depth = 1; depth <= kDepths; ++depth) compare(study.learner(depth).fit());
  for (const Study::Polynomial& each : study.polynomials()) compare(each.fit);
  return ratio;
}

// Why what was measured of networks says nothing of these; empty where it does.
std::string notMeasured(const Study& study) {
  const Config &config = study.config(), usual;
  if (study.moved() || config.samples != usual.samples) return "measured for the first five points";
  if (config.gain != 1) return "measured for usual initial weights, of scale 1";
  if (config.width < 16) return "measured for 16 units and more in a layer";
  if (config.stepLimit < 1000) return "measured for runs of 1000 steps and more";
  return {};
}

}  // namespace

CheckData leastVariation(const Study& study) {
  const double ratio = leastRatio<&Fit::variation, &Fit::leastVariation>(study);
  return Claim(Relation::AtLeast, 1, kRounding)
      .unless(!std::isfinite(ratio), "points of one height demand nothing")
      .judge(ratio,
             "the least of all networks and polynomials, over what their own values at the "
             "points demand");
}

LawData variationLaw(const Study& study) {
  return {.predicted = totalVariation(study.data()), .measured = study.shown().fit().variation};
}

CheckData leastBending(const Study& study) {
  const double ratio = leastRatio<&Fit::bending, &Fit::leastBending>(study);
  return Claim(Relation::AtLeast, 1, kRounding)
      .unless(!std::isfinite(ratio), "points on a straight line demand nothing")
      .judge(ratio,
             "the least of all networks and polynomials, over what their own values at the "
             "points demand");
}

LawData bendingLaw(const Study& study) {
  return {.predicted = totalBending(study.data()), .measured = study.shown().fit().bending};
}

CheckData normLaw(const Study& study) {
  const KernelPolynomial& f = study.polynomial().polynomial;
  VectorXd x(std::ssize(study.data())), y(x.size());
  for (Index i = 0; i < x.size(); ++i) {
    x[i] = study.data()[static_cast<std::size_t>(i)].x;
    y[i] = study.data()[static_cast<std::size_t>(i)].y;
  }
  // Rounding grows by the condition of the kernel matrix.
  return Claim(Relation::About, interpolantNorm(x, y, f.degree()), 1e-13 * f.condition + 1e-12)
      .unless(f.degree() < study.interpolates(), "of so low a degree no polynomial fits")
      .unless(f.condition > kWellConditioned, "the kernel matrix is too near to a singular one")
      .judge(f.squaredNorm, "by its weights, and by the kernel matrix");
}

CheckData normFalls(const Study& study) {
  double most = 0;
  for (int p = std::max(1, study.interpolates()); p < kDegrees; ++p) {
    const auto& low = study.polynomials()[static_cast<std::size_t>(p - 1)].polynomial;
    const auto& high = study.polynomials()[static_cast<std::size_t>(p)].polynomial;
    if (std::max(low.condition, high.condition) > kWellConditioned) continue;
    if (low.squaredNorm > 0) most = std::max(most, high.squaredNorm / low.squaredNorm);
  }
  return Claim(Relation::AtMost, 1, 1e-6)
      .unless(most == 0, "no two degrees in a row have a well conditioned kernel matrix")
      .judge(most, "the largest ratio of two degrees in a row");
}

CheckData constructed(const Study& study) {
  // Rounding of a sum of hinges, whose weights add up to the bending.
  const double weights = totalBending(study.construction().line);
  return Claim(Relation::AtMost, 0, 1e-12 + 1e-15 * weights).judge(study.construction().miss, [&] {
    return "the largest at " + std::to_string(study.construction().line.size()) + " corners";
  });
}

CheckData alsoMinimum(const Study& study) {
  const double weights = totalBending(study.construction().line);
  return Claim(Relation::AtMost, 0, (1e-12 + 1e-15 * weights) * (1 + weights))
      .judge(study.construction().gradient, "of the loss on the points, where that network stands");
}

CheckData networksFit(const Study& study) {
  double most = 0;
  for (int depth = 1; depth <= kDepths; ++depth) {
    most = std::max(most, std::sqrt(study.learner(depth).error()));
  }
  return Claim(Relation::AtMost, 1e-3)
      .unlessSaid(notMeasured(study))
      .after(study.finished(), "at the end of training")
      .judge(most, "the largest of eight depths, root mean square");
}

CheckData networksSimple(const Study& study) {
  double most = 0;
  for (int depth = 1; depth <= kDepths; ++depth) {
    most = std::max(most, study.learner(depth).fit().variation);
  }
  // Seen in 8000 networks, not proved.
  return Claim(Relation::AtMost, 1.5)
      .unlessSaid(notMeasured(study))
      .after(study.finished(), "at the end of training")
      .judge(most / totalVariation(study.data()), "the largest of eight depths, over the least");
}

}  // namespace basin::five_points
