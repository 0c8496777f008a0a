// Which language the page speaks: what the address names, else what the reader chose, else the first
// of the browser's that there is. The words of a language are fetched when it is wanted.

import { load } from '../load/load.mjs';
import { Strings, kPseudoLocales, languageOf, setStrings, t } from '../words/strings.mjs';

const kKey = 'basin.language';

function stored() {
  try {
    return languageOf(localStorage.getItem(kKey) ?? '');
  } catch {
    return ''; // Frames without an origin have no storage, and do without.
  }
}

function store(locale) {
  try {
    localStorage.setItem(kKey, locale);
  } catch {
    // Nothing is lost but the choice for the next visit.
  }
}

/** The language of the reader, without an address that names one. */
function own() {
  const wanted = navigator.languages ?? [navigator.language];
  return stored() || wanted.map(languageOf).find((locale) => locale !== '') || 'en';
}

/** What stands in the document itself, in English, by element and attribute. */
const originals = new Map();

/** Puts the document's own texts, those marked with data-i18n, into the present language. */
function translateDocument() {
  for (const element of document.querySelectorAll('[data-i18n]')) {
    if (!originals.has(element)) {
      const names = (element.dataset.i18n || 'text').split(' ');
      const read = (name) => (name === 'text' ? element.textContent.trim() : element.getAttribute(name));
      originals.set(element, new Map(names.map((name) => [name, read(name)])));
    }
    for (const [name, text] of originals.get(element)) {
      if (name === 'text') element.textContent = t(text);
      else element.setAttribute(name, t(text));
    }
  }
}

/** The page's language. `changed(language)` is called when its words are there, and at every change. */
export class Language {
  constructor(changed) {
    this.changed = changed;
    this.locale = 'en';
    /** The table as the app reads it; empty for English. */
    this.json = '';
    /** Labs that have an article in this language. */
    this.articles = [];
    /** Fonts beyond those that every language needs. */
    this.fonts = new Map();
    this.wanted = '';
    this.named = false;
    /** Labs whose words are wanted beside those of the page. */
    this.labs = new Set();
    /** Fulfilled when the language last wanted is there, or has failed to come. */
    this.settled = Promise.resolve();
  }

  /** Takes the language that the address names; without one, the reader's own. */
  fromHash(hash) {
    const tag = new URLSearchParams(hash).get('locale');
    this.named = Boolean(tag);
    this.#want(tag ? languageOf(tag) || 'en' : own());
  }

  /** Brings the words of a lab, and brings them again in every language that is chosen later. */
  async learn(lab) {
    if (!lab || this.labs.has(lab)) return;
    this.labs.add(lab);
    await this.settled;
    if (this.json) await this.#bring(this.locale).catch((error) => this.#missing(this.locale, error));
  }

  /** The reader's choice in the app. */
  choose(tag) {
    const locale = languageOf(tag);
    if (!locale) return;
    if (!kPseudoLocales.includes(locale)) store(locale);
    this.#want(locale);
  }

  #want(locale) {
    if (locale === this.wanted) return;
    this.wanted = locale;
    this.settled = this.#bring(locale).catch((error) => {
      this.#missing(locale, error);
      if (this.wanted === locale) this.wanted = this.locale;
    });
  }

  #missing(locale, error) {
    console.warn(`basin: the words of ${locale} did not arrive: ${error.message}`);
  }

  /** The table of a language: the page's words and those of the labs that are wanted, as JSON. */
  async #table(locale) {
    const parts = [locale, ...[...this.labs].map((lab) => `${locale}/${lab}`)];
    const files = await Promise.all(parts.map((part) => load(`strings/${part}.json`)));
    const [page, ...labs] = await Promise.all(files.map((file) => file.json()));
    return { ...page, texts: Object.assign({}, ...labs.map(({ texts }) => texts), page.texts) };
  }

  async #bring(locale) {
    const made = locale === 'en' || kPseudoLocales.includes(locale);
    const [table, font] = await Promise.all([
      made ? null : this.#table(locale),
      locale === 'zh' ? this.#font('han.ttf') : null,
    ]);
    if (this.wanted !== locale) return; // Another one was wanted meanwhile.
    const { texts = {}, articles = [] } = table ?? {};
    Object.assign(this, { locale, json: table ? JSON.stringify(table) : '', articles });
    if (font) this.fonts.set('han.ttf', font);
    const strings = new Strings(locale, texts);
    setStrings(strings);
    document.documentElement.lang = locale;
    document.documentElement.dir = strings.direction;
    if (locale !== 'en' || originals.size > 0) translateDocument();
    this.changed(this);
  }

  // Without it Chinese characters are boxes; the words are worth more than nothing.
  async #font(name) {
    if (this.fonts.has(name)) return this.fonts.get(name);
    try {
      return new Uint8Array(await (await load(`fonts/${name}`)).arrayBuffer());
    } catch (error) {
      console.warn(`basin: ${error.message}`);
      return null;
    }
  }
}
