#include "io/bench_json.h"

#include "io/json_writer.h"

namespace basin {

std::string benchJson(const std::vector<BenchRow>& rows) {
  JsonWriter json;
  json.beginArray();
  for (const BenchRow& row : rows) {
    json.beginObject();
    json.member("name", row.name);
    if (row.stepsPerSecond > 0) {
      json.member("batch", row.batch);
      json.member("stepsPerSecond", row.stepsPerSecond);
    } else {
      json.member("seconds", row.seconds);
    }
    json.endObject();
  }
  json.endArray();
  return json.take();
}

}  // namespace basin
