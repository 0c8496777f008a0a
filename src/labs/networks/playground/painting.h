#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "lab/lab.h"
#include "study/network_data.h"

namespace basin::playground {

/// What a pointer gesture on the decision surface ("surface") or on the fitted curve ("fit") paints
/// or erases. On another data set it starts an own one from the points in sight.
std::vector<ParamChange> changesOf(const NetworkSetup& setup, const NetworkData& data,
                                   const Poke& poke);

/// What a dropped text file means: three columns become own points of a classification task, two
/// columns own samples of a regression task. More than kMaxOwnPoints rows are thinned evenly, and
/// coordinates which leave the plane or hide in its middle are scaled to fill it. The message names
/// line and column.
Result<FileContent> readOwnData(std::string_view text);

}  // namespace basin::playground
