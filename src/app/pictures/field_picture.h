#pragma once

#include <memory>
#include <vector>

#include "app/ui/ui.h"
#include "gfx/field_view.h"
#include "lab/lab.h"

namespace basin {

/// Draws Field and Points outputs: heatmap with axes, or surface that can be turned, with paths and
/// marks on it. Keeps the reader's view (camera, zoom, form) between frames.
class FieldPicture {
 public:
  /// Draws into `place` of the present window. `version` changes with the data. Gestures on the
  /// picture are appended to `pokes`.
  void draw(Ui& ui, const OutputDef& def, const FieldData& data, std::uint64_t version,
            const ScreenRect& place, bool thumbnail, int brush, std::vector<Poke>& pokes);
  void draw(Ui& ui, const OutputDef& def, const PointsData& data, std::uint64_t version,
            const ScreenRect& place, bool thumbnail, int brush, std::vector<Poke>& pokes);

  bool isSurface(const OutputDef& def) const { return chosen_ ? surface_ : byDefault(def); }
  void setSurface(bool surface) {
    chosen_ = true;
    surface_ = surface;
  }
  /// Frees what lives in the graphics context.
  void dropGraphics();

 private:
  struct Scene {
    gfx::FieldScene scene;
    gfx::FieldStyle style;
    bool hasGrid = false;
  };

  static bool byDefault(const OutputDef& def) { return def.view == FieldView::Surface; }
  void collect(const Ui& ui, const std::vector<Path>& paths, const std::vector<Marks>& marks,
               bool thumbnail);
  void drawScene(Ui& ui, const OutputDef& def, Scene& scene, const std::vector<Path>& paths,
                 const std::vector<Marks>& marks, std::uint64_t version, const ScreenRect& place,
                 bool thumbnail, int brush, std::vector<Poke>& pokes);
  void drawHeatmap(Ui& ui, const OutputDef& def, const Scene& scene, const ScreenRect& place,
                   bool thumbnail, int brush, std::vector<Poke>& pokes);
  void drawSurface(Ui& ui, const OutputDef& def, const Scene& scene, const ScreenRect& place,
                   bool thumbnail, std::vector<Poke>& pokes);
  void drawColourBar(const Ui& ui, const OutputDef& def, const Scene& scene,
                     gfx::ValueRange range, const ScreenRect& place) const;

  std::unique_ptr<gfx::HeatmapView> heatmap_;
  std::unique_ptr<gfx::SurfaceView> surfaceView_;
  std::vector<gfx::Path> paths_;
  std::vector<gfx::PointSet> points_;
  std::vector<gfx::Vec2> handles_;  ///< Marks that can be dragged, data coordinates.
  gfx::Camera camera_;
  bool chosen_ = false;
  bool surface_ = false;
  bool free_ = false;      ///< The reader zoomed: axes no longer follow the data.
  bool grabbing_ = false;  ///< A gesture began on a handle.
};

}  // namespace basin
