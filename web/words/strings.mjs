// The words of the page in the reader's language. English is the key; `{1}`, `{2}`, ... in a key are
// holes that match any text. src/io/strings.cpp does the same for the app; both are held to
// tests/support/strings_cases.json.

/** The languages of the page: what stands in the address, and what its speakers call it. */
export const kLanguages = [
  { locale: 'en', name: 'English' },
  { locale: 'de', name: 'Deutsch' },
  { locale: 'es', name: 'Español' },
  { locale: 'zh', name: '中文' },
];

/** For tests: every text longer, or from right to left. They need no table. */
export const kPseudoLocales = ['qps-long', 'qps-rtl'];

/** The language meant by a tag such as "de-CH"; empty when there is none. */
export function languageOf(tag) {
  const lower = String(tag).toLowerCase();
  if (kPseudoLocales.includes(lower)) return lower;
  const first = lower.split('-')[0];
  return kLanguages.some(({ locale }) => locale === first) ? first : '';
}

const kHole = /\{(\d{1,2})\}/g;
const kMostCached = 2000;
const kDeepest = 6;
const kSign = '\u0001'; // Stands for a number.

const isDigit = (c) => c >= '0' && c <= '9';
const hasLetters = (text) => /[A-Za-z]/.test(text);

/** True when a number may begin behind `c`, or end before it. */
function isEdge(c) {
  return c === undefined || (c.charCodeAt(0) < 0x80 && !/[A-Za-z0-9_^/]/.test(c));
}

/** Where the number that begins at `at` ends; `at` itself when there is none. */
function numberEnd(text, at) {
  let end = at;
  if (text[end] === '-' || text[end] === '−') end += 1;
  if (text[end] === '∞') return isEdge(text[end + 1]) ? end + 1 : at;
  if (!isDigit(text[end] ?? '')) return at;
  const digits = () => {
    while (isDigit(text[end] ?? '')) end += 1;
  };
  digits();
  while (text[end] === '\u2009' && isDigit(text[end + 1] ?? '')) {
    end += 1;
    digits();
  }
  if (text[end] === '.' && isDigit(text[end + 1] ?? '')) {
    end += 1;
    digits();
  }
  const power = /^(·10)?⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/.exec(text.slice(end));
  if (power && (power[1] || text.slice(at, end).endsWith('10'))) end += power[0].length;
  if (/^[eE][-+]?[0-9]/.test(text.slice(end, end + 3))) {
    end += 2;
    digits();
  }
  return isEdge(text[end]) ? end : at;
}

/** The text with its numbers taken out: 2/λ keeps its 2, which is part of a formula. */
export function abstracted(text) {
  let shape = '';
  const numbers = [];
  for (let at = 0; at < text.length; ) {
    const end = isEdge(text[at - 1]) && text[at - 1] !== '.' ? numberEnd(text, at) : at;
    if (end > at) {
      numbers.push(text.slice(at, end));
      shape += kSign;
      at = end;
    } else {
      shape += text[at];
      at += 1;
    }
  }
  return { shape, numbers };
}

