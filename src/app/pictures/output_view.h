#pragma once

#include <vector>

#include "app/pictures/field_picture.h"
#include "app/pictures/graph_picture.h"
#include "app/pictures/series_picture.h"

namespace basin {

/// One output of one lab on the screen, of whatever kind, with the reader's view of it.
class OutputView {
 public:
  /// Draws into `place` of the present window. A thumbnail has no axes and takes no input;
  /// `whenEmpty` stands in a plot without any point.
  void draw(Ui& ui, const OutputDef& def, const OutputData& data, std::uint64_t version,
            const ScreenRect& place, bool thumbnail, int brush, std::vector<Poke>& pokes,
            std::string_view whenEmpty = {}) {
    if (const auto* series = std::get_if<SeriesData>(&data)) {
      series_.draw(ui, def, *series, place, thumbnail, brush, pokes, whenEmpty);
    } else if (const auto* field = std::get_if<FieldData>(&data)) {
      field_.draw(ui, def, *field, version, place, thumbnail, brush, pokes);
    } else if (const auto* points = std::get_if<PointsData>(&data)) {
      field_.draw(ui, def, *points, version, place, thumbnail, brush, pokes);
    } else if (const auto* graph = std::get_if<GraphData>(&data)) {
      graph_.draw(ui, def, *graph, version, place, thumbnail);
    }
  }

  FieldPicture& field() { return field_; }

  void dropGraphics() {
    field_.dropGraphics();
    graph_.dropGraphics();
  }

 private:
  FieldPicture field_;
  SeriesPicture series_;
  GraphPicture graph_;
};

/// True for outputs that are pictures (not numbers, checks or notes) and have something to show.
inline bool isPicture(const OutputDef& def, const OutputData& data) {
  switch (def.kind) {
    case OutputKind::Series:
    case OutputKind::Field:
    case OutputKind::Points:
    case OutputKind::Graph:
      return data.index() != 0;
    case OutputKind::Scalar:
    case OutputKind::Check:
    case OutputKind::Note:
      return false;
  }
  return false;
}

}  // namespace basin
