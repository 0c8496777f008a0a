// Points and paths in the plane: colour and shape tell classes apart, as in the app (shaders/points.frag).

import { toNumber } from '../words/numbers.mjs';
import { t } from '../words/strings.mjs';
import { dots, kDashes, kDots, pathOf, rounded, tag } from './axes.mjs';

const kShapes = ['circle', 'square', 'triangle', 'diamond', 'cross', 'ring'];
const shapeOf = (mark) => (mark.handle ? 'circle' : kShapes[mark.class % kShapes.length]);

const corners = (numbers) => {
  const each = numbers.split(' ').map(Number);
  return each.flatMap((x, i) => (i % 2 === 0 ? [[x, each[i + 1]]] : []));
};

/** Corners around (0, 0) for a radius of 1; y goes down. All shapes have about the area of a circle. */
const kCorners = {
  square: corners('-0.86 -0.86 0.86 -0.86 0.86 0.86 -0.86 0.86'),
  triangle: corners('0 -1.06 1.11 0.86 -1.11 0.86'),
  diamond: corners('0 -1.16 1.16 0 0 1.16 -1.16 0'),
  cross: corners(
    '0 -0.51 0.52 -1.03 1.03 -0.52 0.51 0 1.03 0.52 0.52 1.03 0 0.51 -0.52 1.03 -1.03 0.52 -0.51 0 ' +
      '-1.03 -0.52 -0.52 -1.03',
  ),
};

/** The shape at every point as one path: relative to each, which is short. */
function outlines(points, shape, radius) {
  const places = kCorners[shape].map((corner) => corner.map((c) => c * radius));
  const [[left, top], ...others] = places;
  const step = (from, to) => to.map((c, i) => rounded(c - from[i])).join(' ');
  const around = others.map((corner, i) => `l${step(places[i], corner)}`).join('');
  return points.map(([x, y]) => `M${rounded(x + left)} ${rounded(y + top)}${around}z`).join('');
}

/** A set of points of one class, with a rim that stands out on the colours of every map. */
function shapes(points, { shape, radius, rim, colour, rimColour }) {
  const seen = points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  if (seen.length === 0) return '';
  if (shape === 'circle') {
    const below = rim > 0 ? dots(seen, radius + rim, rimColour) : '';
    return below + dots(seen, radius, colour);
  }
  if (shape === 'ring') {
    const d = seen
      .map(([x, y]) => {
        const r = rounded(0.78 * radius);
        return `M${rounded(x - r)} ${rounded(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
      })
      .join('');
    const line = { d, fill: 'none' };
    const wide = 0.52 * radius;
    const below =
      rim > 0 ? tag('path', { ...line, stroke: rimColour, 'stroke-width': wide + 2 * rim }) : '';
    return below + tag('path', { ...line, stroke: colour, 'stroke-width': wide });
  }
  return tag('path', {
    d: outlines(seen, shape, radius),
    fill: colour,
    stroke: rimColour,
    'stroke-width': rimColour && 2 * rim,
    'stroke-linejoin': 'round',
    'paint-order': 'stroke',
  });
}

const placed = ({ x: across, y: up }, x, y) =>
  across.map((value, i) => [x(toNumber(value)), y(toNumber(up[i]))]);

/** Theory is ink, what leads the eye or is there for comparison grey. */
const colourOf = ({ role, colour }, ink) =>
  role === 'theory' ? ink.ink : role === 'measured' ? ink.slot(colour) : ink.muted;

const dashOf = ({ role }) => ({ theory: kDashes[0], guide: kDots })[role];

function pathMarkup(path, x, y, ink) {
  const d = pathOf(placed(path, x, y));
  if (!d) return '';
  const context = path.role === 'context';
  const theory = path.role === 'theory';
  const line = { d, fill: 'none', 'stroke-linejoin': 'round', 'stroke-linecap': 'round' };
  // A rim keeps lines apart from whatever lies below.
  const colour = theory ? ink.panel : 'white';
  const rim = context ? '' : tag('path', { ...line, stroke: colour, 'stroke-width': 5 });
  return (
    rim +
    tag('path', {
      ...line,
      stroke: colourOf(path, ink),
      'stroke-width': context ? 1.2 : 2.6,
      'stroke-linecap': dashOf(path) ? undefined : 'round',
      'stroke-dasharray': dashOf(path),
    })
  );
}

function markMarkup(mark, x, y, ink) {
  return shapes(placed(mark, x, y), {
    shape: shapeOf(mark),
    radius: mark.handle ? 7.5 : mark.x.length > 400 ? 2.5 : 3.5,
    rim: mark.handle ? 2 : 1,
    colour: ink.slot(mark.class),
    rimColour: mark.handle ? ink.ink : 'white',
  });
}

/** Paths, and points over them. */
export const overPlane = ({ paths, marks }, x, y, ink) =>
  paths.map((path) => pathMarkup(path, x, y, ink)).join('') +
  marks.map((mark) => markMarkup(mark, x, y, ink)).join('');

/** What a legend says of them. */
export function planeRows({ paths, marks }, ink) {
  const rows = new Map();
  const add = (name, row) => name && !rows.has(name) && rows.set(name, { name: t(name), ...row });
  const named = paths.filter(({ role, x }) => role !== 'context' && x.length > 0);
  for (const path of named) {
    add(path.name, { colour: colourOf(path, ink), width: 2.6, dash: dashOf(path), sign: 'line' });
  }
  for (const mark of marks) {
    // Alone in the colour of a path it is where that path ends now, and the line names it already.
    const alone = !mark.handle && mark.x.length === 1;
    const ofPath = alone && paths.some(({ colour, x }) => colour === mark.class && x.length > 0);
    if (mark.x.length === 0 || ofPath) continue;
    const look = { shape: shapeOf(mark), radius: 4.5, rim: 0, colour: ink.slot(mark.class) };
    add(mark.name, { sign: (x, y) => shapes([[x, y]], look) });
  }
  return [...rows.values()];
}
