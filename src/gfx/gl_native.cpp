#include <string>

#include "gfx/gl.h"

namespace basin::gfx {
namespace {

/// Fills function pointers by name and remembers the first name that the driver does not know.
class Finder {
 public:
  explicit Finder(GetProcAddress getProcAddress) : getProcAddress_(getProcAddress) {}

  template <class Function>
  void operator()(Function*& target, const char* name) {
    target = reinterpret_cast<Function*>(getProcAddress_(name));
    if (target == nullptr && missing_.empty()) missing_ = name;
  }

  const std::string& missing() const { return missing_; }

 private:
  GetProcAddress getProcAddress_;
  std::string missing_;
};

}  // namespace

Result<GlApi> loadGl(GetProcAddress getProcAddress) {
  if (getProcAddress == nullptr) return Failure{"OpenGL: no way to look up functions was given"};
  GlApi api{};
  Finder find(getProcAddress);
  find(api.activeTexture, "glActiveTexture");
  find(api.attachShader, "glAttachShader");
  find(api.bindBuffer, "glBindBuffer");
  find(api.bindFramebuffer, "glBindFramebuffer");
  find(api.bindRenderbuffer, "glBindRenderbuffer");
  find(api.bindTexture, "glBindTexture");
  find(api.bindVertexArray, "glBindVertexArray");
  find(api.blendFuncSeparate, "glBlendFuncSeparate");
  find(api.blitFramebuffer, "glBlitFramebuffer");
  find(api.bufferData, "glBufferData");
  find(api.bufferSubData, "glBufferSubData");
  find(api.checkFramebufferStatus, "glCheckFramebufferStatus");
  find(api.clear, "glClear");
  find(api.clearColor, "glClearColor");
  find(api.colorMask, "glColorMask");
  find(api.compileShader, "glCompileShader");
  find(api.createProgram, "glCreateProgram");
  find(api.createShader, "glCreateShader");
  find(api.deleteBuffers, "glDeleteBuffers");
  find(api.deleteFramebuffers, "glDeleteFramebuffers");
  find(api.deleteProgram, "glDeleteProgram");
  find(api.deleteRenderbuffers, "glDeleteRenderbuffers");
  find(api.deleteShader, "glDeleteShader");
  find(api.deleteTextures, "glDeleteTextures");
  find(api.deleteVertexArrays, "glDeleteVertexArrays");
  find(api.depthFunc, "glDepthFunc");
  find(api.depthMask, "glDepthMask");
  find(api.disable, "glDisable");
  find(api.drawArrays, "glDrawArrays");
  find(api.drawArraysInstanced, "glDrawArraysInstanced");
  find(api.enable, "glEnable");
  find(api.enableVertexAttribArray, "glEnableVertexAttribArray");
  find(api.framebufferRenderbuffer, "glFramebufferRenderbuffer");
  find(api.framebufferTexture2d, "glFramebufferTexture2D");
  find(api.genBuffers, "glGenBuffers");
  find(api.genFramebuffers, "glGenFramebuffers");
  find(api.genRenderbuffers, "glGenRenderbuffers");
  find(api.genTextures, "glGenTextures");
  find(api.genVertexArrays, "glGenVertexArrays");
  find(api.getIntegerv, "glGetIntegerv");
  find(api.getProgramInfoLog, "glGetProgramInfoLog");
  find(api.getProgramiv, "glGetProgramiv");
  find(api.getShaderInfoLog, "glGetShaderInfoLog");
  find(api.getShaderiv, "glGetShaderiv");
  find(api.getUniformLocation, "glGetUniformLocation");
  find(api.linkProgram, "glLinkProgram");
  find(api.pixelStorei, "glPixelStorei");
  find(api.readPixels, "glReadPixels");
  find(api.renderbufferStorageMultisample, "glRenderbufferStorageMultisample");
  find(api.shaderSource, "glShaderSource");
  find(api.texImage2d, "glTexImage2D");
  find(api.texParameteri, "glTexParameteri");
  find(api.texSubImage2d, "glTexSubImage2D");
  find(api.uniform1f, "glUniform1f");
  find(api.uniform1fv, "glUniform1fv");
  find(api.uniform1i, "glUniform1i");
  find(api.uniform2f, "glUniform2f");
  find(api.uniform3f, "glUniform3f");
  find(api.uniform4f, "glUniform4f");
  find(api.uniformMatrix4fv, "glUniformMatrix4fv");
  find(api.useProgram, "glUseProgram");
  find(api.vertexAttribDivisor, "glVertexAttribDivisor");
  find(api.vertexAttribPointer, "glVertexAttribPointer");
  find(api.viewport, "glViewport");
  if (!find.missing().empty()) {
    return Failure{"OpenGL 3.3 is needed; this driver lacks " + find.missing()};
  }
  return api;
}

const char* shaderPreamble() { return "#version 330 core\n"; }

}  // namespace basin::gfx
