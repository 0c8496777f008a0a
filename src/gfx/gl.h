#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/result.h"

namespace basin::gfx {

/// The OpenGL functions this room uses: what OpenGL 3.3 core and OpenGL ES 3.0 (WebGL 2) share.
/// Names and meanings are the standard's without the leading "gl".
struct GlApi {
  void (*activeTexture)(unsigned);
  void (*attachShader)(unsigned, unsigned);
  void (*bindBuffer)(unsigned, unsigned);
  void (*bindFramebuffer)(unsigned, unsigned);
  void (*bindRenderbuffer)(unsigned, unsigned);
  void (*bindTexture)(unsigned, unsigned);
  void (*bindVertexArray)(unsigned);
  void (*blendFuncSeparate)(unsigned, unsigned, unsigned, unsigned);
  void (*blitFramebuffer)(int, int, int, int, int, int, int, int, unsigned, unsigned);
  void (*bufferData)(unsigned, std::ptrdiff_t, const void*, unsigned);
  void (*bufferSubData)(unsigned, std::ptrdiff_t, std::ptrdiff_t, const void*);
  unsigned (*checkFramebufferStatus)(unsigned);
  void (*clear)(unsigned);
  void (*clearColor)(float, float, float, float);
  void (*colorMask)(unsigned char, unsigned char, unsigned char, unsigned char);
  void (*compileShader)(unsigned);
  unsigned (*createProgram)();
  unsigned (*createShader)(unsigned);
  void (*deleteBuffers)(int, const unsigned*);
  void (*deleteFramebuffers)(int, const unsigned*);
  void (*deleteProgram)(unsigned);
  void (*deleteRenderbuffers)(int, const unsigned*);
  void (*deleteShader)(unsigned);
  void (*deleteTextures)(int, const unsigned*);
  void (*deleteVertexArrays)(int, const unsigned*);
  void (*depthFunc)(unsigned);
  void (*depthMask)(unsigned char);
  void (*disable)(unsigned);
  void (*drawArrays)(unsigned, int, int);
  void (*drawArraysInstanced)(unsigned, int, int, int);
  void (*enable)(unsigned);
  void (*enableVertexAttribArray)(unsigned);
  void (*framebufferRenderbuffer)(unsigned, unsigned, unsigned, unsigned);
  void (*framebufferTexture2d)(unsigned, unsigned, unsigned, unsigned, int);
  void (*genBuffers)(int, unsigned*);
  void (*genFramebuffers)(int, unsigned*);
  void (*genRenderbuffers)(int, unsigned*);
  void (*genTextures)(int, unsigned*);
  void (*genVertexArrays)(int, unsigned*);
  void (*getIntegerv)(unsigned, int*);
  void (*getProgramInfoLog)(unsigned, int, int*, char*);
  void (*getProgramiv)(unsigned, unsigned, int*);
  void (*getShaderInfoLog)(unsigned, int, int*, char*);
  void (*getShaderiv)(unsigned, unsigned, int*);
  int (*getUniformLocation)(unsigned, const char*);
  void (*linkProgram)(unsigned);
  void (*pixelStorei)(unsigned, int);
  void (*readPixels)(int, int, int, int, unsigned, unsigned, void*);
  void (*renderbufferStorageMultisample)(unsigned, int, unsigned, int, int);
  void (*shaderSource)(unsigned, int, const char* const*, const int*);
  void (*texImage2d)(unsigned, int, int, int, int, int, unsigned, unsigned, const void*);
  void (*texParameteri)(unsigned, unsigned, int);
  void (*texSubImage2d)(unsigned, int, int, int, int, int, unsigned, unsigned, const void*);
  void (*uniform1f)(int, float);
  void (*uniform1fv)(int, int, const float*);
  void (*uniform1i)(int, int);
  void (*uniform2f)(int, float, float);
  void (*uniform3f)(int, float, float, float);
  void (*uniform4f)(int, float, float, float, float);
  void (*uniformMatrix4fv)(int, int, unsigned char, const float*);
  void (*useProgram)(unsigned);
  void (*vertexAttribDivisor)(unsigned, unsigned);
  void (*vertexAttribPointer)(unsigned, int, unsigned, unsigned char, int, const void*);
  void (*viewport)(int, int, int, int);
};

/// Finds an OpenGL function by name; SDL_GL_GetProcAddress has this shape. Not used on the web.
using GetProcAddress = void* (*)(const char*);

/// The function table of the current context, or which function the driver lacks.
Result<GlApi> loadGl(GetProcAddress getProcAddress);

/// First lines of every vertex or fragment shader on this platform: version and precisions.
const char* shaderPreamble();

/// The few constants this room uses, with the standard's values.
namespace gl {
inline constexpr unsigned kFalse = 0, kTrue = 1, kNone = 0;
inline constexpr unsigned kTriangles = 0x0004, kTriangleStrip = 0x0005;
inline constexpr unsigned kLess = 0x0201, kLessOrEqual = 0x0203, kGreater = 0x0204;
inline constexpr unsigned kOne = 1, kSrcAlpha = 0x0302, kOneMinusSrcAlpha = 0x0303;
inline constexpr unsigned kCullFace = 0x0B44, kDepthTest = 0x0B71, kBlend = 0x0BE2;
inline constexpr unsigned kSampleAlphaToCoverage = 0x809E;
inline constexpr unsigned kScissorTest = 0x0C11, kUnpackAlignment = 0x0CF5;
inline constexpr unsigned kPackAlignment = 0x0D05, kMaxTextureSize = 0x0D33;
inline constexpr unsigned kTexture2d = 0x0DE1, kTexture0 = 0x84C0;
inline constexpr unsigned kUnsignedByte = 0x1401, kFloat = 0x1406;
inline constexpr unsigned kRed = 0x1903, kRgba = 0x1908, kRgba8 = 0x8058, kR32f = 0x822E;
inline constexpr unsigned kRgba32f = 0x8814;
inline constexpr unsigned kNearest = 0x2600, kLinear = 0x2601;
inline constexpr unsigned kTextureMagFilter = 0x2800, kTextureMinFilter = 0x2801;
inline constexpr unsigned kTextureWrapS = 0x2802, kTextureWrapT = 0x2803;
inline constexpr unsigned kClampToEdge = 0x812F, kDepthComponent24 = 0x81A6;
inline constexpr unsigned kArrayBuffer = 0x8892, kStaticDraw = 0x88E4, kDynamicDraw = 0x88E8;
inline constexpr unsigned kFragmentShader = 0x8B30, kVertexShader = 0x8B31;
inline constexpr unsigned kCompileStatus = 0x8B81, kLinkStatus = 0x8B82, kInfoLogLength = 0x8B84;
inline constexpr unsigned kReadFramebuffer = 0x8CA8, kDrawFramebuffer = 0x8CA9;
inline constexpr unsigned kFramebuffer = 0x8D40, kRenderbuffer = 0x8D41;
inline constexpr unsigned kFramebufferComplete = 0x8CD5, kColorAttachment0 = 0x8CE0;
inline constexpr unsigned kDepthAttachment = 0x8D00, kMaxSamples = 0x8D57;
inline constexpr unsigned kColorBufferBit = 0x4000, kDepthBufferBit = 0x0100;
}  // namespace gl

}  // namespace basin::gfx
