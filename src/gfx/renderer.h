#pragma once

#include <array>
#include <memory>
#include <string>

#include "base/result.h"
#include "gfx/colormap.h"
#include "gfx/gl.h"
#include "gfx/gl_objects.h"

namespace basin::gfx {

/// The shader programs of this room.
/// HeatmapWhole and FloorWhole are for fields without missing values, already refined: software
/// renderers run every branch of a shader, and the missing values' branches are most of it.
enum class ProgramId { Heatmap, HeatmapWhole, Classes, Surface, Floor, FloorWhole, Lines, Points };
inline constexpr int kProgramCount = 8;

/// Owns what pictures share in one OpenGL context: the function table, the shader programs
/// (compiled on first use), the colour tables. Every other object of this room refers to one and
/// must be destroyed before it. After a lost context drop all of them and start afresh: nothing is
/// kept here that the caller's data could not bring back.
class Renderer {
 public:
  /// For the context that is current on this thread; `getProcAddress` may be null on the web.
  static Result<std::unique_ptr<Renderer>> create(GetProcAddress getProcAddress);

  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;

  const GlApi& gl() const { return gl_; }

  /// A program, compiled when first asked for; null when it does not compile (see problems()).
  const Program* program(ProgramId id);

  /// What went wrong so far, one line or block for each fault; empty when all is well.
  const std::string& problems() const { return problems_; }

  /// Binds the colour tables to a texture unit.
  void bindColorTables(unsigned unit);

  /// Vertical texture coordinate of a map's row in the colour tables.
  static float colorTableRow(ColorMap map, Backdrop backdrop);

  /// A vertex array without attributes, for shaders that need only gl_VertexID.
  void bindEmptyVertexArray();

  /// Largest side of a texture, in texels.
  int maxTextureSize() const { return maxTextureSize_; }

  /// Largest number of samples a multisampled target may have.
  int maxSamples() const { return maxSamples_; }

 private:
  explicit Renderer(const GlApi& gl);

  GlApi gl_;
  std::array<Program, kProgramCount> programs_;
  std::array<bool, kProgramCount> tried_{};
  Texture colorTables_;
  VertexArray emptyVertexArray_;
  std::string problems_;
  int maxTextureSize_ = 2048;
  int maxSamples_ = 1;
};

}  // namespace basin::gfx
