#include "io/bytes.h"

#include "io/byte_stream.h"
#include "io/recipe.h"
#include "io/text.h"
#include "lab/param_text.h"
#include "lab/registry.h"

namespace basin {

namespace {

constexpr std::uint32_t kFrameTag = 0x01465342;   // "BSF" and version 1
constexpr std::uint32_t kRecipeTag = 0x01525342;  // "BSR" and version 1

bool sound(const Curve& c) {
  const bool interval = c.lo.size() == c.hi.size();
  switch (c.style) {
    case CurveStyle::Histogram:
      return c.y.empty() && c.lo.empty() && c.hi.empty();
    case CurveStyle::Band:
      return interval && c.lo.size() == c.x.size() && (c.y.empty() || c.y.size() == c.x.size());
    default:
      return interval && c.y.size() == c.x.size() && (c.lo.empty() || c.lo.size() == c.x.size());
  }
}

bool sound(const Net& net);
bool sound(const Path& path) {
  return path.x.size() == path.y.size();
}
bool sound(const Marks& marks) {
  return marks.x.size() == marks.y.size();
}

bool soundGrid(int nx, int ny, std::size_t size) {
  return nx >= 0 && ny >= 0 &&
         static_cast<std::uint64_t>(nx) * static_cast<std::uint64_t>(ny) == size;
}

template <class T>
bool allSound(const std::vector<T>& items) {
  for (const T& item : items) {
    if (!sound(item)) return false;
  }
  return true;
}

bool sound(const SeriesData& data) {
  for (const Panel& panel : data.panels) {
    if (!allSound(panel.curves)) return false;
  }
  return data.columns >= 1;
}
bool sound(const FieldData& f) {
  return soundGrid(f.nx, f.ny, f.values.size()) && allSound(f.paths) && allSound(f.marks);
}
bool sound(const PointsData& p) {
  return allSound(p.paths) && allSound(p.marks);
}
bool sound(const Net& net) {
  const auto count = static_cast<int>(net.nodes.size());
  for (const GraphNode& node : net.nodes) {
    if (node.layer < 0 || node.layer > count ||
        !soundGrid(node.picture.nx, node.picture.ny, node.picture.values.size())) {
      return false;
    }
  }
  for (const GraphEdge& edge : net.edges) {
    if (edge.from < 0 || edge.from >= count || edge.to < 0 || edge.to >= count) return false;
  }
  return true;
}
bool sound(const GraphData& graph) {
  return allSound(graph.nets);
}
bool sound(const ScalarData&) {
  return true;
}
bool sound(const CheckData&) {
  return true;
}
bool sound(const NoteData&) {
  return true;
}
bool sound(const std::monostate&) {
  return true;
}

// OutputData holds its alternatives in the order of OutputKind, behind the empty one.
bool isOfKind(const OutputData& data, OutputKind kind) {
  return data.index() == 0 || data.index() == static_cast<std::size_t>(kind) + 1;
}

template <class T>
std::vector<std::byte> encode(std::uint32_t tag, const T& item) {
  ByteWriter writer;
  writer.all(tag, item);
  return writer.take();
}

template <class T>
Result<T> decode(std::uint32_t expected, std::span<const std::byte> bytes, const char* what) {
  ByteReader reader(bytes);
  std::uint32_t tag = 0;
  reader.all(tag);
  if (!reader.ok() || tag != expected) {
    return Failure{std::string("not a ") + what + " of this version"};
  }
  T item;
  reader.all(item);
  if (!reader.complete()) return Failure{std::string("damaged ") + what};
  return item;
}

}  // namespace

Result<void> validateFrame(const Frame& frame) {
  const LabDef* lab = findLab(frame.lab);
  if (!lab) return Failure{"frame of an unknown lab " + quote(frame.lab)};
  if (frame.params.size() != lab->params.size()) return Failure{"frame with other parameters"};
  const Recipe recipe = recipeOf(frame);
  if (auto valid = validateRecipe(recipe); !valid.ok()) return valid;
  for (std::size_t i = 0; i < frame.params.size(); ++i) {
    if (auto error = rangeError(lab->params[i], frame.params[i])) return Failure{*error};
  }
  if (frame.outputs.size() != lab->outputs.size()) return Failure{"frame with other outputs"};
  for (std::size_t i = 0; i < frame.outputs.size(); ++i) {
    const OutputData& output = frame.outputs[i];
    const std::string id(lab->outputs[i].id);
    if (!isOfKind(output, lab->outputs[i].kind)) return Failure{id + ": not of its kind"};
    if (!std::visit([](const auto& data) { return sound(data); }, output)) {
      return Failure{id + ": its parts do not fit together"};
    }
  }
  return {};
}

std::vector<std::byte> encodeFrame(const Frame& frame) {
  return encode(kFrameTag, frame);
}

Result<Frame> decodeFrame(std::span<const std::byte> bytes) {
  auto frame = decode<Frame>(kFrameTag, bytes, "frame");
  if (!frame.ok()) return frame;
  if (auto valid = validateFrame(frame.value()); !valid.ok()) return Failure{valid.error()};
  return frame;
}

std::vector<std::byte> encodeRecipe(const Recipe& recipe) {
  return encode(kRecipeTag, recipe);
}

Result<Recipe> decodeRecipe(std::span<const std::byte> bytes) {
  auto recipe = decode<Recipe>(kRecipeTag, bytes, "saved session");
  if (!recipe.ok()) return recipe;
  if (auto valid = validateRecipe(recipe.value()); !valid.ok()) return Failure{valid.error()};
  return recipe;
}

}  // namespace basin
