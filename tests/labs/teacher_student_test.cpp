#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lab/param_text.h"
#include "lab/registry.h"
#include "labs/landscapes/teacher_student/study.h"
#include "support/lab_frames.h"

using namespace basin;
using namespace basin::test;

namespace {

Frame finished(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return test::finished("teacher-student", settings, seed);
}

// A student from a seed, at its end.
struct Trained {
  Trained(int n, int m, std::uint64_t seed) : student(n, m, 0.2, Rng(seed).split(8)) { train(); }
  void train(int limit = 10000) {
    while (!arrived() && !stuck() && limit-- > 0) student.step();
  }
  bool arrived() const { return student.loss() < 1e-3; }
  bool stuck() const { return !arrived() && student.gradientNorm() < 1e-6; }

  StudentDescent student;
};

// Share of the seeds that arrive.
double arrivals(int n, int m, int seeds) {
  int count = 0;
  for (int seed = 0; seed < seeds; ++seed) {
    count += Trained(n, m, static_cast<std::uint64_t>(seed)).arrived();
  }
  return static_cast<double>(count) / seeds;
}

}  // namespace

TEST_CASE("teacher-student: every preset ends with the checks that apply to it, and they hold") {
  for (const Preset& preset : findLab("teacher-student")->presets) {
    INFO(preset.id);
    // Few runs where the shown student is what matters.
    const bool all = preset.id == "as-many";
    std::vector<Setting> settings = preset.settings;
    std::erase_if(settings, [](const Setting& each) { return each.id == "runs"; });
    settings.push_back({"runs", all ? "60" : "3"});
    const Frame frame = finished(settings);
    CHECK(frame.status == Status::Done);
    CHECK(undecided(frame) == "");
    std::string expected = "reversed-minimum split-saddle ";
    if (preset.id != "many-ways") expected += "on-levels ";
    expected += "too-few ";
    if (all) expected += "one-more ";
    if (preset.id != "five" && preset.id != "six") expected += "parting ";
    if (preset.id == "moments") expected = "counted-units second-error-law direction-error-law ";
    CHECK(checksIn(frame, CheckState::Holds) == expected);
  }
}

TEST_CASE("teacher-student: how often students of eight units arrive") {
  // Of 200 seeds: 0, 0.900 and 1 at m = 7, 8, 9.
  CHECK(arrivals(8, 7, 10) == 0);
  CHECK(arrivals(8, 8, 30) >= 0.6);
  CHECK(arrivals(8, 9, 20) >= 0.95);
}

TEST_CASE("teacher-student: the same with 200 seeds, and ten units [statistics]") {
  CHECK(arrivals(8, 8, 200) == doctest::Approx(0.885).epsilon(0.08));
  CHECK(arrivals(8, 9, 200) >= 0.99);
  CHECK(arrivals(10, 10, 200) == doctest::Approx(0.65).epsilon(0.15));
  CHECK(arrivals(10, 11, 200) >= 0.97);
  CHECK(arrivals(10, 12, 200) == 1);
}

TEST_CASE("teacher-student: one start in some 200 finds the minimum of six units [statistics]") {
  const StuckPoint bad = stuckStudent(6, 6, 1);
  int stuck = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    const Trained trained(6, 6, seed);
    if (!trained.stuck()) continue;
    ++stuck;
    CHECK(trained.student.loss() == doctest::Approx(bad.value).epsilon(1e-6));
  }
  CHECK(stuck >= 4);
  CHECK(stuck <= 35);
  CHECK(arrivals(5, 5, 3000) == 1);
}

TEST_CASE("teacher-student: stuck students of up to nine units have reversed ones [statistics]") {
  for (const int n : {7, 8, 9}) {
    std::vector<double> levels;
    for (int p = 1; 2 * p <= n; ++p) levels.push_back(stuckStudent(n, n, p).value);
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
      const Trained trained(n, n, seed);
      if (!trained.stuck()) continue;
      double least = 1;
      for (const double level : levels) {
        least = std::min(least, std::abs(trained.student.loss() / level - 1));
      }
      INFO(n, " ", seed, " ", trained.student.loss());
      CHECK(least < 1e-6);
    }
  }
}

