#include "labs/optimisation/np_hard/words.h"

namespace basin::np_hard {

std::string describe(const Study& study) {
  std::string text;
  if (const InputProblem problem = study.inputProblem(); !problem.empty()) {
    text = problem.text + " Shown is the Fano plane without a line. ";
  }
  const int least = study.predictedLeast();
  if (least == 0) {
    text += "A subset of one element is both positive and negative: no width can fit. ";
  } else if (study.system() && study.system()->elements == 0) {
    text += "Without subsets only the origin is left, and every network can fit it. ";
  } else {
    text += least == 1 ? "One half-space is enough. "
                       : std::to_string(least) + " half-spaces are enough, and fewer are not. ";
  }
  if (study.system() && least > 0) {
    text += std::to_string(countColourings(*study.system(), 2)) + " of " +
            std::to_string(1L << study.system()->elements) +
            " colourings with two colours leave no subset in one colour. ";
  }
  const Index wrong = study.wrong();
  text += "The network shown, h = " + std::to_string(study.config().width) +
          (wrong == 0 ? ", fits all examples."
                      : ", is wrong on " + std::to_string(wrong) + " of " +
                            std::to_string(study.data().labels.size()) + " examples.");
  return text;
}

std::string Study::statusText() const {
  if (!finished()) return {};
  const Share share = successes(config_.width);
  return std::to_string(share.successes) + " of " + std::to_string(share.trials) + " runs with " +
         std::to_string(config_.width) + " half-spaces fit" +
         (possible(config_.width) ? "" : ", as none can");
}

}  // namespace basin::np_hard
