#pragma once

#include "lab/lab.h"

namespace basin::tests {

/// A small lab of the tests' own, registered on the first call: gradient descent on a quadratic,
/// with parameters and outputs of every kind. Its id begins with "test-".
const LabDef& bowlLab();

}  // namespace basin::tests
