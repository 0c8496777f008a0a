// The app's colours (src/gfx/colormap.cpp, src/app/ui/theme.cpp) for pictures that are text.

const kLight = {
  panel: '#ffffff',
  sunk: '#efede7',
  line: '#e2dfd8',
  ink: '#1f242b',
  muted: '#666c75',
  accent: '#0a7680',
};
const kDark = {
  panel: '#1c2026',
  sunk: '#252b32',
  line: '#2d333b',
  ink: '#e9e7e2',
  muted: '#9ba3ae',
  accent: '#4fc3cc',
};
/** Blue, orange, green, vermillion, sky, purple, yellow (Okabe and Ito 2008). */
const kCategories = [
  [0, 114, 178],
  [230, 159, 0],
  [0, 158, 115],
  [213, 94, 0],
  [86, 180, 233],
  [204, 121, 167],
  [240, 228, 66],
];

/** "#rrggbb" of bytes. */
export const hex = (rgb) => `#${rgb.map((c) => c.toString(16).padStart(2, '0')).join('')}`;
/** Bytes of "#rrggbb". */
const bytes = (text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));

/** Bytes between two colours, share 0 to 1. */
export const mixed = (a, b, share) => a.map((c, i) => Math.round(c + (b[i] - c) * share));

const decode = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);

/** OKLab lightness of bytes, 0 to 1 (Ottosson 2020). */
function lightnessOf(rgb) {
  const [r, g, b] = rgb.map((c) => decode(c / 255));
  return (
    0.2104542553 * Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) +
    0.793617785 * Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) -
    0.0040720468 * Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  );
}

/** WCAG relative luminance of bytes. */
const luminance = (rgb) => {
  const [r, g, b] = rgb.map((c) => decode(c / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

/** WCAG contrast of bytes, 1 to 21. */
export function contrast(a, b) {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** The least contrast of a curve or mark with its paper (src/gfx/colormap.h). */
export const kLeastContrast = 3.1;

/** On white the pale categories are deepened, on dark paper the deep ones lifted. */
function slotColour(index, dark) {
  const n = kCategories.length;
  const rgb = kCategories[((index % n) + n) % n];
  if (dark) {
    return hex(mixed(rgb, [255, 255, 255], Math.max(0, (0.62 - lightnessOf(rgb)) * 1.3)));
  }
  const deepened = (share) => rgb.map((c) => c * (1 - share / 100));
  let share = 0;
  while (contrast(deepened(share), [255, 255, 255]) < kLeastContrast) share += 1;
  return hex(deepened(share).map(Math.round));
}

/** The colour of what is there for comparison: as near to the paper as can be. */
function paledColour(text, paper) {
  const [from, to] = [bytes(text), bytes(paper)];
  const paled = (share) => from.map((c, i) => c + ((to[i] - c) * share) / 100);
  let share = 0;
  while (contrast(paled(share + 1), to) >= kLeastContrast) share += 1;
  return hex(paled(share).map(Math.round));
}

/** Colours of the page and of the categories; `pale(i)` is a category for comparison. */
export function colours(dark) {
  const page = dark ? kDark : kLight;
  const slot = (i) => slotColour(i, dark);
  return { ...page, slot, pale: (i) => paledColour(slot(i), page.panel) };
}

const encode = (c) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);

/** Linear sRGB of an OKLab colour (Ottosson 2020). */
function linear(lightness, a, b) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** Bytes of a colour, with the chroma taken back until a screen can show it. */
function polar(lightness, chroma, degrees) {
  const hue = (degrees * Math.PI) / 180;
  const at = (share) =>
    linear(lightness, chroma * share * Math.cos(hue), chroma * share * Math.sin(hue));
  const shown = (rgb) => rgb.every((c) => c >= -1e-6 && c <= 1 + 1e-6);
  let rgb = at(1);
  if (!shown(rgb)) {
    let [lo, hi] = [0, 1];
    for (let i = 0; i < 16; i += 1) {
      const middle = (lo + hi) / 2;
      if (shown(at(middle))) lo = middle;
      else hi = middle;
    }
    rgb = at(lo);
  }
  return rgb.map((c) => Math.round(255 * encode(Math.min(1, Math.max(0, c)))));
}

/** A smooth curve through evenly spaced values (Catmull-Rom, straight on at the ends). */
function through(values, t) {
  const x = t * (values.length - 1);
  const i = Math.min(Math.floor(x), values.length - 2);
  const f = x - i;
  const [p, q] = [values[i], values[i + 1]];
  const before = values[i - 1] ?? 2 * p - q;
  const after = values[i + 2] ?? 2 * q - p;
  const [m0, m1] = [(q - before) / 2, (after - p) / 2];
  return (
    (2 * f ** 3 - 3 * f ** 2 + 1) * p +
    (f ** 3 - 2 * f ** 2 + f) * m0 +
    (3 * f ** 2 - 2 * f ** 3) * q +
    (f ** 3 - f ** 2) * m1
  );
}

/** Perceptually even, dark to light. */
const even = (t) =>
  polar(
    0.27 + 0.66 * t,
    through([0.125, 0.148, 0.094, 0.108, 0.145, 0.165], t),
    through([305, 270, 225, 178, 145, 105], t),
  );

/** Two signs, equally light; the middle is close to the page. */
function signed(t, dark) {
  const side = 2 * t - 1;
  const far = Math.abs(side);
  const lightness = dark ? 0.25 + 0.47 * far : 0.97 - 0.32 * far;
  return polar(lightness, (dark ? 0.155 : 0.145) * far ** 0.9, side < 0 ? 245 : 57);
}

/** Bytes at a share from 0 to 1 of a map. */
export const colourAt = (share, { diverging = false, dark = false } = {}) =>
  diverging ? signed(share, dark) : even(share);

const tables = new Map();

/** `size` colours [r, g, b] from the lowest value to the highest; `faint` ones let the paper through. */
export function colourTable({ diverging = false, dark = false, faint = false, size = 128 } = {}) {
  const key = `${diverging} ${dark} ${faint} ${size}`;
  if (!tables.has(key)) {
    const paper = bytes(colours(dark).panel);
    const at = (i) => colourAt(i / (size - 1), { diverging, dark });
    tables.set(
      key,
      Array.from({ length: size }, (_, i) => (faint ? mixed(paper, at(i), 0.8) : at(i))),
    );
  }
  return tables.get(key);
}
