// Curves, dots, bars, bands and histograms as SVG: theory in ink and dashed, measurements solid, guides
// dotted and grey.

import { extent, numberText, toNumber } from '../words/numbers.mjs';
import { t } from '../words/strings.mjs';
import {
  axes,
  dots,
  fitted,
  kDashes,
  kDots,
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

/** The look of each curve of a panel: {colour, width, dash}; theories of different names differ. */
function looksOf({ curves }, ink) {
  const theories = [...new Set(curves.filter(({ role }) => role === 'theory').map(({ name }) => name))];
  return curves.map(({ name, role, colour }) => {
    if (role === 'theory') {
      const dash = kDashes[theories.indexOf(name) % kDashes.length];
      // One law for several measurements shows, between its dashes, which is whose.
      const several = curves.some(
        (other) => other.role === 'theory' && other.name === name && other.colour !== colour,
      );
      return { colour: ink.ink, width: 2.6, dash, gaps: several ? ink.slot(colour) : undefined };
    }
    if (role === 'guide') return { colour: ink.muted, width: 2, dash: kDots };
    if (role === 'context') return { colour: ink.pale(colour), width: 1.2 };
    return { colour: ink.slot(colour), width: 2.2 };
  });
}

/** Guides first, theory over everything; bands and bars would cover lines. */
const rankOf = ({ role, style }) =>
  role === 'measured' ? (style === 'line' || style === 'scatter' ? 3 : 2) : { guide: 0, context: 1, theory: 4 }[role];

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

function curveMarkup(curve, { colour, width, dash, gaps }, x, y, ink) {
  const { style, role } = curve;
  const points = curve.x.map((value, i) => [x(toNumber(value)), y(toNumber(curve.y?.[i] ?? null))]);
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
    // The veil alone would hardly be seen.
    const edges = pathOf(upper) + pathOf(lower);
    return (
      tag('path', { d: pathOf([...upper, ...lower], true), fill: colour, 'fill-opacity': 0.2 }) +
      tag('path', { d: edges, fill: 'none', stroke: ink.pale(curve.colour), 'stroke-width': 1 })
    );
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
        'fill-opacity': role === 'theory' ? 0.12 : 0.85,
        stroke: role === 'theory' ? colour : undefined,
        'stroke-width': role === 'theory' ? 2 : undefined,
      });
    }
  } else if (style === 'scatter') {
    markup += dots(points, 4, colour);
  } else {
    markup += dots(lonePoints(points), width, colour);
    if (gaps) {
      markup += tag('path', { d: pathOf(points), fill: 'none', stroke: gaps, 'stroke-width': 1.6 });
    }
    markup += tag('path', {
      d: pathOf(points),
      fill: 'none',
      stroke: colour,
      'stroke-width': width,
      'stroke-dasharray': dash,
      'stroke-linejoin': 'round',
    });
  }
  if (low && high) markup += intervals(points, low, high, ink);
  return markup;
}

const signOf = ({ style }) => (style === 'scatter' ? 'dot' : style === 'line' ? 'line' : 'box');

/** Each name once in a colour; in grey where panels have it in different colours. */
function legendRows(panels, ink) {
  const rows = [];
  for (const panel of panels) {
    const before = rows.slice();
    const looks = looksOf(panel, ink);
    panel.curves.forEach((curve, i) => {
      const [name, { colour }] = [t(curve.name), looks[i]];
      const known = before.find((row) => row.name === name);
      if (known && known.colour !== colour) known.colour = ink.muted;
      if (!curve.name || known || rows.some((row) => row.name === name && row.colour === colour)) return;
      rows.push({ name, ...looks[i], sign: signOf(curve) });
    });
  }
  return rows;
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

const axisTitle = (x, y, title, ink) =>
  title
    ? words((x.from + x.to) / 2, y, fitted(t(title), 13, x.to - x.from + 30), {
        'text-anchor': 'middle',
        'font-weight': 600,
        'font-size': 13,
        fill: ink.ink,
      })
    : '';

/** The panels of a series in a rectangle, all plots equally high, with one legend below them. */
export function seriesMarkup(output, data, { width, height, ink }) {
  const { panels } = data;
  const columns = columnsOf(data, width);
  const rows = Math.ceil(panels.length / columns);
  const room = roomForAxes();
  const named = panels.filter((panel) => !onlyBars(panel));
  const key = (top) => legend(legendRows(named, ink), room.left, top, width - room.left - 12, ink);
  const below = key(0).height;
  let markup = below > 0 ? key(height - below).markup : '';
  const [w, h] = [width / columns, (height - below) / rows];
  const titles = panels.some(({ title }) => title) ? 18 : 0;
  panels.forEach((panel, i) => {
    const left = (i % columns) * w + room.left;
    const right = (i % columns) * w + w - room.right;
    const start = Math.floor(i / columns) * h;
    const bottom = start + h - room.below;
    const top = start + 8;
    markup += axisTitle({ from: left, to: right }, top + 8, panel.title, ink);
    let ranges = rangesOf(output, output.commonRange ? panels : [panel]);
    const high = top + titles + 4;
    if (output.equalAspect) ranges = equalised(ranges, right - left, bottom - high);
    const x = scale(ranges.x.lo, ranges.x.hi, left, right, isLog(output.x));
    const y = scale(ranges.y.lo, ranges.y.hi, bottom, high, isLog(output.y));
    markup += axes(x, y, { xAxis: output.x, yAxis: output.y, names: barNames(panel), ink });
    const looks = looksOf(panel, ink);
    markup += panel.curves
      .map((curve, k) => ({ rank: rankOf(curve), text: () => curveMarkup(curve, looks[k], x, y, ink) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ text }) => text())
      .join('');
    markup += barNumbers(panel, x, y, ink);
    if (panel.curves.every((curve) => curve.x.length === 0)) {
      markup += words((left + right) / 2, (bottom + high) / 2, t('Fills as the run goes on'), {
        'text-anchor': 'middle',
        'font-size': kSmall,
        fill: ink.muted,
      });
    }
  });
  return markup;
}
