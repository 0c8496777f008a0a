#include "theory/teacher_student.h"
#include "linalg/decompositions.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace basin;

namespace {

double leastEigenvalue(const MatrixXd& symmetric) {
  return symmetricEigenvalues(symmetric)[0];
}

}  // namespace

TEST_CASE("teacher-student: loss and gradient at two points of known numbers") {
  TeacherStudentLoss plane(MatrixXd::Identity(2, 2), 2);
  VectorXd g, x(4);
  x << 1, 0, 0.6, 0.8;
  CHECK(plane.gradient(x, g) == doctest::Approx(0.08644014).epsilon(1e-7));
  const double expected[] = {0.17961884, 0.03193311, 0.24270422, -0.07397799};
  for (Index i = 0; i < 4; ++i) CHECK(std::abs(g[i] - expected[i]) < 1e-8);

  TeacherStudentLoss space(MatrixXd::Identity(3, 2), 2);
  VectorXd y(6);
  y << 0.5, 0, 0, 0, 2, 0;
  CHECK(space.gradient(y, g) == doctest::Approx(0.23292253).epsilon(1e-7));
  const double other[] = {-0.09084506, 0.25, 0, -0.125, 0.42042253, 0};
  for (Index i = 0; i < 6; ++i) CHECK(std::abs(g[i] - other[i]) < 1e-8);
}

TEST_CASE("teacher-student: the loss is the expectation it stands for") {
  const MatrixXd V = MatrixXd::Identity(3, 3);
  TeacherStudentLoss loss(V, 2);
  const VectorXd x = randomStudent(3, 3, 2, Rng(1));
  const auto W = x.reshaped(3, 2);
  double sum = 0, squares = 0;
  Rng rng(2);
  constexpr int kSamples = 100000;
  for (int s = 0; s < kSamples; ++s) {
    VectorXd z(3);
    for (double& each : z) each = rng.normal();
    const double error =
        (W.transpose() * z).cwiseMax(0).sum() - (V.transpose() * z).cwiseMax(0).sum();
    sum += error * error / 2;
    squares += std::pow(error * error / 2, 2);
  }
  const double mean = sum / kSamples;
  const double deviation = std::sqrt((squares / kSamples - mean * mean) / kSamples);
  CHECK(std::abs(loss.value(x) - mean) < 4 * deviation);
  CHECK(loss.value(V.reshaped().head(6)) ==
        doctest::Approx(0.5 * reluOverlap(V.col(2), V.col(2))).epsilon(1e-12));
}

TEST_CASE("teacher-student: gradient and Hessian are the differences of what they derive") {
  TeacherStudentLoss loss(MatrixXd::Identity(4, 3), 5);
  VectorXd x = randomStudent(4, 3, 5, Rng(1)), g, ahead, behind;
  x.segment(4, 4) = 2 * x.head(4);  // two units of one direction, where sin t = 0
  MatrixXd H;
  loss.gradient(x, g);
  loss.hessian(x, H);
  CHECK((H - H.transpose()).norm() < 1e-13);
  for (Index i = 8; i < x.size(); ++i) {
    VectorXd a = x, b = x;
    a[i] += 1e-5;
    b[i] -= 1e-5;
    CHECK(std::abs((loss.gradient(a, ahead) - loss.gradient(b, behind)) / 2e-5 - g[i]) < 1e-9);
    CHECK(((ahead - behind) / 2e-5 - H.col(i)).cwiseAbs().maxCoeff() < 1e-8);
  }
  VectorXd product;
  loss.hessianVector(x, g, product);
  CHECK((product - H * g).norm() < 1e-13);
}

TEST_CASE("teacher-student: a unit of length zero and two equal units are no obstacle") {
  TeacherStudentLoss loss(MatrixXd::Identity(3, 3), 3);
  VectorXd x = VectorXd::Zero(9), g;
  x[3] = x[6] = 0.5;
  CHECK(std::isfinite(loss.gradient(x, g)));
  CHECK(g.allFinite());
}

