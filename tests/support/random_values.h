#pragma once

#include "base/rng.h"
#include "lab/lab.h"

namespace basin::tests {

/// A random allowed value of a parameter; bounds, empty lists and odd texts come up often.
ParamValue randomValue(Rng& rng, const ParamDef& def);

/// Random allowed values of all of a lab's parameters.
std::vector<ParamValue> randomParams(Rng& rng, const LabDef& lab);

/// A random text of up to `most` characters, some of them control characters and non-ASCII.
std::string randomText(Rng& rng, int most);

}  // namespace basin::tests
