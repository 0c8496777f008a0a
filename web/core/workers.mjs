// Starts, feeds and replaces the workers in which labs are computed.

import { startCore } from './core_start.mjs';
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
    this.idle = new Set();
    this.spare = null;
    this.possible = true;
    this.proven = false;
    this.held = false;
    this.serial = 0;
    this.url = '';
    this.core = null;
  }

  /**
   * Fetches the core once and starts a first worker at once: it is warm when the app asks for one,
   * and shows early whether workers run here at all.
   */
  prepare(fetchText, compile, fetchBytes) {
    this.fetchBytes = fetchBytes;
    this.core = compile();
    this.core.catch(() => {});
    return fetchText()
      .then((text) => {
        const blob = new Blob([workerSource(text, runWorker)], { type: 'text/javascript' });
        this.url = URL.createObjectURL(blob);
        this.spare = this.#spawn();
      })
      .catch((error) => this.#impossible(error));
  }

  /**
   * Always succeeds: without workers the page's own thread does the work. The worker itself is only
   * started when it gets something to do.
   */
  start(id) {
    this.stop(id);
    this.idle.add(id);
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
    if (this.idle.delete(id)) {
      const worker = this.spare ?? this.#spawn();
      this.spare = null;
      worker.id = id;
      this.running.set(id, worker);
    }
    const copy = bytes.slice();
    this.running.get(id)?.handle.postMessage(copy, [copy.buffer]);
  }

  /** Stops all computing while the picture is off screen. */
  hold(held) {
    if (held === this.held) return;
    this.held = held;
    for (const worker of [...this.running.values(), this.spare])
      worker?.handle.postMessage({ hold: held });
  }

  #handle() {
    if (this.possible) {
      try {
        return new Worker(this.url, { name: `basin ${++this.serial}` });
      } catch (error) {
        this.#impossible(error);
      }
    }
    return new PageWorker();
  }

  #spawn() {
    const handle = this.#handle();
    const worker = { handle, id: null, alive: true };
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
    this.core.then(
      (module) => worker.alive && handle.postMessage({ module }),
      () => this.#sendBytes(worker),
    );
    return worker;
  }

  #sendBytes(worker) {
    this.fetchBytes().then(
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
    worker.handle.terminate();
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
