#pragma once

#include "lab/output_data.h"
#include "labs/convergence/batchnorm/study.h"

namespace basin::batchnorm {

/// Every normalised unit's |dL/da|^2 against the identity, at the last measured step.
CheckData identity(const Study& study);
/// The same as a law, of all hidden units together.
LawData identityLaw(const Study& study);
/// Width of the band, change of the gradient, and loss, with normalisation over without.
CheckData narrower(const Study& study);
CheckData steadier(const Study& study);
CheckData lower(const Study& study);

}  // namespace basin::batchnorm
