#pragma once

#include "lab/lab.h"
#include "labs/tying/convolution/study.h"

namespace basin::convolution {

/// How readers see a network's name.
const char* nameOf(Kind kind);

/// Share of signals called "+1", by the place of the pattern, for the shown networks.
SeriesData placesPicture(const Study& study);
/// Test accuracy against the number of examples, at the places seen and at the others.
SeriesData accuracyPicture(const Study& study);
/// First layers as matrices, side by side.
FieldData weightsPicture(const Study& study);
/// One filter of each network with all its places, ties marked.
GraphData networksPicture(const Study& study);
/// The learnt filters over the pattern, all of length one.
SeriesData filterPicture(const Study& study);
/// A test signal with its pattern, and what the convolution's filter answers along it.
SeriesData signalPicture(const Study& study);

}  // namespace basin::convolution
