// What runs beside the core module in a worker. The page joins the text of the core module and of
// this function to one script (a sandboxed frame can start a worker from nothing else), so the
// function uses nothing from outside itself.
//
// Bytes from the page are commands for one runner; bytes to the page are its updates. Everything
// that is not bytes is between this file and workers.mjs:
//   in   {module} or {bytes}   the compiled core, or its bytes where a module cannot be posted
//        {lock}                a name to hold while alive, so that the page learns of a death
//        {hold: boolean}       stop and go on while nobody can see the picture
//   out  {ready: true}, {needBytes: true}, {failed: text}

/** Serves one runner of `createCore`'s module to whoever posts to `scope`. */
export function runWorker(createCore, scope, sliceMs = 12) {
  const channel = new MessageChannel();
  const waiting = [];
  let core = null;
  let runner = 0;
  let held = false;
  let scheduled = false;
  let timer = 0;
  let failed = false;

  const fail = (error) => {
    failed = true;
    scope.postMessage({ failed: String(error?.message ?? error) });
  };

  const guarded = (work) => {
    if (failed) return;
    try {
      work();
    } catch (error) {
      fail(error);
    }
  };

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

  channel.port1.onmessage = () =>
    guarded(() => {
      scheduled = false;
      if (held) return;
      const next = core._basinRunnerSlice(runner, sliceMs);
      post();
      if (next === 1) schedule();
      else if (next > 1) timer = setTimeout(schedule, next);
    });

  const obey = (bytes) =>
    guarded(() => {
      const pointer = core._malloc(Math.max(1, bytes.length));
      core.HEAPU8.set(bytes, pointer);
      core._basinRunnerCommand(runner, pointer, bytes.length);
      core._free(pointer);
      schedule();
    });

  const instantiate = async (source) => {
    core = await createCore({
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(source, imports).then(
          (result) => done(result.instance ?? result, result.module ?? source),
          fail,
        );
        return {};
      },
      onAbort: fail,
      printErr: (line) => console.warn(line),
    });
    runner = core._basinRunnerNew();
    scope.postMessage({ ready: true });
    for (const bytes of waiting.splice(0)) obey(bytes);
  };

  scope.onmessageerror = () => scope.postMessage({ needBytes: true });
  scope.onmessage = ({ data }) => {
    if (data instanceof Uint8Array) {
      if (core && runner) obey(data);
      else waiting.push(data);
    } else if (data.module || data.bytes) {
      instantiate(data.module ?? data.bytes).catch(fail);
    } else if (data.lock) {
      scope.navigator.locks.request(data.lock, () => new Promise(() => {})).catch(() => {});
    } else if ('hold' in data) {
      held = data.hold;
      if (!held && runner) schedule();
    }
  };
}
