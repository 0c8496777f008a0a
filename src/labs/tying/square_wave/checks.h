#pragma once

#include "labs/tying/square_wave/study.h"

namespace basin::square_wave {

/// Share of points that the correct net answers rightly.
CheckData correctAccuracy(const Study& study);
/// Number and places of the correct net's switches.
CheckData correctSwitches(const Study& study);
/// Loss of the correct net against the closed form.
CheckData correctLoss(const Study& study);
/// Starts that end with a dead layer, tied.
CheckData tiedAlive(const Study& study);
/// Success rate, tied minus free.
CheckData tiedMinusFree(const Study& study);
/// Success rate, tied.
CheckData tiedEnough(const Study& study);
/// Success rate, grown by folds from a zero output.
CheckData grownEnough(const Study& study);
/// Success rate, free.
CheckData freeRarely(const Study& study);

/// Share of the ended starts that were solved; NaN before the first has
/// ended.
double successRate(const Study& study, int which);

}  // namespace basin::square_wave
