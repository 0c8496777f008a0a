// Several text files as one download: a ZIP archive without compression (APPNOTE.TXT 6.3.10).

const kUtf8 = 0x0800;
const kVersion = 20;

const kTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** The checksum of ZIP and PNG. */
export function crc32(bytes) {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = kTable[(rest ^ byte) & 0xff] ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}

/** Numbers of 2 or 4 bytes, as [size, value] pairs, lowest byte first. */
function numbers(...pairs) {
  const bytes = new Uint8Array(pairs.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of pairs) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return bytes;
}

/** Date and time as MS-DOS wrote them. */
const dosTime = (when) => [
  (when.getHours() << 11) | (when.getMinutes() << 5) | (when.getSeconds() >> 1),
  ((when.getFullYear() - 1980) << 9) | ((when.getMonth() + 1) << 5) | when.getDate(),
];

/** An archive of `files`, {name: text}, as a Blob. */
export function zip(files, when = new Date()) {
  const encoder = new TextEncoder();
  const [time, date] = dosTime(when);
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const path = encoder.encode(name);
    const bytes = encoder.encode(text);
    const about = [
      [2, kVersion],
      [2, kUtf8],
      [2, 0], // Stored as it is.
      [2, time],
      [2, date],
      [4, crc32(bytes)],
      [4, bytes.length],
      [4, bytes.length],
      [2, path.length],
      [2, 0],
    ];
    const head = numbers([4, 0x04034b50], ...about);
    parts.push(head, path, bytes);
    directory.push(
      numbers(
        [4, 0x02014b50],
        [2, kVersion],
        ...about,
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, offset],
      ),
      path,
    );
    offset += head.length + path.length + bytes.length;
  }
  const count = Object.keys(files).length;
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const end = numbers(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, length],
    [4, offset],
    [2, 0],
  );
  return new Blob([...parts, ...directory, end], { type: 'application/zip' });
}
