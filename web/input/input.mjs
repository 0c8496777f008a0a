// SDL listens to the canvas itself; this file stands before it. It says when to draw, and keeps from
// SDL what belongs to the browser or to the page around a frame: Tab, browser shortcuts, and the
// wheel and the finger of somebody who only scrolls past.

import { Fingers } from './touch.mjs';

/** Chords that an edited text or the app's own undo needs; all others are the browser's. */
const kOwnChords = new Set(['a', 'c', 'x', 'z', 'y']);

/** Keys by which a page scrolls. */
const kScrollKeys = new Set([
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'PageUp',
  'PageDown',
  'Home',
  'End',
]);

/** True for keys which the app must never see. */
export function isBrowserKey(event) {
  const { key } = event;
  if (key === 'Tab' || key === 'Alt' || /^F\d+$/.test(key)) return true;
  if (/^(Browser|Media|Audio|Launch)/.test(key)) return true;
  if (event.getModifierState?.('AltGraph')) return false;
  if (event.altKey) return true;
  if (!event.ctrlKey && !event.metaKey) return false;
  return key.length === 1 ? !kOwnChords.has(key.toLowerCase()) : key === 'Enter';
}

/**
 * Wires the events. `wake()` is called when something happened that may change the picture. In a frame, `pass(event)` may
 * hand a key to the page around it, and tells whether it has.
 */
export function listen(canvas, { embedded, wake, pass }) {
  const root = document.documentElement;
  const focused = () => document.activeElement === canvas;
  const onCanvas = (event) => event.target === canvas;
  const capture = { capture: true, passive: false };
  const on = (name, handler, target = window) => target.addEventListener(name, handler, capture);
  const keep = (event) => event.stopImmediatePropagation();

  let byKey = false;
  const focus = () => {
    if (!focused()) canvas.focus({ preventScroll: true });
  };

  /** Keys that are down on the canvas, by their place on the keyboard. */
  const held = new Map();

  on('keydown', (event) => {
    byKey = event.key === 'Tab';
    if (!onCanvas(event) && event.target !== document.body) return;
    if (isBrowserKey(event) || (embedded && pass(event))) return keep(event);
    if (kScrollKeys.has(event.key)) event.preventDefault();
    if (onCanvas(event)) held.set(event.code, event);
    wake();
  });
  on('keypress', (event) => {
    if (onCanvas(event)) event.preventDefault();
  });
  on('keyup', (event) => {
    held.delete(event.code);
    if (event.key === 'Tab' || event.key === 'Alt') keep(event);
    else wake();
  });

  on('wheel', (event) => {
    if (!onCanvas(event)) return;
    // With Ctrl it is the browser's zoom; unasked inside another page it is that page's scrolling.
    if (event.ctrlKey || (embedded && !focused())) return keep(event);
    event.preventDefault();
    wake();
  });

  for (const name of [
    'pointermove',
    'pointerup',
    'pointercancel',
    'pointerenter',
    'pointerleave',
  ]) {
    on(name, (event) => onCanvas(event) && wake());
  }
  on('pointerup', wake);
  on('pointerdown', (event) => {
    root.classList.remove('by-key');
    if (!onCanvas(event)) return;
    if (event.pointerType === 'mouse' || !embedded) focus();
    wake();
  });
  on('click', (event) => onCanvas(event) && (focus(), wake()));
  on('contextmenu', (event) => onCanvas(event) && event.preventDefault());

  // A finger that begins on an embedded picture without focus scrolls the page around it; a tap
  // still arrives, as the mouse events which browsers make of it.
  new Fingers(canvas, () => !embedded || focused());
  for (const name of ['touchstart', 'touchmove', 'touchend', 'touchcancel', 'mousedown']) {
    canvas.addEventListener(name, wake);
  }

  canvas.addEventListener('focus', () => {
    root.classList.toggle('by-key', byKey);
    wake();
  });
  canvas.addEventListener('blur', () => {
    root.classList.remove('by-key');
    // A key that opens a dialog is let go in there. The canvas would take it for down, and not hear it again.
    for (const { key, code, keyCode, location } of [...held.values()]) {
      canvas.dispatchEvent(new KeyboardEvent('keyup', { key, code, keyCode, location, bubbles: true }));
    }
    wake();
  });
  window.addEventListener('focus', wake);
  window.addEventListener('blur', wake);
}
