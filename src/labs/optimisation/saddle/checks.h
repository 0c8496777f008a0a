#pragma once

#include "labs/optimisation/saddle/study.h"
#include "theory/escape.h"

namespace basin::saddle {

/// Excess of plain escape times over the logarithmic law.
CheckData escapeLaw(const Study& study);
/// The law itself, where plain descent stands: steps to escape predicted and measured.
LawData escapeTime(const Study& study);
/// Steps for each factor e of the offset.
CheckData escapeSlope(const Study& study);
/// A start on the stable manifold stays there.
CheckData stableManifold(const Study& study);
/// Median of the noisy escape times.
CheckData noisyMedian(const Study& study);
/// Theorem's perturbed descent: f falls by f_th within t_th steps of the kick.
CheckData kickDecrease(const Study& study);
/// Theorem's perturbed descent: lambda_min where it stops.
CheckData secondOrder(const Study& study);
/// Growth of plain descent's leave times from saddle to saddle.
CheckData leaveRatio(const Study& study);
/// Perturbed descent: the same time at each saddle.
CheckData perturbedLinear(const Study& study);
/// Plain over perturbed time to leave all saddles.
CheckData advantage(const Study& study);
/// Monkey saddle: exponent of the escape time.
CheckData powerLaw(const Study& study);

/// The recursion of plain descent's leave times from the lab's start; octopus only.
OctopusLaw plainLaw(const Config& config);

}  // namespace basin::saddle
