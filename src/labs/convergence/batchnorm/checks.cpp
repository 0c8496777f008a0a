#include "labs/convergence/batchnorm/checks.h"

#include <algorithm>

#include "lab/claim.h"

namespace basin::batchnorm {

namespace {

// Whether these are the settings at which the statistics of the tests were made.
bool observed(const Config& c) {
  const Config usual;
  return c.runs == usual.runs && c.width == usual.width && c.activation == usual.activation &&
         c.rate == usual.rate && c.batch == usual.batch && c.reach == usual.reach &&
         c.stepLimit == usual.stepLimit && (c.depth == 6 || c.depth == 10);
}

CheckData smaller(const Study& study, Quantity quantity, double most) {
  return Claim(Relation::AtMost, most)
      .unless(!observed(study.config()),
              "observed over five races at the default settings, with six or ten hidden layers")
      .after(study.finished(), "training goes on")
      .unless(study.races().empty(), "a network diverged")
      .judge([&] { return study.ratio(quantity); },
             "medians over measurements and races, with normalisation over without");
}

}  // namespace

CheckData identity(const Study& study) {
  double worst = 0;
  for (const NormalisedLayer& layer : study.learner(1).layers()) {
    worst = std::max(worst, layer.error);
  }
  return Claim(Relation::AtMost, 0, 1e-10)
      .unless(study.race().lost(1), "the normalised network diverged")
      .after(!study.learner(1).layers().empty(), "no measurement yet")
      .judge(worst, "largest error of a unit, of γ²/(s² + ε) |g|²");
}

LawData identityLaw(const Study& study) {
  if (study.learner(1).layers().empty()) return {};
  LawData law{.predicted = 0, .measured = 0};
  for (const NormalisedLayer& layer : study.learner(1).layers()) {
    law.predicted += layer.predicted;
    law.measured += layer.measured;
  }
  return law;
}

// Of 60 fives of races each at 6 and 10 layers the largest ratios were 0.32, 0.79 and 0.20.
CheckData narrower(const Study& study) {
  return smaller(study, kBand, 0.5);
}

CheckData steadier(const Study& study) {
  return smaller(study, kChange, 1);
}

CheckData lower(const Study& study) {
  return smaller(study, kLoss, 0.5);
}

}  // namespace basin::batchnorm
