// What all pictures drawn as text share: pieces of SVG, scales, ticks, axes and legends.
//
// Nothing here uses style attributes or style elements: strict pages allow neither.

import { axisName } from '../words/numbers.mjs';
import { axisTicks, tickTexts } from './ticks.mjs';

const kEscapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text for XML; what XML cannot hold is left out. */
export const escaped = (text) =>
  String(text)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (sign) => kEscapes[sign]);

/** To a tenth of a pixel. */
export const rounded = (value) => (typeof value === 'number' ? Math.round(value * 10) / 10 : value);

/** An element; numbers are rounded to a tenth of a pixel, `content` is markup already. */
export function tag(name, attributes, content = '') {
  let text = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) text += ` ${key}="${escaped(rounded(value))}"`;
  }
  return content === '' ? `${text}/>` : `${text}>${content}</${name}>`;
}

/** A line of text. */
export const words = (x, y, text, attributes = {}) =>
  tag('text', { x, y, ...attributes }, escaped(text));

/** How wide a letter is in sizes: a Chinese one is as wide as it is high. */
function shareOf(letter) {
  if (letter > '\u2e7f') return 1;
  if (/[mwMW%@∞→]/.test(letter)) return 0.88;
  if (/[A-Z]/.test(letter)) return 0.65;
  return /[fijlrtI .,:;|'()[\]]/.test(letter) ? 0.34 : 0.59;
}

/** How wide a text is at a size, roughly: there is nothing here to measure it with. */
export const widthOf = (text, size) =>
  [...String(text)].reduce((sum, letter) => sum + shareOf(letter) * size, 0);

/** A text cut to a width. */
export function fitted(text, size, width) {
  if (widthOf(text, size) <= width) return String(text);
  const letters = [...String(text)];
  while (letters.length > 0 && widthOf(`${letters.join('')}…`, size) > width) letters.pop();
  return `${letters.join('')}…`;
}

/** A scale from values to pixels; `log` values below or at 0 have no place. */
export function scale(lo, hi, from, to, log = false) {
  const f = log ? Math.log10 : (v) => v;
  const [a, b] = [f(lo), f(hi)];
  const place = (value) => from + ((f(value) - a) / (b - a)) * (to - from);
  return Object.assign(place, { lo, hi, from, to, log });
}

/** Adds a little room around a range, and makes one where there is none. */
export function widened({ lo, hi }, log, share) {
  if (!(lo <= hi)) [lo, hi] = log ? [0.1, 1] : [0, 1];
  if (log) {
    if (hi / lo < 1.5) [lo, hi] = [lo / 1.5, hi * 1.5];
    const room = (hi / lo) ** share;
    return { lo: lo / room, hi: hi * room };
  }
  if (hi - lo < 1e-12 * Math.max(1, Math.abs(hi))) {
    const half = Math.max(0.5, Math.abs(hi) * 0.1);
    [lo, hi] = [lo - half, hi + half];
  }
  const room = (hi - lo) * share;
  return { lo: lo - room, hi: hi + room };
}

/** The ticks of an axis that have room on it: [{value, text}]; `up` ones stand above each other. */
function ticksFor(axis, place, up) {
  const length = Math.abs(place.to - place.from);
  let found = [];
  for (let count = Math.max(2, Math.floor(length / (up ? 36 : 62))); ; count -= 1) {
    const values = axisTicks(axis, place.lo, place.hi, count);
    const texts = tickTexts(axis, values);
    found = values.map((value, i) => ({ value, text: texts[i] }));
    const fits = found.every(({ value, text }, i) => {
      if (i === 0) return true;
      const apart = Math.abs(place(value) - place(found[i - 1].value));
      const wide = (widthOf(text, kSmall) + widthOf(found[i - 1].text, kSmall)) / 2 + 10;
      return apart >= (up ? kSmall + 2 : wide);
    });
    if (fits || count <= 2) return found;
  }
}

/** Lists points as a path; a break where a value has no place. */
export function pathOf(points, closed = false) {
  let text = '';
  let pen = 'M';
  let last = '';
  for (const [x, y] of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      pen = 'M';
      continue;
    }
    const here = `${rounded(x)} ${rounded(y)}`;
    // Many steps in a tenth of a pixel are one.
    if (here === last && pen === 'L') continue;
    text += pen + here;
    last = here;
    pen = 'L';
  }
  return closed && text ? `${text}Z` : text;
}

const hasPlace = (point) => Boolean(point) && point.every(Number.isFinite);

/** Points with no neighbour that a line could lead to. */
export const lonePoints = (points) =>
  points.filter(
    (point, i) => hasPlace(point) && !hasPlace(points[i - 1]) && !hasPlace(points[i + 1]),
  );

