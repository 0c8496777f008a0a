// Draws on demand: a frame is scheduled when somebody wants one and the picture can be seen, never
// otherwise.

/**
 * Decides when to draw. `draw(timeMs)` returns when it wants to be called again: 0 not before something
 * happens, 1 for the next frame, n >= 2 in n milliseconds.
 */
export class Loop {
  constructor(canvas, { draw, onScreen }) {
    this.canvas = canvas;
    this.draw = draw;
    this.onScreen = onScreen;
    this.frames = 0;
    this.running = false;
    this.wanted = false;
    this.pending = 0;
    this.timer = 0;
    this.intersects = true;
    this.afterFrame = [];
    this.density = devicePixelRatio;
  }

  start() {
    this.running = true;
    document.addEventListener('visibilitychange', () => this.#changed());
    new IntersectionObserver((entries) => {
      this.intersects = entries.at(-1).isIntersecting;
      this.#changed();
    }).observe(this.canvas);
    if (!this.visible) this.#changed(); // Hidden pages are not told what intersects.
  }

  /** Asks for one frame. */
  want() {
    this.wanted = true;
    this.#schedule();
  }

  /**
   * Draws at once: for a canvas that has just been cleared by a resize, or a picture to be copied.
   * False when nothing can be drawn.
   */
  now() {
    if (this.running) this.#frame(performance.now());
    return this.running;
  }

  /** Calls back once, in the task of the next frame: only there the picture can be copied. */
  afterNextFrame(callback) {
    this.afterFrame.push(callback);
  }

  /** Draws nothing until go(): the context is lost or the app has failed. */
  halt() {
    this.running = false;
    clearTimeout(this.timer);
    cancelAnimationFrame(this.pending);
    this.pending = 0;
  }

  go() {
    this.running = true;
    this.want();
  }

  /** Whether somebody can see the picture. */
  get visible() {
    return document.visibilityState === 'visible' && this.intersects;
  }

  #changed() {
    this.onScreen(this.visible);
    if (this.visible) {
      this.want();
    } else {
      cancelAnimationFrame(this.pending);
      this.pending = 0;
    }
  }

  #schedule() {
    if (!this.running || this.pending || !this.visible) return;
    this.pending = requestAnimationFrame((time) => {
      this.pending = 0;
      this.#frame(time);
    });
  }

  #frame(time) {
    if (this.density !== devicePixelRatio) {
      this.density = devicePixelRatio;
      this.canvas.dispatchEvent(new Event('density'));
    }
    this.wanted = false;
    this.frames += 1;
    clearTimeout(this.timer);
    const wait = this.draw(time);
    if (wait === 1 || this.wanted) this.want();
    else if (wait > 1) this.timer = setTimeout(() => this.want(), wait);
    if (this.afterFrame.length > 0) for (const call of this.afterFrame.splice(0)) call();
  }
}

/**
 * Calls `resized(width, height, pixelWidth, pixelHeight, ratio)`, in CSS pixels and the device's, whenever the canvas or
 * its density changes. Returns a function that calls it now, on wish for another density.
 */
export function watchSize(canvas, resized) {
  // The device's pixels as the browser counts them, and for what: with fractions they depend on where the canvas begins.
  let exact = { of: '', width: 0, height: 0 };
  const present = () => `${canvas.clientWidth} ${canvas.clientHeight} ${devicePixelRatio}`;
  const tell = (ratio = devicePixelRatio || 1) => {
    const { clientWidth, clientHeight } = canvas;
    if (!(clientWidth > 0 && clientHeight > 0)) return;
    const known = ratio === devicePixelRatio && exact.of === present();
    // Screens that a debugger imitates are told wrongly.
    const pixels = (length, told) =>
      known && Math.abs(told - length * ratio) < 1 + ratio ? told : Math.round(length * ratio);
    const [width, height] = [pixels(clientWidth, exact.width), pixels(clientHeight, exact.height)];
    resized(clientWidth, clientHeight, width, height, ratio);
  };
  const watchDensity = () => {
    const query = matchMedia(`(resolution: ${devicePixelRatio || 1}dppx)`);
    query.addEventListener('change', () => (tell(), watchDensity()), { once: true });
  };
  const observer = new ResizeObserver((entries) => {
    const [box] = entries.at(-1).devicePixelContentBoxSize ?? [];
    if (box) exact = { of: present(), width: box.inlineSize, height: box.blockSize };
    tell();
  });
  try {
    observer.observe(canvas, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(canvas); // Safari does not tell.
  }
  // Not every change of density is told (not the one that a debugger makes); frames see them all.
  canvas.addEventListener('density', () => tell());
  watchDensity();
  return tell;
}
