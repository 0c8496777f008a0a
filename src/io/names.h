#pragma once

#include <string_view>

#include "lab/lab.h"

namespace basin {

/// Names of the enumerators in JSON and CSV.
std::string_view nameOf(CurveStyle style);   ///< line scatter bars histogram band
std::string_view nameOf(CurveRole role);     ///< measured theory context guide
std::string_view nameOf(FieldMap map);       ///< sequential diverging
std::string_view nameOf(Relation relation);  ///< <= ~= >=
std::string_view nameOf(CheckState state);   ///< pending holds fails not-applicable
std::string_view nameOf(Status status);      ///< running done diverged
std::string_view nameOf(ParamKind kind);     ///< real integer boolean choice integer-list text
std::string_view nameOf(Scale scale);        ///< linear log
std::string_view nameOf(LabKind kind);       ///< theorem observation null-model
std::string_view nameOf(OutputKind kind);    ///< series field points graph scalar check note

}  // namespace basin
