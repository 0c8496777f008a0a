// Draws the icons of the installed page, the shape of index.html's favicon: writeIcons(FOLDER).
//
// The mark is a tile, a basin (one cubic curve) and a ball in it; pixels are coloured by their distance to each.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";

const teal = [0x0a, 0x76, 0x80];
const white = [0xff, 0xff, 0xff];
/** In the units of the favicon, a square of 32. */
const mark = { side: 32, corner: 7, from: [6, 8], bow: [9, 27], bow2: [23, 27], to: [26, 8], width: 2.6, ball: [16, 16.5], radius: 3.6 };

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#0A7680"/>
<path d="M6 8c3 19 17 19 20 0" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/>
<circle cx="16" cy="16.5" r="3.6" fill="#fff"/>
</svg>
`;

function curve(pieces) {
  const { from, bow, bow2, to } = mark;
  return Array.from({ length: pieces + 1 }, (_, i) => {
    const t = i / pieces;
    const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
    return [0, 1].map((k) => weights[0] * from[k] + weights[1] * bow[k] + weights[2] * bow2[k] + weights[3] * to[k]);
  });
}

const points = curve(24);

function toCurve(x, y) {
  let least = Infinity;
  for (let i = 1; i < points.length; ++i) {
    const [ax, ay] = points[i - 1];
    const [dx, dy] = [points[i][0] - ax, points[i][1] - ay];
    const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    least = Math.min(least, (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2);
  }
  return Math.sqrt(least);
}

function toTile(x, y) {
  const half = mark.side / 2;
  const [u, v] = [Math.abs(x - half) - half + mark.corner, Math.abs(y - half) - half + mark.corner];
  return Math.hypot(Math.max(u, 0), Math.max(v, 0)) + Math.min(Math.max(u, v), 0) - mark.corner;
}

/** RGBA rows of the mark at `size` pixels; `margin` (a part of the side) and no corners for icons that systems cut to shape. */
function pixels(size, margin) {
  const unit = (mark.side * (1 + 2 * margin)) / size;
  const rows = Buffer.alloc(size * (4 * size + 1));
  const covered = (distance) => Math.min(1, Math.max(0, 0.5 - distance / unit));
  for (let j = 0; j < size; ++j) {
    for (let i = 0; i < size; ++i) {
      const [x, y] = [(i + 0.5) * unit - mark.side * margin, (j + 0.5) * unit - mark.side * margin];
      const ball = Math.hypot(x - mark.ball[0], y - mark.ball[1]) - mark.radius;
      const drawn = covered(Math.min(ball, toCurve(x, y) - mark.width / 2));
      const at = j * (4 * size + 1) + 1 + 4 * i;
      for (let k = 0; k < 3; ++k) rows[at + k] = Math.round(teal[k] + drawn * (white[k] - teal[k]));
      rows[at + 3] = margin > 0 ? 255 : Math.round(255 * covered(toTile(x, y)));
    }
  }
  return rows;
}

/** The check of PNG's chunks. */
export function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; ++k) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function png(size, margin) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8); // Eight bits of red, green, blue and opacity.
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(pixels(size, margin), { level: 9 });
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

/** Writes icon.svg and its PNGs into `folder`. */
export function writeIcons(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "icon.svg"), icon);
  // Telephones cut icons to shapes of their own: those fill the square, the maskable one with room for a circle.
  const drawn = { "icon-180": [180, 0.02], "icon-192": [192, 0], "icon-512": [512, 0], "maskable-512": [512, 0.2] };
  for (const [name, [size, margin]] of Object.entries(drawn)) writeFileSync(join(folder, `${name}.png`), png(size, margin));
}
