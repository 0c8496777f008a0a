#pragma once

#include <concepts>
#include <type_traits>
#include <variant>

#include "lab/frame.h"

namespace basin {

/// T is U or const U: one list of fields serves writing and reading.
template <class T, class U>
concept Either = std::same_as<std::remove_const_t<T>, U>;

// The fields of all that a frame holds, in the order of its bytes and of its hash: the one list of
// them for everything that goes through a frame field by field.
void eachField(auto& s, Either<Curve> auto& c) {
  s.all(c.name, c.style, c.role, c.colour, c.x, c.y, c.lo, c.hi);
}
void eachField(auto& s, Either<Panel> auto& p) {
  s.all(p.title, p.curves);
}
void eachField(auto& s, Either<SeriesData> auto& d) {
  s.all(d.panels, d.columns);
}
void eachField(auto& s, Either<Path> auto& p) {
  s.all(p.name, p.role, p.colour, p.x, p.y);
}
void eachField(auto& s, Either<Marks> auto& m) {
  s.all(m.name, m.colour, m.handle, m.x, m.y);
}
void eachField(auto& s, Either<FieldData> auto& f) {
  s.all(f.nx, f.ny, f.x0, f.x1, f.y0, f.y1, f.map, f.lo, f.hi, f.logColour, f.cells, f.values,
        f.levels, f.paths, f.marks);
}
void eachField(auto& s, Either<PointsData> auto& p) {
  s.all(p.x0, p.x1, p.y0, p.y1, p.marks, p.paths);
}
void eachField(auto& s, Either<NodePicture> auto& p) {
  s.all(p.nx, p.ny, p.values);
}
void eachField(auto& s, Either<GraphNode> auto& n) {
  s.all(n.layer, n.label, n.value, n.picture);
}
void eachField(auto& s, Either<GraphEdge> auto& e) {
  s.all(e.from, e.to, e.weight, e.tie);
}
void eachField(auto& s, Either<Net> auto& n) {
  s.all(n.title, n.nodes, n.edges);
}
void eachField(auto& s, Either<GraphData> auto& g) {
  s.all(g.nets);
}
void eachField(auto& s, Either<ScalarData> auto& d) {
  s.all(d.value);
}
void eachField(auto& s, Either<LawData> auto& l) {
  s.all(l.predicted, l.measured);
}
void eachField(auto& s, Either<CheckData> auto& c) {
  s.all(c.state, c.relation, c.measured, c.predicted, c.tolerance, c.detail, c.law);
}
void eachField(auto& s, Either<NoteData> auto& n) {
  s.all(n.text);
}
void eachField(auto&, Either<std::monostate> auto&) {}
void eachField(auto& s, Either<Event> auto& e) {
  s.all(e.step, e.param, e.value);
}
void eachField(auto& s, Either<Frame> auto& f) {
  s.all(f.lab, f.seed, f.step, f.status, f.statusText, f.progress, f.time, f.params, f.irrelevant,
        f.unreadable, f.initial, f.events, f.wanted, f.outputs);
}

}  // namespace basin
