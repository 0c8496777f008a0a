#pragma once

#include <string>

#include "labs/landscapes/extra_neuron/study.h"

namespace basin::extra_neuron {

/// What the neuron does and what becomes of the network.
std::string describe(const Study& study);

}  // namespace basin::extra_neuron
