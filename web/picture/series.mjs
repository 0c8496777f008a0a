// Curves, dots, bars, bands and histograms as SVG: theory dashed, measurements solid.

import { extent, toNumber } from '../numbers.mjs';
import { t } from '../strings.mjs';
import {
  axes,
  dots,
  fitted,
  legend,
  pathOf,
  roomForAxes,
  scale,
  tag,
  widened,
  words,
} from './axes.mjs';

/** "plain, law" and "plain now" are of one colour, as they are of one thing. */
const familyOf = (name) => name.split(/[,:]/)[0].replace(/ now$/, '');

/** Colours by family, in the order of appearance. */
function slotsOf(panels) {
  const slots = new Map();
  for (const { curves } of panels) {
    for (const { name } of curves) {
      if (!slots.has(familyOf(name))) slots.set(familyOf(name), slots.size);
    }
  }
  return slots;
}

/** Sturges' bins of samples: [{lo, hi, count}]. */
function binsOf(samples) {
  const values = samples.map(toNumber).filter(Number.isFinite);
  if (values.length === 0) return [];
  let { lo, hi } = extent([values]);
  if (lo === hi) [lo, hi] = [lo - 0.5, hi + 0.5];
  const count = Math.ceil(1 + Math.log2(values.length));
  const width = (hi - lo) / count;
  const bins = Array.from({ length: count }, (_, i) => ({
    lo: lo + i * width,
    hi: lo + (i + 1) * width,
    count: 0,
  }));
  for (const value of values)
    bins[Math.min(count - 1, Math.floor((value - lo) / width))].count += 1;
  return bins;
}

function rangesOf(panels, logX, logY) {
  const curves = panels.flatMap((panel) => panel.curves);
  const has = (style) => curves.some((curve) => curve.style === style);
  const drawn = (log) => (value) => !log || value > 0;
  const heights = curves.flatMap(({ style, x, y, lo, hi }) =>
    style === 'histogram' ? [binsOf(x).map(({ count }) => count)] : [y, lo, hi],
  );
  if (!logY && (has('bars') || has('histogram'))) heights.push([0]);
  const spread = extent(
    curves.map((curve) => curve.x),
    drawn(logX),
  );
  const x = widened(spread, logX, has('scatter') ? 0.02 : 0);
  const y = widened(extent(heights, drawn(logY)), logY, 0.07);
  if (has('bars') && !logX) [x.lo, x.hi] = [spread.lo - 0.7, spread.hi + 0.7];
  if (!logY && (has('bars') || has('histogram'))) y.lo = Math.max(y.lo, 0);
  return { x, y };
}

/**
 * Small multiples are compared, so they have the same axes, unless one of them would be squeezed into a
 * strip by the others.
 */
function panelRanges(panels, logX, logY) {
  const common = rangesOf(panels, logX, logY);
  const own = panels.map((panel) => rangesOf([panel], logX, logY));
  const size = ({ lo, hi }, log) => (log ? Math.log(hi / lo) : hi - lo);
  const share = (axis, log) =>
    Math.min(...own.map((each) => size(each[axis], log) / size(common[axis], log)));
  const shared = { x: share('x', logX) > 0.3, y: share('y', logY) > 0.3 };
  return own.map((each) => ({
    x: shared.x ? common.x : each.x,
    y: shared.y ? common.y : each.y,
  }));
}

function intervals(points, low, high, ink) {
  let d = '';
  points.forEach(([px], i) => {
    if (!Number.isFinite(px + low[i] + high[i])) return;
    d += `M${px.toFixed(1)} ${low[i].toFixed(1)}V${high[i].toFixed(1)}`;
  });
  return d ? tag('path', { d, stroke: ink.ink, 'stroke-width': 1.4, fill: 'none' }) : '';
}

