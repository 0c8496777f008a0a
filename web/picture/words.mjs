// Pictures in words: what an output shows, from where to where it goes, and where it ends.

import { axisName, extent, numberText, toNumber } from '../words/numbers.mjs';
import { t } from '../words/strings.mjs';

const kMostLines = 12;

const range = ({ lo, hi }) =>
  lo <= hi ? t('from {1} to {2}', numberText(lo), numberText(hi)) : t('not measured yet');

const axisWords = (axis) => {
  if (!axis) return '';
  const name = axisName(axis) || t('no name');
  return axis.scale === 'log' ? t('{1} (logarithmic)', name) : name;
};

/** A name, and what the line under it is when it is not measured. */
function withRole(name, role) {
  if (/predicted/.test(name)) return t(name);
  if (role === 'theory') return t('{1}, predicted', name);
  if (role === 'guide') return t('{1}, a guide for the eye', name);
  return role === 'context' ? t('{1}, for comparison', name) : t(name);
}

/** The last point at which a curve has a value. */
function lastOf({ x, y }) {
  for (let i = Math.min(x.length, y?.length ?? 0) - 1; i >= 0; i -= 1) {
    if (Number.isFinite(toNumber(y[i]))) return { x: x[i], y: y[i] };
  }
  return null;
}

function curveLine(curve, panelTitle) {
  const parts = [panelTitle, curve.name].filter(Boolean);
  const own = withRole(parts.pop() ?? t('curve'), curve.role);
  const name = parts.length > 0 ? t('{1}: {2}', parts[0], own) : own;
  const { length } = curve.x;
  if (length === 0) return t('{1}: nothing yet', name);
  if (curve.style === 'histogram') {
    return t('{1}: {2} samples {3}', name, length, range(extent([curve.x])));
  }
  if (curve.style === 'band') return t('{1}: a band {2}', name, range(extent([curve.lo, curve.hi])));
  const last = lastOf(curve);
  if (!last) return t('{1}: nothing yet', name);
  const end = [numberText(last.y), numberText(last.x)];
  if (length === 1) return t('{1}: one point, {2} at {3}', name, ...end);
  const spread = range(extent([curve.y]));
  return t('{1}: {2} points, {3}, last {4} at {5}', name, length, spread, ...end);
}

function seriesLines(output, { panels }) {
  const curves = panels.flatMap(({ title, curves: all }) => all.map((curve) => [curve, title]));
  const spread = extent(curves.map(([curve]) => curve.x));
  const [x, y] = [output.x, output.y].map(axisWords);
  const across = t('Across: {1}, {2}. Up: {3}.', x, range(spread), y);
  return [across, ...curves.map(([curve, title]) => curveLine(curve, title))];
}

const placeOf = ({ x, y, nx, ny }, index) => {
  const column = index % nx;
  const row = Math.floor(index / nx);
  const along = ([a, b], i, n) => (n > 1 ? a + ((b - a) * i) / (n - 1) : a);
  return `(${numberText(along(x, column, nx))}, ${numberText(along(y, row, ny))})`;
};

function overLines({ paths, marks }) {
  const lines = [];
  for (const path of paths) {
    const last = lastOf(path);
    if (!path.name || !last) continue;
    lines.push(
      t(
        'Path {1}: {2} points, now at ({3}, {4})',
        withRole(path.name, path.role),
        path.x.length,
        numberText(last.x),
        numberText(last.y),
      ),
    );
  }
  for (const mark of marks) {
    if (mark.x.length === 0) continue;
    const { length } = mark.x;
    const name = mark.name || t('Points');
    const [across, up] = [mark.x, mark.y].map((numbers) => range(extent([numbers])));
    lines.push(
      length === 1
        ? t('{1}: at ({2}, {3})', name, numberText(mark.x[0]), numberText(mark.y[0]))
        : t('{1}: {2} points, across {3}, up {4}', name, length, across, up),
    );
  }
  return lines;
}

function planeLines(output, data) {
  const ends = ([lo, hi]) => range({ lo, hi });
  const [x, y] = [output.x, output.y].map(axisWords);
  const lines = [t('Across: {1}, {2}. Up: {3}, {4}.', x, ends(data.x), y, ends(data.y))];
  if (data.values) {
    const { lo, hi } = extent([data.values]);
    const name = axisWords(output.z) || t('The value');
    const [lowest, highest] = [lo, hi].map((value) => [
      numberText(value),
      placeOf(data, data.values.indexOf(value)),
    ]);
    lines.push(
      lo <= hi
        ? t('Colour: {1}, lowest {2} at {3}, highest {4} at {5}', name, ...lowest, ...highest)
        : t('Colour: {1}, not measured yet', name),
    );
  }
  return [...lines, ...overLines(data)];
}

function graphLines(output, { nets }) {
  return nets.map(({ title, nodes, edges }) => {
    const sizes = [];
    for (const { layer } of nodes) sizes[layer] = (sizes[layer] ?? 0) + 1;
    const weights = range(extent([edges.map(({ weight }) => weight)]));
    const units = sizes.join(', ');
    return title
      ? t('{1}: layers of {2} units, {3} weights {4}', title, units, edges.length, weights)
      : t('layers of {1} units, {2} weights {3}', units, edges.length, weights);
  });
}

const kWriters = {
  series: ['series', seriesLines],
  field: ['fields', planeLines],
  points: ['points', planeLines],
  graph: ['graphs', graphLines],
};

/** The outputs of a lab that are pictures. */
export const picturesOf = (lab) => lab.outputs.filter(({ kind }) => kind in kWriters);

/** What a frame holds for a picture, or undefined. */
export const dataOf = (output, frame) => frame[kWriters[output.kind]?.[0]]?.[output.id];

/** True where there is something to see already. */
export function isDrawn(output, frame) {
  const data = dataOf(output, frame);
  if (!data) return false;
  if (output.kind === 'series') {
    return data.panels.some(({ curves }) => curves.some(({ x }) => x.length > 0));
  }
  if (output.kind === 'graph') return data.nets.length > 0;
  if (!(data.x[1] > data.x[0] && data.y[1] > data.y[0])) return false;
  return output.kind === 'field'
    ? data.nx * data.ny > 0
    : data.marks.length + data.paths.length > 0;
}

/** Lines about one output of a frame: axes and their ranges, then each curve, path or network. */
export function pictureLines(output, frame) {
  const data = dataOf(output, frame);
  if (!data || !isDrawn(output, frame)) return [t('Nothing measured yet.')];
  const lines = kWriters[output.kind][1](output, data);
  if (lines.length <= kMostLines) return lines;
  return [...lines.slice(0, kMostLines), t('and {1} more', lines.length - kMostLines)];
}
