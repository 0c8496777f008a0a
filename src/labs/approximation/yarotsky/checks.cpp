#include "labs/approximation/yarotsky/checks.h"

#include <cmath>

#include "lab/claim.h"

namespace basin::yarotsky {

namespace {

// Of differences that stand for derivatives, over the target's size.
double rounding(const Study& study) {
  return 1e-9 * (1 + (study.square() || std::isinf(study.norm()) ? 0 : study.norm()));
}

// Why nothing is promised of the target by Taylor polynomials; empty where something is.
std::string noTaylor(const Study& study) {
  if (study.square()) return "x² needs no Taylor polynomials";
  if (!study.inputProblem().empty()) return study.inputProblem().text;
  if (!std::isfinite(study.norm())) return "no bound on the target's derivatives was found";
  return {};
}

std::string noSquare(const Study& study) {
  return study.square() ? "" : "the target is not x²";
}

}  // namespace

CheckData squareExact(const Study& study) {
  return Claim(Relation::About, squareError(study.now().m), 1e-12)
      .unlessSaid(noSquare(study))
      .judge(study.now().error, "at 8193 places, the worst among them");
}

CheckData neverBelow(const Study& study) {
  return Claim(Relation::AtLeast, 0)
      .unlessSaid(noSquare(study))
      .judge(study.now().least, "at 8193 places");
}

CheckData shallowLaw(const Study& study) {
  const double law = study.shallowLaw(study.now().units);
  // Exact but for the rounding of values.
  const auto relation = study.square() ? Relation::About : Relation::AtMost;
  return Claim(relation, law, study.square() ? 1e-9 : 1e-12 + 1e-3 * rounding(study))
      .unlessSaid(study.inputProblem().text)
      .unless(!std::isfinite(study.curvature()), "no bound on the target's curvature was found")
      .judge(study.now().shallow, "in the middle of every piece");
}

CheckData depthWins(const Study& study) {
  return Claim(Relation::AtMost, 1)
      .unlessSaid(noSquare(study))
      .unless(study.now().m < 4, "up to 22 weights one hidden layer is better")
      .judge(study.now().error / study.now().shallow, "at equal numbers of weights");
}

CheckData layersAgree(const Study& study) {
  // For x² all numbers are dyadic and nothing is rounded; else corners of trapezoids are, at 3N x.
  const double slack =
      study.square() ? 0 : 1e-11 * (1 + study.taylor()->coefficients().cwiseAbs().maxCoeff());
  return Claim(Relation::AtMost, 0, slack)
      .unlessSaid(study.inputProblem().text)
      .judge(study.now().layers, "largest difference from the formula");
}

CheckData productExact(const Study& study) {
  const int m = study.now().m, side = 1 << (m + 1);
  // Multiples of 2^-m, some 64 a side and odd ones among them, where errors are largest and exact.
  const int stride = (side / 64) | 1;
  double least = 0;
  for (int i = 0; i <= side; i += stride) {
    for (int j = 0; j <= side; j += stride) {
      const double x = std::ldexp(i, -m) - 1, y = std::ldexp(j, -m) - 1;
      least = std::min(least, reluProduct(x, y, m) - x * y);
    }
  }
  return Claim(Relation::About, -std::ldexp(1, -2 * m), 1e-12)
      .unlessSaid(study.inputProblem().text)
      .judge(least, "of multiples of 2^(−m) in [−1, 1]²");
}

CheckData taylorBounded(const Study& study) {
  return Claim(Relation::AtMost, study.square() ? 0 : study.lawAt(study.now().m), rounding(study))
      .unlessSaid(noTaylor(study))
      .judge(study.now().error, "at 8193 places");
}

CheckData accuracyKept(const Study& study) {
  const double accuracy = study.square() ? 0 : study.norm() * study.sizeAt(study.now().m).accuracy();
  return Claim(Relation::AtMost, accuracy, rounding(study))
      .unlessSaid(noTaylor(study))
      .judge(study.now().error, "at 8193 places");
}

}  // namespace basin::yarotsky
