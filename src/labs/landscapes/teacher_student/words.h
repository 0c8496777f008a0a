#pragma once

#include <string>

#include "labs/landscapes/teacher_student/study.h"

namespace basin::teacher_student {

/// What has become of the shown student, or what the samples tell.
std::string describe(const Study& study);

}  // namespace basin::teacher_student
