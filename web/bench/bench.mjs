// The bench page: training speed of the core module against an object-graph trainer in JavaScript,
// measured in one run. The result is also on window.benchResult, for scripts.

const kRounds = 2;

/** What others were measured at, in Chromium: steps a second. */
const kPublished = {
  '2-4-2-1': { stepsPerSecond: 186000, what: 'TensorFlow Playground’s nn.ts' },
  '2-8-8-8-1': { stepsPerSecond: 36000, what: 'TensorFlow Playground’s nn.ts' },
  '2-50-50-1': { stepsPerSecond: 2900, what: 'TensorFlow Playground’s nn.ts' },
  '784-128-10': { stepsPerSecond: 249, what: 'tfjs with its WebAssembly backend' },
};
const kBaselineNets = ['2-4-2-1', '2-8-8-8-1', '2-50-50-1'];

const say = (text) => (document.getElementById('state').textContent = text);
const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** One round in a fresh worker: {baseline: {net: steps}, core: [rows]}. */
function round(seconds, progress) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.mjs', import.meta.url), { type: 'module' });
    const baseline = {};
    const end = (settle, value) => (worker.terminate(), settle(value));
    worker.onerror = (event) =>
      end(reject, new Error(event.message || 'the worker could not start'));
    worker.onmessage = ({ data }) => {
      if (data.failed) end(reject, new Error(data.failed));
      else if (data.core) end(resolve, { baseline, core: data.core });
      else {
        baseline[data.baseline.net] = data.baseline.stepsPerSecond;
        progress(`JavaScript objects, ${data.baseline.net}`);
      }
    };
    worker.postMessage({ nets: kBaselineNets, seconds });
  });
}

/** Tasks with the shortest of their times: [{name, seconds}]. */
const fastestTasks = (rounds) =>
  rounds[0].core
    .filter(({ seconds }) => seconds > 0)
    .map(({ name }) => ({
      name,
      seconds: Math.min(...rounds.map(({ core }) => core.find((row) => row.name === name).seconds)),
    }));

/** Rows of the table from all rounds: the best of each. */
function summarise(rounds) {
  const nets = Object.keys(kPublished);
  const best = (pick) => Math.max(...rounds.map(pick).filter(Number.isFinite));
  const coreSpeed = (net, scalar) =>
    best(
      ({ core }) =>
        core.find(({ name }) => name.startsWith(`${net} `) && name.endsWith(scalar))
          ?.stepsPerSecond,
    );
  return nets.map((net) => {
    const baseline = kBaselineNets.includes(net) ? best((each) => each.baseline[net]) : null;
    const float = coreSpeed(net, 'float');
    const double = coreSpeed(net, 'double');
    const published = kPublished[net];
    return {
      net,
      batch: rounds[0].core.find(({ name }) => name.startsWith(`${net} `))?.batch,
      float,
      double,
      baseline,
      ratio: baseline ? float / baseline : null,
      doubleRatio: baseline ? double / baseline : null,
      published: published.stepsPerSecond,
      publishedWhat: published.what,
      publishedRatio: float / published.stepsPerSecond,
    };
  });
}

const cell = (text) => Object.assign(document.createElement('td'), { textContent: text });

function line(name, cells) {
  const row = document.createElement('tr');
  row.append(Object.assign(document.createElement('th'), { scope: 'row', textContent: name }));
  row.append(...cells.map(cell));
  return row;
}

function show(rows, tasks) {
  const times = (ratio) => (ratio ? `${number.format(ratio)} ×` : '–');
  document.querySelector('tbody').replaceChildren(
    ...rows.map((row) =>
      line(`${row.net}, batch ${row.batch}`, [
        number.format(row.float),
        number.format(row.double),
        row.baseline ? number.format(row.baseline) : '–',
        times(row.ratio),
        `${number.format(row.published)} (${row.publishedWhat})`,
        times(row.publishedRatio),
      ]),
    ),
  );
  const table = document.getElementById('tasks');
  table.hidden = tasks.length === 0;
  table.tBodies[0].replaceChildren(
    ...tasks.map(({ name, seconds }) => line(name, [number.format(1000 * seconds)])),
  );
}

async function bench(seconds) {
  const rounds = [];
  for (let i = 1; i <= kRounds; i += 1) {
    const told = (what) => say(`Round ${i} of ${kRounds}: ${what} measured …`);
    told('warming up; nothing yet');
    rounds.push(await round(seconds, told));
    show(summarise(rounds), fastestTasks(rounds));
  }
  say(
    `Best of ${kRounds} rounds. ${navigator.hardwareConcurrency ?? '?'} cores, ${navigator.userAgent}`,
  );
  return { rows: summarise(rounds), tasks: fastestTasks(rounds), userAgent: navigator.userAgent };
}

const seconds = Math.min(
  10,
  Math.max(0.2, Number(new URLSearchParams(location.search).get('seconds')) || 1),
);
self.benchResult = null;
self.benchReady = bench(seconds).then(
  (result) => (self.benchResult = result),
  (error) => {
    say(`The measurement failed: ${error.message}`);
    return (self.benchResult = { error: error.message });
  },
);