/** Sentences end with a stop and a space, unless a small letter follows ("e.g. so"). */
export function sentences(text) {
  const parts = [];
  let start = 0;
  for (let at = 1; at + 1 < text.length; ++at) {
    if (text[at] !== ' ' || !'.!?'.includes(text[at - 1])) continue;
    if (/[a-z ]/.test(text[at + 1])) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  parts.push(text.slice(start));
  return parts;
}

/** Letters of the Latin alphabet with marks on them, for a language that is long. */
const kMarked = Object.fromEntries(
  [...'aàcçdðeéiînñoöuüyýAÀCÇEÉIÎNÑOÖUÜ'.matchAll(/(.)(.)/g)].map(([, plain, marked]) => [
    plain,
    marked,
  ]),
);

function lengthened(text) {
  if (text.startsWith('[') && text.endsWith(']')) return text;
  const marked = text.replace(/\{\d+\}|[a-zA-Z]/g, (c) => kMarked[c] ?? c);
  let rest = Math.ceil([...text].length * 0.6);
  let padding = '';
  for (; rest > 0; rest -= 6) padding += rest > 1 ? ' ' + 'ñøwßé'.slice(0, Math.min(rest - 1, 5)) : '';
  return `[${marked}${padding}]`;
}

const turned = (text) => (text.startsWith('\u200f') ? text : `\u200f${text}\u200f`);

/** A key with holes, taken apart: its literal parts, and the number of the hole behind each. */
function template(key) {
  const literals = [];
  const holes = [];
  let start = 0;
  for (const match of key.matchAll(kHole)) {
    literals.push(key.slice(start, match.index));
    holes.push(Number(match[1]));
    start = match.index + match[0].length;
  }
  literals.push(key.slice(start));
  const length = literals.reduce((sum, part) => sum + [...part].length, 0);
  return { key, literals, holes, length, breaks: sentences(key).length > 1 };
}

/** What the holes catch, or null. A hole catches something, no end of a sentence, and no clause but
 * at last. */
function caught({ literals }, text, clauses) {
  if (!text.startsWith(literals[0])) return null;
  const values = [];
  let at = literals[0].length;
  for (let i = 1; i < literals.length; ++i) {
    const last = i === literals.length - 1;
    const end = last
      ? text.length - literals[i].length
      : literals[i] === ''
        ? at + 1
        : text.indexOf(literals[i], at + 1);
    if (end <= at || !text.startsWith(literals[i], end)) return null;
    const value = text.slice(at, end);
    if (sentences(value).length > 1 || (!clauses && value.includes('; '))) return null;
    values.push(value);
    at = end + literals[i].length;
  }
  return values;
}

const filled = (text, values) =>
  text.replace(kHole, (hole, number) => values[Number(number)] ?? hole);

/** The texts of one language. `table` is {English: translation}; nothing is needed for English. */
export class Strings {
  #texts;
  #shapes = new Map();
  #templates = [];
  #cache = new Map();

  constructor(locale = 'en', table = {}) {
    this.locale = locale;
    // Only the space between two sentences may be nothing in another language.
    const isUsable = ([key, text]) => typeof text === 'string' && (text !== '' || key === ' ');
    this.#texts = new Map(Object.entries(table).filter(isUsable));
    for (const key of this.#texts.keys()) {
      const parts = template(key);
      // A joint of two texts, "{1}: {2}", is used by name: as a pattern it would fit almost everything.
      if (parts.holes.length === 0 || !parts.literals.some(hasLetters)) continue;
      this.#templates.push(parts);
    }
    const order = (a, b) => b.length - a.length || (a.key < b.key ? -1 : 1);
    this.#templates.sort(order);
    for (const parts of [...this.#templates].reverse()) {
      this.#shapes.set(parts.literals.join(kSign), parts);
    }
  }

  get direction() {
    return this.locale === 'qps-rtl' ? 'rtl' : 'ltr';
  }

  /** A text with holes, filled with values that are looked up themselves. */
  t(text, ...values) {
    if (values.length === 0) return this.translate(text);
    const own = this.#texts.get(text) ?? this.#pseudo(text);
    return filled(own, [null, ...values.map((value) => this.translate(String(value)))]);
  }

  /** A text as the labs and the app compose it in English, as a whole or by its sentences. */
  translate(text) {
    if (!hasLetters(text)) return text;
    if (this.locale.startsWith('qps-')) return this.#pseudo(text);
    if (this.#texts.size === 0) return text;
    if (text.endsWith(' ')) return `${this.translate(text.slice(0, -1))} `;
    const known = this.#cache.get(text);
    if (known !== undefined) return known;
    if (this.#cache.size >= kMostCached) this.#cache.clear();
    const translated = this.#find(text, 0) ?? text;
    this.#cache.set(text, translated);
    return translated;
  }

  /** True when the whole text is covered by the table, its numbers aside. */
  has(text) {
    return !hasLetters(text) || this.#find(text, 0) !== null;
  }

  #pseudo(text) {
    if (this.locale === 'qps-long') return lengthened(text);
    if (this.locale === 'qps-rtl') return turned(text);
    return text;
  }

  #sign(text) {
    return this.#texts.get(text) ?? text;
  }

  // Null when the table has nothing for it.
  #find(text, depth) {
    const whole = this.#simple(text, depth);
    if (whole !== null || depth > kDeepest) return whole;
    const stopped = /[^.]\.$/.test(text);
    if (stopped) {
      const rest = this.#simple(text.slice(0, -1), depth);
      if (rest !== null) return rest + this.#sign('.');
    }
    const parts = sentences(text);
    const found = this.#match(text, { stopped, several: parts.length > 1 }, depth);
    if (found !== null) return found;
    if (parts.length > 1) return this.#join(parts, this.#sign(' '), depth);
    const clauses = text.split('; ');
    if (clauses.length < 2) return null;
    const joined = this.#join(clauses, this.#sign('; '), depth);
    return joined ?? this.#match(text, { stopped, clauses: true }, depth);
  }

  // As it stands, or with numbers in its holes.
  #simple(text, depth) {
    const exact = this.#texts.get(text);
    if (exact !== undefined) return exact;
    const { shape, numbers } = abstracted(text);
    const same = numbers.length > 0 && this.#shapes.get(shape);
    return same ? this.#fill(same, numbers, depth) : null;
  }

  #join(parts, sign, depth) {
    let some = false;
    const all = parts.map((part) => {
      const found = this.#find(part, depth + 1);
      some ||= found !== null;
      return found ?? part;
    });
    return some ? all.join(sign) : null;
  }

  #match(text, { stopped, several = false, clauses = false }, depth) {
    for (const parts of this.#templates) {
      if (several && !parts.breaks) continue;
      // A stop that ends the text belongs to the sentence, not to what its last hole catches.
      const aside = stopped && !parts.literals.at(-1).endsWith('.');
      const values = caught(parts, aside ? text.slice(0, -1) : text, clauses);
      if (values) return this.#fill(parts, values, depth) + (aside ? this.#sign('.') : '');
    }
    return null;
  }

  #fill({ key, holes }, values, depth) {
    const byNumber = [];
    holes.forEach((hole, i) => {
      const value = values[i];
      byNumber[hole] = hasLetters(value) ? (this.#find(value, depth + 1) ?? value) : value;
    });
    return filled(this.#texts.get(key), byNumber);
  }
}

// The one language of the page at a time.
let present = new Strings();

/** Changes the language of the page. */
export function setStrings(strings) {
  present = strings;
}

/** Marks an English text, its holes filled, that is translated where it is shown. */
export const phrase = (text, ...values) => filled(text, [null, ...values]);

/** The text in the reader's language; values fill its holes. */
export const t = (text, ...values) => present.t(text, ...values);
