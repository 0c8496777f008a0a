// The stage as one SVG, drawn from the numbers of the frame: where pages are not let read what WebGL has drawn.

import { svgPicture } from '../picture/svg.mjs';
import { isDrawn, picturesOf } from '../picture/words.mjs';

const kWidth = 640;
const kGap = 16;

/** All pictures of a frame, one below the other: the text of an SVG. */
export function stageDrawing(lab, frame, dark) {
  let top = 0;
  const pictures = picturesOf(lab)
    .filter((output) => isDrawn(output, frame))
    .map(({ id }) => {
      const picture = svgPicture(lab, frame, id, { width: kWidth, dark });
      const placed = picture.replace('<svg', `<svg y="${top}"`);
      top += Number(/^<svg[^>]* height="([\d.]+)"/.exec(picture)[1]) + kGap;
      return placed;
    });
  const height = Math.max(1, top - kGap);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${kWidth} ${height}" width="${kWidth}" height="${height}">${pictures.join('')}</svg>`;
}
