#include "labs/approximation/yarotsky/checks.h"

#include <algorithm>
#include <cmath>

#include "lab/claim.h"

namespace basin::yarotsky {

namespace {

std::string unlessSquare(const Study& study) {
  return study.square() ? "" : "the target is not x²";
}

// A part of the target's size, for rounding.
double part(const Study& study, double share) {
  double size = 1;
  for (const double most : study.derivatives()) {
    if (std::isfinite(most)) size = std::max(size, most);
  }
  return share * size;
}

}  // namespace

CheckData squareExact(const Study& study) {
  return Claim(Relation::About, squareError(study.now().m), 1e-12)
      .unlessSaid(unlessSquare(study))
      .judge(study.now().error, "at 8193 places, the worst among them");
}

CheckData taylorBounded(const Study& study) {
  // Differences that stand for second derivatives are rounded in their tenth digit.
  return Claim(Relation::AtMost, study.deepLaw(study.now().m), part(study, 1e-9))
      .unless(study.square(), "x² needs no Taylor polynomials")
      .unlessSaid(study.target().problem)
      .unless(!std::isfinite(study.deepLaw(1)), "no bound on the target's derivatives was found")
      .judge(study.now().error, "at 8193 places");
}

CheckData shallowExact(const Study& study) {
  const double law = study.shallowLaw(study.now().m);
  return (study.square() ? Claim(Relation::About, law, 1e-9)
                         : Claim(Relation::AtMost, law, part(study, 1e-12)))
      .unlessSaid(study.target().problem)
      .unless(!std::isfinite(law), "no bound on the target's curvature was found")
      .judge(study.now().shallow, "in the middle of every piece");
}

CheckData depthWins(const Study& study) {
  return Claim(Relation::AtMost, 1)
      .unlessSaid(unlessSquare(study))
      .unless(study.now().m < 4, "up to 34 weights one hidden layer is better")
      .judge(study.now().error / study.now().shallow, "at equal numbers of weights");
}

CheckData productExact(const Study& study) {
  const int m = study.now().m, side = 1 << (m + 1);
  // Multiples of 2^-m, some 64 a side and odd ones among them: there errors are largest, and exact.
  const int stride = (side / 64) | 1;
  double least = 0;
  for (int i = 0; i <= side; i += stride) {
    for (int j = 0; j <= side; j += stride) {
      const double x = std::ldexp(i, -m) - 1, y = std::ldexp(j, -m) - 1;
      least = std::min(least, reluProduct(x, y, m) - x * y);
    }
  }
  return Claim(Relation::About, -std::ldexp(1, -2 * m), 1e-12)
      .unlessSaid(study.target().problem)
      .judge(least, "of multiples of 2^(−m) in [−1, 1]²");
}

CheckData layersAgree(const Study& study) {
  // For x² all numbers are dyadic and nothing is rounded; else corners of trapezoids are, at 3N x.
  const double most = study.square() ? 0 : 1 + study.taylor().coefficients().cwiseAbs().maxCoeff();
  return Claim(Relation::AtMost, 0, 1e-11 * most)
      .unlessSaid(study.target().problem)
      .judge(study.now().apart, "largest difference from the formula");
}

}  // namespace basin::yarotsky
