#include "labs/landscapes/extra_neuron/words.h"

#include "lab/param_text.h"

namespace basin::extra_neuron {

std::string describe(const Study& study) {
  std::string text;
  if (!study.points().realizable()) {
    text = "No network of this form separates these points, and the theorem does not apply. ";
  }
  if (study.config().penalty == 0) {
    text += "Without a penalty the theorem does not apply: the neuron may stay. ";
  }
  if (study.onSaddle()) return text + "Exactly on the saddle nothing moves.";
  text += "With the neuron the loss is " + formatNumber(study.totalLoss()) +
          ", the network alone has " + formatNumber(study.networkLoss()) + ". The neuron: a = " +
          formatNumber(study.amplitude()) + ", w = " +
          formatNumber(study.theta()[NeuronLoss::W]) + ", b = " +
          formatNumber(study.theta()[NeuronLoss::B]) + ".";
  return text;
}

}  // namespace basin::extra_neuron
