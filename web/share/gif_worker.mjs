// What runs in the worker that makes a GIF. The page hands its text on, so it must not use
// anything from outside itself.

/**
 * Takes {bitmap, time} for every frame, then {end}, times in milliseconds. Posts {share} of the
 * work done, then {bytes, frames}, or {error}. `library` is gifenc, `nothing` what it says without
 * a frame.
 */
export function encodeGif(library, scope, nothing) {
  const kColours = 255; // One more stands for "as before".
  const kSampled = 400000;
  const frames = [];
  let context = null;

  /** Pixels of all frames, evenly taken, for colours that do for the whole film. */
  function sample() {
    const pixels = frames.reduce((sum, { rgba }) => sum + rgba.length / 4, 0);
    const stride = Math.max(1, Math.floor(pixels / kSampled)) | 1;
    const taken = new Uint32Array(frames.length + Math.ceil(pixels / stride));
    let count = 0;
    for (const { rgba } of frames) {
      const whole = new Uint32Array(rgba.buffer);
      for (let i = 0; i < whole.length; i += stride) taken[count++] = whole[i];
    }
    return new Uint8Array(taken.buffer, 0, count * 4);
  }

  function encode(end) {
    if (frames.length === 0) throw new Error(nothing);
    frames.sort((a, b) => a.time - b.time);
    const { width, height } = context.canvas;
    const palette = library.quantize(sample(), kColours);
    while (palette.length < kColours) palette.push([0, 0, 0]);
    palette.push([0, 0, 0]);
    const gif = library.GIFEncoder();
    let before = null;
    frames.forEach(({ rgba, time }, i) => {
      const index = library.applyPalette(rgba, palette.slice(0, kColours));
      const next = i + 1 < frames.length ? frames[i + 1].time : Math.max(end, time + 100);
      const shown = before
        ? index.map((colour, k) => (colour === before[k] ? kColours : colour))
        : index;
      gif.writeFrame(shown, width, height, {
        ...(i === 0 && { palette, repeat: 0 }),
        ...(before && { transparent: true, transparentIndex: kColours, dispose: 1 }),
        // In hundredths of a second, of which players take less than two for ten.
        delay: Math.max(20, 10 * (Math.round(next / 10) - Math.round(time / 10))),
      });
      before = index;
      scope.postMessage({ share: (i + 1) / frames.length });
    });
    gif.finish();
    const bytes = gif.bytes();
    scope.postMessage({ bytes, frames: frames.length }, [bytes.buffer]);
  }

  scope.onmessage = ({ data }) => {
    try {
      if (!data.bitmap) return encode(data.end);
      const { bitmap, time } = data;
      if (!context) {
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        context = canvas.getContext('2d', { willReadFrequently: true });
      }
      const { width, height } = context.canvas;
      context.drawImage(bitmap, 0, 0, width, height);
      bitmap.close();
      frames.push({ rgba: context.getImageData(0, 0, width, height).data, time });
    } catch (error) {
      scope.postMessage({ error: String(error?.message ?? error) });
    }
  };
}
