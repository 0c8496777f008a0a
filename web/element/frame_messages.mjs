// What <basin-lab> asks its frame, and the answers: messages of messages.mjs.

const kAnswerMs = 150000;

/** An error with a code for scripts. */
export const isOff = (code, message) => Object.assign(new Error(message), { code });

/** The questions to one frame, for as long as what is in it lives. */
export class FrameMessages {
  #frame;
  #asks = new Map();
  static #serial = 0;

  constructor(frame) {
    this.#frame = frame;
  }

  /** Whether answers are on their way. */
  get busy() {
    return this.#asks.size > 0;
  }

  /** Resolves with the answer to basin.`verb`, rejects with what is off. */
  ask(verb, body = {}) {
    return new Promise((resolve, reject) => {
      const id = `lab-${(FrameMessages.#serial += 1)}`;
      const timer = setTimeout(() => {
        this.#asks.delete(id);
        reject(isOff('timeout', `${verb}: no answer`));
      }, kAnswerMs);
      const done = (settle) => (value) => {
        clearTimeout(timer);
        settle(value);
      };
      this.#asks.set(id, { resolve: done(resolve), reject: done(reject) });
      this.#frame.contentWindow.postMessage(
        { subject: `basin.${verb}`, message_id: id, ...body },
        '*',
      );
    });
  }

  /** Takes an answer; false when the message is something else. */
  answered({ subject, message_id, ...body }) {
    const ask = this.#asks.get(message_id);
    if (!ask || !subject.endsWith('.response')) return false;
    this.#asks.delete(message_id);
    if (body.error) ask.reject(isOff(body.error.code, body.error.message));
    else ask.resolve(body);
    return true;
  }

  /** There will be no more answers. */
  cut(why) {
    const asks = [...this.#asks.values()];
    this.#asks.clear();
    for (const { reject } of asks) reject(why);
  }
}
