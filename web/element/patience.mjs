// Patience with somebody who may be slow. It is measured in the time in which this page itself could listen: where it was
// busy, asleep or hidden, what was said meanwhile may still be waiting to be heard.

const kTickMs = 1000;

export class Patience {
  #spent;
  #timer = 0;
  #left = 0;
  #whole = 0;

  /** Calls `spent()` when it is over. */
  constructor(spent) {
    this.#spent = spent;
  }

  /** From now on it lasts for `seconds`. */
  begin(seconds) {
    this.#whole = this.#left = seconds;
    this.#timer ||= setInterval(() => this.#tick(), kTickMs);
  }

  /** There was a sign of life: it lasts from now on. */
  renew() {
    this.#left = this.#whole;
  }

  end() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  #tick() {
    this.#left -= 1;
    if (this.#left >= 0) return;
    this.end();
    this.#spent();
  }
}
