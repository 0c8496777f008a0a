#pragma once

#include <optional>

#include "labs/landscapes/teacher_student/study.h"

namespace basin::teacher_student {

// Pictures of the view that is not chosen are empty.

/// Final loss of every run over the number of units, with the levels where students stop.
std::optional<SeriesData> endsPicture(const Study& study);
/// Share of the runs that arrive.
std::optional<SeriesData> successPicture(const Study& study);
/// Units in a plane in which each teacher unit is a spoke: of the shown student, with their ways,
/// or those found from moments.
PointsData directionsPicture(const Study& study);
/// F on the sheet through the reversed student and two good ones.
std::optional<FieldData> sheetPicture(const Study& study);
/// The shown student's loss while training.
std::optional<SeriesData> lossPicture(const Study& study);
/// Eigenvalues of the second moment, and what they come to.
std::optional<SeriesData> eigenvaluesPicture(const Study& study);
/// Errors of both moments against samples, and their laws.
std::optional<SeriesData> errorsPicture(const Study& study);

}  // namespace basin::teacher_student
