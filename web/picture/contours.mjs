// What the app's field view (src/gfx/field_style.cpp, contours.cpp) makes of a field's numbers: its
// scale, the ends of its colours, and lines of equal value.

import { extent, toNumber } from '../words/numbers.mjs';

/** How values are spread over colours; a logarithmic one counts from the lowest value. */
function scaling({ logColour, range, values }) {
  if (!logColour) return { apply: (value) => value, invert: (scaled) => scaled };
  const [lo, hi] = range ?? Object.values(extent([values]));
  const unit = hi > lo ? (hi - lo) / 1000 : 1;
  return {
    apply: (value) => Math.log10(1 + Math.max(value - lo, 0) / unit),
    invert: (scaled) => lo + unit * (10 ** scaled - 1),
  };
}

/**
 * A field's values as they are coloured: `values` on the scale of the colours, and the `lo` and `hi` of
 * these at the ends of the map, even about 0 where the field is about its sign.
 */
export function scaled(field) {
  const { apply, invert } = scaling(field);
  const values = field.values.map((value) => apply(toNumber(value)));
  let { lo, hi } = extent([values]);
  if (field.range) [lo, hi] = field.range.map(apply);
  if (!(lo <= hi)) [lo, hi] = [0, 1];
  if (field.map === 'diverging') {
    hi = Math.max(Math.abs(lo), Math.abs(hi));
    lo = -hi;
  }
  if (lo === hi) {
    const half = Math.max(Math.abs(lo) * 1e-3, 1e-6);
    [lo, hi] = [lo - half, hi + half];
  }
  return { values, lo, hi, apply, invert };
}

const kAbout = 12;

/** Levels about so many apart at 1, 2 or 5 times a power of ten. */
function niceLevels({ lo, hi }) {
  const raw = (hi - lo) / kAbout;
  const decade = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / decade;
  const step = decade * (lead < 2 ** 0.5 ? 1 : lead < 10 ** 0.5 ? 2 : lead < 50 ** 0.5 ? 5 : 10);
  const levels = [];
  for (let i = Math.ceil(lo / step); i * step <= hi; i += 1) levels.push(i * step);
  return levels;
}

/** The scaled values at which a field has lines; one about its sign has those it names alone. */
export function levelsOf(field, coloured) {
  const named = field.levels ?? [];
  if (named.length > 0) return named.map(coloured.apply);
  return field.map === 'diverging' ? [] : niceLevels(coloured);
}

/** Where the level lies between two corners. */
const crossing = (level, [p, fp], [q, fq]) => {
  const t = (level - fp) / (fq - fp);
  return [p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t];
};

/** The edges of a cell which a line of equal value joins, by the corners above the level. */
function joined(f, level) {
  const cut = [0, 1, 2, 3].filter((e) => f[e] >= level !== f[(e + 1) % 4] >= level);
  if (cut.length < 4) return cut.length === 2 ? [cut] : [];
  // A saddle: the mean of the corners decides which of them are cut off.
  const middle = f.reduce((sum, value) => sum + value, 0) / 4 >= level;
  const [e, n] = middle !== f[0] >= level ? [3, 1] : [1, 3];
  return [
    [0, e],
    [2, n],
  ];
}

/**
 * Lines of equal value on a grid by marching squares, as lists of points [column, row]. Cells for which
 * `skips(change across, change up)` is true, and such without a value, have none.
 */
export function isolines({ values, nx, ny }, level, skips = () => false) {
  // Pieces by the edge they begin or end on: "column row side", side 0 below and 1 at the left.
  const ends = new Map();
  const places = new Map();
  const link = (a, b) => ends.set(a, [...(ends.get(a) ?? []), b]);
  for (let j = 0; j + 1 < ny; j += 1) {
    for (let i = 0; i + 1 < nx; i += 1) {
      const at = j * nx + i;
      const f = [values[at], values[at + 1], values[at + nx + 1], values[at + nx]];
      if (!f.every(Number.isFinite) || skips(f[1] - f[0], f[3] - f[0])) continue;
      const corners = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ];
      const names = [`${i} ${j} 0`, `${i + 1} ${j} 1`, `${i} ${j + 1} 0`, `${i} ${j} 1`];
      for (const [a, b] of joined(f, level)) {
        for (const e of [a, b]) {
          const n = (e + 1) % 4;
          places.set(names[e], crossing(level, [corners[e], f[e]], [corners[n], f[n]]));
        }
        link(names[a], names[b]);
        link(names[b], names[a]);
      }
    }
  }
  const lines = [];
  const follow = (start) => {
    const line = [places.get(start)];
    for (let here = start; ends.get(here)?.length > 0; ) {
      const next = ends.get(here).pop();
      const back = ends.get(next);
      back.splice(back.indexOf(here), 1);
      line.push(places.get(next));
      here = next;
    }
    if (line.length > 1) lines.push(line);
  };
  // Lines that end at the rim first, from their ends; what remains is closed.
  for (const [name, next] of [...ends]) if (next.length === 1) follow(name);
  for (const name of ends.keys()) follow(name);
  return lines;
}
