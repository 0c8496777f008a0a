#pragma once

#include <optional>

#include "lab/frame.h"
#include "labs/convergence/sgd_cost/study.h"

namespace basin::sgd_cost {

/// Mean square error of the runs against samples seen, by batch size, with the exact law.
SeriesData errorPicture(const Study& study);
/// Samples and steps to the target against the batch size, with their laws and d + 1.
SeriesData costPicture(const Study& study);
/// Where one step of every run has landed, seen from where it began.
std::optional<PointsData> landingPicture(const Study& study);
/// Loss of the networks against examples seen, and against steps.
SeriesData lossPicture(const Study& study);
/// Counted flop of a step against the weights, by batch size, with 6 a weight and example.
SeriesData workPicture(const Study& study);

}  // namespace basin::sgd_cost
