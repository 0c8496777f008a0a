// Numbers of the core's JSON as numbers, and as readers see them.

import { t } from './strings.mjs';

/** A measured number of a frame's JSON: null stands for NaN, and text for what JSON cannot write. */
export function toNumber(measured) {
  if (typeof measured === 'number') return measured;
  if (measured === 'Infinity') return Infinity;
  return measured === '-Infinity' ? -Infinity : NaN;
}

const kBlanks = new RegExp(
  '[\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u180e\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u2064\\u2066-\\u206f' +
    '\\u3000\\ufe0f\\ufeff]',
  'g',
);
const kDashes = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g;

/** A text without blanks, seen and unseen, and with plain digits, letters and minus signs for those of other programs. */
export const plainText = (text) =>
  text.normalize('NFKC').replace(kBlanks, '').replace(kDashes, '-');

/** A decimal comma becomes a point, unless it may stand between thousands: "1,234" stays. */
export const pointForComma = (text) =>
  /,.*[,.]|\..*,|(?<!\d)[1-9]\d{0,2},\d{3}(?!\d)/.test(text) ? text : text.replace(',', '.');

/** The number that a reader has typed; NaN where it is none. A comma is one of decimals where `decimal` allows it. */
export function typedNumber(text, decimal) {
  let plain = plainText(text);
  if (decimal) plain = pointForComma(plain);
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

const kRaised = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** The minus as wide as a figure, and the exponent raised: "−1.25·10⁻⁶" for "-1.25e-6". */
function typeset(text) {
  const [factor, power] = text.split('e');
  const raised = power?.replace('+', '').replace('-', '⁻').replace(/\d/g, (digit) => kRaised[digit]);
  return (raised ? `${factor}·10${raised}` : factor).replace('-', '−');
}

/** A number that was chosen, as the app writes it: a tick, as short as it can be with six significant digits. */
export function shortNumber(value) {
  const short = Number(value.toPrecision(6));
  const size = Math.abs(short);
  const plain = size === 0 || (size >= 1e-4 && size < 1e6);
  return typeset(plain ? String(short) : short.toExponential()).replace(/^(−?)1·/, '$1');
}

/** A count, its thousands parted by narrow spaces. */
export const grouped = (count) => count.toLocaleString('en').replaceAll(',', '\u2009');

/** A number that was measured, as the app writes it: three significant digits, a dash for what is not known. */
export function numberText(measured, digits = 3) {
  const value = toNumber(measured);
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  // Rounded first, so that 0.9999 counts as 1.00 and not as a number below 1.
  const rounded = value.toExponential(digits - 1);
  const size = Math.abs(Number(rounded));
  let text = rounded;
  if (size === 0 || (size >= 1e-4 && size < 1e6)) {
    const power = size === 0 ? 0 : Math.floor(Math.log10(size));
    text = value.toFixed(Number.isInteger(value) ? 0 : Math.max(0, digits - 1 - power));
  }
  return typeset(text);
}

/** What an axis is called: what it means and its symbol, "step t", neither twice. */
export const axisName = (axis) =>
  [t(axis?.meaning ?? ''), axis?.meaning === axis?.symbol ? '' : axis?.symbol]
    .filter(Boolean)
    .join(' ');

/** Lowest and highest finite number of lists; {lo: Infinity, hi: -Infinity} where there is none. */
export function extent(lists, accepts = () => true) {
  let [lo, hi] = [Infinity, -Infinity];
  for (const list of lists) {
    for (const each of list ?? []) {
      const value = toNumber(each);
      if (!Number.isFinite(value) || !accepts(value)) continue;
      if (value < lo) lo = value;
      if (value > hi) hi = value;
    }
  }
  return { lo, hi };
}
