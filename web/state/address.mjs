// The app's state lives in the address, after the '#'; both sides may change it.

const kLongest = 65536;
const kQuietMs = 200;

/** What needs no mending. */
const kPlain = /^(?:[a-z][a-z0-9-]*=[a-z0-9.,:;+-]*[a-z0-9](?:&|$))*$/;
/** Where some systems put what stands behind '#'. */
const kLabInSearch = /[?&]lab(?:=|%)/i;

const labOf = (hash) => new URLSearchParams(hash).get('lab') ?? '';

/**
 * Carries the hash both ways. `arrived(hash)` is called for changes that the app did not make; `labs` are
 * {has(lab), tables(lab)}, by which links are mended (mend.mjs).
 */
export class Address {
  constructor({ arrived, embedded, labs }) {
    this.arrived = arrived;
    this.embedded = embedded;
    this.labs = labs;
    /** The last address that had to be mended, and what it means. */
    this.mended = { raw: '', hash: '' };
    /** What the page was opened with, before the app has put it into words of its own. */
    this.given = this.raw;
    this.latest = this.raw;
    this.seen = this.raw;
    this.timer = 0;
    this.arriving = false;
    for (const name of ['pointerdown', 'keydown']) {
      window.addEventListener(name, () => this.acted(), true);
    }
    window.addEventListener('hashchange', () => this.#changed());
  }

  /** The hash as it came, without '#', or the start of one that is too long for anything sensible. */
  get raw() {
    const hash = location.hash.slice(1, kLongest);
    if (labOf(hash) || !kLabInSearch.test(location.search)) return hash;
    return `${location.search.slice(1, kLongest)}${hash && `&${hash}`}`;
  }

  /** What the hash means: itself, once read() has been waited for without what was done to it on its way. */
  get current() {
    const { raw } = this;
    return raw === this.mended.raw ? this.mended.hash : raw;
  }

  /** The lab that the app has made of it, '' for the gallery. */
  get lab() {
    return labOf(this.latest);
  }

  /** Undoes what mail, chats and editors do to links. */
  async read() {
    const { raw } = this;
    if (this.#isPlain(raw)) return;
    const hash = await import('./mend.mjs')
      .then(({ mend }) => mend(raw, this.labs))
      .catch(() => raw);
    this.mended = { raw, hash };
  }

  #isPlain(raw) {
    const lab = labOf(raw);
    return raw === this.mended.raw || (kPlain.test(raw) && (!lab || this.labs.has(lab)));
  }

  /**
   * Hands the hash to the app. What the app makes of it replaces the entry and never adds one, until
   * the reader does something.
   */
  deliver() {
    const { raw } = this;
    if (this.#isPlain(raw)) return this.#arrive();
    this.read().then(() => raw === this.raw && this.#arrive());
  }

  #arrive() {
    this.latest = this.current;
    this.arriving = true;
    this.arrived(this.latest);
  }

  /** Goes to another address in the place of this one. */
  open(hash) {
    this.latest = hash;
    clearTimeout(this.timer);
    this.#commit('replaceState');
    this.arriving = true;
    this.arrived(hash);
  }

  /** The reader, or a script for them, did something. */
  acted() {
    this.arriving = false;
  }

  /**
   * The address was not understood wholly, and what is shown is `hash`. It stays as it came until that changes;
   * what may have been meant is offered.
   */
  doubt(hash, guess, notes = []) {
    clearTimeout(this.timer);
    this.latest = hash;
    if (guess || notes.length > 0) {
      import('./mend.mjs').then(({ offer }) => offer(guess, notes, () => this.open(guess)));
    }
  }

  /** The app's state changed. Browsers limit how often the address may change, so wait a little. */
  write(hash) {
    if (hash === this.latest) return;
    const moves = labOf(hash) !== labOf(this.latest) && !this.arriving && !this.embedded;
    this.latest = hash;
    clearTimeout(this.timer);
    // Another lab is a place to come back to; another value of a slider is not.
    if (moves) this.#commit('pushState');
    else this.timer = setTimeout(() => this.#commit('replaceState'), kQuietMs);
  }

  #commit(method) {
    // Somebody has changed it, and the browser has not told yet: that is newer than what we have.
    if (this.raw !== this.seen) return this.#changed();
    const { pathname, search } = location;
    const hash = this.latest && `#${this.latest}`;
    try {
      const url = kLabInSearch.test(search) ? pathname + hash : hash || pathname + search;
      history[method](null, '', url);
    } catch {
      // Refused to frames of some origins; the app works on, only the address stays.
    }
    this.seen = this.raw;
  }

  #changed() {
    clearTimeout(this.timer);
    this.seen = this.raw;
    if (this.raw === this.latest) return;
    this.deliver();
  }
}
