// Fields, points in the plane and networks as SVG.

import { extent, toNumber } from '../numbers.mjs';
import { pngUri } from './png.mjs';
import { t } from '../strings.mjs';
import {
  axes,
  dots,
  fitted,
  kSmall,
  legend,
  pathOf,
  roomForAxes,
  scale,
  tag,
  tickText,
  words,
} from './axes.mjs';
import { colourTable, hex } from './colours.mjs';

/** A field's values as a picture, the lowest row at the bottom. */
function imageOf(values, nx, ny, range, palette) {
  const top = palette.length - 1;
  const indices = [];
  for (let row = ny - 1; row >= 0; row -= 1) {
    for (let column = 0; column < nx; column += 1) {
      const share = (toNumber(values[row * nx + column]) - range.lo) / (range.hi - range.lo);
      indices.push(Number.isFinite(share) ? Math.round(top * Math.min(1, Math.max(0, share))) : 0);
    }
  }
  return pngUri(nx, ny, indices, palette);
}

/** The range of a field's colours: even about 0 where the field is about its sign. */
function rangeOf(values, diverging) {
  let { lo, hi } = extent([values]);
  if (!(lo <= hi)) [lo, hi] = [0, 1];
  if (diverging) hi = Math.max(Math.abs(lo), Math.abs(hi));
  if (diverging) lo = -hi;
  if (lo === hi) [lo, hi] = [lo - 0.5, hi + 0.5];
  return { lo, hi };
}

/** The largest rectangle of the data's own shape, where one unit of x is about one of y. */
function shaped(x, y, left, top, width, height) {
  const ratio = (x[1] - x[0]) / (y[1] - y[0]);
  if (!(ratio > 0.5 && ratio < 3)) return { left, right: left + width, top, bottom: top + height };
  const w = Math.min(width, height * ratio);
  const h = w / ratio;
  const start = left + (width - w) / 2;
  return { left: start, right: start + w, top, bottom: top + h };
}

/** Paths and marks drawn over a plane; names are kept for the legend. */
function overPlane({ paths, marks }, x, y, ink) {
  const rows = new Map();
  const known = (name, row) => name && !rows.has(name) && rows.set(name, { name: t(name), ...row });
  let markup = '';
  const order = { context: 0, measured: 1, theory: 2 };
  // A path has the colour of what walks at its end, where that is named after it.
  const walker = (name) => marks.find((mark) => name && mark.name.startsWith(`${name} `))?.class;
  const colourOfPath = new Map();
  for (const path of [...paths].sort((a, b) => order[a.role] - order[b.role])) {
    const context = path.role === 'context';
    if (!colourOfPath.has(path.name)) {
      colourOfPath.set(path.name, walker(path.name) ?? colourOfPath.size);
    }
    const colour = context ? ink.muted : ink.slot(colourOfPath.get(path.name));
    const points = path.x.map((value, i) => [x(toNumber(value)), y(toNumber(path.y[i]))]);
    const d = pathOf(points);
    if (!d) continue;
    const line = { d, fill: 'none', 'stroke-linejoin': 'round' };
    // A rim in the paper's colour keeps it apart from whatever lies below.
    if (!context) markup += tag('path', { ...line, stroke: ink.panel, 'stroke-width': 4 });
    markup += tag('path', {
      ...line,
      stroke: colour,
      'stroke-width': context ? 0.8 : 2.2,
      'stroke-opacity': context ? 0.5 : undefined,
      'stroke-dasharray': path.role === 'theory' ? '7 5' : undefined,
    });
    known(path.name, { colour, sign: path.role === 'theory' ? 'dashed' : 'solid' });
  }
  for (const mark of marks) {
    const points = mark.x.map((value, i) => [x(toNumber(value)), y(toNumber(mark.y[i]))]);
    const radius = points.length > 300 ? 2 : points.length > 60 ? 2.8 : 4;
    const colour = ink.slot(mark.class);
    markup += dots(points, radius + 1.2, ink.panel) + dots(points, radius, colour);
    known(mark.name, { colour, sign: 'dot' });
  }
  return { markup, rows: [...rows.values()] };
}

/** What lies outside of the plane is cut off there. */
const clipped = (x, y, content, id) =>
  tag(
    'clipPath',
    { id },
    tag('rect', { x: x.from, y: y.to, width: x.to - x.from, height: y.from - y.to }),
  ) + tag('g', { 'clip-path': `url(#${id})` }, content);

function colourBar(range, palette, left, right, top, name, ink) {
  const bar = pngUri(
    palette.length,
    1,
    palette.map((_, i) => i),
    palette,
  );
  const middle = (left + right) / 2;
  const text = { fill: ink.muted, 'font-size': kSmall };
  return (
    tag('image', {
      x: left,
      y: top,
      width: right - left,
      height: 8,
      preserveAspectRatio: 'none',
      href: bar,
    }) +
    words(left, top + 21, tickText(Number(range.lo.toPrecision(3)), false), text) +
    words(middle, top + 21, fitted(name, kSmall, (right - left) / 2), {
      ...text,
      'text-anchor': 'middle',
    }) +
    words(right, top + 21, tickText(Number(range.hi.toPrecision(3)), false), {
      ...text,
      'text-anchor': 'end',
    })
  );
}

