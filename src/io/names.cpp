#include "io/names.h"

#include <array>

namespace basin {

namespace {

template <class E, std::size_t N>
std::string_view at(const std::array<std::string_view, N>& names, E value) {
  return names[static_cast<std::size_t>(value)];
}

constexpr std::array<std::string_view, 5> kStyles = {"line", "scatter", "bars", "histogram",
                                                     "band"};
constexpr std::array<std::string_view, 4> kRoles = {"measured", "theory", "context", "guide"};
constexpr std::array<std::string_view, 2> kMaps = {"sequential", "diverging"};
constexpr std::array<std::string_view, 3> kRelations = {"<=", "~=", ">="};
constexpr std::array<std::string_view, 4> kStates = {"pending", "holds", "fails", "not-applicable"};
constexpr std::array<std::string_view, 3> kStatuses = {"running", "done", "diverged"};
constexpr std::array<std::string_view, 6> kParamKinds = {"real",   "integer",      "boolean",
                                                         "choice", "integer-list", "text"};
constexpr std::array<std::string_view, 7> kOutputKinds = {"series", "field", "points", "graph",
                                                          "scalar", "check", "note"};

constexpr std::array<std::string_view, 2> kScales = {"linear", "log"};
constexpr std::array<std::string_view, 3> kLabKinds = {"theorem", "observation", "null-model"};

}  // namespace

std::string_view nameOf(Scale scale) {
  return at(kScales, scale);
}
std::string_view nameOf(LabKind kind) {
  return at(kLabKinds, kind);
}
std::string_view nameOf(CurveStyle style) {
  return at(kStyles, style);
}
std::string_view nameOf(CurveRole role) {
  return at(kRoles, role);
}
std::string_view nameOf(FieldMap map) {
  return at(kMaps, map);
}
std::string_view nameOf(Relation relation) {
  return at(kRelations, relation);
}
std::string_view nameOf(CheckState state) {
  return at(kStates, state);
}
std::string_view nameOf(Status status) {
  return at(kStatuses, status);
}
std::string_view nameOf(ParamKind kind) {
  return at(kParamKinds, kind);
}
std::string_view nameOf(OutputKind kind) {
  return at(kOutputKinds, kind);
}

}  // namespace basin
