// The app's colours (src/gfx/colormap.cpp, src/app/theme.cpp) for pictures that are text.

const kLight = {
  panel: '#ffffff',
  line: '#e2dfd8',
  ink: '#1f242b',
  muted: '#666c75',
  accent: '#0a7680',
};
const kDark = {
  panel: '#1c2026',
  line: '#2d333b',
  ink: '#e9e7e2',
  muted: '#9ba3ae',
  accent: '#4fc3cc',
};
// Okabe-Ito; on white the pale ones are deepened, on dark paper the deep ones lifted.
const kSlotsLight = ['#0072b2', '#d99600', '#009e73', '#d55e00', '#4fa9dc', '#c4709a', '#c9bd2f'];
const kSlotsDark = ['#4d9fd0', '#e69f00', '#1fb489', '#e57a2e', '#56b4e9', '#d48fb3', '#f0e442'];

/** Colours of the page and of the categories. */
export const colours = (dark) => ({
  ...(dark ? kDark : kLight),
  slot: (i) => (dark ? kSlotsDark : kSlotsLight)[((i % 7) + 7) % 7],
});

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
  let rgb;
  for (let share = 1; share > 0; share -= 0.04) {
    rgb = linear(lightness, chroma * share * Math.cos(hue), chroma * share * Math.sin(hue));
    if (rgb.every((c) => c >= -1e-6 && c <= 1 + 1e-6)) break;
  }
  return rgb.map((c) => Math.round(255 * encode(Math.min(1, Math.max(0, c)))));
}

/** Straight between evenly spaced values. */
function between(values, t) {
  const x = t * (values.length - 1);
  const i = Math.min(Math.floor(x), values.length - 2);
  return values[i] + (x - i) * (values[i + 1] - values[i]);
}

/** Perceptually even, dark to light. */
const even = (t) =>
  polar(
    0.27 + 0.66 * t,
    between([0.125, 0.148, 0.094, 0.108, 0.145, 0.165], t),
    between([305, 270, 225, 178, 145, 105], t),
  );

/** Two signs, equally light; the middle is close to the page. */
function signed(t, dark) {
  const side = 2 * t - 1;
  const far = Math.abs(side);
  const lightness = dark ? 0.25 + 0.47 * far : 0.97 - 0.32 * far;
  return polar(lightness, (dark ? 0.155 : 0.145) * far ** 0.9, side < 0 ? 245 : 57);
}

const tables = new Map();

/** `size` colours [r, g, b] from the lowest value to the highest. */
export function colourTable({ diverging = false, dark = false, size = 128 } = {}) {
  const key = `${diverging} ${dark} ${size}`;
  if (!tables.has(key)) {
    const at = (i) => (diverging ? signed(i / (size - 1), dark) : even(i / (size - 1)));
    tables.set(
      key,
      Array.from({ length: size }, (_, i) => at(i)),
    );
  }
  return tables.get(key);
}

/** "#rrggbb" of bytes. */
export const hex = (rgb) => `#${rgb.map((c) => c.toString(16).padStart(2, '0')).join('')}`;
