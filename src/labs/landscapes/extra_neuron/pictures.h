#pragma once

#include "labs/landscapes/extra_neuron/study.h"

namespace basin::extra_neuron {

/// The loss with the neuron, that of the network alone, and the law 1/(8t).
SeriesData lossPicture(const Study& study);
/// Amplitude and exponential of the neuron on their laws, and what they make together.
SeriesData amplitudePicture(const Study& study);
/// log10 of the loss over exponent and amplitude: the valley without an end.
FieldData valleyPicture(const Study& study);
/// The network, the network with its neuron, and the points.
SeriesData functionPicture(const Study& study);
/// The loss of the network alone over its bias and its unit's weight: the bad minimum.
FieldData badMinimumPicture(const Study& study);

}  // namespace basin::extra_neuron
