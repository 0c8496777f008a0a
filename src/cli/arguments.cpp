#include "cli/arguments.h"

#include <algorithm>

#include "io/text.h"
#include "lab/param_text.h"
#include "lab/registry.h"

namespace basin::cli {

namespace {

std::string didYouMean(std::string_view word, const std::vector<std::string_view>& known,
                       std::string_view before) {
  const std::string nearest = nearestWord(word, known);
  return nearest.empty() ? "" : "; did you mean " + std::string(before) + nearest + "?";
}

}  // namespace

Result<Arguments> parseArguments(const std::vector<std::string>& arguments,
                                 const std::vector<OptionDef>& known, bool namesLab) {
  Arguments parsed;
  std::vector<OptionDef> options = known;
  const LabDef* lab = nullptr;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument.size() < 3 || !argument.starts_with("--")) {
      if (argument.starts_with("-") && argument.size() > 1) {
        return Failure{"unknown option " + quote(argument) + "; options begin with --"};
      }
      parsed.words.push_back(argument);
      if (parsed.words.size() > 1 || !namesLab) continue;
      auto found = requireLab(argument);
      if (!found.ok()) return Failure{found.error()};
      lab = found.value();
      for (const ParamDef& def : lab->params) options.push_back({def.id, true});
      continue;
    }
    const auto equals = argument.find('=');
    const std::string name = argument.substr(2, equals == std::string::npos ? equals : equals - 2);
    const auto def = std::ranges::find(options, name, &OptionDef::name);
    if (def == options.end()) {
      std::vector<std::string_view> names;
      for (const OptionDef& option : options) names.push_back(option.name);
      const std::string hint = didYouMean(name, names, "--");
      return Failure{
          "unknown option " + quote("--" + name, 60) +
          (lab ? " of lab " + std::string(lab->id) : "") +
          (hint.empty() && namesLab && !lab ? "; a lab's parameters come after the lab" : hint)};
    }
    const bool attached = equals != std::string::npos;
    if (!def->takesValue) {
      if (attached) return Failure{"--" + name + " takes no value"};
      parsed.options.push_back({name, ""});
    } else if (attached) {
      parsed.options.push_back({name, argument.substr(equals + 1)});
    } else if (i + 1 < arguments.size()) {
      parsed.options.push_back({name, arguments[++i]});
    } else {
      const int index = lab ? paramIndex(*lab, name) : -1;
      return Failure{"--" + name + " needs a value" +
                     (index < 0 ? "" : ": " + allowedText(lab->params[index]))};
    }
  }
  return parsed;
}

const std::string* find(const Arguments& arguments, std::string_view name) {
  const std::string* last = nullptr;
  for (const Option& option : arguments.options) {
    if (option.name == name) last = &option.value;
  }
  return last;
}

std::vector<std::string> findAll(const Arguments& arguments, std::string_view name) {
  std::vector<std::string> values;
  for (const Option& option : arguments.options) {
    if (option.name == name) values.push_back(option.value);
  }
  return values;
}

Result<const LabDef*> requireLab(std::string_view id) {
  if (const LabDef* lab = findLab(id)) return lab;
  std::vector<std::string_view> ids;
  for (const LabDef* lab : labs()) ids.push_back(lab->id);
  const std::string hint = didYouMean(id, ids, "");
  return Failure{"there is no lab " + quote(id) +
                 (hint.empty() ? "; 'basin list' shows all labs" : hint)};
}

Result<std::uint64_t> readCount(std::string_view option, std::string_view text) {
  std::uint64_t value = 0;
  if (parseCount(text, value)) return value;
  return Failure{std::string(option) + ": " + quote(text) + " is not a whole number from 0 to " +
                 std::to_string(kMaxSeed)};
}

Result<int> scalarIndex(const LabDef& lab, std::string_view option, std::string_view id) {
  std::string names;
  for (std::size_t i = 0; i < lab.outputs.size(); ++i) {
    const OutputDef& def = lab.outputs[i];
    if (def.kind != OutputKind::Scalar) continue;
    if (def.id == id) return static_cast<int>(i);
    names += (names.empty() ? "" : ", ") + std::string(def.id);
  }
  return Failure{std::string(option) + ": " + quote(id) + " is not one of " + names};
}

Result<ParamValue> readParam(const ParamDef& def, std::string_view text) {
  if (validUtf8(text) != text) return Failure{std::string(def.id) + ": the text is not UTF-8"};
  auto value = parseValue(def, text);
  if (!value.ok()) return value;
  if (auto error = rangeError(def, value.value())) return Failure{*error};
  return value;
}

Result<std::vector<ParamValue>> readParams(const LabDef& lab, const Arguments& arguments,
                                           std::vector<ParamValue> params) {
  if (const std::string* id = find(arguments, "preset")) {
    const Preset* preset = findPreset(lab, *id);
    if (!preset) {
      std::vector<std::string_view> ids;
      std::string all;
      for (const Preset& each : lab.presets) {
        if (each.hidden) continue;
        ids.push_back(each.id);
        all += (all.empty() ? "" : ", ") + std::string(each.id);
      }
      return Failure{"preset: " + quote(*id) + " is not one of " + all};
    }
    params = presetParams(lab, *preset);
  }
  for (const Option& option : arguments.options) {
    const int index = paramIndex(lab, option.name);
    if (index < 0) continue;
    auto value = readParam(lab.params[index], option.value);
    if (!value.ok()) return Failure{value.error()};
    params[index] = std::move(value).value();
  }
  return params;
}

}  // namespace basin::cli
