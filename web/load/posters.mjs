// The posters of labs, drawn when the page was built, as images for the app's textures.

import { load } from './load.mjs';

/** The shape in which cmake/posters.mjs draws them. */
const kWidth = 720;
const kHeight = 436;
const kDark = '@media (prefers-color-scheme:dark)';

/** The poster of a lab for light or dark surroundings, about `width` pixels wide. */
export async function posterImage(lab, dark, width) {
  const svg = await (await load(`posters/${lab}.svg`)).text();
  // It follows the system's colours, the app the reader's choice.
  const scale = Math.min(3, Math.max(0.25, width / kWidth));
  const chosen = svg
    .replaceAll(kDark, dark ? '@media all' : '@media not all')
    .replace(/^<svg([^>]*?) width="[^"]*"([^>]*?) height="[^"]*"/, '<svg$1$2')
    .replace('<svg', `<svg width="${Math.round(kWidth * scale)}" height="${Math.round(kHeight * scale)}"`);
  const url = URL.createObjectURL(new Blob([chosen], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}
