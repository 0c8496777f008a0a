#include "labs/generalisation/five_points/words.h"

#include <algorithm>
#include <cmath>

#include "lab/param_text.h"

namespace basin::five_points {

std::string describe(const Study& study) {
  const KernelPolynomial& f = study.polynomial().polynomial;
  std::string text = "Any fit goes up and down by " + formatNumber(totalVariation(study.data())) +
                     " at least. The network does so by " +
                     formatNumber(study.shown().fit().variation) + ", the polynomial by " +
                     formatNumber(study.polynomial().fit.variation) + ", the constructed one by " +
                     formatNumber(totalVariation(study.construction().line)) + ".";
  if (f.degree() < study.interpolates()) {
    text += " A polynomial of degree " + std::to_string(f.degree()) + " misses the points.";
  }
  if (f.condition > 1e10) {
    text += " The kernel matrix has condition " + formatNumber(f.condition) +
            ": trust few digits of the polynomial.";
  }
  return text;
}

std::string Study::statusText() const {
  if (!finished()) return {};
  const auto arrived = std::ranges::count_if(learners_, &Learner::arrived);
  if (arrived == kDepths) return "all eight networks pass through the points";
  return std::to_string(arrived) + " of eight networks pass through the points";
}

}  // namespace basin::five_points
