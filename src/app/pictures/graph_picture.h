#pragma once

#include <memory>
#include <vector>

#include "app/ui/ui.h"
#include "gfx/tiles.h"
#include "lab/frame.h"
#include "lab/output.h"

namespace basin {

/// Draws Graph outputs: networks with signed, weighted edges and the units' responses in the nodes.
class GraphPicture {
 public:
  void draw(Ui& ui, const OutputDef& def, const GraphData& data, std::uint64_t version,
            const ScreenRect& place, bool thumbnail);
  void dropGraphics() { tiles_.reset(); }

 private:
  struct Placed {
    ImVec2 centre;
    float w = 0, h = 0;
    bool room = false;  ///< For a label below.
  };

  void drawNet(Ui& ui, const Net& net, int firstTile, const ScreenRect& place, bool thumbnail);
  void drawEdges(const Ui& ui, const Net& net, const std::vector<Placed>& nodes,
                 bool thumbnail) const;
  void drawNode(const Ui& ui, const GraphNode& node, const Placed& place, int tile,
                bool thumbnail) const;

  std::unique_ptr<gfx::TileSheet> tiles_;
  std::vector<float> values_;
  int tileNx_ = 0, tileNy_ = 0;
  std::uint64_t version_ = 0;
  int tileCount_ = 0;
};

}  // namespace basin
