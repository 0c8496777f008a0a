// Fields and points in the plane as SVG.

import { shortNumber, toNumber } from '../words/numbers.mjs';
import { t } from '../words/strings.mjs';
import {
  axes,
  fitted,
  kSmall,
  legend,
  pathOf,
  roomForAxes,
  scale,
  tag,
  words,
} from './axes.mjs';
import { colourTable, hex, mixed } from './colours.mjs';
import { isolines, levelsOf, scaled } from './contours.mjs';
import { overPlane, planeRows } from './marks.mjs';
import { pngUri } from './png.mjs';

/** Values as a picture, the lowest row at the bottom; `lo` and `hi` have the palette's ends, no number is a hole. */
export function imageOf({ values, nx, ny }, { lo, hi }, palette) {
  const top = palette.length - 1;
  const indices = [];
  for (let row = ny - 1; row >= 0; row -= 1) {
    for (let column = 0; column < nx; column += 1) {
      const value = toNumber(values[row * nx + column]);
      const share = hi > lo ? Math.min(1, Math.max(0, (value - lo) / (hi - lo))) : 0;
      indices.push(Number.isNaN(value) ? palette.length : Math.round(top * share));
    }
  }
  return pngUri(nx, ny, indices, palette);
}

/** The plot's place: with equal units it has the data's own proportions, in the middle. */
function shaped({ x, y }, equal, { left, top, width, height }) {
  if (!equal) return { left, right: left + width, top, bottom: top + height };
  const ratio = (x[1] - x[0]) / (y[1] - y[0]);
  const w = Math.min(width, height * ratio);
  const start = left + (width - w) / 2;
  return { left: start, right: start + w, top, bottom: top + w / ratio };
}

/** What lies outside of the plane is cut off there. */
const clipped = (x, y, content, id) =>
  tag(
    'clipPath',
    { id },
    tag('rect', { x: x.from, y: y.to, width: x.to - x.from, height: y.from - y.to }),
  ) + tag('g', { 'clip-path': `url(#${id})` }, content);

/** Where lines would touch they say nothing: steeper cells, in levels a pixel, have none. */
const kCrowded = 0.25;

const kApart = 4;

/** A smooth line needs a point every few pixels, and its last one. */
function thinned(points) {
  let last = points[0];
  return points.filter((point, i) => {
    const near = Math.hypot(point[0] - last[0], point[1] - last[1]) < kApart;
    if (near && i > 0 && i < points.length - 1) return false;
    last = point;
    return true;
  });
}

/** The range of an axis of `n` values: cells reach half a step beyond the middles of the outermost. */
function shownRange([lo, hi], n, cells) {
  const reach = cells && n > 1 ? (hi - lo) / (n - 1) / 2 : 0;
  return [lo - reach, hi + reach];
}

/** Lines of equal value, in a colour that stands out a little on the field's own at their level. */
function contourMarkup(field, coloured, palette, x, y, ink) {
  if (field.cells) return '';
  const levels = levelsOf(field, coloured);
  const zero = coloured.apply(0);
  const { nx, ny } = field;
  const [across, up] = [(x.to - x.from) / (nx - 1), (y.from - y.to) / (ny - 1)];
  const gap = (field.levels ?? []).length > 0 ? Infinity : Math.abs(levels[1] - levels[0]);
  const steep = (dx, dy) => Math.hypot(dx / across, dy / up) > kCrowded * gap;
  const drawn = (level, skips) =>
    isolines({ values: coloured.values, nx, ny }, level, skips)
      .map((line) => pathOf(thinned(line.map(([i, j]) => [x.from + i * across, y.from - j * up]))))
      .join('');
  const line = { fill: 'none', 'stroke-linejoin': 'round' };
  let markup = '';
  for (const level of levels) {
    const share = (level - coloured.lo) / (coloured.hi - coloured.lo);
    if (field.map === 'diverging' && level === zero) continue;
    const below = palette[Math.round((palette.length - 1) * Math.min(1, Math.max(0, share)))];
    const [r, g, b] = below;
    const bright = 0.299 * r + 0.587 * g + 0.114 * b > 127;
    const d = drawn(level, steep);
    const stroke = hex(mixed(below, bright ? [0, 0, 0] : [255, 255, 255], 0.3));
    if (d) markup += tag('path', { ...line, d, stroke });
  }
  // Where the sign changes is what a field about its sign is for.
  const d = field.map === 'diverging' ? drawn(zero) : '';
  if (!d) return markup;
  return (
    markup +
    tag('path', { ...line, d, stroke: ink.panel, 'stroke-width': 5, 'stroke-opacity': 0.35 }) +
    tag('path', { ...line, d, stroke: ink.ink, 'stroke-width': 2 })
  );
}

function colourBar({ lo, hi, invert }, palette, { left, right, top }, name, ink) {
  const bar = pngUri(
    palette.length,
    1,
    palette.map((_, i) => i),
    palette,
  );
  const text = { fill: ink.muted, 'font-size': kSmall };
  const number = (x, value, anchor) =>
    words(x, top + 21, shortNumber(Number(invert(value).toPrecision(2))), {
      ...text,
      'text-anchor': anchor,
    });
  return (
    tag('image', {
      x: left,
      y: top,
      width: right - left,
      height: 8,
      preserveAspectRatio: 'none',
      href: bar,
    }) +
    number(left, lo) +
    words((left + right) / 2, top + 21, fitted(name, kSmall, (right - left) / 2), {
      ...text,
      'text-anchor': 'middle',
    }) +
    number(right, hi, 'end')
  );
}

/** A field, or points in the plane where there are no `values`. */
export function planeMarkup(output, data, { width, height, ink, dark, id }) {
  const room = roomForAxes();
  const field = data.values !== undefined;
  const keyed = (at) => legend(planeRows(data, ink), room.left, at, width - room.left - 12, ink);
  const key = keyed(height - keyed(0).height);
  const top = 10;
  const below = room.below + (field ? 30 : 0) + key.height;
  const across = shownRange(data.x, data.nx, data.cells);
  const up = shownRange(data.y, data.ny, data.cells);
  const place = shaped({ x: across, y: up }, output.equalAspect, {
    left: room.left,
    top,
    width: width - room.left - room.right,
    height: height - top - below,
  });
  const x = scale(...across, place.left, place.right);
  const y = scale(...up, place.bottom, place.top);
  let picture = '';
  let bar = '';
  if (field) {
    const diverging = data.map === 'diverging';
    // Data is drawn over decision surfaces: they step back a little.
    const palette = colourTable({ diverging, dark, faint: diverging });
    const coloured = scaled(data);
    picture =
      tag('image', {
        x: place.left,
        y: place.top,
        width: place.right - place.left,
        height: place.bottom - place.top,
        preserveAspectRatio: 'none',
        ...(data.cells && { 'image-rendering': 'pixelated' }),
        href: imageOf({ ...data, values: coloured.values }, coloured, palette),
      }) + contourMarkup(data, coloured, palette, x, y, ink);
    const name = t([output.z?.meaning, output.z?.symbol].find(Boolean) ?? '');
    const where = { ...place, top: place.bottom + room.below + 2 };
    bar = colourBar(coloured, colourTable({ diverging, dark }), where, name, ink);
  }
  return (
    key.markup +
    axes(x, y, { xAxis: output.x, yAxis: output.y, ink }) +
    clipped(x, y, picture + overPlane(data, x, y, ink), `${id}-clip`) +
    bar
  );
}
