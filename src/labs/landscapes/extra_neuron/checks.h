#pragma once

#include "labs/landscapes/extra_neuron/study.h"

namespace basin::extra_neuron {

/// Least loss of the network around its dead unit.
CheckData badMinimum(const Study& study);
/// Least eigenvalue of the Hessian there once the neuron is added.
CheckData saddleWithNeuron(const Study& study);
/// Error of a dL/da - dL/db = lambda a^2 at random points.
CheckData identity(const Study& study);
/// Least gradient of the run over its lower bound.
CheckData neverCritical(const Study& study);
/// Error of what the steps add up to.
CheckData steepens(const Study& study);
/// b at the end, by the sum and measured.
LawData steepnessLaw(const Study& study);
/// a sqrt(4 lambda t) at the end.
CheckData amplitudeLaw(const Study& study);
/// a by the law and measured.
LawData amplitudeNow(const Study& study);
/// Log-log slope of the loss from a fifth of the time on.
CheckData lossSlope(const Study& study);
/// Least loss of the network alone.
CheckData staysBad(const Study& study);

}  // namespace basin::extra_neuron
