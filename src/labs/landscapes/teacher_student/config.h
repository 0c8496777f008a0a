#pragma once

#include <algorithm>

// Claim. A student with as many ReLU units as its teacher has bad minima: from six units on one of
// them may end reversed, pointing away from what it should learn. Split another unit, and the
// minimum is a saddle; so one unit more is nearly always enough. Samples alone tell the units as
// well.
//
// Equations. F(W) = 1/2 E (sum_i relu(w_i.x) - sum_j relu(v_j.x))^2, x ~ N(0, I), in closed form;
// reversed students by their symmetry, lambda_min(H) = 2 lambda_min(S_i) with unit i in two halves
// (theory/teacher_student.h). E y (x x^T - I) = sum v_j v_j^T / sqrt(2 pi), E y He_4(x) = -sum
// v_j^(x 4) / sqrt(2 pi) (theory/hermite_moments.h).
//
// References. Safran, Shamir 2018 (arXiv 1712.08968); Safran, Yehudai, Shamir 2021 (2006.01005);
// Livni, Shalev-Shwartz, Shamir 2014 (1410.1141); Liu, Wu, Wang 2019 (1910.02366).
//
// What would falsify it. A Hessian at the reversed student of another sign; a settled run of n
// units off the levels; halves that part at another pace; errors of moments that do not fall as
// predicted.

namespace basin::teacher_student {

enum class View { Training, Moments };
/// Which unit the shown student halves when it is stuck.
enum class Split { None, Steepest, Reversed };

struct Config {
  View view = View::Training;
  int teacherUnits = 8;
  int extraUnits = 0;
  Split split = Split::Steepest;
  double rate = 0.2;
  int stepLimit = 5000;
  int runs = 60;
  int dimension = 12;
  int count = 100000;

  int units() const { return std::max(1, teacherUnits + extraUnits); }
};

/// Loss at which a student has arrived, gradient at which it is stuck.
inline constexpr double kArrived = 1e-3, kStuck = 1e-6;

}  // namespace basin::teacher_student
