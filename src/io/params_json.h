#pragma once

#include "io/json_writer.h"
#include "lab/lab.h"

namespace basin {

/// A parameter's value: a number, a boolean, a choice as its id, a list as an array.
void writeParam(JsonWriter& json, const ParamDef& def, const ParamValue& value);

/// Values {id: value} in the order of the lab's ParamDefs.
void writeParams(JsonWriter& json, const LabDef& lab, const std::vector<ParamValue>& params);

}  // namespace basin
