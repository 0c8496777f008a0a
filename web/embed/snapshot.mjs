// Pictures of what is on the screen. WebGL forgets what it has drawn as soon as the browser has shown
// it, so the picture is drawn once more and copied in the same task.

import { isReadable } from '../canvas/readable.mjs';

const kLargest = 4096;

/** The size of a picture of `from` ({width, height}) when one, both or none of its sides are given. */
export function pictureSize(from, { width, height } = {}) {
  for (const [name, side] of [
    ['width', width],
    ['height', height],
  ]) {
    if (side === undefined || side === null) continue;
    if (!Number.isInteger(side) || side < 1 || side > kLargest)
      throw new RangeError(`${name}: a whole number of pixels from 1 to ${kLargest}`);
  }
  if (width && height) return { width, height };
  const scale = width ? width / from.width : height ? height / from.height : 1;
  const size = (side) => Math.min(kLargest, Math.max(1, Math.round(side * scale)));
  return { width: width ?? size(from.width), height: height ?? size(from.height) };
}

/** Copies the canvas, whole and undistorted, in the middle of a picture of this size. */
function copyOf(canvas, size) {
  const copy = document.createElement('canvas');
  Object.assign(copy, size);
  const context = copy.getContext('2d', { alpha: false });
  const scale = Math.min(size.width / canvas.width, size.height / canvas.height);
  const [w, h] = [canvas.width * scale, canvas.height * scale];
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--paper');
  context.fillRect(0, 0, size.width, size.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(canvas, (size.width - w) / 2, (size.height - h) / 2, w, h);
  return copy;
}

/**
 * The present picture as a canvas of `width` x `height` pixels (as drawn when neither is given; in
 * proportion when one is). Works off screen, too. Rejects while nothing can be drawn, and where what was drawn cannot
 * be read.
 */
export async function snapshotCanvas(size = {}) {
  if (!isReadable()) throw new Error('The browser gives noise for what was drawn; there is no picture.');
  const page = await self.basin.ready;
  const canvas = document.getElementById('canvas');
  const wanted = pictureSize(canvas, size);
  return new Promise((resolve, reject) => {
    page.afterNextFrame(() => {
      try {
        resolve(copyOf(canvas, wanted));
      } catch (error) {
        reject(error);
      }
    });
    if (!page.drawNow()) reject(new Error('The graphics is interrupted; there is no picture.'));
  });
}

/** The same as a PNG: a Blob. */
export async function snapshot(size = {}) {
  const copy = await snapshotCanvas(size);
  return new Promise((resolve, reject) => {
    copy.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be encoded.'))),
      'image/png',
    );
  });
}
