// <basin-lab lab="saddle">: a lab of Basin in any page, from one script tag, classic or module.
// Attributes, methods and events are explained in basin-lab.d.ts. The lab runs in a frame of its own;
// messages.mjs is what answers there. cmake/element.mjs joins the files of this folder to basin-lab.js.

import { addressOf, concernsLab, messagesAbout, paramsOf, reflect, valueOf } from './attributes.mjs';
import { FrameMessages, isOff } from './frame_messages.mjs';
import { Heartbeat } from './heartbeat.mjs';
import { Look, htmlNode } from './look.mjs';
import { Memory } from './memory.mjs';
import { Patience } from './patience.mjs';
import { all, plan, sight } from './start_queue.mjs';
import { swallows } from './swallowed.mjs';
import { languageFor } from './words.mjs';

const kLabs = {}; // {id: [has a poster, {language: title}]}: filled in when the site is put together.
const kDwellMs = 150;
/** For what is in the frame to say that it is Basin: while it loads, and from then on. */
const kArriveSeconds = 180;
const kUnheardSeconds = 10;
/** From one sign of life of a lab that starts to the next. */
const kStartSeconds = 180;
const kParkMs = 3000;

/** Where this script lies: modules have no currentScript, but their tag or their trace names them. */
const kScript =
  document.currentScript?.src ||
  [...document.querySelectorAll('script[src]')]
    .map((script) => script.src)
    .find((url) => /\/basin-lab\.js(\?|#|$)/.test(url)) ||
  /(?:https?|file):\/\/[^\s)]*basin-lab\.js/.exec(new Error().stack)?.[0] ||
  '';

/** A page of the site itself, which says so in its tag. */
const kOwnPage = document.currentScript?.dataset.own !== undefined;

export class BasinLab extends HTMLElement {
  #look;
  #frame = null;
  #observer;
  #messages = null;
  #outputs = new Map();
  #kept = null; // The state to go on from when there is a frame again.
  #memory = new Memory(async () => {
    this.#heartbeat.feel();
    return (await this.#messages.ask('getState')).state;
  });
  #heartbeat = new Heartbeat(
    async () => this.#messages.ask('ping'),
    () => this.#fail(isOff('stopped', 'The lab does not answer any more.'), 'stopped'),
  );
  #changes = new Set();
  #waiters = [];
  #patience = new Patience(() =>
    this.#fail(isOff('load_failed', `There is no Basin, or it does not answer: ${this.#site}`)),
  );
  #dwell = 0;
  #ready;
  #tellReady;
  #everReady = false;
  #destroyed = false;
  #shot = false;
  #heard = false;
  #score;

  /** For the scheduling above, not for pages. */
  turn = {
    state: 'idle',
    near: false,
    busy: () => this.#messages?.busy ?? false,
    asked: false,
    eager: false,
    used: 0,
    frame: null,
    boot: () => this.#boot(),
    park: () => void this.#park(),
    cancel: () => this.#stop(),
    seen: (near) => this.#seen(near),
    hear: (data) => this.#hear(data),
    feel: () => this.live && this.#heartbeat.feel(),
  };

  constructor() {
    super();
    this.#ready = new Promise((done) => (this.#tellReady = done));
    this.#look = new Look(this.attachShadow({ mode: 'open' }), () => {
      this.play().catch(() => {}); // Told as an event already.
    });
    this.#observer = new MutationObserver((records) => {
      this.#attributesChanged(new Set(records.map(({ attributeName }) => attributeName)));
    });
  }

  connectedCallback() {
    if (this.#destroyed) return;
    all.add(this);
    sight.observe(this);
    this.#observer.observe(this, { attributes: true });
    this.#present();
    plan();
    if (document.readyState !== 'loading') this.#lookInside();
    else document.addEventListener('DOMContentLoaded', () => this.#lookInside(), { once: true });
  }

  disconnectedCallback() {
    all.delete(this);
    sight.unobserve(this);
    this.#observer.disconnect();
    this.turn.near = false;
    this.#stop();
    // Who moves an element takes it out and puts it in again at once: what waits for it may go on waiting.
    queueMicrotask(() => {
      if (!this.isConnected || this.#destroyed)
        this.#refuse(isOff('destroyed', 'The element was taken out of the page.'));
    });
  }

  /** Moved by moveBefore(), with all that is in it. */
  connectedMoveCallback() {
    this.#present();
    plan();
  }

  // ---- For pages ----

  /** Resolves with the element when the lab has drawn its first picture. */
  get ready() {
    return this.#ready;
  }

  get live() {
    return this.turn.state === 'live';
  }

  get score() {
    return this.#score;
  }

  /** What is computed, to be kept and given to setState() of any element, today or next year. */
  async getState() {
    if (this.turn.state === 'idle' && this.#kept) return structuredClone(this.#kept);
    return (await this.#command('getState')).state;
  }

  async setState(state) {
    if (state?.basin !== 1 || typeof state.recipe !== 'object' || state.recipe === null)
      throw isOff('bad_state', 'setState takes what getState() gave.');
    if (this.turn.state !== 'idle') return void (await this.#command('setState', { state }));
    this.#kept = structuredClone(state);
  }

  async play() {
    await this.#command('do', { action: 'play' });
  }

  async pause() {
    if (this.turn.state !== 'idle') await this.#command('do', { action: 'pause' });
    else if (this.#kept) this.#kept.playing = false;
  }

  async reset() {
    await this.#command('do', { action: 'reset' });
  }

  async step(n = 1) {
    return (await this.#command('do', { action: 'step', count: n })).step;
  }

  /** Changes parameters without touching the attributes. */
  async set(params) {
    await this.#command('set', { params });
  }

  observe(output, callback) {
    const before = this.#outputs.get(output);
    if (before) return void before.add(callback);
    this.#outputs.set(output, new Set([callback]));
    if (this.live) this.#observeInFrame(output);
  }

  unobserve(output, callback) {
    const callbacks = this.#outputs.get(output);
    if (callback) callbacks?.delete(callback);
    if (callback && callbacks?.size > 0) return;
    this.#outputs.delete(output);
    if (callbacks && this.live) this.#messages.ask('unobserve', { output }).catch(() => {});
  }

  async screenshot({ width, height, type = 'dataURL' } = {}) {
    const { dataUrl } = await this.#command('screenshot', { width, height });
    if (type !== 'blob') return dataUrl;
    const bytes = Uint8Array.from(atob(dataUrl.split(',')[1]), (each) => each.charCodeAt(0));
    return new Blob([bytes], { type: 'image/png' });
  }

  destroy() {
    this.#destroyed = true;
    this.#outputs.clear();
    this.#memory.forget();
    this.disconnectedCallback();
  }

  // ---- What it shows ----

  get #site() {
    const given = valueOf(this, 'src');
    if (!given && !kScript) return null;
    const url = new URL(given ?? '.', given ? document.baseURI : kScript);
    if (!/\.html?$|\/$/.test(url.pathname)) url.pathname += '/';
    return new URL('.', url);
  }

  /** As words.mjs has it; an unknown language of the attribute's is passed on, to be complained of. */
  get #language() {
    const around = this.closest('[lang]')?.lang;
    return languageFor(valueOf(this, 'locale'), around, navigator.languages ?? []);
  }

  get #locale() {
    return valueOf(this, 'locale') || this.#language.named;
  }

  get #title() {
    const id = valueOf(this, 'lab') ?? '';
    const words = id.replaceAll('-', ' ');
    return (
      this.getAttribute('aria-label') ||
      kLabs[id]?.[1][this.#language.language] ||
      words.charAt(0).toUpperCase() + words.slice(1) ||
      'Basin'
    );
  }

  /** Size, colours, name and poster, by the attributes. */
  #present() {
    const height = (valueOf(this, 'height') ?? '').trim();
    const title = this.#title;
    this.#look.present({ title, height, theme: valueOf(this, 'theme') });
    if (this.#frame) this.#frame.title = title;
    this.turn.eager = valueOf(this, 'loading') === 'eager';
    const id = valueOf(this, 'lab') ?? '';
    const made = kLabs[id]?.[0] && this.#site ? new URL(`posters/${id}.svg`, this.#site).href : '';
    if (!this.#shot) this.#look.picture(valueOf(this, 'poster') || made);
    this.#show();
  }

  /** With `problem` it says what is wrong. */
  #show(problem = '') {
    const { state } = this.turn;
    const { language } = this.#language;
    this.#look.show({ state, title: this.#title, language, problem, link: this.#url() ?? '' });
  }

  /** What got in here by a mistake of the page's author is shown all the same, below, and the author is told. */
  #lookInside() {
    if (!this.isConnected || !swallows(this) || !this.#look.spill(this.#language.language)) return;
    this.#complain('not_closed', 'HTML knows no “/>”: without </basin-lab>, what follows is inside this element.');
  }

  // ---- Its attributes ----

  #url() {
    return addressOf(this, this.#site, this.#locale);
  }

  #attributesChanged(names) {
    if (names.has('src')) this.#stop(isOff('moved', 'Another src was set.'));
    if (names.has('lab') || names.has('src') || names.has('poster')) this.#shot = false;
    if (names.has('lab') || names.has('src')) {
      this.#forget();
      // What could not be shown had given up its turn.
      sight.unobserve(this);
      if (this.isConnected) sight.observe(this);
    }
    this.#present();
    for (const name of names) if (concernsLab(name)) this.#changes.add(name);
    if (this.turn.state === 'live') void this.#applyChanges();
    plan();
  }

  /** Tells the frame what changed in the attributes since it was started. */
  async #applyChanges() {
    const names = [...this.#changes];
    this.#changes.clear();
    const messages = this.#messages;
    const tell = (error) => {
      if (error.code === 'unknown_lab') this.#fail(error, 'unknown');
      else this.#complain(error.code, error.message);
    };
    // The settings come first, for the parameters may be of another lab; then all at once.
    const [first, ...rest] = messagesAbout(this, names, this.#locale);
    if (first) await messages.ask(...first).catch(tell);
    await Promise.all(rest.map((message) => messages.ask(...message).catch(tell)));
  }

  /** What was computed is of another lab. */
  #forget() {
    this.#kept = null;
    this.#memory.forget();
  }

  // ---- Its frame ----

  #seen(near) {
    clearTimeout(this.#dwell);
    if (!near) {
      this.turn.near = false;
      return plan();
    }
    // Nothing starts because somebody scrolls past it.
    this.#dwell = setTimeout(() => {
      this.turn.near = valueOf(this, 'loading') !== 'click' || this.#everReady;
      this.turn.used = performance.now();
      this.turn.feel();
      plan();
    }, kDwellMs);
  }

  #boot() {
    const url = this.#url();
    if (!url) {
      const [code, message] = this.#site
        ? ['no_lab', 'The attribute lab is missing: <basin-lab lab="saddle">.']
        : ['no_src', 'It is not known where Basin is: set src to its address.'];
      return this.#fail(isOff(code, message));
    }
    const frame = htmlNode('iframe', { title: this.#title, allowFullscreen: true });
    // A frame of the page's own origin that may run scripts and keep its origin could take its
    // sandbox away; there it has to do with an origin of its own. Elsewhere the origins part them.
    // The site's own pages need no sandbox, and in one there is no service worker, so no lab offline.
    const { origin } = new URL(url);
    const apart = origin !== self.origin && origin !== location.origin;
    const powers = `allow-scripts allow-downloads allow-popups${apart ? ' allow-same-origin' : ''}`;
    if (apart || !kOwnPage) frame.setAttribute('sandbox', powers);
    frame.setAttribute('allow', 'clipboard-write');
    frame.setAttribute('scrolling', 'no');
    frame.setAttribute('part', 'frame');
    frame.src = url;
    this.#frame = this.turn.frame = frame;
    this.#messages = new FrameMessages(frame);
    this.turn.state = 'booting';
    this.turn.used = performance.now();
    // The address holds the attributes; a state that is put back over them does not.
    if (!this.#kept) this.#changes.clear();
    this.#heard = false;
    this.#patience.begin(kArriveSeconds);
    // What is there says so before it is loaded; what is not there loads, too, as a page of the server's.
    const loaded = () => this.turn.frame === frame && this.turn.state === 'booting' && !this.#heard;
    frame.addEventListener('load', () => loaded() && this.#patience.begin(kUnheardSeconds), { once: true });
    this.#show();
    this.#look.box.prepend(frame);
  }

  /** The frame goes, and who waits for its answers is told; with `why` so is who waits for the lab. */
  #stop(why = null) {
    this.#patience.end();
    clearTimeout(this.#dwell);
    this.#lose(why ?? isOff('parked', 'The lab was put aside.'));
    this.#frame?.remove();
    this.#frame = this.turn.frame = this.#messages = null;
    this.turn.state = 'idle';
    if (why) this.#refuse(why);
    this.#show();
    plan();
  }

  /** What was in the frame is gone; what is known of it is where it will go on. */
  #lose(why) {
    this.#messages?.cut(why);
    this.#heartbeat.rest();
    this.#memory.rest();
    this.#kept ??= this.#memory.state;
    this.#memory.state = null;
  }

  #refuse(why) {
    this.turn.asked = false;
    for (const { reject } of this.#waiters.splice(0)) reject(why);
  }

  /** Its reader or the browser has loaded the frame again. */
  #beginAgain() {
    this.#lose(isOff('parked', 'The lab was loaded again.'));
    this.#messages = new FrameMessages(this.#frame);
    this.turn.state = 'booting';
    this.#patience.begin(kStartSeconds);
    this.#show();
  }

  #fail(error, problem = 'failed') {
    this.#complain(error.code, error.message);
    this.turn.near = this.turn.eager = false;
    this.#stop(error);
    this.#show(problem);
  }

  /** Gives its place to another lab; its state and its last picture stay. */
  async #park() {
    this.turn.state = 'parking';
    const within = (promise) =>
      Promise.race([promise, new Promise((done) => setTimeout(done, kParkMs))]).catch(() => null);
    const [kept, shot] = await Promise.all([
      within(this.#messages.ask('getState')),
      within(this.#messages.ask('screenshot', { type: 'image/webp' })),
    ]);
    if (this.turn.state !== 'parking') return;
    if (kept) this.#kept = kept.state;
    if (shot) this.#look.picture(shot.dataUrl);
    this.#shot = Boolean(shot);
    this.turn.asked = this.#waiters.length > 0;
    this.#stop();
  }

  /** Waits until the frame is alive, and asks for it. */
  #alive() {
    if (this.#destroyed || !this.isConnected)
      return Promise.reject(isOff('destroyed', 'This element is not in the page.'));
    this.turn.used = performance.now();
    if (this.turn.state === 'live') return Promise.resolve();
    this.turn.asked = true;
    plan();
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  async #command(verb, body) {
    await this.#alive();
    return this.#messages.ask(verb, body);
  }

  #hear(data) {
    this.#heartbeat.heard();
    if (this.#messages.answered(data)) {
      if (!this.#messages.busy) plan(); // Somebody may wait for its place, which was not to be had while it was busy.
      return;
    }
    const { subject, message_id: _, ...detail } = data;
    if (subject === 'basin.loading' && this.turn.state === 'live') this.#beginAgain();
    if (this.turn.state === 'booting') {
      this.#heard = true;
      this.#patience.begin(kStartSeconds);
    }
    if (subject === 'basin.loading') this.#look.progress(detail.progress);
    else if (subject === 'basin.ready') void this.#becameReady(detail);
    else if (subject === 'basin.observed') this.#observed(detail);
    else if (subject === 'basin.change') this.#changed(detail);
    else if (subject === 'basin.stepped') this.#memory.stir();
    else if (subject === 'basin.check') this.#emit('check', detail.check);
    else if (subject === 'basin.goal') this.#goal(detail);
    else if (subject === 'basin.key') this.#keyPressed(detail);
    else if (subject === 'basin.error') this.#frameError(detail.error);
  }

  /** What the lab has no use for is pressed in the page; Escape gives it the keys that follow, too. */
  #keyPressed({ key, code, keyCode, shiftKey }) {
    if (key === 'Escape') this.#frame.blur();
    const press = { key, code, keyCode, shiftKey, bubbles: true, cancelable: true, composed: true };
    for (const name of ['keydown', 'keyup']) this.dispatchEvent(new KeyboardEvent(name, press));
  }

  #changed(detail) {
    this.#memory.stir();
    this.#emit('change', detail);
  }

  async #becameReady(detail) {
    if (this.turn.state !== 'booting') return;
    if (!detail.lab) return this.#fail(isOff('unknown_lab', detail.notes[0] ?? 'There is no such lab.'), 'unknown');
    if (!this.#everReady) this.#complainOf(detail);
    const { goals } = detail;
    if (goals.length > 0 && !this.#kept)
      this.#score = goals.filter(({ met }) => met).length / goals.length;
    const messages = this.#messages;
    if (this.#kept) {
      const state = this.#kept;
      const tell = (error) => this.#messages === messages && this.#complain(error.code, error.message);
      await messages.ask('setState', { state }).catch(tell);
      if (this.#messages !== messages) return;
      this.#kept = null;
    }
    this.#patience.end();
    this.turn.state = 'live';
    this.turn.asked = false;
    this.#memory.stir();
    if (this.#changes.size > 0) void this.#applyChanges();
    for (const output of this.#outputs.keys()) this.#observeInFrame(output);
    for (const { resolve } of this.#waiters.splice(0)) resolve();
    this.#show();
    if (!this.#everReady) {
      this.#everReady = true;
      this.#tellReady(this);
      this.#emit('ready', { lab: detail.lab, title: detail.title });
    }
    plan();
  }

  /** What the frame did not understand of the attributes. */
  #complainOf({ lab, params, notes }) {
    const unknown = paramsOf(this)
      .map(([id]) => id)
      .filter((id) => !params.includes(id));
    for (const id of unknown) {
      const note = notes.find((each) => each.includes(`'${id}'`));
      const list = params.join(', ');
      this.#complain(
        'unknown_attribute',
        note ?? `${lab} has no parameter '${id}'; it has ${list}`,
        id,
      );
    }
    for (const note of notes) {
      if (unknown.some((id) => note.includes(`'${id}'`))) continue;
      this.#complain('bad_value', note);
    }
  }

  #frameError({ code, message }) {
    this.#complain(code, message);
    if (code !== 'unavailable') return;
    // The frame itself says what is wrong and what can be done.
    this.#patience.end();
    this.turn.state = 'live';
    for (const { reject } of this.#waiters.splice(0)) reject(isOff(code, message));
    this.#show();
  }

  #observeInFrame(output) {
    this.#messages.ask('observe', { output }).catch((error) => this.#complain(error.code, error.message));
  }

  #observed({ output, value, step }) {
    for (const callback of this.#outputs.get(output) ?? []) {
      try {
        callback(value, { output, step });
      } catch (error) {
        reportError(error);
      }
    }
  }

  #goal(detail) {
    this.#score = detail.score;
    this.#emit('goal', detail);
  }

  #emit(name, detail) {
    this.dispatchEvent(
      new CustomEvent(name, { detail, bubbles: name !== 'error', composed: true }),
    );
  }

  #complain(code, message, attribute = undefined) {
    console.warn(`<basin-lab lab="${valueOf(this, 'lab') ?? ''}">: ${message}`);
    this.#emit('error', { code, message, attribute });
  }
}

reflect(BasinLab.prototype);
customElements.define('basin-lab', BasinLab);
