#pragma once

#include "labs/networks/playground/study.h"

namespace basin::playground {

/// The steps looked at fall at least as far as the descent lemma says.
CheckData descentLemma(const Study& study);
/// Hessian-vector products by the R-operator and by differences of gradients agree.
CheckData hessianProduct(const Study& study);

}  // namespace basin::playground