TEST_CASE("teacher-student: split as the Hessian says, any stuck student of eight units arrives") {
  int split = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Trained trained(8, 8, seed);
    if (!trained.stuck() || !trained.student.split(SplitUnit::Steepest)) continue;
    ++split;
    CHECK(trained.student.units() == 9);
    trained.train();
    CHECK(trained.arrived());
    const double parting = trained.student.parting();
    CHECK(std::abs(parting - trained.student.predictedParting()) < 2);
  }
  CHECK(split >= 1);
}

TEST_CASE("teacher-student: who never splits keeps to that, and the reversed unit splits once") {
  const Frame never = finished({{"runs", "0"}, {"split", "none"}});
  CHECK(scalarOf(never, "units-now") == 8);
  CHECK(scalarOf(never, "value") == doctest::Approx(scalarOf(never, "bad-level")).epsilon(1e-6));
  CHECK(stateOf(never, "parting") == CheckState::NotApplicable);
  CHECK(scalarOf(finished({{"runs", "0"}, {"split", "reversed"}}), "units-now") == 9);
}

TEST_CASE("teacher-student: grown from six units a student ends with eight") {
  const Frame frame = finished({{"extra-units", "-2"}, {"runs", "0"}});
  CHECK(scalarOf(frame, "units-now") == 8);
  CHECK(scalarOf(frame, "value") < 1e-3);
}

TEST_CASE("teacher-student: each view shows its own pictures") {
  const Frame training = finished({{"runs", "2"}, {"step-limit", "500"}});
  const Frame moments = finished({{"view", "moments"}, {"count", "1000"}});
  for (const char* id : {"ends", "sheet", "loss", "arrival-share"}) {
    CHECK(training.outputs[outputPlace(training, id)].index() > 0);
    CHECK(moments.outputs[outputPlace(moments, id)].index() == 0);
  }
  for (const char* id : {"moment-eigenvalues", "moment-errors"}) {
    CHECK(training.outputs[outputPlace(training, id)].index() == 0);
    CHECK(moments.outputs[outputPlace(moments, id)].index() > 0);
  }
  CHECK(std::isnan(scalarOf(training, "direction-error")));
  CHECK(std::isnan(scalarOf(moments, "value")));
  CHECK(moments.time == 1000);
}

TEST_CASE("teacher-student: the sheet has a wall one way and none the other") {
  const FieldData sheet = output<FieldData>(finished({{"runs", "0"}}), "sheet");
  const auto at = [&](double a, double b) {
    const int column =
        static_cast<int>(std::lround((a - sheet.x0) / (sheet.x1 - sheet.x0) * (sheet.nx - 1)));
    const int row =
        static_cast<int>(std::lround((b - sheet.y0) / (sheet.y1 - sheet.y0) * (sheet.ny - 1)));
    return sheet.values[static_cast<std::size_t>(row * sheet.nx + column)];
  };
  CHECK(at(0.5, 0) > 3 * at(0, 0));
  CHECK(at(1, 0) < 0.1 * at(0, 0));
  double last = at(0, 0);
  for (double b = 0.1; b < 1.05; b += 0.1) {
    CHECK(at(0, b) < last);
    last = at(0, b);
  }
}

TEST_CASE("teacher-student: from samples alone, units and their number") {
  const Frame frame = finished({{"view", "moments"}, {"teacher-units", "4"}, {"dimension", "6"}});
  CHECK(undecided(frame) == "");
  CHECK(scalarOf(frame, "direction-error") < 0.2);
  const SeriesData bars = output<SeriesData>(frame, "moment-eigenvalues");
  CHECK(bars.panels[0].curves[0].y[3] > 0.3);
  CHECK(bars.panels[0].curves[0].y[4] < 0.1);
}
