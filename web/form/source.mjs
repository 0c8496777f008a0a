// What a form shows and drives, whichever stands behind it: the app on the canvas, or the core alone.

/**
 * @typedef {object} FormSource
 * @property {string} kind  'app' or 'core'
 * @property {() => Promise<object[]>} labs  [{id, title, claim, group, year}]
 * @property {() => Promise<object|null>} describe  the open lab (LabDescription of basin-core.d.ts), or null
 * @property {() => Promise<object>} state  {lab, params, irrelevant, preset, seed, speed, playing, canUndo}; lab is ''
 *     where none is open; {opening} names a lab on its way
 * @property {() => Promise<object|null>} results  {step, time, statusWords, statusText, unreadable, playing,
 *     scalars, checks, notes}
 * @property {() => Promise<object|null>} frame  the whole frame (Frame of basin-core.d.ts)
 * @property {(lab: string) => Promise<{error?: string}>} open  another lab; '' is the gallery
 * @property {(preset: string) => Promise<{error?: string}>} preset
 * @property {(values: object) => Promise<{error?: string}>} set  parameters, or {seed}
 * @property {(action: string) => Promise<{error?: string}>} act  play, pause, step, restart or undo
 * @property {(speed: number) => Promise<{error?: string}>} speed  0: as fast as possible
 * @property {(changed: () => void) => () => void} watch  `changed` may be called as often as it likes, but never
 *     while nothing changes; returns what ends it
 */

const answerOrNull = (answer) => (answer?.error ? null : answer);

/** The app, by its commands. `page` is the object of main.mjs. @implements {FormSource} */
export class AppSource {
  kind = 'app';

  constructor(page) {
    this.page = page;
  }

  async #ask(request) {
    return this.page.command(request);
  }

  labs() {
    return this.#ask({ get: 'labs' });
  }

  async describe() {
    return answerOrNull(await this.#ask({ get: 'describe' }));
  }

  state() {
    return this.#ask({ get: 'state' });
  }

  async results() {
    return answerOrNull(await this.#ask({ get: 'results' }));
  }

  async frame() {
    return answerOrNull(await this.page.whole({ get: 'frame' }));
  }

  async open(lab) {
    const answer = await this.#ask({ open: lab });
    // Its tables may be on their way.
    while ((await this.state()).opening) await new Promise((soon) => setTimeout(soon, 20));
    return answer;
  }

  preset(preset) {
    return this.#ask({ preset });
  }

  set(values) {
    return this.#ask({ set: values });
  }

  act(action) {
    return this.#ask({ do: action });
  }

  speed(speed) {
    return this.#ask({ speed });
  }

  /** Whatever changes in the app is drawn; at rest nothing is. */
  watch(changed) {
    return this.page.watch(changed);
  }
}