TEST_CASE(
    "teacher-student: descent is stable below a step of 4/m, whose bound equal units attain") {
  for (const Index m : {8, 16}) {
    TeacherStudentLoss loss(MatrixXd::Identity(4, 4), m);
    MatrixXd W = MatrixXd::Zero(4, m), H;
    W.row(0).setConstant(4.0 / static_cast<double>(m));
    loss.hessian(W.reshaped(), H);
    // Gauss-Newton part: E of the outer product of 1(w.x > 0) x, m times alike.
    const VectorXd along = VectorXd::Ones(m) / std::sqrt(static_cast<double>(m));
    const VectorXd radial = (MatrixXd(VectorXd::Unit(4, 0) * along.transpose())).reshaped();
    CHECK(radial.dot(H * radial) == doctest::Approx(static_cast<double>(m) / 2).epsilon(1e-9));
  }
}

TEST_CASE("teacher-student: a reversed unit is a bad minimum from n = 6 on, and not before") {
  for (Index n = 4; n <= 12; ++n) {
    const StuckPoint point = stuckStudent(n, n, 1);
    INFO(n);
    CHECK(point.gradient < 1e-13);
    CHECK(point.value > 0.016);
    CHECK((point.curvature > 0) == (n >= 6));
    // The last unit's own weight is negative, and its other ones are not.
    CHECK(point.weights[n * n - 1] < -0.4);
    CHECK(point.weights[n * n - 2] > 0.1);
  }
  CHECK(stuckStudent(6, 6, 1).curvature == doctest::Approx(0.00470035).epsilon(1e-5));
  CHECK(stuckStudent(8, 8, 1).value == doctest::Approx(0.0215080).epsilon(1e-5));
  CHECK(stuckStudent(10, 10, 1).value == doctest::Approx(0.0187022).epsilon(1e-5));
}

TEST_CASE("teacher-student: more reversed units need more room") {
  for (const auto& [p, first] : {std::pair{2, 8}, std::pair{3, 10}, std::pair{4, 11}}) {
    INFO(p);
    CHECK(stuckStudent(first - 1, first - 1, p).curvature < 0);
    CHECK(stuckStudent(first, first, p).curvature > 0);
    CHECK(stuckStudent(first, first, p).gradient < 1e-13);
  }
  CHECK(stuckStudent(12, 12, 2).value == doctest::Approx(0.0315512).epsilon(1e-5));
}

TEST_CASE("teacher-student: with too few units all of them share what is missing") {
  for (const auto& [n, m, level] :
       {std::tuple{8, 7, 0.0572912}, {8, 6, 0.132804}, {6, 4, 0.151158}, {12, 11, 0.0}}) {
    const StuckPoint point = stuckStudent(n, m, 0);
    CHECK(point.gradient < 1e-13);
    if (level > 0) CHECK(point.value == doctest::Approx(level).epsilon(1e-5));
    CHECK(point.curvature > 0);
  }
  // Three units for six: each would rather take one more than share all three.
  CHECK(stuckStudent(6, 3, 0).curvature < 0);
  CHECK(stuckStudent(6, 3, 0).value > 0.293196);
  CHECK(std::abs(stuckStudent(5, 5, 0).value) < 1e-14);
}

TEST_CASE("teacher-student: halved, a unit may part along its splitting matrix") {
  for (const Index n : {6, 9}) {
    const StuckPoint point = stuckStudent(n, n, 1);
    TeacherStudentLoss loss(MatrixXd::Identity(n, n), n), wider(MatrixXd::Identity(n, n), n + 1);
    for (const Index unit : {Index{0}, n - 1}) {
      const double split = leastEigenvalue(loss.splittingMatrix(point.weights, unit));
      CHECK(split < -0.05);
      const VectorXd x = splitUnit(point.weights, n, unit);
      VectorXd g;
      CHECK(wider.gradient(x, g) == doctest::Approx(point.value).epsilon(1e-12));
      CHECK(g.norm() < 1e-13);
      MatrixXd H;
      wider.hessian(x, H);
      // The angle between the halves is known to the root of a rounding error only.
      CHECK(leastEigenvalue(H) == doctest::Approx(2 * split).epsilon(1e-6));
    }
  }
}

TEST_CASE("teacher-student: cosines tell which unit points where") {
  MatrixXd W(2, 3);
  W << 2, 0, -1, 0, 0.5, 0;
  const MatrixXd C = unitCosines(W, MatrixXd::Identity(2, 2));
  CHECK(C(0, 0) == doctest::Approx(1));
  CHECK(C(1, 1) == doctest::Approx(1));
  CHECK(C(2, 0) == doctest::Approx(-1));
  CHECK(std::abs(C(0, 1)) < 1e-15);
}
