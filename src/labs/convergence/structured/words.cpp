#include "labs/convergence/structured/words.h"

#include <cmath>

#include "lab/param_text.h"

namespace basin::structured {

double guaranteedWidth(const Study& study) {
  const Config& c = study.config();
  const MatrixXd& A = study.network().output();
  const double range = (A.colwise().maxCoeff() - A.colwise().minCoeff()).mean();
  return std::pow(smallBall(c.rate * c.steps * range, 0.5), 2);
}

std::string describe(const Study& study) {
  const Config& c = study.config();
  std::string text = "δ = " + formatNumber(study.separation()) + ", clusters of diameter " +
                     formatNumber(study.diameter());
  const double most = study.separation() / (8 * c.perClass);
  text += study.separated() ? ", at most δ/(8l) = " + formatNumber(most) + " as the theorem asks. "
                            : ", above δ/(8l) = " + formatNumber(most) +
                                  ": the theorem's assumption is violated. ";
  if (!study.diverged()) {
    const Run now = study.now();
    text += formatNumber(100 * now.changed) + " % of the pairs have changed, and " +
            formatNumber(100 * now.units) + " % of the units on some input. ";
  }
  if (c.learnOutput) {
    text += "The output layer learns too: no theorem speaks of it. ";
  } else {
    text += "What can be said without measuring says little below width " +
            formatNumber(guaranteedWidth(study), 2) + ". ";
  }
  if (study.lostRuns() > 0) {
    text += std::to_string(study.lostRuns()) + " of " + std::to_string(study.sweep().done()) +
            " runs of the sweep diverged and are left out. ";
  }
  return text;
}

}  // namespace basin::structured
