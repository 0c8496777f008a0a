// A whole small lab to begin from: copy it to src/labs/SHELF/MY_LAB/tables.cpp and give it an id of
// its own.
//
// Claim. Gradient descent on f(x) = a x²/2 multiplies x by 1 − ηa at each step: it converges below
// η = 2/a and diverges above. What would falsify it: an iterate that is not (1 − ηa)^t x₀.
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
  int steps = 60;
};

class Study {
 public:
  Study(const Config& config, std::uint64_t) : config_(config), path_{1} {}

  void step() { path_.push_back(path_.back() * (1 - config_.rate * config_.curvature)); }
  bool finished() const { return steps() >= config_.steps; }
  bool diverged() const { return std::abs(path_.back()) > 1e6; }
  double progress() const { return steps() / static_cast<double>(config_.steps); }
  std::string statusText() const {
    if (!diverged()) return {};
    return "step size η = " + formatNumber(config_.rate) +
           " > 2/a = " + formatNumber(2 / config_.curvature);
  }

  const Config& config() const { return config_; }
  const std::vector<double>& path() const { return path_; }
  int steps() const { return static_cast<int>(path_.size()) - 1; }
  double law(int t) const { return std::pow(1 - config_.rate * config_.curvature, t); }

 private:
  Config config_;
  std::vector<double> path_;  // x₀, x₁, ...
};

SeriesData pathPicture(const Study& study) {
  Curve run = curve("run", CurveRole::Measured, 0), law = curve("(1 − ηa)ᵗ", CurveRole::Theory, 0);
  for (int t = 0; t <= study.steps(); ++t) {
    run.x.push_back(t);
    run.y.push_back(study.path()[static_cast<std::size_t>(t)]);
    law.x.push_back(t);
    law.y.push_back(study.law(t));
  }
  return onePanel({run, law});
}

LawData position(const Study& study) {
  return {study.law(study.steps()), study.path().back()};
}

CheckData factor(const Study& study) {
  return Claim(Relation::About, 1 - study.config().rate * study.config().curvature, 1e-12)
      .after(study.steps() > 0, "no step yet")
      .judge([&] { return study.path().back() / study.path()[study.path().size() - 2]; },
             "in the last step");
}

constexpr ParamDef kParams[] = {
    real<&Config::rate>("rate", "Step size", "Of gradient descent", {0.01, 2, Scale::Log})
        .symbol("η"),
    real<&Config::curvature>("curvature", "Curvature", "Second derivative of f",
                             {0.1, 10, Scale::Log})
        .symbol("a"),
    integer<&Config::steps>("max-steps", "Steps", "Where the run ends", {10, 1000, Scale::Log})};

constexpr OutputDef kOutputs[] = {
    series("path", "Where descent stands", "Solid: the run, dashed: the law")
        .x("t", "step")
        .y("x", "position")
        .from<&pathPicture>(),
    scalar("position", "x", "Where descent stands")
        .from<[](const Study& s) { return s.path().back(); }>(),
    check("factor", "Each step multiplies x by 1 − ηa", "Gradient descent on a quadratic")
        .quantity("factor")
        .law<&position>("x = (1 − ηa)ᵗ x₀", "x")
        .from<&factor>()};

const bool registered = registerLab(
    labOf<Config, Study>({.id = "test-example",
                          .title = "A quadratic",
                          .claim = "Below a step size of 2/a descent converges, above it diverges",
                          .group = Group::Optimisation,
                          .year = 1847,
                          .authors = "Cauchy",
                          .order = 1,
                          .params = kParams,
                          .outputs = kOutputs,
                          .presets = {{.id = "below",
                                       .label = "Below the edge",
                                       .lookFor = "The run falls on the dashed law, step by step",
                                       .expected = {{"position", std::pow(0.8, 60), 1e-15}}},
                                      {.id = "when-it-breaks",
                                       .label = "When it breaks",
                                       .lookFor = "Above 2/a every step lands further away",
                                       .settings = {{"rate", "1.5"}}}},
                          .references = {{"A. Cauchy: Méthode générale pour la résolution des "
                                          "systèmes d'équations simultanées, 1847",
                                          ""}}}));

}  // namespace

}  // namespace basin::example
