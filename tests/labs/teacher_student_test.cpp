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
using teacher_student::Config;
using teacher_student::Student;

namespace {

Frame finished(const std::vector<Setting>& settings, std::uint64_t seed = 1) {
  return test::finished("teacher-student", settings, seed);
}

// A student from a seed, at its end.
Student trained(const Config& config, int units, std::uint64_t seed) {
  Student student(config, units, Rng(seed).split(8));
  while (!student.ended()) student.step();
  return student;
}

// How many of the seeds arrive.
int arrivals(int n, int m, int seeds, int steps = 3000, double rate = 0.2) {
  Config config;
  config.teacherUnits = n;
  config.stepLimit = steps;
  config.rate = rate;
  int count = 0;
  for (int seed = 0; seed < seeds; ++seed) {
    count += trained(config, m, static_cast<std::uint64_t>(seed)).arrived();
  }
  return count;
}

}  // namespace

TEST_CASE("teacher-student: every preset ends with the checks that apply to it, and they hold") {
  const std::string training = "reversed-minimum split-saddle on-levels too-few one-more ";
  for (const Preset& preset : findLab("teacher-student")->presets) {
    INFO(preset.id);
    std::vector<Setting> settings = preset.settings;
    std::erase_if(settings, [](const Setting& each) { return each.id == "runs"; });
    settings.push_back({"runs", "30"});
    const Frame frame = finished(settings);
    CHECK(frame.status == Status::Done);
    CHECK(undecided(frame) == "");
    std::string expected = training + "parting ";
    if (preset.id == "moments") expected = "counted-units second-error-law direction-error-law ";
    if (preset.id == "many-ways") {
      expected = "reversed-minimum split-saddle too-few one-more parting ";
    }
    if (preset.id == "five" || preset.id == "six") expected = training;
    CHECK(checksIn(frame, CheckState::Holds) == expected);
  }
}

TEST_CASE("teacher-student: how often students of eight and ten units arrive") {
  // Of 200 seeds: with 8 units 0, 0.900 and 1 at m = 7, 8, 9; with 10 units 0.645 and 0.985.
  CHECK(arrivals(8, 7, 10) == 0);
  const int equal = arrivals(8, 8, 30);
  CHECK(equal >= 18);
  CHECK(arrivals(8, 9, 20) >= 19);
}

TEST_CASE("teacher-student: the same with 200 seeds, and ten units [statistics]") {
  const auto share = [](int n, int m) { return arrivals(n, m, 200, 5000) / 200.0; };
  CHECK(share(8, 8) == doctest::Approx(0.885).epsilon(0.08));
  CHECK(share(8, 9) >= 0.99);
  CHECK(share(10, 10) == doctest::Approx(0.65).epsilon(0.15));
  CHECK(share(10, 11) >= 0.97);
  CHECK(share(10, 12) == 1);
}

TEST_CASE(
    "teacher-student: six units have a bad minimum, which one start in 200 finds [statistics]") {
  Config config;
  config.teacherUnits = 6;
  const CriticalPoint bad = stuckStudent(6, 6, 1);
  int stuck = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    const Student student = trained(config, 6, seed);
    if (!student.stuck()) continue;
    ++stuck;
    CHECK(student.loss() == doctest::Approx(bad.value).epsilon(1e-6));
  }
  CHECK(stuck >= 4);
  CHECK(stuck <= 35);
  CHECK(arrivals(5, 5, 3000, 5000) == 3000);
}

TEST_CASE("teacher-student: stuck students of up to ten units have reversed ones [statistics]") {
  for (const int n : {7, 8, 9, 10}) {
    Config config;
    config.teacherUnits = n;
    config.stepLimit = 20000;
    std::vector<double> levels;
    for (int p = 1; 2 * p <= n; ++p) levels.push_back(stuckStudent(n, n, p).value);
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
      const Student student = trained(config, n, seed);
      if (!student.stuck()) continue;
      double least = 1;
      for (const double level : levels)
        least = std::min(least, std::abs(student.loss() / level - 1));
      INFO(n, " ", seed, " ", student.loss());
      CHECK(least < 1e-6);
    }
  }
}

TEST_CASE("teacher-student: split as the Hessian says, any stuck student of eight units arrives") {
  Config config;
  int split = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Student student = trained(config, 8, seed);
    if (!student.split()) continue;
    ++split;
    CHECK(student.units() == 9);
    while (!student.ended()) student.step();
    CHECK(student.arrived());
    CHECK(student.parting() == doctest::Approx(student.predictedParting()).epsilon(0.03));
  }
  CHECK(split >= 1);
}

TEST_CASE("teacher-student: who never splits, or splits once, keeps to that") {
  Config config;
  config.split = teacher_student::Split::None;
  Student student = trained(config, 6, 1);
  CHECK(student.stuck());
  CHECK_FALSE(student.split());
  config.split = teacher_student::Split::Reversed;
  Student once = trained(config, 6, 1);
  CHECK(once.split());
  while (!once.ended()) once.step();
  CHECK_FALSE(once.split());
  CHECK(once.units() == 7);
}

TEST_CASE("teacher-student: grown from six units a student ends with eight") {
  const Frame frame = finished({{"extra-units", "-2"}, {"runs", "0"}});
  CHECK(scalarOf(frame, "units-now") == 8);
  CHECK(scalarOf(frame, "value") < 1e-3);
}

TEST_CASE("teacher-student: each view shows its own pictures") {
  const Frame training = finished({{"runs", "2"}, {"step-limit", "500"}});
  const Frame moments = finished({{"view", "moments"}, {"count", "1000"}});
  for (const char* id : {"ends", "sheet", "loss", "success", "cosines"}) {
    CHECK(training.outputs[outputPlace(training, id)].index() > 0);
    CHECK(moments.outputs[outputPlace(moments, id)].index() == 0);
  }
  for (const char* id : {"eigenvalues", "moment-errors"}) {
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
  const SeriesData bars = output<SeriesData>(frame, "eigenvalues");
  CHECK(bars.panels[0].curves[0].y[3] > 0.3);
  CHECK(bars.panels[0].curves[0].y[4] < 0.1);
}
