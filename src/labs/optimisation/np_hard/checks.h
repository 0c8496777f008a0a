#pragma once

#include "lab/output_data.h"
#include "labs/optimisation/np_hard/study.h"

namespace basin::np_hard {

/// Runs that fit with fewer half-spaces than it takes.
CheckData noneBelow(const Study& study);
/// Least number of half-spaces by search against that of colours.
CheckData asManyAsColours(const Study& study);
/// Examples that the half-spaces of a colouring get wrong.
CheckData colouringFits(const Study& study);
/// Least of the divisions tried over 2^(n - 1), where every two elements are a subset.
CheckData everyDivision(const Study& study);
/// Divisions of these examples.
LawData divisionsLaw(const Study& study);
/// Monochromatic subsets that were kept.
CheckData oneColourIsLost(const Study& study);
/// Share of runs that fit with two half-spaces, although all could.
CheckData mostMissIt(const Study& study);
/// Share with eight less that with two.
CheckData wideHelps(const Study& study);

}  // namespace basin::np_hard
