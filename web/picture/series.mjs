// Curves, dots, bars, bands and histograms as SVG: theory dashed, measurements solid.

import { extent, numberText, toNumber } from '../words/numbers.mjs';
import { t } from '../words/strings.mjs';
import {
  axes,
  dots,
  fitted,
  kSmall,
  legend,
  lonePoints,
  pathOf,
  roomForAxes,
  rounded,
  scale,
  tag,
  widened,
  words,
} from './axes.mjs';

const isLog = (axis) => axis?.scale === 'log';

/** What is there for comparison steps back. */
const kFaded = 0.28;

/** Sturges' bins of samples: [{lo, hi, count}]. */
function binsOf(samples) {
  const values = samples.map(toNumber).filter(Number.isFinite);
  if (values.length === 0) return [];
  let { lo, hi } = extent([values]);
  if (lo === hi) {
    const half = Math.max(0.05, Math.abs(lo) * 0.01);
    [lo, hi] = [lo - half, hi + half];
  }
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

/** Ranges of both axes of an output for all curves of some panels together. */
function rangesOf(output, panels) {
  const [logX, logY] = [isLog(output.x), isLog(output.y)];
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
  // Room for the numbers above the bars.
  if (!logY && has('bars')) y.hi *= 1.1;
  return { x, y };
}

/** Enlarges one range so that a unit of x is drawn as long as one of y. */
function equalised({ x, y }, width, height) {
  const unit = Math.max((x.hi - x.lo) / width, (y.hi - y.lo) / height);
  const about = ({ lo, hi }, size) => {
    const [middle, half] = [(lo + hi) / 2, (unit * size) / 2];
    return { lo: middle - half, hi: middle + half };
  };
  return { x: about(x, width), y: about(y, height) };
}

function intervals(points, low, high, ink) {
  const kHalf = 4.5;
  let d = '';
  points.forEach(([px], i) => {
    if (!Number.isFinite(px + low[i] + high[i])) return;
    const [left, bottom, top] = [px - kHalf, low[i], high[i]].map(rounded);
    d += `M${left} ${bottom}h${2 * kHalf}M${rounded(px)} ${bottom}V${top}M${left} ${top}h${2 * kHalf}`;
  });
  return d ? tag('path', { d, stroke: ink.ink, 'stroke-width': 1.6, fill: 'none' }) : '';
}

function curveMarkup(curve, x, y, ink) {
  const { style, role } = curve;
  const colour = ink.slot(curve.colour);
  const points = curve.x.map((value, i) => [x(toNumber(value)), y(toNumber(curve.y?.[i] ?? null))]);
  const opacity = role === 'context' ? kFaded : undefined;
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
        'fill-opacity': role === 'theory' ? 0.25 : 0.85,
      });
    }
  } else if (style === 'scatter') {
    markup += dots(points, 4, colour, opacity);
  } else {
    const width = { context: 1, measured: 2.2, theory: 2 }[role];
    markup += dots(lonePoints(points), width, colour, opacity);
    markup += tag('path', {
      d: pathOf(points),
      fill: 'none',
      stroke: colour,
      'stroke-width': width,
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

/** Each name once. */
function legendRows(curves, ink) {
  const rows = new Map();
  for (const curve of curves) {
    if (!curve.name || rows.has(curve.name)) continue;
    rows.set(curve.name, {
      name: t(curve.name),
      colour: ink.slot(curve.colour),
      opacity: curve.role === 'context' ? 0.5 : undefined,
      sign: signOf(curve),
    });
  }
  return [...rows.values()];
}

/** Single bars have their names below and their numbers above. */
const onlyBars = ({ curves }) =>
  curves.length > 0 && curves.every(({ style, x }) => style === 'bars' && x.length === 1);

const barNames = (panel) =>
  onlyBars(panel)
    ? panel.curves.map(({ name, x }) => ({ at: toNumber(x[0]), text: t(name) }))
    : undefined;

function barNumbers(panel, x, y, ink) {
  if (!onlyBars(panel)) return '';
  const number = (curve) =>
    words(
      x(toNumber(curve.x[0])),
      y(toNumber((curve.hi ?? curve.y)[0])) - 6,
      numberText(curve.y[0], 2),
      { 'text-anchor': 'middle', 'font-size': kSmall, fill: ink.ink },
    );
  return panel.curves
    .filter(({ y: values }) => Number.isFinite(toNumber(values[0])))
    .map(number)
    .join('');
}

const kLeastRow = 150;
const kLeastColumn = 170;

/** As many panels in a row as the lab wants, fewer where they would be narrow. */
const columnsOf = ({ panels, columns }, width) =>
  Math.max(1, Math.min(columns, panels.length, Math.floor(width / kLeastColumn)));

/** The height below which a series' panels would be strips. */
export const leastHeight = (data, width) =>
  Math.ceil(data.panels.length / columnsOf(data, width)) * kLeastRow;

/** One legend stands for all panels that have the same, or are too many for their own. */
function commonRows(panels, ink) {
  const each = panels.map(({ curves }) => legendRows(curves, ink));
  const same = each.every((rows) => JSON.stringify(rows) === JSON.stringify(each[0]));
  if (panels.some(onlyBars) || (panels.length < 3 && !same)) return [];
  return legendRows(
    panels.flatMap(({ curves }) => curves),
    ink,
  );
}

const axisTitle = (x, y, title, ink) =>
  title
    ? words((x.from + x.to) / 2, y, fitted(t(title), 13, x.to - x.from + 30), {
        'text-anchor': 'middle',
        'font-weight': 600,
        'font-size': 13,
        fill: ink.ink,
      })
    : '';

/** The panels of a series in a rectangle. */
export function seriesMarkup(output, data, { width, height, ink }) {
  const { panels } = data;
  const columns = columnsOf(data, width);
  const rows = Math.ceil(panels.length / columns);
  const room = roomForAxes();
  const all = commonRows(panels, ink);
  const common = legend(all, room.left, 6, width - room.left - 12, ink);
  let markup = common.markup;
  const [w, h] = [width / columns, (height - common.height) / rows];
  panels.forEach((panel, i) => {
    const left = (i % columns) * w + room.left;
    const right = (i % columns) * w + w - room.right;
    const start = common.height + Math.floor(i / columns) * h;
    const bottom = start + h - room.below;
    let top = start + 8;
    markup += axisTitle({ from: left, to: right }, top + 8, panel.title, ink);
    if (panel.title) top += 18;
    const own = all.length > 0 || onlyBars(panel) ? [] : legendRows(panel.curves, ink);
    const key = legend(own, left, top, right - left, ink);
    if (key.height < (bottom - top) * 0.5) {
      markup += key.markup;
      top += key.height;
    }
    let ranges = rangesOf(output, output.commonRange ? panels : [panel]);
    if (output.equalAspect) ranges = equalised(ranges, right - left, bottom - top - 4);
    const x = scale(ranges.x.lo, ranges.x.hi, left, right, isLog(output.x));
    const y = scale(ranges.y.lo, ranges.y.hi, bottom, top + 4, isLog(output.y));
    markup += axes(x, y, { xAxis: output.x, yAxis: output.y, names: barNames(panel), ink });
    markup += panel.curves.map((curve) => curveMarkup(curve, x, y, ink)).join('');
    markup += barNumbers(panel, x, y, ink);
  });
  return markup;
}
