#include "labs/convergence/sgd_cost/words.h"

#include "lab/param_text.h"

namespace basin::sgd_cost {

std::string describe(const Study& study) {
  const Config& c = study.config();
  const Lane& lane = study.race().watched();
  const BatchRegression& law = lane.law();
  std::string text =
      "b = " + std::to_string(c.batch) + ", b* = d + 1 = " + std::to_string(c.dimension + 1) +
      ", η = " + formatNumber(law.rate) +
      ": a step multiplies the mean square error by q = " + formatNumber(law.factor()) + ". ";
  if (law.factor() > 1 + 1e-12) {
    text += "That is beyond η = 2/A = " + formatNumber(2 * law.bestRate()) + ": the mean grows";
    text += lane.runs().median() < lane.runs().mean() / 10
                ? ", and a few runs make it; the typical run is far below. "
                : ". ";
  } else if (law.noise > 0) {
    text += "The noise brings it to rest at " + formatNumber(law.floor()) + ". ";
  }
  const double flop = study.work().back().flop / study.work().back().weights;
  text += "A step on all " + std::to_string(c.count) + " examples costs a network " +
          std::to_string(c.count) + " gradients of up to " + formatNumber(flop, 2) +
          " flop a weight, a step on one example a single one.";
  return text;
}

std::string Study::statusText() const {
  if (!finished()) return {};
  const Lane& lane = race_.watched();
  const auto steps = lane.stepsToTarget();
  if (!steps) return "batches of " + std::to_string(lane.batch()) + " never came to a thousandth";
  return "batches of " + std::to_string(lane.batch()) + " came to a thousandth after " +
         formatNumber(*steps) + " steps, " + formatNumber(lane.batch() * *steps) + " samples";
}

}  // namespace basin::sgd_cost
