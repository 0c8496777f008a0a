// Where an axis has its numbers and how they are written: all in one notation, as in the app
// (src/app/pictures/ticks.cpp).

const kSlack = 1e-9;

function multiples(step, lo, hi) {
  const found = [];
  for (let i = Math.ceil(lo / step - kSlack); i <= Math.floor(hi / step + kSlack); i += 1) {
    found.push(i === 0 ? 0 : Number((i * step).toPrecision(12)));
  }
  return found;
}

function linearTicks(lo, hi, count) {
  const raw = (hi - lo) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  if (!(raw > 0) || !Number.isFinite(power)) return [];
  let found = [];
  // One or two ticks tell little of a scale: then the next finer step that has more.
  for (const factor of [10, 5, 2, 1, 0.5, 0.2]) {
    const finer = multiples(factor * power, lo, hi);
    if (finer.length > count + 1 && found.length >= 2) break;
    found = finer;
    if (found.length >= 3 && factor * power < raw * 2) break;
  }
  return found;
}

function logTicks(lo, hi, count) {
  const [a, b] = [Math.log10(lo), Math.log10(hi)];
  let stride = Math.max(1, Math.ceil((b - a) / count));
  const within = (factors) => {
    const found = [];
    for (let power = Math.floor(a); power <= Math.floor(b); power += 1) {
      if (power % stride !== 0) continue;
      for (const factor of factors) {
        const value = Number(`${factor}e${power}`);
        if (value >= lo * (1 - kSlack) && value <= hi * (1 + kSlack)) found.push(value);
      }
    }
    return found;
  };
  // Decades are unevenly divided: what fits by its number may still stand too close.
  const near = (0.6 * (b - a)) / count;
  const crowded = (values) => values.some((value, i) => i > 0 && Math.log10(value / values[i - 1]) < near);
  let best = [];
  for (const factors of [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]]) {
    const finer = within(factors);
    if (best.length >= 2 && (finer.length > count + 1 || crowded(finer))) break;
    best = finer;
    if (best.length >= 3 || stride > 1) break;
  }
  // Every second decade may be one only.
  while (best.length < 2 && stride > 1) {
    stride -= 1;
    best = within([1]);
  }
  return best.length >= 2 ? best : linearTicks(lo, hi, count);
}

function circleTicks(lo, hi, count, turn) {
  let step = turn / 8;
  while ((hi - lo) / step > count) step *= 2;
  return multiples(step, lo, hi);
}

/** Values for about `count` (at least 2) ticks of an axis; a logarithmic one has two wherever it can. */
export function axisTicks(axis, lo, hi, wanted) {
  const count = Math.max(2, wanted);
  if (!(lo < hi) || !Number.isFinite(hi - lo)) return [];
  if (axis?.turn > 0) return circleTicks(lo, hi, count, axis.turn);
  if (axis?.scale === 'log') return lo > 0 ? logTicks(lo, hi, count) : [];
  return linearTicks(lo, hi, count);
}

const kRaised = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const raised = (power) =>
  `10${String(power).replace('-', '⁻').replace(/\d/g, (digit) => kRaised[digit])}`;

function fixedNumber(value, decimals) {
  const text = Math.abs(value).toFixed(decimals);
  return Number(text) === 0 ? '0' : (value < 0 ? '−' : '') + text;
}

function decimalsOf(values, unit) {
  const fits = (value, decimals) => {
    const scaled = (value / unit) * 10 ** decimals;
    return Math.abs(scaled - Math.round(scaled)) < 1e-6 * Math.max(1, Math.abs(scaled));
  };
  let decimals = 0;
  for (const value of values) while (decimals < 6 && !fits(value, decimals)) decimals += 1;
  return decimals;
}

/** Part of π that an angle is, given a full turn. */
function circleText(value, turn) {
  const quarters = Math.round((value / turn) * 8);
  if (quarters === 0) return '0';
  let [top, bottom] = [Math.abs(quarters), 4];
  while (top % 2 === 0 && bottom > 1) [top, bottom] = [top / 2, bottom / 2];
  return `${quarters < 0 ? '−' : ''}${top === 1 ? '' : top}π${bottom === 1 ? '' : `/${bottom}`}`;
}

/** The texts of an axis' numbers: plain with the same decimals, or powers of ten; parts of π on a circle. */
export function tickTexts(axis, values) {
  if (axis?.turn > 0) return values.map((value) => circleText(value, axis.turn));
  const sizes = values.map(Math.abs);
  const most = Math.max(0, ...sizes);
  const least = Math.min(Infinity, ...sizes.filter((size) => size > 0));
  const powerOf = (value) => Math.floor(Math.log10(value) + kSlack);
  if (axis?.scale === 'log') {
    const plain = most < 1e6 && least >= 1e-3 && most <= least * 1e5;
    return values.map((value) => {
      if (plain) return fixedNumber(value, decimalsOf([value], 1));
      const power = powerOf(value);
      const unit = 10 ** power;
      const factor = fixedNumber(value / unit, decimalsOf([value], unit));
      return factor === '1' ? raised(power) : `${factor}·${raised(power)}`;
    });
  }
  const power = most === 0 || (most < 1e6 && most >= 1e-3) ? 0 : powerOf(most);
  const unit = 10 ** power;
  const decimals = decimalsOf(values, unit);
  return values.map((value) => {
    const number = fixedNumber(value / unit, decimals);
    return power === 0 || number === '0' ? number : `${number}·${raised(power)}`;
  });
}
