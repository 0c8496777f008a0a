// Looks at the app after its frames and tells what has changed since the last look. Looking draws
// nothing, so a lab at rest stays at rest.

const kQuietMs = 150;
const kPictureMs = 500;

const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Numbers as scripts expect them: the app's JSON has null for NaN and words for infinities. */
function plain(value) {
  if (value === null) return NaN;
  return value === 'Infinity' ? Infinity : value === '-Infinity' ? -Infinity : value;
}

/**
 * Watches the page's app. `looked(results)` is called with every look, `changed(state, ids)` when
 * parameters, seed, lab or playing changed, `stepped(step)` when the lab at rest is at another step,
 * `decided(check)` when a check changed its state,
 * `observed(id, value, step)` when an output that somebody observes changed.
 */
export class Watch {
  constructor(page, { looked, changed, stepped, decided, observed }) {
    this.page = page;
    this.tell = { looked, changed, stepped, decided, observed };
    /** Looks after every frame instead of a few times a second. */
    this.closely = false;
    this.outputs = new Map();
    this.checks = new Map();
    this.last = null;
    this.lookedAt = -Infinity;
    this.timer = 0;
  }

  start() {
    const next = () => {
      this.#frame();
      this.page.afterNextFrame(next);
    };
    this.page.afterNextFrame(next);
    this.look();
  }

  /** Begins or ends to report an output: a scalar, check, note, picture, parameter, or step, status, playing. */
  observe(id) {
    this.outputs.set(id, { text: undefined, at: -Infinity });
    this.look();
  }

  unobserve(id) {
    this.outputs.delete(id);
  }

  #frame() {
    const wait = this.closely ? 0 : this.lookedAt + kQuietMs - performance.now();
    if (wait <= 0) this.look();
    else this.timer ||= setTimeout(() => this.look(), wait);
  }

  look() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.lookedAt = performance.now();
    const results = this.page.command({ get: 'results' });
    if (results.error) return;
    this.tell.looked(results);
    this.#compareState();
    this.#compareStep(results.step);
    this.#compareChecks(results);
    this.#compareOutputs(results);
  }

  #compareState() {
    const { lab, seed, playing, params, hash, status } = this.page.command({ get: 'state' });
    const now = { lab, seed, playing, params, hash, status };
    const before = this.last;
    this.last = now;
    if (!before || isSame(before, now)) return;
    const ids = Object.keys(params ?? {}).filter((id) => !isSame(params[id], before.params?.[id]));
    this.tell.changed(now, before.lab === lab ? ids : []);
    if (before.lab !== lab) this.checks.clear();
  }

  #compareStep(step) {
    const before = this.step;
    this.step = step;
    const moves = before !== undefined && step !== before;
    if (moves && this.last?.playing === false) this.tell.stepped(step);
  }

  #compareChecks({ checks }) {
    for (const check of checks) {
      const before = this.checks.get(check.id);
      this.checks.set(check.id, check.state);
      const begins = before === undefined && !['holds', 'fails'].includes(check.state);
      if (check.state === before || begins) continue;
      this.tell.decided(check);
    }
  }

  #compareOutputs(results) {
    let frame = null;
    for (const [id, seen] of this.outputs) {
      let value = this.#valueOf(id, results);
      if (value === undefined) {
        // Pictures are large, so they are looked at less often, and once more when they rest.
        const wait = seen.at + kPictureMs - performance.now();
        if (wait > 0) {
          this.timer ||= setTimeout(() => this.look(), wait);
          continue;
        }
        seen.at = performance.now();
        frame ??= this.page.command({ get: 'frame' });
        if (frame.pending) {
          seen.at = 0;
          this.timer ||= setTimeout(() => this.look(), 50);
          continue;
        }
        value = ['series', 'fields', 'points', 'graphs']
          .map((kind) => frame[kind]?.[id])
          .find((each) => each !== undefined);
        if (value === undefined) continue;
      }
      const text = JSON.stringify([value, Number.isFinite(value) ? 0 : String(value)]);
      if (text === seen.text) continue;
      seen.text = text;
      this.tell.observed(id, value, results.step);
    }
  }

  #valueOf(id, results) {
    if (['step', 'status', 'playing', 'seed'].includes(id)) return results[id];
    if (Object.hasOwn(results.scalars, id)) return plain(results.scalars[id]);
    if (Object.hasOwn(results.params, id)) return results.params[id];
    if (Object.hasOwn(results.notes, id)) return results.notes[id];
    return results.checks.find((check) => check.id === id);
  }
}
