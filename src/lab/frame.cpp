#include "lab/frame.h"

#include <cmath>

#include "base/hash.h"

namespace basin {

namespace {

// One overload a type; sizes are hashed too, so that moving a value between lists changes the hash.
class FrameHasher {
 public:
  void add(const std::string& text) {
    hash_.add(static_cast<std::uint64_t>(text.size()));
    hash_.add(std::string_view(text));
  }
  template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
  void add(T value) {
    if constexpr (std::is_enum_v<T>) {
      hash_.add(static_cast<int>(value));
    } else {
      hash_.add(value);
    }
  }
  template <class T>
  void add(const std::vector<T>& items) {
    hash_.add(static_cast<std::uint64_t>(items.size()));
    for (const T& item : items) add(item);
  }
  void add(const ParamValue& value) {
    add(static_cast<int>(value.index()));
    std::visit([this](const auto& held) { add(held); }, value);
  }
  void add(const Event& event) { all(event.step, event.param, event.value); }
  void add(const Curve& c) { all(c.name, c.style, c.role, c.colour, c.x, c.y, c.lo, c.hi); }
  void add(const Panel& panel) { all(panel.title, panel.curves); }
  void add(const Path& path) { all(path.name, path.role, path.colour, path.x, path.y); }
  void add(const Marks& marks) {
    all(marks.name, marks.colour, marks.handle, marks.x, marks.y);
  }
  void add(const GraphNode& node) {
    all(node.layer, node.label, node.value, node.picture.nx, node.picture.ny, node.picture.values);
  }
  void add(const GraphEdge& edge) { all(edge.from, edge.to, edge.weight, edge.tie); }
  void add(const Net& net) { all(net.title, net.nodes, net.edges); }
  void add(const std::monostate&) {}
  void add(const SeriesData& data) { all(data.panels, data.columns); }
  void add(const FieldData& f) {
    all(f.nx, f.ny, f.x0, f.x1, f.y0, f.y1, f.map, f.lo, f.hi, f.logColour, f.values, f.levels,
        f.paths, f.marks);
  }
  void add(const PointsData& p) { all(p.x0, p.x1, p.y0, p.y1, p.marks, p.paths); }
  void add(const GraphData& data) { all(data.nets); }
  void add(const ScalarData& data) { all(data.value); }
  void add(const CheckData& c) {
    all(c.state, c.relation, c.measured, c.predicted, c.tolerance, c.detail);
  }
  void add(const NoteData& data) { all(data.text); }
  void add(const OutputData& output) {
    add(static_cast<int>(output.index()));
    std::visit([this](const auto& held) { add(held); }, output);
  }
  template <class... Items>
  void all(const Items&... items) {
    (add(items), ...);
  }
  std::uint64_t digest() const { return hash_.digest(); }

 private:
  Hasher hash_;
};

bool holds(double measured, Relation relation, double predicted, double tolerance) {
  switch (relation) {
    case Relation::AtMost:
      return measured <= predicted + tolerance;
    case Relation::AtLeast:
      return measured >= predicted - tolerance;
    case Relation::About: {
      const double scale = predicted == 0 ? 1 : std::abs(predicted);
      return std::abs(measured - predicted) <= tolerance * scale;
    }
  }
  return false;
}

}  // namespace

Curve curve(std::string name, CurveRole role, int colour, CurveStyle style) {
  Curve c;
  c.name = std::move(name);
  c.style = style;
  c.role = role;
  c.colour = colour;
  return c;
}

SeriesData onePanel(std::vector<Curve> curves) {
  SeriesData series;
  series.panels.push_back({.title = "", .curves = std::move(curves)});
  return series;
}

CheckData judged(double measured, Relation relation, double predicted, double tolerance,
                 std::string detail) {
  const bool good = holds(measured, relation, predicted, tolerance);
  return {.state = good ? CheckState::Holds : CheckState::Fails,
          .relation = relation,
          .measured = measured,
          .predicted = predicted,
          .tolerance = tolerance,
          .detail = std::move(detail)};
}

CheckData pending(Relation relation, double predicted, double tolerance, std::string why) {
  return {.state = CheckState::Pending,
          .relation = relation,
          .predicted = predicted,
          .tolerance = tolerance,
          .detail = std::move(why)};
}

CheckData notApplicable(std::string why) {
  return {.state = CheckState::NotApplicable, .detail = std::move(why)};
}

std::uint64_t frameHash(const Frame& frame) {
  FrameHasher hash;
  hash.all(frame.lab, frame.seed, frame.step, frame.status, frame.statusText, frame.progress,
           frame.params, frame.initial, frame.events, frame.outputs);
  return hash.digest();
}

}  // namespace basin
