#include "labs/tying/convolution/words.h"

#include "lab/param_text.h"
#include "labs/tying/convolution/pictures.h"

namespace basin::convolution {

namespace {

std::string percent(double share) {
  return formatNumber(100 * share) + " %";
}

}  // namespace

std::string describe(const Study& study) {
  const Study::Accuracies& tied = study.accuracies(Kind::Tied);
  const Study::Accuracies& local = study.accuracies(Kind::Local);
  const Study::Accuracies& full = study.accuracies(Kind::Full);
  std::string text = "Right on new signals: convolution " + percent(tied.seen) +
                     ", locally connected " + percent(local.seen) + ", fully connected " +
                     percent(full.seen) + ". ";
  if (study.problem().unseen.count > 0) {
    text += "At places never seen: " + percent(tied.unseen) + ", " + percent(local.unseen) + ", " +
            percent(full.unseen) + ". ";
  }
  text +=
      "No detector can be right more often than about " + percent(study.problem().bestSeen) + ".";
  return text;
}

std::string Study::statusText() const {
  for (const Kind kind : kKinds) {
    if (learner(kind).diverged()) return std::string("diverged: ") + nameOf(kind);
  }
  if (!finished()) return {};
  return std::to_string(sweep_.done()) + " networks of the sweep trained";
}

}  // namespace basin::convolution
