#include "support/bowl_lab.h"

#include <array>
#include <cmath>
#include <string>

#include "base/rng.h"
#include "lab/claim.h"
#include "lab/registry.h"
#include "lab/study_lab.h"

namespace basin::tests {

namespace {

enum class Start { Fixed, Random };

struct Config {
  double rate = 0.1;
  double curvature = 2;
  int length = 200;
  bool momentum = false;
  Start start = Start::Fixed;
  std::vector<int> widths = {4, 2};
  std::string caption = "a bowl";
  double x = 1;
};

constexpr std::array<Choice, 2> kStarts = {Choice{"fixed", "fixed"}, Choice{"random", "random"}};

constexpr std::array kParams = {
    real<&Config::rate>("rate", "step size", "", {1e-3, 10, Scale::Log}).live().symbol("η"),
    real<&Config::curvature>("curvature", "curvature", "", {-5, 5}),
    integer<&Config::length>("length", "steps to the end", "", {1, 1e9}),
    boolean<&Config::momentum>("momentum", "momentum", "").live(),
    choice<&Config::start>("start", "start", "", kStarts),
    integers<&Config::widths>("widths", "widths", "", {1, 64}, 4),
    text<&Config::caption>("caption", "caption", "", 40).live(),
    real<&Config::x>("x", "start point", "", {-2, 2})};

class Bowl {
 public:
  Bowl(const Config& config, std::uint64_t seed) : config_(config), rng_(seed), x_(config.x) {
    if (config.start == Start::Random) x_ = rng_.uniform(-2, 2);
    record();
  }

  void step() {
    const double last = x_;
    x_ -= config_.rate * config_.curvature * x_;
    if (config_.momentum) x_ += 0.5 * (last - before_);
    before_ = last;
    ++t_;
    record();
  }
  bool diverged() const { return std::abs(x_) > 1e6; }
  bool finished() const { return t_ >= config_.length; }
  std::string statusText() const { return diverged() ? "step size above 2/λ" : ""; }
  double progress() const { return double(t_) / config_.length; }
  double time() const { return 0.5 * double(t_); }
  void retune(const Config& config) { config_ = config; }
  std::vector<ParamChange> poke(const Poke& poke) const {
    if (poke.kind == PokeKind::Release) return {};
    return {{"x", poke.x}};
  }

  FieldData surface() const {
    FieldData field;
    field.nx = 5;
    field.ny = 4;
    field.x0 = -2;
    field.x1 = 2;
    for (int i = 0; i < 20; ++i) field.values.push_back(float(i % 5 - 2) * float(i % 5 - 2));
    field.levels = {1, 2};
    field.map = FieldMap::Diverging;
    field.lo = -3;
    field.hi = 4;
    field.logColour = true;
    field.cells = true;
    field.paths = {{.name = "descent", .colour = 3, .x = {config_.x, x_}, .y = {0, 0}}};
    field.marks = {{.name = "start", .handle = true, .x = {config_.x}, .y = {0}}};
    return field;
  }
  SeriesData loss() const {
    std::vector<double> steps;
    for (std::size_t i = 0; i < losses_.size(); ++i) steps.push_back(double(i));
    const Curve measured{.name = "loss", .x = steps, .y = losses_, .lo = losses_, .hi = losses_};
    Curve histogram;
    histogram.name = "values";
    histogram.style = CurveStyle::Histogram;
    histogram.x = losses_;
    return {{{"run", {measured}}, {"spread", {histogram}}}, 2};
  }
  GraphData network() const {
    const GraphNode node{.layer = 0, .label = "x", .value = x_, .picture = {2, 1, {0.1f, 0.2f}}};
    return {{{"net", {node, GraphNode{1, "y", 0, {}}}, {{0, 1, x_, 3}}}}};
  }
  PointsData cloud() const {
    return {.marks = {{.name = "a, \"b\"", .x = {0, 1}, .y = {x_, x_}}}, .paths = {}};
  }
  double value() const { return 0.5 * config_.curvature * x_ * x_; }
  double gradient() const { return config_.curvature * x_; }
  CheckData converges() const {
    return Claim(Relation::AtMost, 0, 1e-6)
        .after(finished() || diverged(), "still walking")
        .judge(value(), "");
  }
  CheckData stable() const {
    return Claim(Relation::AtMost, 2 / config_.curvature)
        .unless(config_.curvature <= 0, "not convex")
        .judge(config_.rate, "");
  }
  std::string remark() const { return config_.caption; }

 private:
  void record() {
    if (losses_.size() < 500) losses_.push_back(value());
  }

  Config config_;
  Rng rng_;
  double x_;
  double before_ = 0;
  std::int64_t t_ = 0;
  std::vector<double> losses_;
};

constexpr std::array kOutputs = {
    field("surface", "surface", "").x("x", "").y("y", "").takesPokes().from<&Bowl::surface>(),
    series("loss", "loss", "").x("t", "step").y("f", "value", Scale::Log).from<&Bowl::loss>(),
    graph("network", "network", "").from<&Bowl::network>(),
    points("cloud", "points", "").from<&Bowl::cloud>(),
    scalar("value", "value", "").unit("J").from<&Bowl::value>(),
    scalar("gradient", "gradient", "").from<&Bowl::gradient>(),
    check("converges", "reaches the minimum", "calculus")
        .quantity("value", "J")
        .from<&Bowl::converges>(),
    check("stable", "step size below 2/λ", "calculus").from<&Bowl::stable>(),
    note("remark", "remark").from<&Bowl::remark>()};

}  // namespace

const LabDef& bowlLab() {
  static const bool registered = registerLab(labOf<Config, Bowl>(
      {.id = "test-bowl",
       .title = "Bowl",
       .claim = "Descent reaches the bottom.",
       .group = Group::Optimisation,
       .params = kParams,
       .outputs = kOutputs,
       .presets = {{"first", "first", "it converges", {{"rate", "0.2"}}},
                   {"steep", "steep", "it diverges", {{"rate", "1.5"}, {"widths", "none"}}}}}));
  static_cast<void>(registered);
  return *findLab("test-bowl");
}

}  // namespace basin::tests
