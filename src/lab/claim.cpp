#include "lab/claim.h"

#include <cmath>

namespace basin {

namespace {

bool holds(double measured, Relation relation, double predicted, double tolerance) {
  switch (relation) {
    case Relation::AtMost:
      return measured <= predicted + tolerance;
    case Relation::AtLeast:
      return measured >= predicted - tolerance;
    case Relation::About: {
      const double scale = predicted == 0 ? 1 : std::abs(predicted);
      return std::abs(measured - predicted) <= tolerance * scale;
    }
  }
  return false;
}

}  // namespace

CheckData judged(double measured, Relation relation, double predicted, double tolerance,
                 std::string detail) {
  const bool good = holds(measured, relation, predicted, tolerance);
  return {.state = good ? CheckState::Holds : CheckState::Fails,
          .relation = relation,
          .measured = measured,
          .predicted = predicted,
          .tolerance = tolerance,
          .detail = std::move(detail)};
}

CheckData judgedBetween(double least, double most, double lo, double hi, double tolerance,
                        std::string detail) {
  if (least >= lo - tolerance) {
    return judged(most, Relation::AtMost, hi, tolerance, std::move(detail));
  }
  return judged(least, Relation::AtLeast, lo, tolerance, std::move(detail));
}

CheckData pending(Relation relation, double predicted, double tolerance, std::string why) {
  return {.state = CheckState::Pending,
          .relation = relation,
          .predicted = predicted,
          .tolerance = tolerance,
          .detail = std::move(why)};
}

CheckData notApplicable(std::string why) {
  return {.state = CheckState::NotApplicable, .detail = std::move(why)};
}

}  // namespace basin
