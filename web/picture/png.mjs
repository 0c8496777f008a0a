// The smallest writer of PNG pictures with a palette: it runs wherever scripts do, and at once.

const kSignature = [137, 80, 78, 71, 13, 10, 26, 10];
const kLargestBlock = 65535;

const kCrcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = kCrcTable[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

const big = (n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];

function chunk(name, data) {
  const body = [...name].map((letter) => letter.charCodeAt(0)).concat(data);
  return [...big(data.length), ...body, ...big(crc(body))];
}

/** A zlib stream that stores: these pictures are small, and servers and archives compress them. */
function stored(bytes) {
  const out = [0x78, 0x01];
  let [a, b] = [1, 0];
  for (let at = 0; at < bytes.length; at += kLargestBlock) {
    const n = Math.min(kLargestBlock, bytes.length - at);
    const last = at + n === bytes.length ? 1 : 0;
    out.push(last, n & 255, n >> 8, ~n & 255, (~n >> 8) & 255);
    for (let i = at; i < at + n; i += 1) {
      out.push(bytes[i]);
      a = (a + bytes[i]) % 65521;
      b = (b + a) % 65521;
    }
  }
  return [...out, ...big(((b << 16) | a) >>> 0)];
}

function base64(bytes) {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/**
 * A data URI of `width` times `height` indices, from the top row down, into `palette` ([r, g, b]...) of fewer than
 * 256 colours; the index behind its last is a hole.
 */
export function pngUri(width, height, indices, palette) {
  const rows = [];
  for (let y = 0; y < height; y += 1) {
    rows.push(0); // No filter.
    for (let x = 0; x < width; x += 1) rows.push(indices[y * width + x]);
  }
  const bytes = [
    ...kSignature,
    ...chunk('IHDR', [...big(width), ...big(height), 8, 3, 0, 0, 0]),
    ...chunk('PLTE', [...palette.flat(), 0, 0, 0]),
    ...chunk('tRNS', [...palette.map(() => 255), 0]),
    ...chunk('IDAT', stored(rows)),
    ...chunk('IEND', []),
  ];
  return `data:image/png;base64,${base64(bytes)}`;
}
