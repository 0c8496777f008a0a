// Numbers of a form: what an arrow key does to them, and where a slider stands.

const clamped = (value, { min, max }) => Math.min(max, Math.max(min, value));

/** 1, 2 or 5 times a power of ten, at least `size`. */
export function niceStep(size) {
  const power = 10 ** Math.floor(Math.log10(size) + 1e-9);
  return [1, 2, 5, 10].find((factor) => factor * power >= size * (1 - 1e-9)) * power;
}

/** The next of 1, 2, 5, 10, 20, ... (or of their negatives' opposites below 1) in a direction. */
function nextInSeries(value, up) {
  const candidates = [];
  const power = Math.floor(Math.log10(value));
  for (let p = power - 1; p <= power + 1; p += 1) {
    for (const factor of [1, 2, 5]) candidates.push(Number(`${factor}e${p}`));
  }
  return up
    ? candidates.find((each) => each > value * (1 + 1e-9))
    : candidates.findLast((each) => each < value * (1 - 1e-9));
}

/**
 * The value after an arrow key: on a logarithmic scale the next of 1, 2, 5, 10 ..., on a linear one a
 * round step of about a fiftieth of the range; `big` steps are ten times as long.
 */
export function stepped(param, value, up, big = false) {
  const whole = param.kind === 'integer';
  const from = Number.isFinite(value) ? value : param.default;
  let next;
  if (param.scale === 'log' && from > 0 && !(whole && from < 10 && !big && !(up && from >= 9))) {
    next = big ? from * (up ? 10 : 0.1) : nextInSeries(from, up);
  } else {
    const step = whole ? 1 : niceStep((param.max - param.min) / 50);
    const count = big ? 10 : 1;
    next = Math.round(from / step + (up ? count : -count)) * step;
  }
  if (whole) next = Math.round(next);
  return clamped(Number(next.toPrecision(12)), param);
}

/** Where a value lies between least and most, from 0 to 1, along the parameter's scale. */
export function shareOf(param, value) {
  const { min, max, scale } = param;
  if (scale === 'log') return Math.log(clamped(value, param) / min) / Math.log(max / min);
  return (clamped(value, param) - min) / (max - min);
}

/** The value at a place of the slider, in round numbers. */
export function valueAt(param, share) {
  const { min, max, scale, kind } = param;
  const raw = scale === 'log' ? min * (max / min) ** share : min + share * (max - min);
  if (kind === 'integer') return clamped(Math.round(raw), param);
  if (share <= 0) return min;
  if (share >= 1) return max;
  if (scale === 'log') return clamped(Number(raw.toPrecision(2)), param);
  const step = niceStep((max - min) / 200);
  return clamped(Number((Math.round(raw / step) * step).toPrecision(12)), param);
}
