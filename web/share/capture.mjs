// Pictures of the stage: one now, at any density, or one after another while the app draws.
//
// What WebGL has drawn can be read only until the task ends in which it was drawn.

import { phrase } from '../words/strings.mjs';

const canvas = document.getElementById('canvas');

/** The stage as a rectangle of the canvas' own pixels. */
function stageOf(page) {
  const place = page.command({ get: 'state' }).stage;
  if (!place || !(place[2] > 0 && place[3] > 0)) throw new Error(phrase('there is no picture yet'));
  const scale = canvas.width / canvas.clientWidth;
  const [x, y, width, height] = place.map((length) => Math.round(length * scale));
  return {
    x: Math.max(0, x),
    y: Math.max(0, y),
    width: Math.min(width, canvas.width - x),
    height: Math.min(height, canvas.height - y),
  };
}

/** A new canvas, not in the document. */
function plainCanvas(width, height) {
  const copy = document.createElement('canvas');
  copy.width = width;
  copy.height = height;
  return copy;
}

/** Draws a frame at `ratio` pixels a CSS pixel and calls `look()` while it can be read. */
function drawnAt(ratio, page, look) {
  let drawn = false;
  try {
    page.afterNextFrame(() => {
      drawn = true;
      look();
    });
    page.resize(ratio);
    if (!drawn) throw new Error(phrase('the graphics is interrupted'));
  } finally {
    page.resize();
  }
}

/** The densities in which a picture can be had: as on the screen, and twice as fine. */
export const densities = () => [devicePixelRatio || 1, 2 * (devicePixelRatio || 1)];

/** The stage's size in CSS pixels. */
export function stageSize(page) {
  const [, , width, height] = page.command({ get: 'state' }).stage ?? [0, 0, 0, 0];
  return { width: Math.round(width), height: Math.round(height) };
}

/** The stage as a canvas, `ratio` pixels a CSS pixel, at once. */
export function stageCopy(page, ratio) {
  let copy;
  drawnAt(ratio, page, () => {
    const { x, y, width, height } = stageOf(page);
    copy = plainCanvas(width, height);
    copy.getContext('2d').drawImage(canvas, x, y, width, height, 0, 0, width, height);
  });
  return copy;
}

/** The stage as a PNG, `ratio` pixels a CSS pixel. */
export function stagePicture(page, ratio) {
  const copy = stageCopy(page, ratio);
  return new Promise((resolve, reject) => {
    copy.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error(phrase('no PNG was made')))),
      'image/png',
    );
  });
}

/**
 * Follows the stage: `drawn(canvas, place)` after a frame, once in `every` milliseconds at most.
 * Returns the function that ends it.
 */
export function follow(page, every, drawn) {
  let place = stageOf(page);
  let next = 0;
  let ended = false;
  let size = '';
  const look = () => {
    if (ended) return;
    page.afterNextFrame(look);
    const now = performance.now();
    if (now < next) return;
    next = Math.max(next + every, now + every / 2);
    const present = `${canvas.width} ${canvas.height}`;
    // Asking costs a little; the stage moves only when the window does.
    if (size !== present) place = stageOf(page);
    size = present;
    drawn(canvas, place);
  };
  page.afterNextFrame(look);
  return () => (ended = true);
}
