// The app's state lives in the address, after the '#'; both sides may change it.

const kLongest = 65536;
const kQuietMs = 200;

const labOf = (hash) => new URLSearchParams(hash).get('lab') ?? '';

/** Carries the hash both ways. `arrived(hash)` is called for changes that the app did not make. */
export class Address {
  constructor({ arrived, embedded }) {
    this.arrived = arrived;
    this.embedded = embedded;
    /** What the page was opened with, before the app has put it into words of its own. */
    this.given = this.current;
    this.latest = this.current;
    this.seen = this.current;
    this.timer = 0;
    this.arriving = false;
    for (const name of ['pointerdown', 'keydown']) {
      window.addEventListener(name, () => this.acted(), true);
    }
    window.addEventListener('hashchange', () => this.#changed());
  }

  /** The hash without '#', or the start of one that is too long for anything sensible. */
  get current() {
    return location.hash.slice(1, kLongest);
  }

  /** The lab that the app has made of it, '' for the gallery. */
  get lab() {
    return labOf(this.latest);
  }

  /**
   * Hands the hash to the app. What the app makes of it replaces the entry and never adds one, until
   * the reader does something.
   */
  deliver() {
    this.arriving = true;
    this.arrived(this.current);
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
    if (this.current !== this.seen) return this.#changed();
    try {
      history[method](
        null,
        '',
        this.latest ? `#${this.latest}` : location.pathname + location.search,
      );
    } catch {
      // Refused to frames of some origins; the app works on, only the address stays.
    }
    this.seen = this.current;
  }

  #changed() {
    clearTimeout(this.timer);
    this.seen = this.current;
    if (this.current === this.latest) return;
    this.latest = this.current;
    this.deliver();
  }
}
