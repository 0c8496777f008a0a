#include "io/params_json.h"

#include "lab/param_text.h"

namespace basin {

void writeParam(JsonWriter& json, const ParamDef& def, const ParamValue& value) {
  if (def.kind == ParamKind::Choice) {
    json.value(formatValue(def, value));
  } else {
    std::visit([&](const auto& held) { json.value(held); }, value);
  }
}

void writeParams(JsonWriter& json, const LabDef& lab, const std::vector<ParamValue>& params) {
  json.beginObject();
  for (std::size_t i = 0; i < params.size(); ++i) {
    json.key(lab.params[i].id);
    writeParam(json, lab.params[i], params[i]);
  }
  json.endObject();
}

}  // namespace basin
