// A whole small lab: copy it to src/labs/SHELF/MY_LAB/tables.cpp and give it an id of its own.
// Claim: gradient descent on f(x) = a x²/2 multiplies x by 1 − ηa; falsified by an iterate off (1 −
// ηa)ᵗ x₀.
#include <cmath>

#include "lab/claim.h"
#include "lab/param_text.h"
#include "lab/registry.h"
#include "lab/study_lab.h"

namespace basin::example {
namespace {

struct Config {
  double rate = 0.1;     // η
  double curvature = 2;  // a
};

class Study {
 public:
  Study(const Config& config, std::uint64_t) : config_(config) {}

  void step() { path_.push_back(path_.back() * factor()); }
  bool finished() const { return steps() >= 60; }
  bool diverged() const { return std::abs(path_.back()) > 1e6; }
  std::string statusText() const {
    if (!diverged()) return {};
    return "step size η = " + formatNumber(config_.rate) +
           " > 2/a = " + formatNumber(2 / config_.curvature);
  }

  int steps() const { return static_cast<int>(path_.size()) - 1; }
  const std::vector<double>& path() const { return path_; }
  double factor() const { return 1 - config_.rate * config_.curvature; }

 private:
  Config config_;
  std::vector<double> path_ = {1};  // x₀, x₁, ...
};

double position(const Study& study) {
  return study.path().back();
}

SeriesData pathPicture(const Study& study) {
  Curve run = curve("run", CurveRole::Measured, 0), law = curve("law", CurveRole::Theory, 0);
  for (int t = 0; t <= study.steps(); ++t) {
    for (Curve* c : {&run, &law}) c->x.push_back(t);
    run.y.push_back(study.path()[static_cast<std::size_t>(t)]);
    law.y.push_back(std::pow(study.factor(), t));
  }
  return onePanel({run, law});
}

CheckData law(const Study& study) {
  return Claim(Relation::About, std::pow(study.factor(), study.steps()), 1e-12)
      .after(study.steps() > 0, "no step yet")
      .judge([&] { return position(study); }, "where descent stands");
}

constexpr ParamDef kParams[] = {
    real<&Config::rate>("rate", "Step size", "Of descent", {0.01, 2, Scale::Log}).symbol("η"),
    real<&Config::curvature>("curvature", "Curvature", "Of f", {0.1, 10, Scale::Log}).symbol("a")};

constexpr OutputDef kOutputs[] = {
    series("path", "Where descent stands", "Solid: the run, dashed: the law")
        .x("t", "step")
        .y("x", "position")
        .from<&pathPicture>(),
    scalar("position", "x", "Where descent stands").from<&position>(),
    check("factor", "Each step multiplies x by 1 − ηa", "Gradient descent on a quadratic")
        .quantity("position")
        .law("x = (1 − ηa)ᵗ x₀", "x")
        .from<&law>()};

const bool registered = registerLab(labOf<Config, Study>(
    {.id = "test-example",
     .title = "A quadratic",
     .claim = "Below a step size of 2/a descent converges, above it diverges",
     .params = kParams,
     .outputs = kOutputs,
     .presets = {
         {.id = "below", .label = "Below 2/a", .lookFor = "The run falls on the dashed law"},
         {.id = "when-it-breaks",
          .label = "When it breaks",
          .lookFor = "Above 2/a every step lands further away",
          .settings = {{"rate", "1.5"}}}}}));

}  // namespace
}  // namespace basin::example
