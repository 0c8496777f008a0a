#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lab/lab.h"

namespace basin {

/// The value a text stands for; the message names parameter, text and what is allowed. Numbers are
/// plain decimals ("0.1", "1e-3"), booleans true/false/1/0/on/off, choices their ids, lists
/// "4,2" (empty text or "none": empty list). Ranges are not tested here.
Result<ParamValue> parseValue(const ParamDef& def, std::string_view text);

/// The shortest text which parseValue reads back as the same value.
std::string formatValue(const ParamDef& def, const ParamValue& value);

/// Pasted rows of a spreadsheet or a file for a field of one line: line ends become ';' and what separates
/// the fields of a row ','. Where commas are decimal it becomes '|', so that nothing runs together.
std::string onOneLine(std::string_view text);

/// What is allowed, in words: "a number from 0.001 to 1", "one of none, shared, negative".
std::string allowedText(const ParamDef& def);

/// The message for a value outside the range (or not finite), or nothing when it is inside.
std::optional<std::string> rangeError(const ParamDef& def, const ParamValue& value);

/// The nearest allowed value; NaN becomes the lower bound.
ParamValue clampValue(const ParamDef& def, ParamValue value);

/// True when the variant's type is the one the kind stores and, for a choice, the index exists.
bool hasRightType(const ParamDef& def, const ParamValue& value);

/// Default values of all parameters, in their order.
std::vector<ParamValue> defaultParams(const LabDef& lab);

/// Defaults overlaid with a preset. The preset must belong to the lab.
std::vector<ParamValue> presetParams(const LabDef& lab, const Preset& preset);

/// The preset whose values these are, or null.
const Preset* presetOf(const LabDef& lab, const std::vector<ParamValue>& params);

/// A Config holding these values.
std::shared_ptr<void> makeConfig(const LabDef& lab, const std::vector<ParamValue>& params);

/// The parameters that have no effect at these values (ParamDef::relevant), in their order. Needs the
/// lab's code; faces that have its tables only read Frame::irrelevant.
std::vector<int> irrelevantParams(const LabDef& lab, const std::vector<ParamValue>& params);
/// True when the parameter has an effect at these values.
bool isRelevant(const LabDef& lab, int param, const std::vector<ParamValue>& params);

/// A measured number with `digits` significant digits for readers: 0.100, 1.25·10⁻⁶, 12300.
std::string formatNumber(double value, int digits = 3);
/// A chosen number (a tick, a setting) for readers, as short as it can be with at most six
/// significant digits: 0.1, −2, 10⁻⁶, 2.5·10⁷.
std::string shortNumber(double value);

}  // namespace basin
