#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lab/frame.h"
#include "labs/square_wave_race.h"

namespace basin {

/// Names and palette slots of the racing nets: 0 free, 1 tied; and the correct net's slot.
inline constexpr std::string_view kWaveNames[2] = {"free weights", "negatively tied"};
inline constexpr int kWaveColours[2] = {1, 0};
inline constexpr int kWaveCorrectColour = 2;

/// A net of the lab as it is drawn: who it is and its parameters.
struct WaveNet {
  std::string name;   ///< Short and constant, for legends.
  std::string title;  ///< With its present accuracy.
  int colour = 0;
  CurveRole role = CurveRole::Measured;
  TyingMap tying;
  VectorXd theta;
};

/// The nets side by side; nodes carry x -> unit output (or pre-activation) over [0, 1], the output
/// node x -> probability of y = 1. Edges that share a parameter carry its number as tie.
GraphData waveGraph(const SquareWaveConfig& config, std::span<const WaveNet> nets);

/// Small multiples, one row a layer: pre-activations left, outputs right. Hidden curves are divided
/// by the net's largest |z| in the layer, as ReLU passes a layer's scale on to the next one.
SeriesData waveLayers(const SquareWaveConfig& config, std::span<const WaveNet> nets);

/// Probability of y = 1 that each net gives, one panel a net, over the target wave.
SeriesData waveLearnt(const SquareWaveConfig& config, std::span<const WaveNet> nets);

/// Share of solved starts so far as bars with 95 % Wilson intervals: at 1 free, at 2 tied.
SeriesData waveSuccessBars(const WaveRace& race);

/// Loss of the present start, and muted those of up to 60 earlier ones; a panel each, free and
/// tied.
SeriesData waveLossCurves(const WaveRace& race);

/// Success rate after every start with its 95 % Wilson band.
SeriesData waveRunningRates(const WaveRace& race);

/// Histograms of the final accuracies, a panel each, free and tied.
SeriesData waveAccuracies(const WaveRace& race);

}  // namespace basin
