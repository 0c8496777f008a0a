#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace basin {

/// How a curve is drawn. Measurements are solid, what theory predicts is dashed, always.
enum class CurveStyle { Line, Scatter, Bars, Histogram, Band };

/// Where a curve comes from: what was measured is solid, what a theory predicts is dashed, context
/// is muted, and a guide (a slope, a threshold, where theory says nothing) is dotted and grey.
enum class CurveRole { Measured, Theory, Context, Guide };

/// Series of y over x, equally long. Bars may carry an interval [lo, hi] around y (error bars),
/// Band fills between lo and hi, Histogram takes samples in x only.
struct Curve {
  std::string name;
  CurveStyle style = CurveStyle::Line;
  CurveRole role = CurveRole::Measured;
  int colour = 0;  ///< Slot of the categorical palette, 0..7.
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> lo;
  std::vector<double> hi;
};

/// One plot of a Series; several panels are laid out as small multiples, `columns` a row.
struct Panel {
  std::string title;
  std::vector<Curve> curves;
};

struct SeriesData {
  std::vector<Panel> panels;
  int columns = 1;
};

/// A curve without points yet.
Curve curve(std::string name, CurveRole role, int colour, CurveStyle style = CurveStyle::Line);
/// A curve through points (of a histogram: x the samples, y empty).
Curve curve(std::string name, CurveRole role, int colour, std::vector<double> x,
            std::vector<double> y, CurveStyle style = CurveStyle::Line);
/// A series of one untitled panel.
SeriesData onePanel(std::vector<Curve> curves);

/// A polyline in the field's coordinates, e.g. the path of an optimiser.
struct Path {
  std::string name;
  CurveRole role = CurveRole::Measured;
  int colour = 0;
  std::vector<double> x;
  std::vector<double> y;
};

/// Points of a class (0, 1, ...; drawn with the class's colour and shape) in the plane.
struct Marks {
  std::string name;
  int colour = 0;
  bool handle = false;  ///< Can be dragged: drawn with a ring.
  std::vector<double> x;
  std::vector<double> y;
};

/// Which colour map suits the values.
enum class FieldMap { Sequential, Diverging };

/// Values on a regular grid over [x0,x1] x [y0,y1]; row 0 is y0, `values[row * nx + column]`.
struct FieldData {
  int nx = 0;
  int ny = 0;
  double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
  FieldMap map = FieldMap::Sequential;
  double lo = std::numeric_limits<double>::quiet_NaN();  ///< Colour range; NaN: from the values.
  double hi = std::numeric_limits<double>::quiet_NaN();
  bool logColour = false;  ///< Spread colours by log(value - min).
  /// Values of separate settings: flat cells, each around its place, without lines between them.
  bool cells = false;
  std::vector<float> values;
  std::vector<double> levels;  ///< Contour lines; empty: chosen from the range.
  std::vector<Path> paths;
  std::vector<Marks> marks;
};

struct PointsData {
  double x0 = -1, x1 = 1, y0 = -1, y1 = 1;
  std::vector<Marks> marks;
  std::vector<Path> paths;
};

/// A picture in a node: what the unit answers over the input space. ny = 1 draws a curve over x,
/// ny > 1 an image (row 0 at the bottom). Empty: the node is a plain disc of its value.
struct NodePicture {
  int nx = 0;
  int ny = 0;
  std::vector<float> values;
};

struct GraphNode {
  int layer = 0;
  std::string label;
  double value = 0;  ///< Bias, shown with a sign.
  NodePicture picture;
};

struct GraphEdge {
  int from = 0;  ///< Index into nodes.
  int to = 0;
  double weight = 0;
  int tie = -1;  ///< Edges of the same non-negative tie share one parameter.
};

struct Net {
  std::string title;
  std::vector<GraphNode> nodes;
  std::vector<GraphEdge> edges;
};

struct GraphData {
  std::vector<Net> nets;  ///< Drawn side by side.
};

struct ScalarData {
  double value = std::numeric_limits<double>::quiet_NaN();
};

/// How a measured quantity is compared with the theorem's prediction.
enum class Relation { AtMost, About, AtLeast };

/// How readers see it: ≤, ≈ or ≥.
constexpr std::string_view signOf(Relation relation) {
  return relation == Relation::AtMost ? "≤" : relation == Relation::About ? "≈" : "≥";
}

/// What became of a check so far.
enum class CheckState { Pending, Holds, Fails, NotApplicable };

/// What the law of a check says at the present settings and what was measured, in the unit of
/// OutputDef::lawUnit; NaN while either is not known.
struct LawData {
  double predicted = std::numeric_limits<double>::quiet_NaN();
  double measured = std::numeric_limits<double>::quiet_NaN();
};

/// `measured relation predicted`, within `tolerance` (relative for About, absolute slack
/// otherwise).
struct CheckData {
  CheckState state = CheckState::Pending;
  Relation relation = Relation::About;
  double measured = std::numeric_limits<double>::quiet_NaN();
  double predicted = std::numeric_limits<double>::quiet_NaN();
  double tolerance = 0;
  std::string detail{};  ///< What was compared, or why it does not apply.
  LawData law{};
};

struct NoteData {
  std::string text;
};

using OutputData = std::variant<std::monostate, SeriesData, FieldData, PointsData, GraphData,
                                ScalarData, CheckData, NoteData>;

}  // namespace basin
