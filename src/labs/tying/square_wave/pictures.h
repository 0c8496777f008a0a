#pragma once

#include <optional>

#include "labs/tying/square_wave/study.h"

namespace basin::square_wave {

/// The correct, the free, the tied and the grown net side by side; nodes carry x -> unit output (or
/// pre-activation) over [0, 1], the output node x -> probability of y = 1. Edges that share a
/// parameter carry its number as tie.
GraphData netsPicture(const Study& study);
/// Probability of y = 1 that the learners give, one panel each, over the target wave.
SeriesData learntPicture(const Study& study);
/// Small multiples, one row a layer: pre-activations left, outputs right. Hidden curves are divided
/// by the net's largest |z| in the layer, as ReLU passes a layer's scale on to the next one.
SeriesData layersPicture(const Study& study);
/// Share of solved starts so far as bars with 95 % Wilson intervals: at 1 free, at 2 tied,
/// at 3 grown. Of a race; nothing in a map.
std::optional<SeriesData> successPicture(const Study& study);
/// Loss of the present start, and muted those of up to 60 earlier ones; a panel each.
std::optional<SeriesData> lossPicture(const Study& study);
/// Success rate after every start with its 95 % Wilson band.
std::optional<SeriesData> ratesPicture(const Study& study);
/// Histograms of the final accuracies, a panel each.
std::optional<SeriesData> accuraciesPicture(const Study& study);
/// Share of solved starts of a net over width (x) and depth (y); holes where none has ended.
template <int Net>
std::optional<FieldData> mapPicture(const Study& study);

}  // namespace basin::square_wave
