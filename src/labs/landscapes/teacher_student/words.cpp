#include "labs/landscapes/teacher_student/words.h"

#include "lab/param_text.h"

namespace basin::teacher_student {

std::string describe(const Study& study) {
  if (study.moments()) {
    if (study.errors().empty()) return "Samples are being drawn.";
    const MomentErrors& error = study.errors().back();
    return "After " + formatNumber(error.samples) + " samples the units found are off by " +
           formatNumber(error.directions) + " each, in the mean. No step of training was made.";
  }
  const Student& shown = study.shown();
  std::string text = "The shown student has " + std::to_string(shown.units()) +
                     " units, F = " + formatNumber(shown.loss()) + ". ";
  if (shown.arrived()) {
    text += "It has arrived. ";
  } else if (study.shownEnded()) {
    text +=
        shown.stuck() ? "It is stuck: the gradient is zero there. " : "Its steps have run out. ";
  } else if (!study.splits().empty()) {
    text += "It was stuck, and a unit was split. ";
  }
  if (study.reversed().front().curvature <= 0) {
    text += "With fewer than six units a reversed unit is a saddle, which descent leaves. ";
  }
  return text;
}

std::string Study::statusText() const {
  if (!finished() || moments()) return {};
  const auto of = [](const Share& share) {
    return std::to_string(share.successes) + " of " + std::to_string(share.trials);
  };
  return "arrived: " + of(arrivedWith(0)) + " with as many units as the teacher, " +
         of(arrivedWith(1)) + " with one more";
}

}  // namespace basin::teacher_student
