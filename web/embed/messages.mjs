// What a frame speaks with the page around it. A message is {subject, message_id, ...}; the answer has
// the subject with ".response" behind it, the same message_id, and error: {code, message} when it
// could not be done. Only the page directly around the frame is listened to.
//
//   basin.getState                          -> state        opaque; give it to setState
//   basin.setState   state
//   basin.set        params, seed                           null: the preset's value
//   basin.do         action, count                          play, pause, step, reset
//   basin.observe    output                                 from now on basin.observed
//   basin.unobserve  output
//   basin.screenshot width, height, type    -> dataUrl, width, height; image/png when no type is given
//   basin.settings   lab, preset, theme, locale, controls, goal   -> what they are then
//   basin.results                           -> results
//   basin.describe                          -> description
//   basin.ping                              answered at once, for who wants to know whether the frame lives
//
// By itself the frame tells basin.loading (at once, and then on its way, with the part of the start that is done as
// `progress`, 0 to 1; load/rescue.js does), basin.ready, basin.change, basin.stepped (without playing), basin.check,
// basin.goal, basin.observed, basin.error, and basin.key with key, code, keyCode and shiftKey of a key that was pressed in
// the lab and is of no use to it. What learning systems speak is in protocols.mjs.

import { tell } from '../words/notice.mjs';
import { t } from '../words/strings.mjs';
import { Protocols } from './protocols.mjs';
import {
  Refusal,
  isRecord,
  isText,
  kSubjects,
  kVerbs,
  readHash,
  refuse,
  writeHash,
} from './requests.mjs';
import { nearest } from './tasks.mjs';
import { TaskList } from './tasks_view.mjs';
import { Watch } from './watch.mjs';

const kBurst = 300;
const kPerSecond = 100;
const kMostWaiting = 32;
const kPatienceMs = 120000;

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

class Conversation {
  constructor({ page, loop, workers, address }) {
    Object.assign(this, { page, loop, workers, address });
    this.host = self.parent === self ? null : self.parent;
    this.description = null;
    this.credit = { left: kBurst, at: performance.now() };
    this.queue = Promise.resolve();
    /** Until then nothing can be asked of the app, and its goals are not known. */
    this.entered = page.ready.then(() => this.#enter());
    this.waiting = 0;
    this.serial = 0;
    this.tasks = new TaskList({
      changed: (goal) => this.#goalMet(goal),
      problem: (text) => this.#problem('bad_goal', text),
    });
    this.watch = new Watch(page, {
      looked: (results) => this.tasks.look(results),
      changed: (state, ids) => this.#changed(state, ids),
      stepped: (step) => this.#tell('stepped', { step }),
      decided: (check) => this.#tell('check', { check }),
      observed: (output, value, step) => this.#tell('observed', { output, value, step }),
    });
    this.protocols = new Protocols({
      exercise: `${location.pathname}#${address.given}`,
      post: (message) => this.post(message),
      getState: () => this.getState(),
      setState: (state) => this.#inTurn(() => this.setState(state)),
      score: () => this.tasks.score,
      command: (request) => page.command(request),
    });
  }

  async begin() {
    if (this.host) {
      addEventListener('message', (event) => this.#receive(event));
      this.protocols.begin();
    }
    try {
      await this.entered;
    } catch (error) {
      return this.#problem('unavailable', String(error?.message ?? error));
    }
    this.watch.start();
    this.protocols.pictured();
  }

  // ---- Out ----

  post(message) {
    this.host?.postMessage(message, '*');
  }

  #tell(what, news) {
    this.post({ subject: `basin.${what}`, message_id: `basin-${(this.serial += 1)}`, ...news });
  }

  #problem(code, message) {
    if (code === 'bad_goal') tell(t(message));
    this.#tell('error', { error: { code, message } });
  }

