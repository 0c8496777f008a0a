// Browsers record WebM as for a broadcast: the header does not say how long the film is, so players
// show no time and cannot seek. The length is known in the end, and is written into the header.

const kInfo = [0x15, 0x49, 0xa9, 0x66];
const kSearched = 4096;

/** A number of EBML at `at`, {value, length}; its first byte's leading zeros tell its length. */
function vint(bytes, at) {
  const length = Math.clz32(bytes[at]) - 23;
  let value = bytes[at] & (0xff >> length);
  for (let i = 1; i < length; i += 1) value = value * 256 + bytes[at + i];
  return { value, length };
}

/**
 * `film`, a Blob with a recorded WebM, with its length in its header, when that can be put there. Only its
 * beginning is read: films are large.
 */
export async function withDuration(film, milliseconds) {
  const bytes = new Uint8Array(await film.slice(0, 2 * kSearched).arrayBuffer());
  const starts = (i) => kInfo.every((byte, k) => bytes[i + k] === byte);
  let at = 0;
  while (at < kSearched && at < bytes.length && !starts(at)) at += 1;
  if (!starts(at)) return film;
  const { value: size, length } = vint(bytes, at + 4);
  const body = at + 4 + length;
  if (length > 8 || size > kSearched || body + size > bytes.length) return film;
  const info = bytes.subarray(body, body + size);
  for (let i = 0; i + 1 < info.length; i += 1) {
    if (info[i] === 0x44 && info[i + 1] === 0x89) return film; // It has one.
  }
  // Times are in milliseconds, as long as nothing else is said; browsers say just this.
  const head = new Uint8Array(12 + 11);
  const view = new DataView(head.buffer);
  head.set(kInfo);
  view.setUint32(4, 0x01000000);
  view.setUint32(8, size + 11);
  head.set([0x44, 0x89, 0x88], 12);
  view.setFloat64(15, milliseconds);
  return new Blob([film.slice(0, at), head, film.slice(body)], { type: film.type });
}
