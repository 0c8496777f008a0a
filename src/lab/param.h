#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace basin {

/// What a parameter holds; decides its widget, its JSON type and how its text is read.
enum class ParamKind { Real, Integer, Boolean, Choice, IntegerList, Text };

/// How a slider or an axis spaces its values.
enum class Scale { Linear, Log };

/// Whether a change applies to the running lab or starts it anew.
enum class Effect { Restart, Live };

/// A parameter's value: Real holds double, Integer and Choice (as index) int64, the others their
/// own type.
using ParamValue = std::variant<double, std::int64_t, bool, std::vector<int>, std::string>;

/// One alternative of a Choice: a permanent id and the words a reader sees.
struct Choice {
  std::string_view id{};
  std::string_view label{};
};

/// Closed range of a Real or Integer, or of every element of an IntegerList.
struct Range {
  double lo = 0;
  double hi = 1;
  Scale scale = Scale::Linear;
};

/// A lab's parameter, declared once; slider, URL, command line, JSON and documents derive from it.
/// Ids are kebab-case and permanent once published. Built by real(), integer(), boolean(),
/// choice(), integers() and text() below; the chained members refine it.
struct ParamDef {
  std::string_view id{};
  std::string_view label{};
  std::string_view help{};
  ParamKind kind = ParamKind::Real;
  Range range{};
  std::span<const Choice> choices{};
  int maxLength = 0;  ///< IntegerList: most elements; Text: most bytes.
  std::string_view unitText{};
  std::string_view groupName = "Settings";
  std::string_view symbolText{};  ///< The mathematical symbol used in the theory, e.g. "η".
  Effect effect = Effect::Restart;
  ParamValue (*get)(const void* config) = nullptr;
  void (*set)(void* config, const ParamValue& value) = nullptr;
  bool (*relevant)(const void* config) = nullptr;  ///< null: always; else hides what has no effect.
  void* (*shared)(void* config) =
      nullptr;  ///< A row of a shared group: where the lab's Config has it.
  bool (*sharedRelevant)(const void* config) = nullptr;  ///< `relevant` of the group as a whole.

  /// The value in a lab's Config.
  ParamValue valueIn(const void* config) const { return get(part(config)); }
  void setIn(void* config, const ParamValue& value) const {
    set(shared ? shared(config) : config, value);
  }
  /// False where the parameter has no effect.
  bool relevantTo(const void* config) const {
    return (!sharedRelevant || sharedRelevant(config)) && (!relevant || relevant(part(config)));
  }

  /// Applies a change without restarting the lab.
  constexpr ParamDef live() const {
    ParamDef copy = *this;
    copy.effect = Effect::Live;
    return copy;
  }
  /// Names the unit shown behind the value.
  constexpr ParamDef unit(std::string_view text) const {
    ParamDef copy = *this;
    copy.unitText = text;
    return copy;
  }
  /// Names the symbol the theory uses for it.
  constexpr ParamDef symbol(std::string_view text) const {
    ParamDef copy = *this;
    copy.symbolText = text;
    return copy;
  }
  /// Puts it under a heading of the controls pane.
  constexpr ParamDef group(std::string_view name) const {
    ParamDef copy = *this;
    copy.groupName = name;
    return copy;
  }

 private:
  const void* part(const void* config) const {
    return shared ? shared(const_cast<void*>(config)) : config;
  }
};

namespace detail {

template <auto Member>
struct MemberTraits;
template <class C, class T, T C::*Member>
struct MemberTraits<Member> {
  using Config = C;
  using Type = T;
};

template <auto Member, class Stored>
constexpr void bindMember(ParamDef& def) {
  using Config = typename MemberTraits<Member>::Config;
  using Type = typename MemberTraits<Member>::Type;
  def.get = [](const void* config) -> ParamValue {
    return static_cast<Stored>(static_cast<const Config*>(config)->*Member);
  };
  def.set = [](void* config, const ParamValue& value) {
    static_cast<Config*>(config)->*Member = static_cast<Type>(std::get<Stored>(value));
  };
}

}  // namespace detail

