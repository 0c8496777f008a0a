// Measures in a worker, so that nothing drawn disturbs it: first the baseline, then the core module.

import { readString } from '../core/heap.mjs';
import { measureBaseline } from './baseline.mjs';

self.onmessage = async ({ data: { nets, seconds } }) => {
  try {
    for (const net of nets) {
      const stepsPerSecond = measureBaseline(net.split('-').map(Number), seconds);
      self.postMessage({ baseline: { net, stepsPerSecond } });
    }
    const { default: createCore } = await import('../basin-core.js');
    const core = await createCore();
    const rows = core.bench
      ? core.bench(seconds)
      : JSON.parse(readString(core, core._basinBench(seconds)));
    self.postMessage({ core: rows });
  } catch (error) {
    self.postMessage({ failed: String(error?.message ?? error) });
  }
};
