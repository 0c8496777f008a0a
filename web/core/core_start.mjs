// What every worker around the core module begins with. Its text is put in front of theirs (see
// workerSource() in workers.mjs), so the function uses nothing from outside itself.
//
// Between it and the page (workers.mjs, form/core.mjs):
//   in   {module} or {bytes}   the compiled core, or its bytes where a module cannot be posted
//        {hold: boolean}       stop and go on while nobody can see the picture
//        {lock}                a name to hold while alive, so that the page learns of a death
//   out  {ready: true}, {needBytes: true}, {failed: text}
// All else that comes in is an order for whoever runs the core.

/**
 * Starts `createCore`'s module when the page has posted it to `scope`, and then calls `started(core)`,
 * `obey(order)` with every order, those that came before among them, and `hold(held)`. Returns
 * `guarded(work)`, which does `work()` unless something has failed, and tells the page when that fails.
 */
export function startCore(createCore, scope, { started, obey, hold }) {
  const waiting = [];
  let ready = false;
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

  const instantiate = async (source) => {
    const core = await createCore({
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
    started(core);
    ready = true;
    scope.postMessage({ ready: true });
    for (const order of waiting.splice(0)) guarded(() => obey(order));
  };

  scope.onmessageerror = () => scope.postMessage({ needBytes: true });
  scope.onmessage = ({ data }) => {
    if (data.module || data.bytes) {
      instantiate(data.module ?? data.bytes).catch(fail);
    } else if ('hold' in data) {
      guarded(() => hold(data.hold));
    } else if (data.lock) {
      scope.navigator.locks.request(data.lock, () => new Promise(() => {})).catch(() => {});
    } else if (ready) {
      guarded(() => obey(data));
    } else {
      waiting.push(data);
    }
  };
  return guarded;
}
