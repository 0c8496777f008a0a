#pragma once

#include "lab/output_data.h"
#include "labs/convergence/sgd_cost/study.h"

namespace basin::sgd_cost {

/// What a step multiplies the square error by: the deviation from 1 - 2 eta + eta^2 A in standard
/// errors, the largest over the batch sizes.
CheckData factorLaw(const Study& study);
/// The factor of the batch size watched.
LawData watchedFactor(const Study& study);
/// Mean square errors at a third, two thirds and the end, likewise.
CheckData meanLaw(const Study& study);
/// Samples to the target, likewise.
CheckData samplesLaw(const Study& study);
/// Samples of the batch size watched.
LawData watchedSamples(const Study& study);
/// Mean error of the batch size watched where the noise has brought it to rest.
CheckData floorLaw(const Study& study);
/// Samples at the batch size nearest to d + 1 over the least samples of any.
CheckData criticalCost(const Study& study);
/// Networks: loss by steps on all examples over that by steps on single ones, after 20 epochs.
CheckData smallBatchesLead(const Study& study);
/// Counted flop a weight of one example's gradient.
CheckData workBound(const Study& study);

}  // namespace basin::sgd_cost
