#pragma once

#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "lab/output_data.h"
#include "lab/param.h"

namespace basin {

/// What an output holds; decides how it is drawn and written.
enum class OutputKind { Series, Field, Points, Graph, Scalar, Check, Note };

/// How a field is first shown; a reader can switch.
enum class FieldView { Heatmap, Surface };

/// An axis: symbol and meaning ("t", "step"), unit and spacing.
struct Axis {
  std::string_view symbol{};
  std::string_view meaning{};
  Scale scale = Scale::Linear;
  double turn = 0;  ///< Of an angle: a full turn in the axis' unit; its numbers are parts of π.
};

namespace detail {

/// Stands for a type: two outputs are filled from the same study when their tags are the same.
template <class T>
inline constexpr char kTypeTag = 0;

template <class Function>
struct FillTraits : FillTraits<decltype(&Function::operator())> {};  // a lambda without captures
template <class C, class R, class S>
struct FillTraits<R (C::*)(const S&) const> {
  using Study = S;
  using Result = R;
};
template <class R, class S>
struct FillTraits<R (*)(const S&)> {
  using Study = S;
  using Result = R;
};
template <class R, class S>
struct FillTraits<R (S::*)() const> {
  using Study = S;
  using Result = R;
};

template <class T>
struct Unwrapped {
  using Type = T;
};
template <class T>
struct Unwrapped<std::optional<T>> {
  using Type = T;
};

/// The kind of output that a function's result fills: numbers are scalars, texts are notes, an
/// optional stays empty while there is nothing to show.
template <class Result>
consteval OutputKind kindOf() {
  using T = typename Unwrapped<std::remove_cvref_t<Result>>::Type;
  if constexpr (std::is_same_v<T, SeriesData>)
    return OutputKind::Series;
  else if constexpr (std::is_same_v<T, FieldData>)
    return OutputKind::Field;
  else if constexpr (std::is_same_v<T, PointsData>)
    return OutputKind::Points;
  else if constexpr (std::is_same_v<T, GraphData>)
    return OutputKind::Graph;
  else if constexpr (std::is_same_v<T, ScalarData> || std::is_arithmetic_v<T>)
    return OutputKind::Scalar;
  else if constexpr (std::is_same_v<T, CheckData>)
    return OutputKind::Check;
  else {
    static_assert(std::is_convertible_v<T, std::string> || std::is_same_v<T, NoteData>,
                  "no output is filled by a function with this result");
    return OutputKind::Note;
  }
}

template <class T>
OutputData toOutput(T&& value) {
  using Plain = std::remove_cvref_t<T>;
  if constexpr (!std::is_same_v<typename Unwrapped<Plain>::Type, Plain>) {
    return value ? toOutput(*std::forward<T>(value)) : OutputData();
  } else if constexpr (std::is_arithmetic_v<Plain>) {
    return ScalarData{static_cast<double>(value)};
  } else if constexpr (std::is_convertible_v<Plain, std::string>) {
    return NoteData{std::string(std::forward<T>(value))};
  } else {
    return OutputData(std::forward<T>(value));
  }
}

}  // namespace detail

/// A lab's output, declared once; stage, CSV header, JSON keys and documents derive from it. Built
/// by series(), field(), points(), graph(), scalar(), check() and note(); chained members refine
/// it, and from() names the function that fills it.
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
  bool pokable = false;              ///< Answers the pointer (Lab::poke).
  int brushes = 0;                   ///< Classes of points a reader can paint; 0: nothing to paint.
  bool equalAspect = false;          ///< One unit of x is drawn as long as one of y.
  bool commonRange = false;          ///< Series: all panels have the same axes.
  std::string_view quantityText{};   ///< Check: what is compared, e.g. "largest error".
  std::string_view
      lawText{};  ///< Check: the law as a formula, e.g. "T = log(y₁/|y₀|)/log(1 + ηγ)".
  std::string_view lawSymbol{};  ///< What the law predicts and a run measures, e.g. "T".
  std::string_view lawUnit{};
  OutputData (*fill)(const void* study) = nullptr;  ///< null where only tables are there.
  LawData (*fillLaw)(const void* study) = nullptr;  ///< null: the check's own numbers.
  const void* studyTag = nullptr;                   ///< Which type `fill` reads.

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
  /// Says that x (and y where both have one unit, `equal()`) is an angle, of which a full turn is
  /// `turn`: 360, or 2π.
  constexpr OutputDef angle(double turn) const {
    OutputDef copy = *this;
    copy.xAxis.turn = turn;
    if (equalAspect) copy.yAxis.turn = turn;
    return copy;
  }
  /// Fills the output by `Function`: a function of the lab's study (or one of its const members, or
  /// a lambda without captures) whose result is of the output's kind; anything else does not
  /// compile. std::optional: empty while there is nothing to show.
  template <auto Function>
  consteval OutputDef from() const {
    using Traits = detail::FillTraits<decltype(Function)>;
    using Study = typename Traits::Study;
    if (detail::kindOf<typename Traits::Result>() != kind) {
      throw "the function's result is not of the output's kind";
    }
    OutputDef copy = *this;
    copy.studyTag = &detail::kTypeTag<Study>;
    copy.fill = [](const void* study) -> OutputData {
      return detail::toOutput(std::invoke(Function, *static_cast<const Study*>(study)));
    };
    return copy;
  }
  /// Says what a check compares and in which unit: "largest error", "steps".
  constexpr OutputDef quantity(std::string_view text, std::string_view unitName = {}) const {
    OutputDef copy = *this;
    copy.quantityText = text;
    copy.unitText = unitName;
    return copy;
  }
  /// Gives a check the law it belongs to: the formula and the symbol of what it predicts.
  /// Prediction and measurement are those of the check.
  constexpr OutputDef law(std::string_view formula, std::string_view symbol,
                          std::string_view unitName = {}) const {
    OutputDef copy = *this;
    copy.lawText = formula;
    copy.lawSymbol = symbol;
    copy.lawUnit = unitName;
    return copy;
  }
  /// The same with prediction and measurement from `Function`, where the check compares something
  /// else (an error, a slope).
  template <auto Function>
  consteval OutputDef law(std::string_view formula, std::string_view symbol,
                          std::string_view unitName = {}) const {
    using Traits = detail::FillTraits<decltype(Function)>;
    static_assert(std::is_same_v<typename Traits::Result, LawData>);
    OutputDef copy = law(formula, symbol, unitName);
    copy.fillLaw = [](const void* study) -> LawData {
      return std::invoke(Function, *static_cast<const typename Traits::Study*>(study));
    };
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
  /// Lets the reader paint points of so many classes, and erase them (Poke::brush,
  /// PokeKind::Erase).
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
constexpr OutputDef check(std::string_view id, std::string_view label, std::string_view reference) {
  return {.id = id, .label = label, .kind = OutputKind::Check, .referenceText = reference};
}
/// A sentence of the lab about its present state.
constexpr OutputDef note(std::string_view id, std::string_view label) {
  return {.id = id, .label = label, .kind = OutputKind::Note};
}

}  // namespace basin
