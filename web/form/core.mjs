// The core alone behind a form, for browsers that cannot draw the app: one worker with one session.

import { PageWorker } from '../core/page_worker.mjs';
import { workerSource } from '../core/workers.mjs';
import { compile, load, LoadError } from '../load/load.mjs';
import { runForm } from './worker.mjs';

/** A lab in a worker of its own. @implements {FormSource} (source.mjs) */
export class CoreSource {
  kind = 'core';
  #waiting = new Map();
  #watchers = new Set();
  #serial = 0;
  #worker = null;
  #proven = false;
  #failed = null;

  /** `lost(error)` is called when the core ends for good. */
  constructor(lost) {
    this.lost = lost;
    document.addEventListener('visibilitychange', () =>
      this.#worker?.postMessage({ hold: document.visibilityState !== 'visible' }),
    );
  }

  /** Loads the core and starts its worker; without workers it runs on the page's own thread. */
  async start() {
    const module = compile('basin-core.wasm');
    module.catch(() => {});
    const text = await (await load('basin-core.js')).text();
    try {
      const blob = new Blob([workerSource(text, runForm)], { type: 'text/javascript' });
      this.#use(new Worker(URL.createObjectURL(blob), { name: 'basin' }));
    } catch {
      this.#use(new PageWorker(runForm));
    }
    this.module = await module;
    this.#send();
  }

  labs() {
    return this.#ask('labs');
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

  open(lab) {
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
  address(hash) {
    return this.#ask('address', hash);
  }

  watch(changed) {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  #ask(ask, value) {
    if (this.#failed) return Promise.resolve({ error: this.#failed.message });
    const id = (this.#serial += 1);
    const question = { ask, value, id };
    this.#worker.postMessage(question);
    return new Promise((answered) => this.#waiting.set(id, { question, answered }));
  }

  #use(worker) {
    this.#worker = worker;
    worker.onerror = (event) => {
      event.preventDefault?.();
      // One that fails before it ever ran was not allowed to: then the page computes.
      if (this.#proven || worker.onThisPage)
        return this.#lose(new Error(event.message || 'the worker ended'));
      this.#use(new PageWorker(runForm));
      for (const { question } of this.#waiting.values()) this.#worker.postMessage(question);
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
      const bytes = new Uint8Array(await (await load('basin-core.wasm')).arrayBuffer());
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