/** Dots at points, as one path. */
export function dots(points, radius, colour, opacity) {
  const d = points
    .filter(hasPlace)
    .map(([x, y]) => `M${rounded(x)} ${rounded(y)}h0`)
    .join('');
  if (!d) return '';
  return tag('path', {
    d,
    stroke: colour,
    'stroke-width': 2 * radius,
    'stroke-linecap': 'round',
    'stroke-opacity': opacity,
    fill: 'none',
  });
}

export const kSmall = 12;
const kGapForTitle = 16;

const kRight = 14;

/** The room that axes with their titles need at the left, at the right and below. */
export const roomForAxes = () => ({ left: 58, right: kRight, below: 22 + kGapForTitle });

/**
 * Grid, ticks, numbers and titles of a plot between two scales. `names` stand for numbers below it:
 * [{at, text}].
 */
export function axes(x, y, { xAxis, yAxis, names, ink }) {
  const [left, right, bottom, top] = [x.from, x.to, y.from, y.to];
  let grid = '';
  let text = '';
  const below = (at, label) => {
    // The last number stays in the picture.
    const last = right + kRight - 2 - widthOf(label, kSmall) / 2;
    text += words(Math.min(at, last), bottom + 15, label, { 'text-anchor': 'middle' });
  };
  for (const { at, text: name } of names ?? []) {
    below(x(at), fitted(name, kSmall, (right - left) / names.length - 10));
  }
  for (const { value, text: number } of names ? [] : ticksFor(xAxis, x, false)) {
    const at = x(value);
    grid += `M${rounded(at)} ${rounded(bottom)}V${rounded(top)}`;
    below(at, number);
  }
  for (const { value, text: number } of ticksFor(yAxis, y, true)) {
    const at = y(value);
    grid += `M${rounded(left)} ${rounded(at)}H${rounded(right)}`;
    text += words(left - 6, at + 4, number, { 'text-anchor': 'end' });
  }
  const xTitle = fitted(axisName(xAxis), kSmall, right - left);
  // Where the whole name is too long for the height, its symbol says more than its beginning.
  const whole = axisName(yAxis);
  const short = widthOf(whole, kSmall) > bottom - top ? yAxis?.symbol : '';
  const yTitle = fitted(short || whole, kSmall, bottom - top);
  const middle = (bottom + top) / 2;
  text += words((left + right) / 2, bottom + 15 + kGapForTitle, xTitle, {
    'text-anchor': 'middle',
  });
  text += words(left - 47, middle, yTitle, {
    'text-anchor': 'middle',
    transform: `rotate(-90 ${rounded(left - 47)} ${rounded(middle)})`,
  });
  return (
    tag('path', { d: grid, stroke: ink.line, fill: 'none' }) +
    tag('g', { fill: ink.muted, 'font-size': kSmall }, text)
  );
}

/** Dashes of a panel's first, second, ... theory (src/app/pictures/legend.h), and the dots of a guide. */
export const kDashes = ['7 5', '14 5', '10 4 3 4'];
export const kDots = '2 4';

/**
 * Rows of a legend from the left to the right: {name, colour, dash, sign}, where the sign is 'line', 'dot',
 * 'box', or draws itself about (x, y).
 */
export function legend(rows, left, top, width, ink) {
  const kSign = 20;
  let [x, y] = [left, top];
  let text = '';
  for (const { name, colour, dash, width: thick, sign } of rows) {
    const label = fitted(name, kSmall, width - kSign - 8);
    const wide = kSign + 6 + widthOf(label, kSmall) + 14;
    if (x > left && x + wide - 14 > left + width) [x, y] = [left, y + 18];
    const middle = y + 8;
    if (typeof sign === 'function') text += sign(x + kSign / 2, middle);
    else if (sign === 'dot') text += dots([[x + kSign / 2, middle]], 4, colour);
    else if (sign === 'box') {
      text += tag('rect', {
        x: x + 4,
        y: middle - 5,
        width: 12,
        height: 10,
        fill: colour,
        'fill-opacity': 0.7,
      });
    } else {
      text += tag('path', {
        d: `M${rounded(x)} ${rounded(middle)}h${kSign}`,
        stroke: colour,
        'stroke-width': thick ?? 2.2,
        'stroke-dasharray': dash,
      });
    }
    text += words(x + kSign + 6, middle + 4, label, { fill: ink.ink, 'font-size': kSmall });
    x += wide;
  }
  return { markup: text, height: rows.length > 0 ? y - top + 20 : 0 };
}
