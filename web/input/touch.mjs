// Fingers on the canvas. One is a mouse, as SDL makes it of touch events. Two zoom and move: the change
// of their distance becomes the wheel, the way of their middle a drag with the middle button. What one
// finger does is held back for a moment, for the second one of a pinch never lands at the same time, and
// the first must not have pressed anything by then.

const kHoldMs = 70;
/** A finger that has moved so far, in CSS pixels, is not waiting for another. */
const kHoldPixels = 8;
/** A notch of the wheel (100 pixels of it) enlarges by this factor: kZoomStep in src/app/pictures/plot.h. */
const kZoomStep = 1.2;

const placeOf = ({ clientX, clientY }) => [clientX, clientY];
const listOf = (touches) => [...touches];

/** Takes the touch events of the canvas before SDL does. `ours()` says whether the app wants a new finger. */
export class Fingers {
  #canvas;
  #ours;
  #mine = new WeakSet();
  #state = 'none'; // waiting, one, two; or spent: fingers left over from a gesture
  #first = null;
  #timer = 0;
  #middle = null;
  #distance = 0;
  #zoom = 1; // What has not been told yet.
  #moved = false;
  #wheeled = false;
  #frame = 0;

  constructor(canvas, ours) {
    this.#canvas = canvas;
    this.#ours = ours;
    const options = { capture: true, passive: false };
    for (const name of ['touchstart', 'touchmove', 'touchend', 'touchcancel']) {
      canvas.ownerDocument.addEventListener(name, (event) => this.#take(event), options);
    }
    // A finger that the browser takes away for itself may never be lifted.
    window.addEventListener('blur', () => this.#letGo());
    document.addEventListener('visibilitychange', () => document.hidden && this.#letGo());
  }

  #take(event) {
    if (event.target !== this.#canvas || this.#mine.has(event)) return;
    event.stopImmediatePropagation();
    const fingers = listOf(event.targetTouches);
    if (event.type === 'touchstart' && fingers.length === event.changedTouches.length) {
      this.#letGo();
      this.#state = this.#ours() ? 'none' : 'theirs';
    }
    if (this.#state === 'theirs') return; // The page around scrolls; a tap arrives as mouse events.
    if (event.cancelable) event.preventDefault();
    if (event.type === 'touchstart') this.#land(fingers, event.changedTouches);
    else if (event.type === 'touchmove') this.#move(fingers, event.changedTouches);
    else this.#lift(event, fingers);
  }

  #land(fingers, [changed]) {
    if (fingers.length === 1) {
      this.#first = changed;
      this.#state = 'waiting';
      this.#timer = setTimeout(() => this.#deliver(), kHoldMs);
    } else if (fingers.length === 2 && ['none', 'waiting', 'one'].includes(this.#state)) {
      clearTimeout(this.#timer);
      if (this.#state === 'one') this.#send('touchend', this.#first);
      this.#state = 'two';
      this.#measure(fingers);
      this.#zoom = 1;
      this.#mouse('mousemove', 0);
      this.#mouse('mousedown', 4);
    } else if (this.#state === 'two') {
      this.#endPair();
    }
  }

  #move(fingers, changed) {
    if (this.#state === 'two' && fingers.length >= 2) {
      const before = this.#distance;
      this.#measure(fingers);
      if (before > 0 && this.#distance > 0) this.#zoom *= this.#distance / before;
      this.#moved = true;
      this.#frame ||= requestAnimationFrame(() => this.#flush());
      return;
    }
    const finger = listOf(changed).find(({ identifier }) => identifier === this.#first?.identifier);
    if (!finger) return;
    if (this.#state === 'waiting') {
      const away = Math.hypot(
        finger.clientX - this.#first.clientX,
        finger.clientY - this.#first.clientY,
      );
      if (away < kHoldPixels) return;
      this.#deliver();
    }
    if (this.#state !== 'one') return;
    this.#first = finger;
    this.#send('touchmove', finger);
  }

  #lift({ type, changedTouches }, fingers) {
    const isFirst = listOf(changedTouches).some(
      ({ identifier }) => identifier === this.#first?.identifier,
    );
    if (this.#state === 'two') this.#endPair();
    else if (this.#state === 'waiting' && isFirst && type === 'touchend') this.#deliver();
    if (this.#state === 'one' && isFirst) this.#send(type, this.#first);
    if (this.#state === 'one' || this.#state === 'waiting') {
      if (isFirst) this.#forget('spent');
    }
    if (fingers.length === 0) this.#forget('none');
  }

  /**
   * Dear ImGui takes either a way or a turn of the wheel in a frame and keeps the others for later, so
   * that with both in each frame it would lag behind the fingers more and more: they take turns.
   */
  #flush() {
    this.#frame = 0;
    if (this.#state !== 'two') return;
    const zooms = Math.abs(Math.log(this.#zoom)) > 0.002;
    if (this.#moved && (this.#wheeled || !zooms)) this.#sendMove();
    else if (zooms) this.#sendWheel();
    if (this.#moved || Math.abs(Math.log(this.#zoom)) > 0.002) {
      this.#frame = requestAnimationFrame(() => this.#flush());
    }
  }

  /** Ends whatever is held, without a finger having been lifted. */
  #letGo() {
    if (this.#state === 'two') this.#endPair();
    if (this.#state === 'one') this.#send('touchcancel', this.#first);
    this.#forget('none');
  }

  #forget(state) {
    clearTimeout(this.#timer);
    this.#first = null;
    this.#state = state;
  }

  #deliver() {
    clearTimeout(this.#timer);
    this.#state = 'one';
    this.#send('touchstart', this.#first);
  }

  #endPair() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#sendWheel();
    this.#sendMove();
    this.#mouse('mouseup', 0);
    this.#forget('spent');
  }

  #measure([a, b]) {
    const [ax, ay] = placeOf(a);
    const [bx, by] = placeOf(b);
    this.#middle = [(ax + bx) / 2, (ay + by) / 2];
    this.#distance = Math.hypot(ax - bx, ay - by);
  }

  /** One finger for SDL, which reads nothing but the changed ones. */
  #send(type, finger) {
    const down = type === 'touchstart' || type === 'touchmove' ? [finger] : [];
    const event = new TouchEvent(type, {
      bubbles: true,
      cancelable: true,
      touches: down,
      targetTouches: down,
      changedTouches: [finger],
    });
    this.#mine.add(event);
    this.#canvas.dispatchEvent(event);
  }

  #mouse(type, buttons) {
    const [clientX, clientY] = this.#middle;
    const button = type === 'mousemove' ? 0 : 1;
    this.#canvas.dispatchEvent(
      new MouseEvent(type, { bubbles: true, cancelable: true, clientX, clientY, button, buttons }),
    );
  }

  #sendMove() {
    this.#moved = this.#wheeled = false;
    this.#mouse('mousemove', 4);
  }

  #sendWheel() {
    const [clientX, clientY] = this.#middle;
    const deltaY = (-100 * Math.log(this.#zoom)) / Math.log(kZoomStep);
    this.#zoom = 1;
    this.#wheeled = true;
    if (deltaY === 0) return;
    this.#canvas.dispatchEvent(
      new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX, clientY, deltaY }),
    );
  }
}
