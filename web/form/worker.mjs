// A lab without the app: runs one session of the core module for a form, in a worker. As in core/worker.mjs
// the function's text becomes part of a worker, so it uses nothing from outside itself.
//
//   in   {ask: name, value, id}        a question or an order
//   out  {id, answer}                  what was asked for; orders are answered {} or {error}
//        {changed: true}               the session moved, at most a few times a second

/** Serves one session of the core that `start` starts (startCore()) to the form that posts to `scope`. */
export function runForm(start, scope, sliceMs = 12) {
  const kChangedMs = 250;
  const kMostUndo = 100;
  let core = null;
  let lab = null; // What describe() says of it.
  let session = null;
  let seed = 1;
  let playing = false;
  let speed = 1;
  let held = false;
  let timer = 0;
  let owed = 0;
  let then = 0;
  let rate = 0;
  let told = 0;
  let history = [];

  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  const tell = (always) => {
    if (!always && performance.now() - told < kChangedMs) return;
    told = performance.now();
    scope.postMessage({ changed: true });
  };

  // Steps are due by the clock and done in slices, so that orders are never far from being heard.
  const run = () => {
    timer = 0;
    if (!playing || held || !session) return;
    const now = performance.now();
    const elapsed = Math.min(100, now - then);
    then = now;
    const before = session.step;
    if (speed === 0) owed = Infinity;
    else
      owed = Math.min(
        owed + (elapsed / 1000) * lab.stepsPerSecond * speed,
        lab.stepsPerSecond * speed,
      );
    while (owed >= 1 && performance.now() - now < sliceMs && session.status === 'running') {
      session.advance(1);
      owed -= 1;
    }
    const done = ((session.step - before) * 1000) / Math.max(1, elapsed);
    rate += 0.1 * (done - rate);
    const ended = session.status !== 'running';
    if (ended) playing = false;
    tell(ended);
    schedule();
  };

  const schedule = () => {
    if (!playing || held || timer) return;
    timer = setTimeout(() => guarded(run), speed === 0 ? 0 : 15);
  };

  const play = (on) => {
    playing = on && session !== null;
    owed = 0;
    rate = 0;
    then = performance.now();
    schedule();
  };

  const begin = (id, params, newSeed) => {
    const next = core.session(id, params, newSeed);
    session?.free();
    session = next;
    if (lab?.id !== id) {
      lab = core.describe(id);
      history = [];
    }
    seed = newSeed;
  };

  const remember = () => {
    history.push({ params: session.params, seed });
    if (history.length > kMostUndo) history.shift();
  };

  const close = () => {
    session?.free();
    [session, lab, history] = [null, null, []];
    play(false);
  };

  const statusWords = () => {
    const { status, statusText, unreadable } = session.frame();
    if (unreadable) return `nothing to run: ${statusText}`;
    if (status !== 'running') return statusText ? `${status}: ${statusText}` : status;
    if (!playing) return session.step === 0 ? 'ready' : 'paused';
    return rate > 0 ? `running, ${Number(rate.toPrecision(2))} steps/s` : 'running';
  };

  const set = (values) => {
    for (const [id, value] of Object.entries(values)) {
      if (id === 'seed') {
        if (!Number.isSafeInteger(value) || value < 0)
          return { error: 'seed: a whole number from 0' };
        if (value === seed) continue;
        remember();
        begin(lab.id, session.params, value);
      } else {
        const before = { params: session.params, seed };
        session.setParam(id, value);
        if (!same(before.params, session.params)) history.push(before);
      }
    }
    return {};
  };

  const act = (what) => {
    if (what === 'play') {
      if (session.status !== 'running') session.restart();
      play(true);
    } else if (what === 'pause') play(false);
    else if (what === 'step') {
      play(false);
      session.advance(1);
    } else if (what === 'restart') session.restart();
    else if (what === 'undo') {
      const last = history.pop();
      if (last) begin(lab.id, last.params, last.seed);
    } else return { error: 'do what? play, pause, step, restart or undo' };
    return {};
  };

  const preset = (id) => {
    const found = lab.presets.find((each) => each.id === id);
    if (!found) return { error: 'the lab has no such preset' };
    if (same(session.params, found.params)) return {};
    remember();
    begin(lab.id, found.params, seed);
    return {};
  };

  const presetNow = () => lab.presets.find(({ params }) => same(params, session.params))?.id ?? '';

  const answers = {
    labs: () => core.list(),
    describe: () => lab,
    state: () =>
      session
        ? {
            lab: lab.id,
            params: session.params,
            irrelevant: session.irrelevant,
            preset: presetNow(),
            seed,
            speed,
            playing,
            canUndo: history.length > 0,
            hash: session.hash,
          }
        : { lab: '', hash: '' },
    results() {
      if (!session) return null;
      const { steps, ...frame } = session.frame();
      const { time, statusText, unreadable, scalars, checks, notes } = frame;
      const state = { step: steps, time, statusWords: statusWords(), statusText, unreadable, playing };
      return { ...state, scalars, checks, notes };
    },
    frame: () => session?.frame() ?? null,
    address(hash) {
      const said = core.parseHash(hash);
      if (said.lab) begin(said.lab, said.params, said.seed);
      else close();
      play(said.lab !== '' && (said.play ?? true));
      return said;
    },
  };
  const orders = {
    open(id) {
      if (id === '') return close() ?? {};
      begin(id, {}, 1);
      play(true);
      return {};
    },
    preset,
    set,
    act,
    speed(value) {
      speed = value;
      play(playing);
      return {};
    },
  };

  const obey = ({ ask, value, id }) => {
    let answer;
    try {
      if (ask in answers) answer = answers[ask](value);
      else if (!session && ask !== 'open') answer = { error: 'no lab is open' };
      else answer = orders[ask](value);
    } catch (error) {
      answer = { error: String(error?.message ?? error) };
    }
    scope.postMessage({ id, answer });
    if (ask in orders || ask === 'address') tell(true);
  };

  const guarded = start({
    started: (module) => (core = module),
    obey,
    hold(wanted) {
      held = wanted;
      then = performance.now();
      schedule();
    },
  });
}