/** A field, or points in the plane where there are no `values`. */
export function planeMarkup(output, data, { width, height, ink, dark, id }) {
  const room = roomForAxes();
  const field = data.values !== undefined;
  // The legend's height depends on its names alone, so it is laid out before there is a place.
  const names = overPlane(
    data,
    () => 0,
    () => 0,
    ink,
  ).rows.filter(({ name }) => name);
  const key = legend(names, room.left, 6, width - room.left - 12, ink);
  const top = 10 + key.height;
  const below = room.below + (field ? 30 : 0);
  const place = shaped(
    data.x,
    data.y,
    room.left,
    top,
    width - room.left - 14,
    height - top - below,
  );
  const x = scale(data.x[0], data.x[1], place.left, place.right);
  const y = scale(data.y[0], data.y[1], place.bottom, place.top);
  let picture = '';
  let bar = '';
  if (field) {
    const diverging =
      (data.levels ?? []).length > 0 && data.levels.length <= 3 && data.levels.includes(0);
    const palette = colourTable({ diverging, dark });
    const range = rangeOf(data.values, diverging);
    picture = tag('image', {
      x: place.left,
      y: place.top,
      width: place.right - place.left,
      height: place.bottom - place.top,
      preserveAspectRatio: 'none',
      href: imageOf(data.values, data.nx, data.ny, range, palette),
    });
    const name = t([output.z?.meaning, output.z?.symbol].find(Boolean) ?? '');
    bar = colourBar(
      range,
      palette,
      place.left,
      place.right,
      place.bottom + room.below + 2,
      name,
      ink,
    );
  }
  const drawn = overPlane(data, x, y, ink).markup;
  return (
    key.markup +
    axes(x, y, { xAxis: output.x, yAxis: output.y, ink }) +
    clipped(x, y, picture + drawn, `${id}-clip`) +
    bar
  );
}

function nodeMarkup(node, x, y, size, range, palette, ink) {
  const box = { x: x - size / 2, y: y - size / 2, width: size, height: size };
  const { picture } = node;
  const rim = tag('rect', { ...box, rx: 4, fill: 'none', stroke: ink.muted, 'stroke-width': 1 });
  if (picture && picture.nx > 1 && picture.ny > 1) {
    const href = imageOf(picture.values, picture.nx, picture.ny, range, palette);
    return tag('image', { ...box, preserveAspectRatio: 'none', href }) + rim;
  }
  const paper = tag('rect', { ...box, rx: 4, fill: ink.panel });
  if (picture && picture.nx > 1) {
    const points = picture.values.map((value, i) => [
      box.x + (size * i) / (picture.nx - 1),
      y - (toNumber(value) / range.hi) * size * 0.45,
    ]);
    return (
      paper +
      tag('path', { d: pathOf(points), fill: 'none', stroke: ink.slot(0), 'stroke-width': 1.4 }) +
      rim
    );
  }
  const share = toNumber(node.value) / range.hi;
  const at = Number.isFinite(share)
    ? Math.round((palette.length - 1) * Math.min(1, Math.max(0, (share + 1) / 2)))
    : 0;
  return tag('circle', { cx: x, cy: y, r: size / 2, fill: hex(palette[at]), stroke: ink.muted });
}

/** Networks side by side: blue weights are negative, orange ones positive, wide ones large. */
export function graphMarkup(output, { nets }, { width, height, ink, dark }) {
  const w = width / Math.max(1, nets.length);
  const palette = colourTable({ diverging: true, dark, size: 48 });
  const [negative, positive] = [ink.slot(0), ink.slot(3)];
  let markup = '';
  nets.forEach(({ title, nodes, edges }, i) => {
    const layers = Math.max(0, ...nodes.map(({ layer }) => layer)) + 1;
    const members = Array.from({ length: layers }, (_, k) =>
      nodes.filter(({ layer }) => layer === k),
    );
    const most = Math.max(1, ...members.map((each) => each.length));
    const top = title ? 30 : 12;
    const size = Math.max(
      6,
      Math.min(34, ((height - top - 12) / most) * 0.72, (w / layers) * 0.55),
    );
    const at = (node) => {
      const row = members[node.layer];
      const y = top + ((row.indexOf(node) + 0.5) * (height - top - 12)) / row.length;
      return [i * w + ((node.layer + 0.5) * w) / layers, y];
    };
    const { lo, hi } = extent([edges.map(({ weight }) => weight)]);
    const largest = Math.max(Math.abs(lo), Math.abs(hi)) || 1;
    for (const { from, to, weight } of edges) {
      const strength = Math.abs(toNumber(weight)) / largest;
      if (!(strength > 0.01)) continue;
      const [a, b] = [at(nodes[from]), at(nodes[to])];
      markup += tag('path', {
        d: pathOf([a, b]),
        stroke: weight < 0 ? negative : positive,
        'stroke-width': 0.5 + 3 * strength,
        'stroke-opacity': 0.25 + 0.6 * strength,
        'stroke-dasharray': weight < 0 ? '5 2' : undefined,
      });
    }
    const seen = extent(nodes.map(({ value, picture }) => picture?.values ?? [value]));
    const reach = Math.max(Math.abs(seen.lo), Math.abs(seen.hi));
    const range = { lo: -(reach || 1), hi: reach || 1 };
    for (const node of nodes) {
      const [x, y] = at(node);
      markup += nodeMarkup(node, x, y, size, range, palette, ink);
      if (size >= 12 && node.label && (node.layer === 0 || node.layer === layers - 1)) {
        markup += words(x, y + size / 2 + 11, node.label, {
          'text-anchor': 'middle',
          'font-size': 11,
          fill: ink.muted,
        });
      }
    }
    if (title) {
      markup += words(i * w + w / 2, 18, fitted(t(title), kSmall * 1.1, w - 8), {
        'text-anchor': 'middle',
        'font-size': kSmall,
        'font-weight': 600,
        fill: ink.ink,
      });
    }
  });
  return markup;
}
