#pragma once

#include "lab/frame.h"
#include "labs/saddle_study.h"
#include "theory/escape.h"

namespace basin {

/// The theory's predictions held against the study so far.
struct SaddleChecks {
  CheckData law;          ///< Excess of plain escape times over the logarithmic law.
  CheckData slope;        ///< Steps for each factor e of the offset.
  CheckData manifold;     ///< A start on the stable manifold stays there.
  CheckData noisy;        ///< Median of the noisy escape times.
  CheckData decrease;     ///< Theorem's perturbed descent: f falls by f_th within t_th steps.
  CheckData secondOrder;  ///< Theorem's perturbed descent: lambda_min where it stops.
  CheckData ratio;        ///< Growth of plain descent's leave times from saddle to saddle.
  CheckData linear;       ///< Perturbed descent: the same time at each saddle.
  CheckData advantage;    ///< Plain over perturbed time to leave all saddles.
  CheckData power;        ///< Monkey saddle: exponent of the escape time.
};

SaddleChecks saddleChecks(const SaddleStudy& study);

/// The recursion of plain descent's leave times from the lab's start; octopus only.
OctopusLaw saddleLaw(const SaddleConfig& config);

}  // namespace basin
