#pragma once

#include "labs/landscapes/teacher_student/study.h"

namespace basin::teacher_student {

/// Least eigenvalue of the Hessian at the student with one reversed unit.
CheckData reversedMinimum(const Study& study);
/// The same once a unit is in two halves.
CheckData splitSaddle(const Study& study);
/// Relative distance of settled runs of n units to the nearest level.
CheckData onLevels(const Study& study);
/// Runs with fewer units than the teacher that arrive.
CheckData tooFew(const Study& study);
/// Share of the runs that arrive with one unit more, against as many.
CheckData oneMore(const Study& study);
/// Steps in which halves part tenfold.
CheckData parting(const Study& study);
/// Eigenvalues of the second moment above half of what they should be.
CheckData countedUnits(const Study& study);
/// Errors of moments over their laws, and themselves.
CheckData secondError(const Study& study);
LawData secondErrorLaw(const Study& study);
CheckData directionError(const Study& study);
LawData directionErrorLaw(const Study& study);

}  // namespace basin::teacher_student
