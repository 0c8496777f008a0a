// What runs around the core module in a worker of the app: one runner. The page joins the text of
// the core module, of startCore() and of this function to one script (a sandboxed frame can start a
// worker from nothing else), so the function uses nothing from outside itself.
//
// Orders from the page are bytes, commands for the runner; bytes to the page are its updates.

/** Serves one runner of the core that `start` starts (startCore()) to whoever posts to `scope`. */
export function runWorker(start, scope, sliceMs = 12) {
  const channel = new MessageChannel();
  let core = null;
  let runner = 0;
  let held = false;
  let scheduled = false;
  let timer = 0;

  // A message to itself comes after the commands that arrived during the slice; a timer would come
  // late, and a promise would keep them out.
  const schedule = () => {
    clearTimeout(timer);
    if (scheduled || held) return;
    scheduled = true;
    channel.port2.postMessage(0);
  };

  const post = () => {
    for (let length; (length = core._basinRunnerTake(runner)) > 0;) {
      const pointer = core._basinRunnerData(runner);
      const bytes = core.HEAPU8.slice(pointer, pointer + length);
      scope.postMessage(bytes, [bytes.buffer]);
    }
  };

  const guarded = start({
    started(module) {
      core = module;
      runner = core._basinRunnerNew();
    },
    obey(bytes) {
      const pointer = core._malloc(Math.max(1, bytes.length));
      core.HEAPU8.set(bytes, pointer);
      core._basinRunnerCommand(runner, pointer, bytes.length);
      core._free(pointer);
      schedule();
    },
    hold(wanted) {
      held = wanted;
      if (!held && runner) schedule();
    },
  });

  channel.port1.onmessage = () =>
    guarded(() => {
      scheduled = false;
      if (held) return;
      const next = core._basinRunnerSlice(runner, sliceMs);
      post();
      if (next === 1) schedule();
      else if (next > 1) timer = setTimeout(schedule, next);
    });
}
