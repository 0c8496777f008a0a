// Networks as SVG: each unit with what it answers, each weight as a line.

import { extent, toNumber } from '../words/numbers.mjs';
import { t } from '../words/strings.mjs';
import { fitted, kSmall, pathOf, tag, words } from './axes.mjs';
import { colourAt, colourTable, hex } from './colours.mjs';
import { imageOf } from './field.mjs';

const isImage = ({ picture }) => picture?.nx > 1 && picture.ny > 1;
const isCurve = ({ picture }) => picture?.nx > 1 && picture.ny === 1;
const within = (value, lo, hi) => Math.min(hi, Math.max(lo, value));

/** The largest unit that fits a net of these nodes into w x h, and the room for each. */
function unitSize(nodes, w, h) {
  const layers = Math.max(0, ...nodes.map(({ layer }) => layer)) + 1;
  const heights = Array.from({ length: layers }, () => 0);
  for (const { layer } of nodes) heights[layer] += 1;
  const column = w / layers;
  const row = h / Math.max(1, ...heights);
  const curves = nodes.some(isCurve);
  const high = within(Math.min(row * 0.74, column * (curves ? 0.62 : 0.56)), 3, 84);
  const wide = curves ? within(column * 0.62, high, high * 1.7) : high;
  return { wide, high, column, heights };
}

/** Middles of the units in a rectangle, layer by layer. */
function places(nodes, { column, heights, high }, { left, top, height }) {
  const used = heights.map(() => 0);
  return nodes.map(({ layer }) => {
    const pitch = Math.min(height / heights[layer], high * 2.1);
    const first = top + (height - pitch * heights[layer]) / 2;
    used[layer] += 1;
    return {
      x: left + column * (layer + 0.5),
      y: first + pitch * (used[layer] - 0.5),
      roomy: pitch - high > 14,
    };
  });
}

/** A line for every weight, wide where it is large; a minus where it is negative. */
function edgeMarkup(edges, at, { wide, high }, ink, dark) {
  const { lo, hi } = extent([edges.map(({ weight }) => weight)]);
  const largest = Math.max(Math.abs(lo), Math.abs(hi)) || 1;
  const widest = within(high * 0.12, 1, 7);
  const colour = (share) => hex(colourAt(share, { diverging: true, dark }));
  const [negative, positive] = [colour(0.12), colour(0.85)];
  const n = (value) => Math.round(value * 10) / 10;
  let markup = '';
  for (const { from, to, weight } of edges) {
    const size = Math.abs(toNumber(weight)) / largest;
    if (!(size > 0.005)) continue;
    const [a, b] = [at[from], at[to]];
    const [x0, x1] = [a.x + wide / 2, b.x - wide / 2];
    const bend = (x1 - x0) * 0.45;
    const stroke = weight < 0 ? negative : positive;
    const opacity = 0.25 + 0.65 * size;
    markup += tag('path', {
      d: `M${n(x0)} ${n(a.y)}C${n(x0 + bend)} ${n(a.y)} ${n(x1 - bend)} ${n(b.y)} ${n(x1)} ${n(b.y)}`,
      fill: 'none',
      stroke,
      'stroke-width': 0.6 + widest * size,
      'stroke-opacity': opacity.toFixed(2),
    });
    // Colour is not the only sign of the sign.
    if (weight < 0 && size > 0.25 && edges.length <= 40) {
      const [x, y] = [(x0 + x1) / 2, (a.y + b.y) / 2];
      markup +=
        tag('circle', { cx: x, cy: y, r: 6, fill: ink.panel, stroke, 'stroke-width': 1.2 }) +
        tag('path', { d: `M${n(x - 3)} ${n(y)}h6`, stroke, 'stroke-width': 1.6 });
    }
  }
  return markup;
}

/** A curve about the middle of a unit, as high as the unit lets it. */
function curveMarkup({ picture }, box, { x, y }, { wide, high }, ink) {
  const { lo, hi } = extent([picture.values]);
  const largest = Math.max(Math.abs(lo), Math.abs(hi)) || 1;
  const points = picture.values.map((value, i) => [
    box.x + 3 + ((wide - 6) * i) / (picture.nx - 1),
    y - ((toNumber(value) || 0) / largest) * (high / 2 - 4),
  ]);
  return (
    tag('path', { d: `M${box.x + 2} ${y}h${wide - 4}`, stroke: ink.line }) +
    tag('path', {
      d: pathOf(points),
      fill: 'none',
      stroke: ink.accent,
      'stroke-width': high > 30 ? 2 : 1.3,
      'stroke-linejoin': 'round',
    })
  );
}

function nodeMarkup(node, place, size, palette, ink) {
  const { wide, high } = size;
  const { x, y } = place;
  const box = { x: x - wide / 2, y: y - high / 2, width: wide, height: high };
  const rx = Math.min(6, high * 0.2);
  const plain = !isImage(node) && !isCurve(node);
  let markup = tag('rect', { ...box, rx, fill: plain ? ink.sunk : ink.panel });
  if (isImage(node)) {
    // Each has colours of its own, even about 0: what counts is where it answers.
    const { lo, hi } = extent([node.picture.values]);
    const reach = Math.max(Math.abs(lo), Math.abs(hi)) || 1;
    const href = imageOf(node.picture, { lo: -reach, hi: reach }, palette);
    markup += tag('image', { ...box, preserveAspectRatio: 'none', href });
  } else if (isCurve(node) && high > 9) {
    markup += curveMarkup(node, box, place, size, ink);
  }
  markup += tag('rect', {
    ...box,
    rx,
    fill: 'none',
    stroke: ink.ink,
    'stroke-opacity': 0.45,
    'stroke-width': 1.2,
  });
  if (!node.label || high <= 14 || !(plain || place.roomy)) return markup;
  return (
    markup +
    words(x, plain ? y + 4 : y + high / 2 + 11, t(node.label), {
      'text-anchor': 'middle',
      'font-size': 11,
      fill: plain ? ink.ink : ink.muted,
    })
  );
}

const kHead = 24;

function netMarkup({ title, nodes, edges }, { left, top, width, height }, { ink, dark }) {
  const head = title ? kHead : 4;
  const inner = { left: left + 4, top: top + head, height: height - head - 10 };
  const size = unitSize(nodes, width - 8, inner.height);
  const at = places(nodes, size, inner);
  const palette = colourTable({ diverging: true, dark, size: 48 });
  const name = title
    ? words(left + width / 2, top + 16, fitted(t(title), kSmall * 1.1, width - 8), {
        'text-anchor': 'middle',
        'font-size': kSmall,
        'font-weight': 600,
        fill: ink.ink,
      })
    : '';
  return (
    name +
    edgeMarkup(edges, at, size, ink, dark) +
    nodes.map((node, i) => nodeMarkup(node, at[i], size, palette, ink)).join('')
  );
}

/** Networks side by side or one above the other, whichever shows the larger units. */
export function graphMarkup(output, { nets }, { width, height, ink, dark }) {
  const count = nets.length;
  const area = ({ wide, high }) => wide * high;
  const beside = unitSize(nets[0].nodes, width / count, height - kHead);
  const stacked = unitSize(nets[0].nodes, width, height / count - kHead);
  const row = area(beside) >= area(stacked);
  const [w, h] = row ? [width / count, height] : [width, height / count];
  const place = (i) => ({ width: w, height: h, left: row ? i * w : 0, top: row ? 0 : i * h });
  return nets.map((net, i) => netMarkup(net, place(i), { ink, dark })).join('');
}
