// The last known state of a lab, for when its frame is lost without a word: an element that is moved in its document, a
// frame that is loaded again.

const kRestMs = 4000;

/** Remembers what `fetch()` resolves with: soon after a change and from time to time while the lab plays, never at rest. */
export class Memory {
  #fetch;
  #timer = 0;
  #at = -Infinity;
  #again = false;
  #serial = 0;
  state = null;

  constructor(fetch) {
    this.#fetch = fetch;
  }

  /** Something has changed. */
  stir() {
    this.#again = true;
    this.#timer ||= setTimeout(() => this.#look(), this.#at + kRestMs - performance.now());
  }

  async #look() {
    this.#at = performance.now();
    this.#again = false;
    const serial = this.#serial;
    const state = await this.#fetch().catch(() => null);
    if (serial !== this.#serial) return;
    this.#timer = 0;
    if (state) this.state = state;
    if (this.#again || state?.playing) this.stir();
  }

  /** There is nobody to be asked any more; what is known stays. */
  rest() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#serial += 1;
  }

  /** What is known is of something else. */
  forget() {
    this.rest();
    this.state = null;
  }
}
