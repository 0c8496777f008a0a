#include <GLES3/gl3.h>

#include "gfx/gl.h"

namespace basin::gfx {

Result<GlApi> loadGl(GetProcAddress) {
  GlApi api{};
  api.activeTexture = &glActiveTexture;
  api.attachShader = &glAttachShader;
  api.bindBuffer = &glBindBuffer;
  api.bindFramebuffer = &glBindFramebuffer;
  api.bindRenderbuffer = &glBindRenderbuffer;
  api.bindTexture = &glBindTexture;
  api.bindVertexArray = &glBindVertexArray;
  api.blendFuncSeparate = &glBlendFuncSeparate;
  api.blitFramebuffer = &glBlitFramebuffer;
  api.bufferData = &glBufferData;
  api.bufferSubData = &glBufferSubData;
  api.checkFramebufferStatus = &glCheckFramebufferStatus;
  api.clear = &glClear;
  api.clearColor = &glClearColor;
  api.colorMask = &glColorMask;
  api.compileShader = &glCompileShader;
  api.createProgram = &glCreateProgram;
  api.createShader = &glCreateShader;
  api.deleteBuffers = &glDeleteBuffers;
  api.deleteFramebuffers = &glDeleteFramebuffers;
  api.deleteProgram = &glDeleteProgram;
  api.deleteRenderbuffers = &glDeleteRenderbuffers;
  api.deleteShader = &glDeleteShader;
  api.deleteTextures = &glDeleteTextures;
  api.deleteVertexArrays = &glDeleteVertexArrays;
  api.depthFunc = &glDepthFunc;
  api.depthMask = &glDepthMask;
  api.disable = &glDisable;
  api.drawArrays = &glDrawArrays;
  api.drawArraysInstanced = &glDrawArraysInstanced;
  api.enable = &glEnable;
  api.enableVertexAttribArray = &glEnableVertexAttribArray;
  api.framebufferRenderbuffer = &glFramebufferRenderbuffer;
  api.framebufferTexture2d = &glFramebufferTexture2D;
  api.genBuffers = &glGenBuffers;
  api.genFramebuffers = &glGenFramebuffers;
  api.genRenderbuffers = &glGenRenderbuffers;
  api.genTextures = &glGenTextures;
  api.genVertexArrays = &glGenVertexArrays;
  api.getIntegerv = &glGetIntegerv;
  api.getProgramInfoLog = &glGetProgramInfoLog;
  api.getProgramiv = &glGetProgramiv;
  api.getShaderInfoLog = &glGetShaderInfoLog;
  api.getShaderiv = &glGetShaderiv;
  api.getUniformLocation = &glGetUniformLocation;
  api.linkProgram = &glLinkProgram;
  api.pixelStorei = &glPixelStorei;
  api.readPixels = &glReadPixels;
  api.renderbufferStorageMultisample = &glRenderbufferStorageMultisample;
  api.shaderSource = &glShaderSource;
  api.texImage2d = &glTexImage2D;
  api.texParameteri = &glTexParameteri;
  api.texSubImage2d = &glTexSubImage2D;
  api.uniform1f = &glUniform1f;
  api.uniform1fv = &glUniform1fv;
  api.uniform1i = &glUniform1i;
  api.uniform2f = &glUniform2f;
  api.uniform3f = &glUniform3f;
  api.uniform4f = &glUniform4f;
  api.uniformMatrix4fv = &glUniformMatrix4fv;
  api.useProgram = &glUseProgram;
  api.vertexAttribDivisor = &glVertexAttribDivisor;
  api.vertexAttribPointer = &glVertexAttribPointer;
  api.viewport = &glViewport;
  return api;
}

const char* shaderPreamble() {
  return "#version 300 es\nprecision highp float;\nprecision highp int;\n"
         "precision highp sampler2D;\n";
}

}  // namespace basin::gfx
