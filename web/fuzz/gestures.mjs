// What the monkey of fuzz.mjs can do, each as the DOM events that a reader's hands would make.

import { makeFile, makeHash, makeRecipe } from './values.mjs';

/** What the app and its text fields know, and what they must leave to the browser. */
const kKeys = [
  ...['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Escape', 'Enter', 'Backspace', 'Delete'],
  ...[
    'Home',
    'End',
    'PageUp',
    'PageDown',
    'Tab',
    'F5',
    ' ',
    ' ',
    ' ',
    'r',
    'z',
    'y',
    'a',
    'x',
    'c',
  ],
  ...['?', '/', '0', '1', '2', '3', '9', '.', '-', 'e', ',', 'λ', '\u{1F600}'],
];

const kCodes = {
  ' ': 'Space',
  '?': 'Slash',
  '/': 'Slash',
  '.': 'Period',
  '-': 'Minus',
  ',': 'Comma',
};
const kKeyCodes = {
  ...{ Backspace: 8, Tab: 9, Enter: 13, Escape: 27, ' ': 32, PageUp: 33, PageDown: 34, End: 35 },
  ...{ Home: 36, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, Delete: 46, F5: 116 },
  ...{ '/': 191, '?': 191, '.': 190, '-': 189, ',': 188 },
};

function codeOf(key) {
  if (/^[a-z]$/.test(key)) return `Key${key.toUpperCase()}`;
  return /^\d$/.test(key) ? `Digit${key}` : (kCodes[key] ?? key);
}

/** Kinds of gestures and how often they come, in relation to each other. */
const kKinds = [
  ['move', 70],
  ['press', 22],
  ['release', 22],
  ['drag', 18],
  ['wheel', 16],
  ['key', 24],
  ['touch', 24],
  ['command', 7],
  ['resize', 1.2],
  ['theme', 1],
  ['file', 1],
  ['paste', 0.8],
  ['hash', 1.5],
  ['home', 1.2],
  ['loseContext', 0.25],
  ['killWorker', 0.3],
  ['leave', 1],
];
const kTotal = kKinds.reduce((sum, [, weight]) => sum + weight, 0);

/** The gestures of one run; `next()` makes one. */
export class Gestures {
  constructor({ canvas, app, workers }, lab, random) {
    Object.assign(this, { canvas, app, workers, lab, random });
    this.x = 100;
    this.y = 100;
    this.buttons = 0;
    this.fingers = new Map();
    this.lost = null;
    this.count = 0;
    this.recent = [];
    this.labs = app.command({ get: 'labs' });
    this.about = app.command({ get: 'describe' });
  }

  get last() {
    return this.recent.at(-1);
  }

  next() {
    let at = this.random() * kTotal;
    const [kind] = kKinds.find(([, weight]) => (at -= weight) < 0) ?? kKinds[0];
    this.recent = [...this.recent.slice(-9), kind];
    this.count += 1;
    this[kind]();
  }

  /** Lets go of everything, as a reader who leaves. */
  async end() {
    while (this.buttons) this.release();
    this.touches('touchcancel', [...this.fingers.keys()]);
    for (const side of ['width', 'height']) this.canvas.style.removeProperty(side);
    if (this.lost) await this.lost;
    this.key('Escape');
    this.app.command({ do: 'cancel' });
  }

  // ---- Chance ----