/// A real number bound to a floating-point member of the lab's Config.
template <auto Member>
constexpr ParamDef real(std::string_view id, std::string_view label, std::string_view help,
                        Range range) {
  static_assert(std::is_floating_point_v<typename detail::MemberTraits<Member>::Type>);
  ParamDef def{.id = id, .label = label, .help = help, .kind = ParamKind::Real, .range = range};
  detail::bindMember<Member, double>(def);
  return def;
}

/// A whole number bound to an integer member.
template <auto Member>
constexpr ParamDef integer(std::string_view id, std::string_view label, std::string_view help,
                           Range range) {
  static_assert(std::is_integral_v<typename detail::MemberTraits<Member>::Type>);
  ParamDef def{.id = id, .label = label, .help = help, .kind = ParamKind::Integer, .range = range};
  detail::bindMember<Member, std::int64_t>(def);
  return def;
}

/// A switch bound to a bool member.
template <auto Member>
constexpr ParamDef boolean(std::string_view id, std::string_view label, std::string_view help) {
  ParamDef def{.id = id, .label = label, .help = help, .kind = ParamKind::Boolean};
  detail::bindMember<Member, bool>(def);
  return def;
}

/// One of several named alternatives bound to an enum member whose values are 0, 1, 2, ... in the
/// order of `choices` (an array with static storage).
template <auto Member>
constexpr ParamDef choice(std::string_view id, std::string_view label, std::string_view help,
                          std::span<const Choice> choices) {
  static_assert(std::is_enum_v<typename detail::MemberTraits<Member>::Type>);
  ParamDef def{.id = id,
               .label = label,
               .help = help,
               .kind = ParamKind::Choice,
               .range = {0, static_cast<double>(choices.size()) - 1},
               .choices = choices};
  detail::bindMember<Member, std::int64_t>(def);
  return def;
}

/// A list of whole numbers (layer widths) bound to a std::vector<int> member; may be empty.
template <auto Member>
constexpr ParamDef integers(std::string_view id, std::string_view label, std::string_view help,
                            Range each, int maxLength) {
  ParamDef def{.id = id,
               .label = label,
               .help = help,
               .kind = ParamKind::IntegerList,
               .range = each,
               .maxLength = maxLength};
  detail::bindMember<Member, std::vector<int>>(def);
  return def;
}

/// A line of text (a formula, points) bound to a std::string member.
template <auto Member>
constexpr ParamDef text(std::string_view id, std::string_view label, std::string_view help,
                        int maxLength) {
  ParamDef def{
      .id = id, .label = label, .help = help, .kind = ParamKind::Text, .maxLength = maxLength};
  detail::bindMember<Member, std::string>(def);
  return def;
}

/// Hides a parameter unless `Test`, a captureless callable on the Config, holds:
/// `onlyWhen<Config, [](const Config& c) { return c.batch > 0; }>(real<...>(...))`.
template <class Config, auto Test>
constexpr ParamDef onlyWhen(ParamDef def) {
  def.relevant = [](const void* config) { return Test(*static_cast<const Config*>(config)); };
  return def;
}

/// A row of a group of parameters that several labs share, bound to where this lab's Config holds
/// the group: `within<&Config::network>(row)`.
template <auto Member>
constexpr ParamDef within(ParamDef def) {
  using Config = typename detail::MemberTraits<Member>::Config;
  def.shared = [](void* config) -> void* { return &(static_cast<Config*>(config)->*Member); };
  return def;
}

/// Hides a row made by within() unless `Test`, a captureless callable on this lab's Config, holds.
template <class Config, auto Test>
constexpr ParamDef withinWhen(ParamDef def) {
  def.sharedRelevant = [](const void* config) { return Test(*static_cast<const Config*>(config)); };
  return def;
}

}  // namespace basin
