#include "labs/landscapes/deep_linear/words.h"

#include "lab/param_text.h"

namespace basin::deep_linear {

std::string nameOf(ModeSet set) {
  static constexpr const char* kNames[] = {"nothing learnt", "s₁",    "s₂",    "s₁ s₂",
                                           "s₃",             "s₁ s₃", "s₂ s₃", "s₁ s₂ s₃"};
  return kNames[set];
}

std::string describe(const Study& study) {
  std::string text;
  if (!study.modes().fullRank) {
    text = "The examples do not span the inputs: the theorem's assumption does not hold. ";
  } else if (study.modes().smallestGap < 1e-6) {
    text = "Two modes are equally strong, and the theorem asks for distinct ones. ";
  }
  text += "The chosen critical point has L = " + formatNumber(study.chosen().value) +
          " and index " + std::to_string(study.chosen().index(study.threshold()));
  for (const Study::Meeting& meeting : study.meetings()) {
    if (!meeting.found) continue;
    text += "; met L = " + formatNumber(meeting.level) + " with index " +
            std::to_string(meeting.index());
  }
  text += ".";
  return text;
}

}  // namespace basin::deep_linear
