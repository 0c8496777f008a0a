// Whether what is in a frame still lives: a browser that is short of memory ends it, or it crashes, and nobody is told.

import { Patience } from './patience.mjs';

const kSilenceSeconds = 20;

/** Asks with `ping()`, and calls `dead()` when nothing is heard for long. */
export class Heartbeat {
  #ping;
  #patience;
  #feeling = null;

  constructor(ping, dead) {
    this.#ping = ping;
    this.#patience = new Patience(() => {
      this.#feeling = null;
      dead();
    });
  }

  feel() {
    if (this.#feeling) return;
    const feeling = (this.#feeling = {});
    const lives = () => this.#feeling === feeling && this.rest();
    this.#patience.begin(kSilenceSeconds);
    this.#ping().then(lives, lives);
  }

  /** Something was heard, though it may be no answer: what is slow is not dead. */
  heard() {
    this.#patience.renew();
  }

  /** Nobody is to be asked any more, or an answer, good or bad, is there. */
  rest() {
    this.#feeling = null;
    this.#patience.end();
  }
}
