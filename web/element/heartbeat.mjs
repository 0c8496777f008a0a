// Whether what is in a frame still lives: a browser that is short of memory ends it, or it crashes, and nobody is told.

const kNoAnswerMs = 10000;
const kAttempts = 2; // When a computer wakes up, the patience of a first one has run out before it was asked.

/** Asks with `ping()`, and calls `dead()` when there is no answer, good or bad. */
export class Heartbeat {
  #ping;
  #dead;
  #feeling = false;

  constructor(ping, dead) {
    this.#ping = ping;
    this.#dead = dead;
  }

  async feel() {
    if (this.#feeling) return;
    this.#feeling = true;
    let lives = false;
    for (let i = 0; i < kAttempts && !lives; i += 1) lives = await this.#answers();
    this.#feeling = false;
    if (!lives) this.#dead();
  }

  #answers() {
    let timer = 0;
    const silence = new Promise((done) => (timer = setTimeout(done, kNoAnswerMs, false)));
    const answer = this.#ping().then(
      () => true,
      () => true,
    );
    return Promise.race([answer, silence]).finally(() => clearTimeout(timer));
  }
}
