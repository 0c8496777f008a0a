// Undoes what mail programs, chats, editors and spreadsheets do to a link on its way: separators encoded or
// escaped, capitals, quotes, full stops and invisible characters that were not there. What stays doubtful is
// left as it is, for the app to say so.

import { toast } from '../words/notice.mjs';
import { plainText, pointForComma } from '../words/numbers.mjs';
import { t } from '../words/strings.mjs';

const kLayers = 6;
/** What some systems add to every link, to see who followed it. */
const kTrackers = /^(?:utm_.*|fbclid|gclid|msclkid|mc_[ce]id|igshid)$/;

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// As the app writes it: what may stand behind '#' as it is, stays.
const encode = (text) =>
  encodeURIComponent(text).replace(/%(?:2C|3A|3B|2F|40)/g, decodeURIComponent);

/** Without blanks at its ends, seen and unseen. */
function trim(text) {
  let [from, to] = [0, text.length];
  while (from < to && !plainText(text[from])) from += 1;
  while (from < to && !plainText(text[to - 1])) to -= 1;
  return text.slice(from, to);
}

/** An id as it must have been: without capitals, quotes, and what a sentence goes on with. */
const word = (text) =>
  plainText(text)
    .replace(/[?#].*$/, '')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    .toLowerCase();

/** The number at the start, where behind it stands nothing but what a sentence goes on with. */
function number(text) {
  const plain = plainText(text);
  const found = /^[^\p{L}\p{N}.+-]*([+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?)(?:[?#].*|[^\p{L}\p{N}%]*)$/iu.exec(plain);
  return found ? found[1] : trim(text);
}

const real = (text) => number(/^\D*\d+,\d+\D*$/.test(text) ? pointForComma(text) : text);

const list = (text) => {
  const plain = plainText(text);
  return /^[^\p{L}\p{N}-]*(-?\d+(?:,-?\d+)*)[^\p{L}\p{N}]*$/u.exec(plain)?.[1] ?? word(text);
};

const oneOf = (ids, text) => (ids.includes(text) ? text : (ids.find((id) => word(id) === word(text)) ?? trim(text)));

const kKeys = {
  seed: number,
  play: word,
  embed: word,
  theme: word,
  locale: (text) => trim(text).replaceAll('_', '-').replace(/[^\p{L}\p{N}]+$/u, ''),
  show: (text) => text.split(',').map(word).join(','),
  goal: trim,
};

function valueOf({ kind, choices = [] }, text) {
  if (kind === 'real') return real(text);
  if (kind === 'integer') return number(text);
  if (kind === 'integer-list') return list(text);
  if (kind === 'boolean') return word(text);
  if (kind === 'choice') return oneOf(choices.map(({ id }) => id), text);
  return trim(text);
}

/** One layer of encoding less, or the same text where there is none. */
function unwrapped(text) {
  // A whole address, or its '#' twice.
  if (!/^[a-z][\w-]*=/i.test(text)) text = text.replace(/^.*?[#?!/\s](?=[a-z][\w-]*(?:=|%))/i, '');
  text = text
    .replace(/&(?:amp|#0*38|#x0*26);/gi, '&')
    .replace(/&(?:equals|#0*61|#x0*3d);/gi, '=')
    .replace(/&(?:nbsp|quot|apos|lt|gt|#\d+|#x[\da-f]+);/gi, '')
    .replace(/(?:\\|%5c)u0026/gi, '&')
    .replace(/(?:\\|%5c)u003d/gi, '=');
  if (/(?:^|&)lab=3D[a-z]/i.test(text)) return text.replace(/=3D/gi, '=');
  const whole = !text.includes('=') && /%(?:25)*3D/i.test(text);
  return whole || /(?:^|&)lab=[^&]*%(?:25)*26/i.test(text) ? decode(text) : text;
}

/**
 * The hash that `text` must have been. `labs` are {has(lab), tables(lab)}: whether there is a lab of that id,
 * and a promise of what the core's describe() says of it.
 */
export async function mend(text, labs) {
  for (let layer = 0; layer < kLayers; ++layer) {
    const before = text;
    text = unwrapped(text);
    if (text === before) break;
  }
  const pairs = text
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const [key, ...value] = pair.split('=');
      return [decode(key), value.length ? decode(value.join('=')) : null];
    });
  const named = pairs.find(([key]) => word(key) === 'lab');
  const lab = named?.[1] && [named[1], word(named[1])].find((id) => labs.has(id));
  const { params = [], presets = [] } = lab ? await labs.tables(lab) : {};
  const ids = presets.map(({ id }) => id);
  const readers = new Map([
    ...params.map((param) => [param.id, (value) => valueOf(param, value)]),
    ...Object.entries(kKeys),
    ['preset', (value) => oneOf(ids, value)],
    ['lab', (value) => lab ?? trim(value)],
  ]);
  return pairs
    .map(([given, value]) => {
      const key = [given, word(given), word(given).replaceAll('_', '-')].find((id) => readers.has(id)) ?? given;
      if (value === null) return [key];
      return [key, readers.get(key)?.(value) || value];
    })
    .filter(([key]) => readers.has(key) || !kTrackers.test(key))
    .map((pair) => pair.map(encode).join('='))
    .join('&');
}

/** Says what was not understood of an address, and offers what may have been meant: `open()` goes there. */
export function offer(guess, notes, open) {
  const words = notes.map((note) => t(note));
  if (guess) words.push(t('Did you mean “{1}”?', guess));
  toast(words.join(' '), guess && [t('Open it'), open]);
}
