#include "cli/sweep_plan.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include "io/text.h"
#include "lab/param_text.h"
#include "lab/registry.h"

namespace basin::cli {

namespace {

constexpr std::uint64_t kMostRuns = 10'000'000;

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (;;) {
    const auto end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) return parts;
    begin = end + 1;
  }
}

// lo:hi:n as n values spaced like the parameter's slider, ends included.
Result<std::vector<ParamValue>> spacedValues(const ParamDef& def, const std::string& text) {
  const auto parts = split(text, ':');
  const Failure wrong{"vary: " + quote(text) + " of " + std::string(def.id) +
                      " is neither a,b,c nor lo:hi:n"};
  std::uint64_t count = 0;
  if (parts.size() != 3 || !parseCount(parts[2], count) || count < 1 || count > 100000)
    return wrong;
  auto lo = readParam(def, parts[0]);
  if (!lo.ok()) return Failure{lo.error()};
  auto hi = readParam(def, parts[1]);
  if (!hi.ok()) return Failure{hi.error()};
  const auto number = [](const ParamValue& value) {
    const auto* whole = std::get_if<std::int64_t>(&value);
    return whole ? static_cast<double>(*whole) : std::get<double>(value);
  };
  const double first = number(lo.value());
  const double last = number(hi.value());
  const bool log = def.range.scale == Scale::Log;
  std::vector<ParamValue> values;
  for (std::uint64_t i = 0; i < count; ++i) {
    const double t = count > 1 ? static_cast<double>(i) / static_cast<double>(count - 1) : 0;
    double value = log ? first * std::pow(last / first, t) : first + (last - first) * t;
    // Rounding must not leave the range at its ends.
    if (i == 0) value = first;
    if (i + 1 == count && count > 1) value = last;
    ParamValue typed = value;
    if (def.kind == ParamKind::Integer) typed = static_cast<std::int64_t>(std::llround(value));
    if (values.empty() || values.back() != typed) values.push_back(typed);
  }
  return values;
}

Result<std::vector<ParamValue>> listedValues(const ParamDef& def, const std::string& text) {
  // Lists hold commas themselves, so their alternatives are separated by semicolons.
  const bool holdsCommas = def.kind == ParamKind::IntegerList || def.kind == ParamKind::Text;
  std::vector<ParamValue> values;
  for (const std::string& part : split(text, holdsCommas ? ';' : ',')) {
    auto value = readParam(def, part);
    if (!value.ok()) return Failure{value.error()};
    // A value named twice, as "0.1" and "1e-1", is one setting.
    if (std::ranges::count(values, value.value()) == 0) values.push_back(std::move(value).value());
  }
  return values;
}

Result<VariedParam> readAxis(const LabDef& lab, const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos) {
    return Failure{"vary: " + quote(text) + " is not PARAM=a,b,c or PARAM=lo:hi:n"};
  }
  const std::string id = text.substr(0, equals);
  const int index = paramIndex(lab, id);
  if (index < 0) {
    std::vector<std::string_view> ids;
    for (const ParamDef& def : lab.params) ids.push_back(def.id);
    const std::string nearest = nearestWord(id, ids);
    return Failure{"vary: lab " + std::string(lab.id) + " has no parameter " + quote(id) +
                   (nearest.empty() ? "" : "; did you mean " + nearest + "?")};
  }
  const ParamDef& def = lab.params[index];
  const std::string list = text.substr(equals + 1);
  const bool number = def.kind == ParamKind::Real || def.kind == ParamKind::Integer;
  const bool spaced = number && list.find(':') != std::string::npos;
  auto values = spaced ? spacedValues(def, list) : listedValues(def, list);
  if (!values.ok()) return Failure{values.error()};
  return VariedParam{index, std::move(values).value()};
}

Result<void> readAxes(const Arguments& arguments, SweepPlan& plan) {
  for (const std::string& text : findAll(arguments, "vary")) {
    auto axis = readAxis(*plan.lab, text);
    if (!axis.ok()) return Failure{axis.error()};
    const std::string id(plan.lab->params[axis.value().param].id);
    const bool twice = std::ranges::count(plan.axes, axis.value().param, &VariedParam::param) > 0;
    if (twice || find(arguments, id)) return Failure{"vary: " + id + " is given twice"};
    plan.axes.push_back(std::move(axis).value());
  }
  return {};
}