function curveMarkup(curve, x, y, colour, ink) {
  const { style, role } = curve;
  const points = curve.x.map((value, i) => [x(toNumber(value)), y(toNumber(curve.y?.[i] ?? null))]);
  const opacity = role === 'context' ? 0.4 : undefined;
  const [low, high] = [curve.lo, curve.hi].map((list) => list?.map((value) => y(toNumber(value))));
  const floor = y.log ? y.from : y(Math.max(0, y.lo));
  if (style === 'histogram') {
    return binsOf(curve.x)
      .map((bin) => {
        const top = y(bin.count);
        return tag('rect', {
          x: x(bin.lo),
          y: top,
          width: Math.max(1, x(bin.hi) - x(bin.lo) - 1),
          height: Math.max(0, floor - top),
          fill: colour,
          'fill-opacity': 0.55,
        });
      })
      .join('');
  }
  if (style === 'band') {
    if (!low || !high) return '';
    const upper = points.map(([px], i) => [px, high[i]]);
    const lower = points.map(([px], i) => [px, low[i]]).reverse();
    return tag('path', {
      d: pathOf([...upper, ...lower], true),
      fill: colour,
      'fill-opacity': 0.2,
    });
  }
  let markup = '';
  if (style === 'bars') {
    const half = curve.x.length > 0 ? (x(x.lo + 0.6) - x(x.lo)) / 2 : 0;
    for (const [px, py] of points) {
      if (!Number.isFinite(px) || !Number.isFinite(py)) continue;
      markup += tag('rect', {
        x: px - half,
        y: Math.min(py, floor),
        width: 2 * half,
        height: Math.abs(floor - py),
        fill: colour,
        'fill-opacity': role === 'theory' ? 0.3 : 0.85,
      });
    }
  } else if (style === 'scatter') {
    markup += dots(points, points.length > 200 ? 2.5 : 3.5, colour, opacity);
  } else {
    markup += tag('path', {
      d: pathOf(points),
      fill: 'none',
      stroke: colour,
      'stroke-width': role === 'context' ? 1 : 2.2,
      'stroke-opacity': opacity,
      'stroke-dasharray': role === 'theory' ? '7 5' : undefined,
      'stroke-linejoin': 'round',
    });
  }
  if (low && high) markup += intervals(points, low, high, ink);
  return markup;
}

const signOf = ({ style, role }) => {
  if (style === 'scatter') return 'dot';
  if (style !== 'line') return 'box';
  return role === 'theory' ? 'dashed' : 'solid';
};

function legendRows(curves, slots, ink) {
  const rows = new Map();
  for (const curve of curves) {
    if (!curve.name || rows.has(curve.name)) continue;
    rows.set(curve.name, {
      name: t(curve.name),
      colour: ink.slot(slots.get(familyOf(curve.name))),
      sign: signOf(curve),
    });
  }
  return [...rows.values()];
}

const kLeastRow = 150;

/** The height below which a series' panels would be strips. */
export const leastHeight = ({ panels }) => Math.ceil(panels.length / 2) * kLeastRow;

/** The panels of a series in a rectangle. */
export function seriesMarkup(output, { panels }, { width, height, ink }) {
  const slots = slotsOf(panels);
  const [logX, logY] = [output.x?.scale === 'log', output.y?.scale === 'log'];
  const ranges = panelRanges(panels, logX, logY);
  const columns = panels.length > 1 && width >= 380 ? 2 : 1;
  const rows = Math.ceil(panels.length / columns);
  const room = roomForAxes();
  // Many panels have one legend together, a few have their own.
  const all =
    panels.length > 2
      ? legendRows(
          panels.flatMap(({ curves }) => curves),
          slots,
          ink,
        )
      : [];
  const common = legend(all, room.left, 6, width - room.left - 12, ink);
  let markup = common.markup;
  const [w, h] = [width / columns, (height - common.height) / rows];
  panels.forEach(({ title, curves }, i) => {
    const left = (i % columns) * w + room.left;
    const right = (i % columns) * w + w - 12;
    const start = common.height + Math.floor(i / columns) * h;
    const bottom = start + h - room.below;
    let top = start + 8;
    if (title) {
      markup += words((left + right) / 2, top + 8, fitted(t(title), 13, right - left), {
        'text-anchor': 'middle',
        'font-weight': 600,
        'font-size': 13,
        fill: ink.ink,
      });
      top += 18;
    }
    const own = all.length > 0 ? [] : legendRows(curves, slots, ink);
    const key = legend(own, left, top, right - left, ink);
    if (key.height < (bottom - top) * 0.5) {
      markup += key.markup;
      top += key.height;
    }
    const x = scale(ranges[i].x.lo, ranges[i].x.hi, left, right, logX);
    const y = scale(ranges[i].y.lo, ranges[i].y.hi, bottom, top + 4, logY);
    markup += axes(x, y, { xAxis: output.x, yAxis: output.y, ink });
    // What is context lies below, what is theory above.
    const order = { context: 0, measured: 1, theory: 2 };
    for (const curve of [...curves].sort((a, b) => order[a.role] - order[b.role])) {
      markup += curveMarkup(curve, x, y, ink.slot(slots.get(familyOf(curve.name))), ink);
    }
  });
  return markup;
}
