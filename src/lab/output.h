#pragma once

#include <string_view>

#include "lab/param.h"

namespace basin {

/// What an output holds; decides how it is drawn and written.
enum class OutputKind { Series, Field, Points, Graph, Scalar, Check, Note };

/// How a measured quantity is compared with the theorem's prediction.
enum class Relation { AtMost, About, AtLeast };

/// How readers see it: ≤, ≈ or ≥.
constexpr std::string_view signOf(Relation relation) {
  return relation == Relation::AtMost ? "≤" : relation == Relation::About ? "≈" : "≥";
}

/// How a field is first shown; a reader can switch.
enum class FieldView { Heatmap, Surface };

/// An axis: symbol and meaning ("t", "step"), unit and spacing.
struct Axis {
  std::string_view symbol{};
  std::string_view meaning{};
  Scale scale = Scale::Linear;
};

/// A lab's output, declared once; stage, CSV header, JSON keys and documents derive from it. Built
/// by series(), field(), points(), graph(), scalar(), check() and note(); chained members refine it.
struct OutputDef {
  std::string_view id{};
  std::string_view label{};
  std::string_view help{};
  OutputKind kind = OutputKind::Series;
  Axis xAxis{};
  Axis yAxis{};
  Axis zAxis{};  ///< Field: the value.
  FieldView view = FieldView::Heatmap;
  std::string_view unitText{};
  std::string_view referenceText{};  ///< Check: theorem and paper.
  bool pokable = false;            ///< Answers the pointer (Lab::poke).
  int brushes = 0;                 ///< Classes of points a reader can paint; 0: nothing to paint.
  bool equalAspect = false;        ///< One unit of x is drawn as long as one of y.
  bool commonRange = false;        ///< Series: all panels have the same axes.

  constexpr OutputDef x(std::string_view symbol, std::string_view meaning,
                        Scale scale = Scale::Linear) const {
    OutputDef copy = *this;
    copy.xAxis = {symbol, meaning, scale};
    return copy;
  }
  constexpr OutputDef y(std::string_view symbol, std::string_view meaning,
                        Scale scale = Scale::Linear) const {
    OutputDef copy = *this;
    copy.yAxis = {symbol, meaning, scale};
    return copy;
  }
  constexpr OutputDef z(std::string_view symbol, std::string_view meaning,
                        Scale scale = Scale::Linear) const {
    OutputDef copy = *this;
    copy.zAxis = {symbol, meaning, scale};
    return copy;
  }
  /// Shows a field as a 3-D surface first.
  constexpr OutputDef surface() const {
    OutputDef copy = *this;
    copy.view = FieldView::Surface;
    return copy;
  }
  constexpr OutputDef unit(std::string_view text) const {
    OutputDef copy = *this;
    copy.unitText = text;
    return copy;
  }
  /// Lets the reader point, drag and paint on it.
  constexpr OutputDef takesPokes() const {
    OutputDef copy = *this;
    copy.pokable = true;
    return copy;
  }
  /// Lets the reader paint points of so many classes, and erase them (Poke::brush, PokeKind::Erase).
  constexpr OutputDef paints(int classes) const {
    OutputDef copy = takesPokes();
    copy.brushes = classes;
    return copy;
  }
  constexpr OutputDef equal() const {
    OutputDef copy = *this;
    copy.equalAspect = true;
    return copy;
  }
  /// Gives all panels of a series the same axes, so that they can be compared.
  constexpr OutputDef common() const {
    OutputDef copy = *this;
    copy.commonRange = true;
    return copy;
  }
};

/// Curves, bars or histograms over common axes, in one or several panels.
constexpr OutputDef series(std::string_view id, std::string_view label, std::string_view help) {
  return {.id = id, .label = label, .help = help, .kind = OutputKind::Series};
}
/// A grid of values with paths and points over it; heatmap or 3-D surface.
constexpr OutputDef field(std::string_view id, std::string_view label, std::string_view help) {
  return {.id = id, .label = label, .help = help, .kind = OutputKind::Field};
}
/// A cloud of classified points or particles in the plane.
constexpr OutputDef points(std::string_view id, std::string_view label, std::string_view help) {
  return {.id = id, .label = label, .help = help, .kind = OutputKind::Points};
}
/// One or several networks with weights on the edges and pictures in the nodes.
constexpr OutputDef graph(std::string_view id, std::string_view label, std::string_view help) {
  return {.id = id, .label = label, .help = help, .kind = OutputKind::Graph};
}
/// One number.
constexpr OutputDef scalar(std::string_view id, std::string_view label, std::string_view help) {
  return {.id = id, .label = label, .help = help, .kind = OutputKind::Scalar};
}
/// A theorem's prediction held against the measurement.
constexpr OutputDef check(std::string_view id, std::string_view label,
                          std::string_view reference) {
  return {.id = id, .label = label, .kind = OutputKind::Check, .referenceText = reference};
}
/// A sentence of the lab about its present state.
constexpr OutputDef note(std::string_view id, std::string_view label) {
  return {.id = id, .label = label, .kind = OutputKind::Note};
}

}  // namespace basin