  #changed(state, ids) {
    if (state.lab !== this.description?.id) void this.#enter();
    const { lab, params, seed, playing, status } = state;
    this.#tell('change', { lab, params, seed, playing, status, changed: ids });
    this.protocols.changed(ids, params);
  }

  #goalMet(goal) {
    const { score } = this.tasks;
    this.#tell('goal', { goal: goal.label, text: goal.text, score });
    this.protocols.scored(goal.label);
  }

  /** The lab on the stage is another one: its description, its goals, and a word to the host. */
  async #enter() {
    const description = this.page.command({ get: 'describe' });
    this.description = description.error ? null : description;
    const goal = readHash(this.address.current).get('goal') ?? '';
    const asked = this.tasks.ask(goal, this.description);
    this.watch.closely = this.tasks.goals.length > 0;
    await asked;
    const state = this.page.command({ get: 'state' });
    this.#tell('ready', {
      lab: state.lab,
      title: this.description?.title ?? '',
      params: (this.description?.params ?? []).map(({ id }) => id),
      notes: state.messages ?? [],
      goals: this.tasks.goals.map(({ label, text, met }) => ({ label, text, met })),
    });
  }

  /** A key that is of no use here: a deck of slides, say, may turn a page by it. */
  passKey(press) {
    this.#tell('key', press);
  }

  /** The address changed: the goals may be others now. */
  readdress() {
    if (!this.description) return;
    const goal = readHash(this.address.current).get('goal') ?? '';
    if (goal !== this.tasks.text) void this.#enter();
  }

  // ---- In ----

  #receive({ source, data }) {
    if (source !== this.host) return;
    try {
      if (this.protocols.receive(data)) return;
      if (!isRecord(data) || !isText(data.subject) || !data.subject.startsWith('basin.')) return;
      // Answers and news are what frames say; a page that echoes them asks for nothing.
      if (/\.response$/.test(data.subject)) return;
      this.#serve(data);
    } catch (error) {
      console.warn('basin: a message of the page around this frame', error);
    }
  }

  #serve(data) {
    const { subject, message_id: id = null } = data;
    const answer = (body) => this.post({ subject: `${subject}.response`, message_id: id, ...body });
    const fail = (error) =>
      answer({
        error: {
          code: error instanceof Refusal ? error.code : 'failed',
          message: String(error?.message ?? error),
        },
      });
    const name = subject.slice('basin.'.length);
    try {
      if (!isText(id) && !Number.isFinite(id))
        return answer({
          message_id: null,
          error: { code: 'bad_request', message: 'message_id: a text or a number is needed' },
        });
      if (isText(id) && id.length > 200)
        refuse('bad_request', 'message_id: at most 200 characters');
      if (!this.#affords()) refuse('rate_limited', `more than ${kPerSecond} messages a second`);
      const verb = Object.hasOwn(kVerbs, name) ? kVerbs[name] : null;
      if (!verb)
        refuse(
          'unsupported_subject',
          `There is no ${subject.slice(0, 80)}; there are ${kSubjects}`,
        );
      const work = async () => {
        await this.entered;
        return verb.act.call(this, data);
      };
      const atOnce = verb.atOnce || (name === 'do' && data.action === 'pause');
      const done = atOnce ? work() : this.#inTurn(work);
      done.then((result) => answer(result ?? {}), fail);
    } catch (error) {
      fail(error);
    }
  }

  #affords() {
    const now = performance.now();
    const { left, at } = this.credit;
    this.credit = { left: Math.min(kBurst, left + ((now - at) / 1000) * kPerSecond), at: now };
    if (this.credit.left < 1) return false;
    this.credit.left -= 1;
    return true;
  }

  /** One after another, so that a step after a setState counts from that state. */
  #inTurn(work) {
    if (this.waiting >= kMostWaiting)
      refuse('busy', `${kMostWaiting} messages are waiting already`);
    this.waiting += 1;
    const done = this.queue.then(() => this.entered).then(work).finally(() => (this.waiting -= 1));
    this.queue = done.catch(() => {});
    return done;
  }

  // ---- Doing ----

  command(request) {
    const answer = this.page.command(request);
    if (answer.error) refuse('bad_request', answer.error);
    return answer;
  }

  /** Waits until `done()`; off screen, where nothing is drawn or computed by itself, as well. */
  async settle(done, what) {
    const end = performance.now() + kPatienceMs;
    try {
      for (;;) {
        if (!this.loop.visible) {
          this.workers.hold(false);
          this.page.drawNow();
        } else this.loop.want();
        if (done()) return;
        if (performance.now() > end) refuse('timeout', `${what} takes too long`);
        await pause(this.loop.visible ? 30 : 60);
      }
    } finally {
      if (!this.loop.visible) this.workers.hold(true);
    }
  }

  needLab() {
    return this.description ?? refuse('no_lab', 'no lab is open');
  }

  param(id) {
    const { params, title } = this.needLab();
    const def = params.find((each) => each.id === id);
    if (def) return def;
    const ids = params.map((each) => each.id);
    const near = nearest(String(id), ids);
    const hint = near ? `; did you mean “${near}”?` : `; there are ${ids.join(', ')}`;
    return refuse('unknown_parameter', `${title} has no parameter “${id}”${hint}`);
  }

  presetValue(def) {
    const { presets } = this.needLab();
    const id = readHash(this.address.current).get('preset');
    const preset = presets.find((each) => each.id === id) ?? presets[0];
    return preset?.params[def.id] ?? def.default;
  }

  getState() {
    const recipe = this.page.command({ get: 'recipe' });
    if (recipe.error) refuse('not_ready', recipe.error);
    const { playing } = this.page.command({ get: 'state' });
    return { basin: 1, recipe, playing, goals: this.tasks.met };
  }

  /** Opens another address; what was computed stays unless lab or preset begin anew. */
  async open(pairs, given, anew) {
    if (pairs.get('theme') === 'auto')
      pairs.set('theme', matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
    const keeps = !anew && this.description;
    // Until the first picture there is nothing to keep, and nothing that could be asked for.
    if (keeps)
      await this.settle(() => !this.page.command({ get: 'recipe' }).error, 'the first picture');
    const kept = keeps ? this.getState() : null;
    const before = this.page.command({ get: 'state' });
    if (before.lab) pairs.set('play', before.playing ? '1' : '0');
    this.address.open(writeHash(pairs));
    await this.settle(() => !this.page.command({ get: 'state' }).opening, 'the lab');
    const { lab } = this.page.command({ get: 'state' });
    await this.#enter();
    if (pairs.get('lab') && lab !== pairs.get('lab'))
      refuse('unknown_lab', `there is no lab “${pairs.get('lab')}”`);
    if (!kept) return;
    if (given.includes('goal')) delete kept.goals;
    await this.setState(kept);
  }

  async setState(state) {
    if (!isRecord(state) || state.basin !== 1 || !isRecord(state.recipe))
      refuse('bad_state', 'this is no state that getState() gave');
    const { error } = this.page.command({ load: state.recipe });
    if (error) refuse('bad_state', error);
    await this.settle(() => !this.page.command({ get: 'state' }).busy, 'restoring the state');
    if (state.playing === true) this.page.command({ do: 'play' });
    if (Array.isArray(state.goals)) this.tasks.restore(state.goals.filter(isText));
    this.watch.look();
  }
}

/** Begins to speak with the page around this frame, and to watch for goals. */
export function converse(parts) {
  const conversation = new Conversation(parts);
  void conversation.begin();
  return conversation;
}
