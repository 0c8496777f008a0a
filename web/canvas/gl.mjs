// Dear ImGui's renderer asks for the viewport, the scissor box and the blending before every frame, to
// put them back afterwards, and whether the program still exists. The browser has to ask its graphics
// process, and so waits until everything drawn so far is done: longer than all the rest of a frame.
// Nobody but the app draws here, so what was set last is the answer.

/** Makes `gl` answer from memory what it would have to wait for. */
function remember(gl) {
  const known = new Map();
  const forget = () => known.clear();

  /** Wraps a setter: `states` are the parameters that its arguments become, in order. */
  const note = (name, states, box = false) => {
    const original = gl[name];
    gl[name] = (...values) => {
      if (!box) states.forEach((state, i) => known.set(state, values[i % values.length]));
      else if (known.has(states[0])) known.get(states[0]).set(values);
      else known.set(states[0], Int32Array.from(values));
      original.apply(gl, values);
    };
  };
  note('viewport', [gl.VIEWPORT], true);
  note('scissor', [gl.SCISSOR_BOX], true);
  const factors = [gl.BLEND_SRC_RGB, gl.BLEND_DST_RGB, gl.BLEND_SRC_ALPHA, gl.BLEND_DST_ALPHA];
  note('blendFunc', factors);
  note('blendFuncSeparate', factors);
  const equations = [gl.BLEND_EQUATION_RGB, gl.BLEND_EQUATION_ALPHA];
  note('blendEquation', equations);
  note('blendEquationSeparate', equations);

  const programs = new WeakSet();
  const { createProgram, deleteProgram } = gl;
  gl.createProgram = () => {
    const program = createProgram.call(gl);
    if (program) programs.add(program);
    return program;
  };
  gl.deleteProgram = (program) => {
    if (program) programs.delete(program);
    deleteProgram.call(gl, program);
  };
  gl.isProgram = (program) => programs.has(program);

  const getParameter = gl.getParameter;
  gl.getParameter = (state) => known.get(state) ?? getParameter.call(gl, state);
  gl.canvas.addEventListener('webglcontextlost', forget);
  gl.canvas.addEventListener('webglcontextrestored', forget);
  return gl;
}

/** Lets every WebGL context of `canvas` remember. */
export function rememberState(canvas) {
  const getContext = canvas.getContext;
  const done = new WeakSet();
  canvas.getContext = (...request) => {
    const gl = getContext.apply(canvas, request);
    if (gl && /^webgl/.test(request[0]) && !done.has(gl)) done.add(remember(gl));
    return gl;
  };
}
