// Starts, feeds and replaces the workers in which labs are computed.

import { startCore } from './core_start.mjs';
import { coreBytes, coreModule, coreText } from './cores.mjs';
import { PageWorker } from './page_worker.mjs';
import { runWorker } from './worker.mjs';

const kExport = /\bexport\s+default\s+([A-Za-z_$][\w$]*)\s*;?\s*$/;

/** Starting takes some tenths of a second, on a busy machine some seconds. */
const kLongestStartMs = 20000;

/**
 * The source of a worker: the core module, what starts it, `run` (like startCore() a function that uses
 * nothing from outside itself), and the call that joins them. It is made a classic script, for browsers
 * start no module from a blob in a frame without an origin.
 */
export function workerSource(coreText, run) {
  const factory = kExport.exec(coreText)?.[1];
  if (!factory) throw new Error('the core module has no default export');
  const core = coreText.replace(kExport, '').replaceAll('import.meta.url', 'self.location.href');
  const start = `(handlers) => (${startCore})(${factory}, self, handlers)`;
  return `'use strict';\n${core}\n;(${run})(${start}, self);\n`;
}

/**
 * The page's workers. `onBytes(id, bytes)` gets what a worker posts, `onLost(id)` is told of a death
 * nobody asked for.
 */
export class Workers {
  constructor({ onBytes, onLost }) {
    this.onBytes = onBytes;
    this.onLost = onLost;
    this.running = new Map();
    /** {id: shelf} of those that have nothing to do yet. */
    this.idle = new Map();
    this.spare = null;
    this.possible = true;
    this.proven = false;
    this.held = false;
    this.serial = 0;
    /** {shelf: address of its worker's script}. */
    this.urls = new Map();
  }

  /**
   * Fetches the core of a shelf and starts a first worker at once: it is warm when the app asks for one,
   * and shows early whether workers run here at all.
   */
  async prepare(shelf) {
    coreModule(shelf).catch(() => {});
    try {
      await this.#url(shelf);
      this.spare = this.#spawn(shelf);
    } catch (error) {
      this.#impossible(error);
    }
  }

  /**
   * Always succeeds: without workers the page's own thread does the work. The worker itself is only
   * started when it gets something to do, with the core of its shelf.
   */
  start(id, shelf) {
    this.stop(id);
    this.idle.set(id, shelf);
    return true;
  }

  stop(id) {
    this.idle.delete(id);
    const worker = this.running.get(id);
    if (!worker) return;
    this.running.delete(id);
    this.#end(worker);
  }

  post(id, bytes) {
    const shelf = this.idle.get(id);
    if (this.idle.delete(id)) {
      const warm = this.spare?.shelf === shelf;
      const worker = warm ? this.spare : this.#spawn(shelf);
      if (this.spare && !warm) this.#end(this.spare);
      this.spare = null;
      worker.id = id;
      this.running.set(id, worker);
    }
    this.running.get(id)?.post(bytes.slice());
  }

  /** Stops all computing while the picture is off screen. */
  hold(held) {
    if (held === this.held) return;
    this.held = held;
    for (const worker of [...this.running.values(), this.spare])
      worker?.handle?.postMessage({ hold: held });
  }

  /** Where the script of a shelf's workers lies. */
  async #url(shelf) {
    if (!this.urls.has(shelf)) {
      const source = workerSource(await coreText(shelf), runWorker);
      // Asked for twice at once, the first one counts.
      if (!this.urls.has(shelf)) {
        const blob = new Blob([source], { type: 'text/javascript' });
        this.urls.set(shelf, URL.createObjectURL(blob));
      }
    }
    return this.urls.get(shelf);
  }

  #handle(shelf) {
    if (this.possible) {
      try {
        return new Worker(this.urls.get(shelf), { name: `basin ${++this.serial}` });
      } catch (error) {
        this.#impossible(error);
      }
    }
    return new PageWorker(shelf);
  }

  /** A worker with the core of a shelf: at once where its script is here, else as soon as it is. */
  #spawn(shelf) {
    const worker = { handle: null, shelf, id: null, alive: true, waiting: [] };
    worker.post = (bytes) => {
      if (worker.handle) worker.handle.postMessage(bytes, [bytes.buffer]);
      else worker.waiting.push(bytes);
    };
    if (this.urls.has(shelf) || !this.possible) this.#launch(worker);
    else
      this.#url(shelf).then(
        () => worker.alive && this.#launch(worker),
        (error) => this.#died(worker, error.message),
      );
    return worker;
  }

  #launch(worker) {
    const handle = this.#handle(worker.shelf);
    worker.handle = handle;
    const die = (reason) => this.#died(worker, reason);
    handle.onerror = (event) => {
      event.preventDefault?.();
      die(event.message || 'the worker could not start');
    };
    handle.onmessageerror = () => die('a message could not be read');
    handle.onmessage = ({ data }) => {
      if (!worker.alive) return;
      if (data instanceof Uint8Array) this.onBytes(worker.id, data);
      else if (data.ready) this.proven = true;
      else if (data.needBytes) this.#sendBytes(worker);
      else if (data.failed) die(data.failed);
    };
    if (this.held) handle.postMessage({ hold: true });
    if (!handle.onThisPage) this.#watch(worker);
    coreModule(worker.shelf).then(
      (module) => worker.alive && handle.postMessage({ module }),
      () => this.#sendBytes(worker),
    );
    for (const bytes of worker.waiting.splice(0)) worker.post(bytes);
  }

  #sendBytes(worker) {
    coreBytes(worker.shelf).then(
      (bytes) => worker.alive && worker.handle.postMessage({ bytes }),
      (error) => this.#died(worker, error.message),
    );
  }

  /**
   * A worker that closes itself or is ended by the browser raises no event, but it lets go of its
   * lock. Where locks are not to be had (an opaque origin), only errors tell.
   */
  #watch(worker) {
    if (!self.isSecureContext || !navigator.locks || self.origin === 'null') return;
    const lock = `basin-worker-${Math.random().toString(36).slice(2)}`;
    worker.handle.postMessage({ lock });
    const held = () =>
      navigator.locks.query().then(({ held: locks }) => locks.some((each) => each.name === lock));
    const ask = () =>
      navigator.locks
        .request(lock, () => this.#died(worker, 'the worker was ended'))
        .catch(() => {});
    const wait = async () => {
      const end = performance.now() + kLongestStartMs;
      // Asking before the worker holds the lock would give it to the page.
      while (worker.alive && !(await held())) {
        // One that was ended before it came so far has no lock to let go of.
        if (performance.now() > end) return this.#died(worker, 'the worker did not start');
        await new Promise((next) => setTimeout(next, 250));
      }
      if (worker.alive) ask();
    };
    wait().catch(() => {});
  }

  #end(worker) {
    worker.alive = false;
    worker.handle?.terminate();
  }

  #died(worker, reason) {
    if (!worker.alive) return;
    this.#end(worker);
    console.warn(`basin: a worker ended: ${reason}`);
    // The first one failing before it ever ran means that none will.
    if (!this.proven && this.possible) this.#impossible(new Error(reason));
    if (this.spare === worker) this.spare = null;
    if (worker.id === null) return;
    this.running.delete(worker.id);
    this.onLost(worker.id);
  }

  #impossible(error) {
    this.possible = false;
    console.warn(`basin: no worker, computing on the page: ${error.message}`);
  }
}