  below(n) {
    return Math.floor(this.random() * n);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** Mostly on the canvas, sometimes beyond its edges; twice as often near the last place. */
  wander() {
    const { clientWidth, clientHeight } = this.canvas;
    if (this.random() < 0.6) {
      this.x += (this.random() - 0.5) * 60;
      this.y += (this.random() - 0.5) * 60;
    } else {
      this.x = (this.random() * 1.1 - 0.05) * clientWidth;
      this.y = (this.random() * 1.1 - 0.05) * clientHeight;
    }
  }

  // ---- Mouse ----

  mouse(kind, button = 0) {
    const init = {
      bubbles: true,
      cancelable: true,
      view: window,
      clientX: this.x,
      clientY: this.y,
      screenX: this.x,
      screenY: this.y,
      button,
      buttons: this.buttons,
      shiftKey: this.random() < 0.05,
      ctrlKey: this.random() < 0.03,
    };
    const pointer = { ...init, pointerId: 1, pointerType: 'mouse', isPrimary: true };
    const event = (type) =>
      type.startsWith('pointer') ? new PointerEvent(type, pointer) : new MouseEvent(type, init);
    this.canvas.dispatchEvent(event(kind.replace('mouse', 'pointer')));
    this.canvas.dispatchEvent(event(kind));
  }

  move() {
    this.wander();
    this.mouse('mousemove');
  }

  press() {
    const button = this.random() < 0.85 ? 0 : this.below(3);
    this.buttons |= [1, 4, 2][button];
    this.mouse('mousedown', button);
  }

  release() {
    const button = [0, 1, 2].find((each) => this.buttons & [1, 4, 2][each]) ?? 0;
    this.buttons &= ~[1, 4, 2][button];
    this.mouse('mouseup', button);
    if (button === 0) this.canvas.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  }

  drag() {
    this.press();
    for (let i = this.below(4); i >= 0; i -= 1) this.move();
    if (this.random() < 0.9) this.release();
  }

  leave() {
    this.mouse('mouseleave');
    if (this.random() < 0.5) this.canvas.blur();
    else this.canvas.focus({ preventScroll: true });
  }

  wheel() {
    const delta = this.random() < 0.05 ? 1e6 : 300;
    this.canvas.dispatchEvent(
      new WheelEvent('wheel', {
        bubbles: true,
        cancelable: true,
        clientX: this.x,
        clientY: this.y,
        deltaX: this.random() < 0.2 ? (this.random() - 0.5) * delta : 0,
        deltaY: (this.random() - 0.5) * delta,
        deltaMode: this.pick([0, 0, 0, 1, 2]),
        ctrlKey: this.random() < 0.05,
      }),
    );
  }

  // ---- Keys ----

  key(key = this.pick(kKeys)) {
    const init = {
      key,
      code: codeOf(key),
      keyCode: kKeyCodes[key] ?? key.toUpperCase().codePointAt(0),
      charCode: 0,
      bubbles: true,
      cancelable: true,
      shiftKey: key === '?' || this.random() < 0.05,
      ctrlKey: this.random() < 0.08,
    };
    this.canvas.dispatchEvent(new KeyboardEvent('keydown', init));
    if ([...key].length === 1 && !init.ctrlKey) {
      const charCode = key.codePointAt(0);
      this.canvas.dispatchEvent(
        new KeyboardEvent('keypress', { ...init, charCode, keyCode: charCode }),
      );
    }
    // One in a hundred is held for ever.
    if (this.random() < 0.99) this.canvas.dispatchEvent(new KeyboardEvent('keyup', init));
  }

  // ---- Fingers ----

  touches(kind, changed) {
    if (!changed.length || typeof TouchEvent !== 'function') return;
    const finger = ([identifier, [clientX, clientY]]) =>
      new Touch({
        identifier,
        target: this.canvas,
        clientX,
        clientY,
        pageX: clientX,
        pageY: clientY,
      });
    const all = [...this.fingers].map(finger);
    const ends = kind === 'touchend' || kind === 'touchcancel';
    if (ends) changed.forEach((id) => this.fingers.delete(id));
    const left = all.filter(({ identifier }) => this.fingers.has(identifier));
    this.canvas.dispatchEvent(
      new TouchEvent(kind, {
        bubbles: true,
        cancelable: true,
        touches: left,
        targetTouches: left,
        changedTouches: all.filter(({ identifier }) => changed.includes(identifier)),
      }),
    );
  }

  touch() {
    const what = this.random();
    const ids = [...this.fingers.keys()];
    if (ids.length === 0 || (what < 0.2 && ids.length < 3)) {
      this.wander();
      const id = [0, 1, 2].find((each) => !this.fingers.has(each));
      this.fingers.set(id, [this.x, this.y]);
      this.touches('touchstart', [id]);
    } else if (what < 0.7) {
      for (const place of this.fingers.values()) {
        place[0] += (this.random() - 0.5) * 50;
        place[1] += (this.random() - 0.5) * 50;
      }
      this.touches('touchmove', ids);
    } else {
      this.touches(what < 0.95 ? 'touchend' : 'touchcancel', [this.pick(ids)]);
    }
  }

  // ---- The page ----

  resize() {
    const size = () => {
      const kind = this.random();
      return kind < 0.15 ? 0 : kind < 0.25 ? 2 : kind < 0.32 ? 3000 : 200 + this.below(1400);
    };
    for (const side of ['width', 'height']) {
      if (this.random() < 0.4) this.canvas.style.removeProperty(side);
      else this.canvas.style.setProperty(side, `${size()}px`, 'important');
    }
  }

  theme() {
    this.hash(`${location.hash.slice(1)}&theme=${this.pick(['light', 'dark', 'auto', 'purple'])}`);
  }

  hash(text = makeHash(this, this.labs, this.about)) {
    try {
      location.hash = text;
    } catch {
      // Browsers limit how often.
    }
  }

  transfer() {
    const [name, text, type] = makeFile(this, this.recipe());
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type }));
    return data;
  }

  file() {
    const dataTransfer = this.transfer();
    for (const kind of ['dragenter', 'dragover', this.random() < 0.9 ? 'drop' : 'dragleave']) {
      const init = { dataTransfer, bubbles: true, cancelable: true };
      this.canvas.dispatchEvent(new DragEvent(kind, init));
    }
  }

  paste() {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', makeFile(this, this.recipe())[1]);
    this.canvas.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }

  recipe() {
    return this.app.command({ get: 'recipe' });
  }

  /** Back to the lab in question, for the others have runs of their own. */
  home() {
    if (this.app.command({ get: 'state' }).lab !== this.lab) this.app.command({ open: this.lab });
  }

  command() {
    const { params = [], outputs = [], presets = [] } = this.about;
    const param = this.pick(params);
    const value = () => {
      if (this.random() < 0.1) return this.pick([null, -1, 1e300, 'x', [], {}, [1e9], true]);
      if (param.choices) return this.pick(param.choices).id;
      if (param.kind === 'boolean') return this.random() < 0.5;
      if (param.kind === 'real') return param.min + this.random() * (param.max - param.min);
      if (param.kind === 'integer') return Math.min(param.max, param.min + this.below(20));
      return param.default;
    };
    const request = this.pick([
      () => ({ set: { [param?.id ?? 'x']: param ? value() : 0 } }),
      () => ({ set: { [param?.id ?? 'x']: param?.default ?? 0 } }),
      () => ({ set: { seed: this.below(1000) } }),
      () => ({
        do: this.pick(['play', 'play', 'pause', 'step', 'restart', 'undo', 'cancel', 'x']),
      }),
      () => ({ speed: this.pick([0, 0.25, 1, 4, 16, -1, 1e9]) }),
      () => ({ large: this.pick([...outputs.map(({ id }) => id), 'none']) }),
      () => ({ tab: this.pick(['controls', 'checks', 'theory', 'x', 1]) }),
      () => ({ open: this.lab, preset: this.pick(presets)?.id }),
      () => ({ load: makeRecipe(this, this.recipe()) }),
      () => ({ get: this.pick(['state', 'results', 'frame', 'recipe', 'describe', 'labs', 'x']) }),
      () => this.pick([[], 0, 'text', { open: 7 }, { set: [] }, { do: {} }, {}]),
    ])();
    this.app.command(request);
  }

  // ---- What breaks ----

  loseContext() {
    if (this.lost) return;
    const gl = this.canvas.getContext('webgl2');
    const extension = gl.getExtension('WEBGL_lose_context');
    if (!extension || gl.isContextLost()) return;
    const back = (name) =>
      new Promise((next) => this.canvas.addEventListener(name, next, { once: true }));
    const gone = back('webglcontextlost');
    const restored = back('webglcontextrestored');
    extension.loseContext();
    this.lost = gone
      .then(() => new Promise((next) => setTimeout(next, 300 * this.random())))
      .then(() => extension.restoreContext())
      .then(() => restored)
      .then(() => (this.lost = null));
  }

  killWorker() {
    const { handle } = this.pick([...this.workers.running.values()]) ?? {};
    if (!handle || handle.onThisPage) return;
    // Where the page cannot see it end, an error has to tell.
    const silent = self.isSecureContext && navigator.locks && self.origin !== 'null';
    if (silent && this.random() < 0.5) handle.terminate();
    else handle.dispatchEvent(new ErrorEvent('error', { message: 'killed', cancelable: true }));
  }
}