Result<void> readSeeds(const Arguments& arguments, SweepPlan& plan) {
  const std::string* text = find(arguments, "seeds");
  if (!text) return {};
  const auto parts = split(*text, ':');
  if (parts.size() > 2 || !parseCount(parts.front(), plan.firstSeed) ||
      !parseCount(parts.back(), plan.lastSeed) || plan.lastSeed < plan.firstSeed) {
    return Failure{"seeds: " + quote(*text) + " is not A:B with whole numbers A <= B"};
  }
  return {};
}

Result<void> readMetrics(const Arguments& arguments, SweepPlan& plan) {
  for (const std::string& id : findAll(arguments, "metric")) {
    auto index = scalarIndex(*plan.lab, "metric", id);
    if (!index.ok()) return Failure{index.error()};
    if (std::ranges::count(plan.metrics, index.value()) == 0) plan.metrics.push_back(index.value());
  }
  if (!plan.metrics.empty()) return {};
  for (std::size_t i = 0; i < plan.lab->outputs.size(); ++i) {
    if (plan.lab->outputs[i].kind == OutputKind::Scalar) plan.metrics.push_back(static_cast<int>(i));
  }
  return {};
}

Result<void> readWork(const Arguments& arguments, SweepPlan& plan) {
  if (const std::string* text = find(arguments, "steps")) {
    auto count = readCount("steps", *text);
    if (!count.ok()) return Failure{count.error()};
    plan.steps = count.value();
  }
  if (const std::string* text = find(arguments, "until")) {
    auto until = readUntil(*plan.lab, *text);
    if (!until.ok()) return Failure{until.error()};
    plan.until = until.value();
  }
  plan.jobs = std::max(1U, std::thread::hardware_concurrency());
  if (const std::string* text = find(arguments, "jobs")) {
    std::uint64_t jobs = 0;
    if (!parseCount(*text, jobs) || jobs < 1 || jobs > 1024) {
      return Failure{"jobs: " + quote(*text) + " is not a whole number from 1 to 1024"};
    }
    plan.jobs = static_cast<unsigned>(jobs);
  }
  if (const std::string* text = find(arguments, "shard")) {
    const auto parts = split(*text, '/');
    if (parts.size() != 2 || !parseCount(parts[0], plan.shard) ||
        !parseCount(parts[1], plan.shards) || plan.shard < 1 || plan.shard > plan.shards) {
      return Failure{"shard: " + quote(*text) + " is not I/N with 1 <= I <= N"};
    }
  }
  return {};
}

}  // namespace

Result<SweepPlan> makeSweepPlan(const Arguments& arguments) {
  if (arguments.words.empty()) return Failure{"sweep needs a lab: basin sweep LAB --vary ..."};
  if (arguments.words.size() > 1) {
    return Failure{"one lab at a time: " + quote(arguments.words[1]) + " is one too many"};
  }
  auto lab = requireLab(arguments.words.front());
  if (!lab.ok()) return Failure{lab.error()};
  SweepPlan plan;
  plan.lab = lab.value();
  auto params = readParams(*plan.lab, arguments, firstParams(*plan.lab));
  if (!params.ok()) return Failure{params.error()};
  plan.base = std::move(params).value();
  for (auto* read : {readAxes, readSeeds, readMetrics, readWork}) {
    if (auto done = read(arguments, plan); !done.ok()) return Failure{done.error()};
  }
  // Step by step, so that no product overflows.
  std::uint64_t runs = plan.lastSeed - plan.firstSeed + 1;
  for (const VariedParam& axis : plan.axes) {
    if (runs <= kMostRuns) runs *= axis.values.size();
  }
  if (runs > kMostRuns) {
    return Failure{"sweep: more than " + std::to_string(kMostRuns) + " runs; split the seeds"};
  }
  return plan;
}

std::uint64_t runCount(const SweepPlan& plan) {
  std::uint64_t runs = plan.lastSeed - plan.firstSeed + 1;
  for (const VariedParam& axis : plan.axes) runs *= axis.values.size();
  return runs;
}

Recipe runRecipe(const SweepPlan& plan, std::uint64_t i) {
  const std::uint64_t seeds = plan.lastSeed - plan.firstSeed + 1;
  Recipe recipe{.lab = std::string(plan.lab->id),
                .params = plan.base,
                .seed = plan.firstSeed + i % seeds,
                .events = {},
                .steps = plan.steps.value_or(kMaxSeed)};
  i /= seeds;
  for (auto axis = plan.axes.rbegin(); axis != plan.axes.rend(); ++axis) {
    recipe.params[axis->param] = axis->values[i % axis->values.size()];
    i /= axis->values.size();
  }
  return recipe;
}

}  // namespace basin::cli
