#include "support/bowl_lab.h"

#include <array>
#include <cmath>
#include <string>

#include "base/rng.h"
#include "lab/legacy_lab.h"
#include "lab/registry.h"

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

constexpr std::array kOutputs = {
    field("surface", "surface", "").x("x", "").y("y", "").takesPokes(),
    series("loss", "loss", "").x("t", "step").y("f", "value", Scale::Log),
    graph("network", "network", ""),
    points("cloud", "points", ""),
    scalar("value", "value", "").unit("J"),
    scalar("gradient", "gradient", ""),
    check("converges", "reaches the minimum", "calculus"),
    check("stable", "step size below 2/λ", "calculus"),
    note("remark", "remark")};

class Bowl : public LabOf<Config> {
 public:
  Bowl(const Config& config, std::uint64_t seed) : LabOf(config), rng_(seed), x_(config.x) {
    if (config.start == Start::Random) x_ = rng_.uniform(-2, 2);
    record();
  }

  void step() override {
    const double last = x_;
    x_ -= config().rate * config().curvature * x_;
    if (config().momentum) x_ += 0.5 * (last - before_);
    before_ = last;
    ++t_;
    record();
  }

  Status status() const override {
    if (std::abs(x_) > 1e6) return Status::Diverged;
    return t_ >= config().length ? Status::Done : Status::Running;
  }
  std::string statusText() const override {
    return status() == Status::Diverged ? "step size above 2/λ" : "";
  }
  double progress() const override { return double(t_) / config().length; }

  std::vector<ParamChange> poke(const Poke& poke) const override {
    if (poke.kind == PokeKind::Release) return {};
    return {{"x", poke.x}};
  }

  void publish(Frame& frame) const override {
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
    field.paths = {{.name = "descent", .colour = 3, .x = {config().x, x_}, .y = {0, 0}}};
    field.marks = {{.name = "start", .handle = true, .x = {config().x}, .y = {0}}};
    frame.outputs[0] = field;
    std::vector<double> steps;
    for (std::size_t i = 0; i < losses_.size(); ++i) steps.push_back(double(i));
    const Curve measured{.name = "loss", .x = steps, .y = losses_, .lo = losses_, .hi = losses_};
    Curve histogram;
    histogram.name = "values";
    histogram.style = CurveStyle::Histogram;
    histogram.x = losses_;
    frame.outputs[1] = SeriesData{{{"run", {measured}}, {"spread", {histogram}}}, 2};
    const GraphNode node{.layer = 0, .label = "x", .value = x_, .picture = {2, 1, {0.1f, 0.2f}}};
    frame.outputs[2] = GraphData{{{"net", {node, GraphNode{1, "y", 0, {}}}, {{0, 1, x_, 3}}}}};
    frame.outputs[3] =
        PointsData{.marks = {{.name = "a, \"b\"", .x = {0, 1}, .y = {x_, x_}}}, .paths = {}};
    frame.outputs[4] = ScalarData{value()};
    frame.outputs[5] = ScalarData{config().curvature * x_};
    if (status() == Status::Running) {
      frame.outputs[6] = pending(Relation::AtMost, 0, 1e-6, "still walking");
    } else {
      frame.outputs[6] = judged(value(), Relation::AtMost, 0, 1e-6);
    }
    frame.outputs[7] = config().curvature > 0
                           ? judged(config().rate, Relation::AtMost, 2 / config().curvature, 0)
                           : notApplicable("not convex");
    frame.outputs[8] = NoteData{config().caption};
  }

 private:
  double value() const { return 0.5 * config().curvature * x_ * x_; }
  void record() {
    if (losses_.size() < 500) losses_.push_back(value());
  }

  Rng rng_;
  double x_;
  double before_ = 0;
  std::int64_t t_ = 0;
  std::vector<double> losses_;
};

}  // namespace

const LabDef& bowlLab() {
  static const bool registered = registerLab(labDef<Config, Bowl>(
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
