// Pictures in words: what an output shows, from where to where it goes, and where it ends.

import { axisName, extent, numberText, toNumber } from './numbers.mjs';

const kRoles = { measured: '', theory: ', predicted', context: ', for comparison' };
const kMostLines = 12;

const range = ({ lo, hi }) =>
  lo <= hi ? `from ${numberText(lo)} to ${numberText(hi)}` : 'not measured yet';

const axisWords = (axis) => {
  if (!axis) return '';
  const name = axisName(axis) || 'no name';
  return axis.scale === 'log' ? `${name} (logarithmic)` : name;
};

/** The last point at which a curve has a value. */
function lastOf({ x, y }) {
  for (let i = Math.min(x.length, y?.length ?? 0) - 1; i >= 0; i -= 1) {
    if (Number.isFinite(toNumber(y[i]))) return { x: x[i], y: y[i] };
  }
  return null;
}

function curveLine(curve, panelTitle) {
  const name = [panelTitle, curve.name].filter(Boolean).join(': ') || 'curve';
  const role = /predicted/.test(name) ? '' : kRoles[curve.role];
  const { length } = curve.x;
  if (length === 0) return `${name}${role}: nothing yet`;
  if (curve.style === 'histogram') {
    return `${name}${role}: ${length} samples ${range(extent([curve.x]))}`;
  }
  if (curve.style === 'band')
    return `${name}${role}: a band ${range(extent([curve.lo, curve.hi]))}`;
  const last = lastOf(curve);
  if (!last) return `${name}${role}: nothing yet`;
  if (length === 1) return `${name}${role}: ${numberText(last.y)} at ${numberText(last.x)}`;
  const spread = range(extent([curve.y]));
  return `${name}${role}: ${length} points, ${spread}, last ${numberText(last.y)} at ${numberText(last.x)}`;
}

function seriesLines(output, { panels }) {
  const curves = panels.flatMap(({ title, curves: all }) => all.map((curve) => [curve, title]));
  const spread = extent(curves.map(([curve]) => curve.x));
  const across = `Across: ${axisWords(output.x)}, ${range(spread)}. Up: ${axisWords(output.y)}.`;
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
      `Path ${path.name}${kRoles[path.role]}: ${path.x.length} points, now at (${numberText(last.x)}, ${numberText(last.y)})`,
    );
  }
  for (const mark of marks) {
    if (mark.x.length === 0) continue;
    const name = mark.name || 'Points';
    lines.push(
      mark.x.length === 1
        ? `${name}: at (${numberText(mark.x[0])}, ${numberText(mark.y[0])})`
        : `${name}: ${mark.x.length} points, across ${range(extent([mark.x]))}, up ${range(extent([mark.y]))}`,
    );
  }
  return lines;
}

function planeLines(output, data) {
  const ends = ([lo, hi]) => range({ lo, hi });
  const lines = [
    `Across: ${axisWords(output.x)}, ${ends(data.x)}. Up: ${axisWords(output.y)}, ${ends(data.y)}.`,
  ];
  if (data.values) {
    const { lo, hi } = extent([data.values]);
    const name = axisWords(output.z) || 'The value';
    lines.push(
      lo <= hi
        ? `Colour: ${name}, lowest ${numberText(lo)} at ${placeOf(data, data.values.indexOf(lo))}, highest ${numberText(hi)} at ${placeOf(data, data.values.indexOf(hi))}`
        : `Colour: ${name}, not measured yet`,
    );
  }
  return [...lines, ...overLines(data)];
}

function graphLines(output, { nets }) {
  return nets.map(({ title, nodes, edges }) => {
    const sizes = [];
    for (const { layer } of nodes) sizes[layer] = (sizes[layer] ?? 0) + 1;
    const weights = range(extent([edges.map(({ weight }) => weight)]));
    const name = title ? `${title}: ` : '';
    return `${name}layers of ${sizes.join(', ')} units, ${edges.length} weights ${weights}`;
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
  if (!data || !isDrawn(output, frame)) return ['Nothing measured yet.'];
  const lines = kWriters[output.kind][1](output, data);
  if (lines.length <= kMostLines) return lines;
  return [...lines.slice(0, kMostLines), `and ${lines.length - kMostLines} more`];
}
