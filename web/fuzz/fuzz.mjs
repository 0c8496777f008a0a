// `?fuzz=SECONDS&seed=N` in the address lets a monkey loose on the page: gestures of every kind as
// real DOM events, the same ones for the same seed, while everything that goes wrong is noted. At the
// end a freshly opened lab must play as if nothing had happened. `basin.fuzz` is the promise of the
// report, and a page around a frame gets it as a message: {fuzz: {seconds, gestures, errors}}.

import { shownCard } from '../words/notice.mjs';
import { Gestures } from './gestures.mjs';

const kPerSecond = 200;
const kAtLeastPerSecond = 30;
const kMostErrors = 50;
/** How long a lab may take at the end to move: its worker may have a long step to finish. */
const kPatienceMs = 60000;

const pause = (milliseconds) => new Promise((next) => setTimeout(next, milliseconds));
/** Random numbers in [0, 1), the same for the same seed (mulberry32). */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Notes everything that the page complains of until `stop()`. */
function watchErrors() {
  const errors = [];
  const note = (text) => {
    if (errors.length < kMostErrors && !errors.includes(text)) errors.push(text);
  };
  const onError = ({ message, error }) => note(`error: ${error?.stack ?? message}`);
  const onRejection = ({ reason }) => note(`rejection: ${reason?.stack ?? reason}`);
  window.addEventListener('error', onError);
  window.addEventListener('unhandledrejection', onRejection);
  const { error: original } = console;
  console.error = (...values) => {
    note(`console: ${values.map((value) => value?.stack ?? value).join(' ')}`);
    original.apply(console, values);
  };
  return {
    errors,
    note,
    stop() {
      window.removeEventListener('error', onError);
      window.removeEventListener('unhandledrejection', onRejection);
      console.error = original;
    },
  };
}

/** How many colours a coarse copy of the picture has; null while none can be drawn. */
function coloursShown(canvas, app) {
  if (!app.drawNow()) return null;
  // Only in the task that drew it the picture can be read.
  const copy = document.createElement('canvas');
  copy.width = copy.height = 48;
  const paper = copy.getContext('2d', { willReadFrequently: true });
  paper.drawImage(canvas, 0, 0, copy.width, copy.height);
  return new Set(new Uint32Array(paper.getImageData(0, 0, copy.width, copy.height).data.buffer))
    .size;
}

/** Complains of a picture of one colour, when one was drawn at all and has some size. */
function checkPicture({ canvas, app, note }) {
  // A canvas that was flat a moment ago has its new size, but its buffer not yet.
  const { clientWidth, clientHeight, width, height } = canvas;
  if (Math.min(clientWidth, clientHeight, width, height) < 50) return;
  if (canvas.getContext('webgl2').isContextLost()) return;
  if (coloursShown(canvas, app) !== 1) return;
  const { hash } = app.command({ get: 'state' });
  const lost = canvas.getContext('webgl2').isContextLost() ? ', the context is lost by now' : '';
  note(`blank: ${canvas.width} x ${canvas.height} of a single colour${lost}, at ${hash}`);
}

/** Waits until `probe()` is true; tells whether it became so. */
async function comes(probe, milliseconds = kPatienceMs) {
  const end = performance.now() + milliseconds;
  while (!probe()) {
    if (performance.now() > end) return false;
    await pause(50);
  }
  return true;
}

/** A lab opened now must play, whatever was done before. */
async function checkAlive({ app, canvas, note }, lab) {
  const state = () => app.command({ get: 'state' });
  if (shownCard()) note(`card: ${shownCard()}`);
  const before = state();
  app.command({ open: '' });
  const answer = app.command({ open: lab });
  if (answer.error) return note(`lost: ${answer.error}`);
  app.command({ do: 'play' });
  const fresh = () => state().lab === lab && state().seed === 1 && state().step > 0;
  const { frames: drawn } = app;
  if (!(await comes(fresh))) {
    const { alive, busy } = state();
    const facts = { alive, busy, frames: app.frames - drawn, workers: app.workers, before };
    return note(`lost: ${lab} does not start again: ${JSON.stringify(facts)}`);
  }
  const seen = new Set();
  const moves = () => {
    const { step, playing } = state();
    if (!playing) app.command({ do: 'play' }); // It may have come to its end.
    return seen.add(step).size > 3;
  };
  if (!(await comes(moves))) return note(`lost: ${lab} does not move, ${state().statusWords}`);
  const { frames } = app;
  if (!(await comes(() => app.frames > frames + 3))) return note('lost: nothing is drawn');
  if (!(await comes(() => !canvas.getContext('webgl2').isContextLost())))
    return note('lost: the graphics context');
  const colours = coloursShown(canvas, app);
  if (!(colours > 1)) note(`blank at the end: ${colours} colours`);
}

/** The run that the address asks for. `inside` is {canvas, app, workers}. */
export async function fuzz(inside, asked = new URLSearchParams(location.search)) {
  const seconds = Math.min(3600, Math.max(0, Number(asked.get('fuzz')) || 5));
  const seed = Number(asked.get('seed')) || 1;
  await inside.app.ready;
  const lab = inside.app.command({ get: 'state' }).lab || 'saddle';
  const watched = watchErrors();
  const scene = { ...inside, note: watched.note };
  const gestures = new Gestures(scene, lab, generator(seed));
  const start = performance.now();
  let done = 0;
  let nextCheck = 0.5;
  for (;;) {
    const elapsed = (performance.now() - start) / 1000;
    // A machine that was busy all the time has seen hardly any.
    const enough = done >= kAtLeastPerSecond * seconds || elapsed >= 10 * seconds;
    if (elapsed >= seconds && enough) break;
    // After a pause (a long task, a busy machine) some are made up for, not all at once.
    const due = Math.min(20, Math.floor(elapsed * kPerSecond) - done);
    for (let i = 0; i < due; i += 1) {
      try {
        gestures.next();
      } catch (error) {
        watched.note(`gesture ${gestures.last}: ${error.stack}`);
      }
    }
    done += Math.max(0, due);
    if (shownCard() === 'Basin has stopped') {
      watched.note(`stopped after ${done} gestures, the last ones ${gestures.recent.join(', ')}`);
      break;
    }
    if (elapsed > nextCheck) {
      nextCheck = elapsed + 0.5;
      checkPicture(scene);
    }
    await pause(5);
  }
  await gestures.end();
  if (shownCard() !== 'Basin has stopped') await checkAlive(scene, lab);
  watched.stop();
  const report = {
    seconds: Math.round((performance.now() - start) / 100) / 10,
    gestures: gestures.count,
    errors: watched.errors,
  };
  if (self !== self.parent) self.parent.postMessage({ fuzz: report }, '*');
  return report;
}
