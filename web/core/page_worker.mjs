// Where a browser or a page around a frame allows no worker, the core module runs on this thread, a
// few milliseconds at a time, behind the face of one.

import { loadModule } from '../load/load.mjs';
import { startCore } from './core_start.mjs';
import { coreScript } from './cores.mjs';
import { runWorker } from './worker.mjs';

const kSliceMs = 8;

/** Looks like a Worker to its owner and like a worker's scope to what runs in one. */
export class PageWorker {
  /** The core of `shelf` and `run`, which would be the worker's script (see workerSource()). */
  constructor(shelf, run = runWorker) {
    this.onThisPage = true;
    this.ended = false;
    this.waiting = [];
    this.scope = {
      navigator,
      onmessage: null,
      postMessage: (data) => this.#later(() => this.onmessage?.({ data })),
    };
    loadModule(coreScript(shelf))
      .then(({ default: createCore }) => {
        run((handlers) => startCore(createCore, this.scope, handlers), this.scope, kSliceMs);
        for (const data of this.waiting.splice(0)) this.postMessage(data);
      })
      .catch((error) => this.#later(() => this.onerror?.({ message: error.message })));
  }

  postMessage(data) {
    if (this.scope.onmessage) this.#later(() => this.scope.onmessage({ data }));
    else this.waiting.push(data);
  }

  terminate() {
    this.ended = true;
    this.scope.onmessage?.({ data: { hold: true } });
  }

  /** As messages between threads do, these arrive after what is being done. */
  #later(deliver) {
    queueMicrotask(() => {
      if (!this.ended) deliver();
    });
  }
}
