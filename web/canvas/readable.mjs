// Whether pages are let read what they have drawn. Firefox with privacy.resistFingerprinting, the Tor Browser and others
// answer with noise instead, which would be taken for the picture.

const kSide = 16;
/** Some browsers change single pixels by a little; that spoils no picture. */
const kMost = 8;

/** Draws colours that are known and reads them back. A reader can allow it at any time, so it is never remembered. */
export function isReadable() {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = kSide;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const colour = (x, y) => [16 * x, 16 * y, (37 * (x + y)) % 256];
  for (let y = 0; y < kSide; ++y) {
    for (let x = 0; x < kSide; ++x) {
      context.fillStyle = `rgb(${colour(x, y).join(' ')})`;
      context.fillRect(x, y, 1, 1);
    }
  }
  const { data } = context.getImageData(0, 0, kSide, kSide);
  let off = 0;
  for (let y = 0; y < kSide; ++y) {
    for (let x = 0; x < kSide; ++x) {
      const at = 4 * (kSide * y + x);
      colour(x, y).forEach((value, i) => (off += Math.abs(value - data[at + i])));
    }
  }
  return off <= kMost * 3 * kSide * kSide;
}
