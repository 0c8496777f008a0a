#include "gfx/renderer.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "gfx/shader_source.h"

namespace basin::gfx {
namespace {

constexpr int kTableSize = 256;
constexpr int kTableRows = 2 * kColorMapCount;

struct ProgramFiles {
  std::string_view vertex, fragment, defines;
};
constexpr std::array<ProgramFiles, kProgramCount> kFiles = {
    {{"heatmap.vert", "heatmap.frag", ""},
     {"heatmap.vert", "heatmap.frag", "#define WHOLE\n"},
     {"heatmap.vert", "classes.frag", ""},
     {"surface.vert", "surface.frag", ""},
     {"floor.vert", "floor.frag", ""},
     {"floor.vert", "floor.frag", "#define WHOLE\n"},
     {"lines.vert", "lines.frag", ""},
     {"points.vert", "points.frag", ""}}};

/// `defines` and the text of a shader with each line `#include "name"` replaced by that file of
/// shaders/.
std::string expanded(std::string_view defines, std::string_view fileName) {
  constexpr std::string_view kInclude = "#include \"";
  std::string out(defines);
  std::string_view rest = shaderSource(fileName);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1);
    const std::string_view line = rest.substr(0, end + 1);
    rest.remove_prefix(end + 1);
    if (line.starts_with(kInclude)) {
      const std::string_view name = line.substr(kInclude.size());
      out += shaderSource(name.substr(0, name.find('"')));
    } else {
      out += line;
    }
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<Renderer>> Renderer::create(GetProcAddress getProcAddress) {
  Result<GlApi> gl = loadGl(getProcAddress);
  if (!gl) return Failure{gl.error()};
  return std::unique_ptr<Renderer>(new Renderer(gl.value()));
}

Renderer::Renderer(const GlApi& gl) : gl_(gl), emptyVertexArray_(makeVertexArray(gl_)) {
  gl_.getIntegerv(gl::kMaxTextureSize, &maxTextureSize_);
  gl_.getIntegerv(gl::kMaxSamples, &maxSamples_);
  std::vector<std::uint32_t> texels(static_cast<std::size_t>(kTableSize * kTableRows));
  for (int row = 0; row < kTableRows; ++row) {
    fillColorTable(
        static_cast<ColorMap>(row / 2), static_cast<Backdrop>(row % 2),
        std::span(texels).subspan(static_cast<std::size_t>(row * kTableSize), kTableSize));
  }
  colorTables_.upload(gl_, Texture::Format::Rgba8, kTableSize, kTableRows, texels.data());
}

const Program* Renderer::program(ProgramId id) {
  const auto at = static_cast<std::size_t>(id);
  if (!tried_[at]) {
    tried_[at] = true;
    const ProgramFiles files = kFiles[at];
    Result<Program> linked =
        Program::link(gl_, {files.vertex, expanded(files.defines, files.vertex)},
                      {files.fragment, expanded(files.defines, files.fragment)});
    if (linked) {
      programs_[at] = std::move(linked).value();
    } else {
      problems_ += linked.error() + "\n";
    }
  }
  return programs_[at] ? &programs_[at] : nullptr;
}

void Renderer::bindColorTables(unsigned unit) {
  colorTables_.bind(gl_, unit);
}

float Renderer::colorTableRow(ColorMap map, Backdrop backdrop) {
  const int row = 2 * static_cast<int>(map) + static_cast<int>(backdrop);
  return (static_cast<float>(row) + 0.5f) / kTableRows;
}

void Renderer::bindEmptyVertexArray() {
  gl_.bindVertexArray(emptyVertexArray_.id());
}

}  // namespace basin::gfx
