// The core alone behind a form, for browsers that cannot draw the app: one worker with one session.

import { cardsText, coreBytes, coreModule, coreText, labOf, shelfOf } from '../core/cores.mjs';
import { PageWorker } from '../core/page_worker.mjs';
import { workerSource } from '../core/workers.mjs';
import { LoadError } from '../load/load.mjs';
import { runForm } from './worker.mjs';

/** The state while no lab is open. */
const kNothing = { lab: '', hash: '' };

/** A lab in a worker of its own. @implements {FormSource} (source.mjs) */
export class CoreSource {
  kind = 'core';
  #waiting = new Map();
  #watchers = new Set();
  #serial = 0;
  #worker = null;
  #shelf = '';
  #starting = null;
  #proven = false;
  #failed = null;

  /** `lost(error)` is called when the core ends for good. */
  constructor(lost) {
    this.lost = lost;
    document.addEventListener('visibilitychange', () =>
      this.#worker?.postMessage({ hold: document.visibilityState !== 'visible' }),
    );
  }

  /** Starts a worker with the core of the shelf that a lab stands on, unless it runs already. */
  #need(lab) {
    const shelf = shelfOf(lab) ?? '';
    if (shelf && shelf !== this.#shelf) {
      this.#shelf = shelf;
      this.#starting = this.#start(shelf);
    }
    return this.#starting;
  }

  /** Loads a core and starts its worker; without workers it runs on the page's own thread. */
  async #start(shelf) {
    coreModule(shelf).catch(() => {});
    const text = await coreText(shelf);
    this.#worker?.terminate();
    try {
      const blob = new Blob([workerSource(text, runForm)], { type: 'text/javascript' });
      this.#use(new Worker(URL.createObjectURL(blob), { name: 'basin' }));
    } catch {
      this.#use(new PageWorker(shelf, runForm));
    }
    this.module = await coreModule(shelf);
    this.#send();
  }

  async labs() {
    return JSON.parse(await cardsText());
  }

  describe() {
    return this.#ask('describe');
  }

  state() {
    return this.#ask('state');
  }

  results() {
    return this.#ask('results');
  }

  frame() {
    return this.#ask('frame');
  }

  async open(lab) {
    await this.#need(lab);
    return this.#ask('open', lab);
  }

  preset(preset) {
    return this.#ask('preset', preset);
  }

  set(values) {
    return this.#ask('set', values);
  }

  act(action) {
    return this.#ask('act', action);
  }

  speed(speed) {
    return this.#ask('speed', speed);
  }

  /** Puts on what the hash of an address says; answers what was understood, with notes. */
  async address(hash) {
    // Any core can say what is wrong with an address that names no lab there is.
    if (labOf(hash)) await this.#need(labOf(hash));
    else if (hash && !this.#worker) await this.#need((await this.labs())[0].id);
    return (await this.#ask('address', hash)) ?? {};
  }

  watch(changed) {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  #ask(ask, value) {
    if (this.#failed) return Promise.resolve({ error: this.#failed.message });
    // Before a lab is opened there is nothing that could be asked of one.
    if (!this.#worker) return Promise.resolve(ask === 'state' ? kNothing : null);
    const id = (this.#serial += 1);
    const question = { ask, value, id };
    this.#worker.postMessage(question);
    return new Promise((answered) => this.#waiting.set(id, { question, answered }));
  }

  #use(worker) {
    this.#worker = worker;
    // What another one has not answered any more.
    for (const { question } of this.#waiting.values()) worker.postMessage(question);
    worker.onerror = (event) => {
      event.preventDefault?.();
      // One that fails before it ever ran was not allowed to: then the page computes.
      if (this.#proven || worker.onThisPage)
        return this.#lose(new Error(event.message || 'the worker ended'));
      this.#use(new PageWorker(this.#shelf, runForm));
      if (this.module) this.#send();
    };
    worker.onmessageerror = () => this.#lose(new Error('a message could not be read'));
    worker.onmessage = ({ data }) => {
      if (data.id) {
        this.#waiting.get(data.id)?.answered(data.answer);
        this.#waiting.delete(data.id);
      } else if (data.changed) for (const changed of this.#watchers) changed();
      else if (data.ready) this.#proven = true;
      else if (data.needBytes) this.#sendBytes();
      else if (data.failed) this.#lose(new Error(data.failed));
    };
  }

  #send() {
    try {
      this.#worker.postMessage({ module: this.module });
    } catch {
      this.#sendBytes();
    }
  }

  async #sendBytes() {
    try {
      const bytes = await coreBytes(this.#shelf);
      this.#worker.postMessage({ bytes });
    } catch (error) {
      this.#lose(error instanceof LoadError ? error : new LoadError(error.message));
    }
  }

  #lose(error) {
    if (this.#failed) return;
    this.#failed = error;
    this.#worker.terminate();
    for (const { answered } of this.#waiting.values()) answered({ error: error.message });
    this.#waiting.clear();
    this.lost(error);
  }
}
