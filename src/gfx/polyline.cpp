#include "gfx/polyline.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace basin::gfx {

std::uint32_t packColor(Rgba c) {
  const auto byte = [](float v) {
    return static_cast<std::uint32_t>(std::clamp(v, 0.0f, 1.0f) * 255 + 0.5f);
  };
  return byte(c.r) | byte(c.g) << 8 | byte(c.b) << 16 | byte(c.a) << 24;
}

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Writes the unbroken runs of one path.
class RunWriter {
 public:
  RunWriter(const Path& path, const PathMapping& mapping, std::vector<LineVertex>& out)
      : path_(path), mapping_(mapping), out_(out) {}

  void add(Vec3 p, double along) {
    const bool cut = !mapping_.visible.isAuto() &&
                     (p.z < mapping_.visible.lo || p.z > mapping_.visible.hi);
    if (cut || !std::isfinite(p.x) || !std::isfinite(p.y) || !std::isfinite(p.z)) {
      finish();
      return;
    }
    if (points_ > 0 && p == last_) {
      skipped_ = false;
      return;
    }
    if (points_ > 0) {
      const Vec3& unit = mapping_.unit;
      const double step = std::hypot((p.x - last_.x) * unit.x, (p.y - last_.y) * unit.y,
                                     (p.z - last_.z) * unit.z);
      skipped_ = step < mapping_.least;
      if (skipped_) {
        end_ = p;
        endAlong_ = along;
        return;
      }
      arc_ += step;
    } else {
      arc_ = 0;
      start_ = out_.size();
      push(p, along, 0);
    }
    push(p, along, 1);
    last_ = p;
    ++points_;
  }

  void finish() {
    if (skipped_) {
      push(end_, endAlong_, 1);
      ++points_;
      skipped_ = false;
    }
    if (points_ >= 2) {
      out_.back().drawn = 0;
      out_.push_back(out_.back());
    } else if (points_ == 1) {
      out_.resize(start_);
    }
    points_ = 0;
  }

 private:
  void push(Vec3 p, double along, float drawn) {
    Rgba color = path_.color;
    color.a *= std::lerp(path_.tail, 1.0f, static_cast<float>(along));
    out_.push_back({static_cast<float>(p.x), static_cast<float>(p.y), static_cast<float>(p.z),
                    static_cast<float>(arc_), path_.width / 2, path_.halo,
                    path_.dashed ? 1.0f : 0.0f, drawn, packColor(color),
                    packColor(path_.haloColor)});
  }

  const Path& path_;
  const PathMapping& mapping_;
  std::vector<LineVertex>& out_;
  std::size_t start_ = 0;
  int points_ = 0;
  double arc_ = 0;
  Vec3 last_;
  bool skipped_ = false;  ///< end_ was left out so far.
  Vec3 end_;
  double endAlong_ = 0;
};

/// Number of parts a piece over a surface needs so that no part is longer than half a grid cell.
int parts(const HeightField& surface, double dx, double dy) {
  const Rect& d = surface.domain();
  const double cells = std::max(std::abs(dx / d.width()) * std::max(surface.nx() - 1, 1),
                                std::abs(dy / d.height()) * std::max(surface.ny() - 1, 1));
  constexpr double kMost = 512;
  return std::isfinite(cells) ? static_cast<int>(std::clamp(std::ceil(2 * cells), 1.0, kMost)) : 1;
}

double heightAt(const HeightField& surface, double x, double y) {
  const Rect& d = surface.domain();
  const double slackX = 1e-9 * std::abs(d.width()), slackY = 1e-9 * std::abs(d.height());
  const bool inside = x >= d.x0 - slackX && x <= d.x1 + slackX && y >= d.y0 - slackY &&
                      y <= d.y1 + slackY;
  return inside ? surface.at(x, y) : kNaN;
}

}  // namespace

void appendPath(const Path& path, const PathMapping& mapping, std::vector<LineVertex>& out) {
  const std::size_t n = std::min(path.x.size(), path.y.size());
  const bool explicitZ = path.z.size() >= n && n > 0;
  const bool draped = !explicitZ && mapping.surface != nullptr && !mapping.surface->empty();
  const double last = n > 1 ? static_cast<double>(n - 1) : 1;
  RunWriter writer(path, mapping, out);
  for (std::size_t i = 0; i < n; ++i) {
    const double x = path.x[i], y = path.y[i];
    if (draped && i > 0) {
      const double px = path.x[i - 1], py = path.y[i - 1];
      const int count = parts(*mapping.surface, x - px, y - py);
      for (int k = 1; k < count; ++k) {
        const double t = static_cast<double>(k) / count;
        const double qx = std::lerp(px, x, t), qy = std::lerp(py, y, t);
        writer.add({qx, qy, heightAt(*mapping.surface, qx, qy)},
                   (static_cast<double>(i) - 1 + t) / last);
      }
    }
    const double z = draped ? heightAt(*mapping.surface, x, y)
                     : explicitZ ? mapping.scaling.apply(path.z[i])
                                 : 0.0;
    writer.add({x, y, z}, static_cast<double>(i) / last);
  }
  writer.finish();
}

}  // namespace basin::gfx
