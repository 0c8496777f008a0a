#pragma once

#include "lab/output_data.h"
#include "labs/optimisation/np_hard/study.h"

namespace basin::np_hard {

/// Share of runs that fit, by width, and the widths at which none can.
SeriesData sharePicture(const Study& study);
/// Elements in the colours of the half-spaces that cut them off, and the subsets that are lost; of
/// exclusive or the plane with its lines.
PointsData colouringPicture(const Study& study);
/// Losses of all runs at the width shown.
SeriesData lossPicture(const Study& study);
/// Divisions tried until a search ends, by the number of elements.
SeriesData divisionsPicture(const Study& study);

}  // namespace basin::np_hard
