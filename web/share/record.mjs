// Films of the stage: WebM (or what else the browser records) and GIF.

import { isReadable } from '../canvas/readable.mjs';
import { load } from '../load/load.mjs';
import { phrase } from '../words/strings.mjs';
import { follow } from './capture.mjs';
import { encodeGif } from './gif_worker.mjs';
import { withDuration } from './webm.mjs';

const kKinds = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm', 'video/mp4'];
const kFilmMs = 1000 / 30;
const kFilmWidth = 1280;
const kFilmRate = 4e6;
const kGifMs = 100;
const kGifWidth = 640;
const kNoPicture = phrase('no picture arrived');

/** Scales a size down to `widest`; both sides even, as encoders of films want them. */
function fitted({ width, height }, widest) {
  const scale = Math.min(1, widest / width);
  const even = (length) => Math.max(2, 2 * Math.round((length * scale) / 2));
  return { width: even(width), height: even(height) };
}

/** Why no film of this kind can be recorded here, in words, or null. */
export function whyNot(kind) {
  if (!isReadable()) {
    return phrase(
      'This browser gives pages noise for what they have drawn, to protect its reader, so there can be no film.',
    );
  }
  if (kind === 'gif') {
    if (typeof OffscreenCanvas !== 'undefined' && typeof Worker !== 'undefined') return null;
    return phrase('This browser cannot draw in a worker, which a GIF needs. A newer one can.');
  }
  if (typeof MediaRecorder !== 'undefined' && HTMLCanvasElement.prototype.captureStream) {
    if (kKinds.some((type) => MediaRecorder.isTypeSupported(type))) return null;
  }
  return phrase(
    'This browser records no films (it has no MediaRecorder for canvases). ' +
      'A GIF can still be made.',
  );
}

/** Resolves when the time is up or `signal` is aborted, and tells `tick(seconds)` as it goes. */
function elapse(seconds, signal, tick) {
  const start = performance.now();
  const passed = () => (performance.now() - start) / 1000;
  return new Promise((resolve) => {
    const end = () => {
      clearInterval(timer);
      signal.removeEventListener('abort', end);
      resolve(passed());
    };
    const timer = setInterval(() => (passed() >= seconds ? end() : tick(passed())), 100);
    signal.addEventListener('abort', end);
  });
}

async function recordFilm(page, seconds, signal, tick) {
  const type = kKinds.find((each) => MediaRecorder.isTypeSupported(each));
  const screen = document.createElement('canvas');
  let context = null;
  let touched = 0;
  const end = follow(page, kFilmMs, (canvas, { x, y, width, height }) => {
    if (!context) {
      Object.assign(screen, fitted({ width, height }, kFilmWidth));
      context = screen.getContext('2d', { alpha: false });
    }
    context.drawImage(canvas, x, y, width, height, 0, 0, screen.width, screen.height);
    touched = performance.now();
  });
  // A recorder takes no notice of a picture that rests; drawn over itself, it stays in the film.
  const still = setInterval(() => {
    if (context && performance.now() - touched > 150) context.drawImage(screen, 0, 0);
  }, 100);
  try {
    await nextFrame(page, () => context);
    const stream = screen.captureStream(30);
    const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: kFilmRate });
    const parts = [];
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    const stopped = new Promise((resolve, reject) => {
      recorder.addEventListener('stop', resolve);
      recorder.addEventListener('error', ({ error }) =>
        reject(error ?? new Error(phrase('it broke off'))),
      );
    });
    recorder.start();
    const took = await Promise.race([elapse(seconds, signal, tick), stopped.then(() => seconds)]);
    if (recorder.state !== 'inactive') recorder.stop();
    await stopped;
    for (const track of stream.getTracks()) track.stop();
    const ending = type.includes('mp4') ? 'mp4' : 'webm';
    const film = new Blob(parts, { type: `video/${ending}` });
    if (film.size === 0) throw new Error(phrase('the browser recorded nothing'));
    const blob = ending === 'webm' ? await withDuration(film, took * 1000) : film;
    return { blob, ending, seconds: took };
  } finally {
    end();
    clearInterval(still);
  }
}

/** Asks for a frame and waits until `there()`. */
async function nextFrame(page, there) {
  const end = performance.now() + 5000;
  while (!there()) {
    if (performance.now() > end) throw new Error(phrase('the app draws no picture'));
    page.drawNow();
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** A worker that makes GIFs, from the library's text: in a sandbox a worker can load nothing. */
async function gifWorker() {
  const library = await (await load('gifenc.js')).text();
  const source = `'use strict';const module={exports:{}},exports=module.exports;${library}
;(${encodeGif})(module.exports, self, ${JSON.stringify(kNoPicture)});`;
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  return worker;
}

async function recordGif(page, seconds, signal, tick, working) {
  const worker = await gifWorker();
  try {
    const answer = new Promise((resolve, reject) => {
      worker.addEventListener('error', (event) => reject(new Error(event.message || 'no worker')));
      worker.addEventListener('message', ({ data }) => {
        if (data.error) reject(new Error(data.error));
        else if (data.bytes) resolve(data);
        else working(data.share);
      });
    });
    answer.catch(() => {}); // Whoever waits for it hears of it.
    const sending = new Set();
    let first = 0;
    const end = follow(page, kGifMs, (canvas, place) => {
      const time = performance.now();
      first ||= time;
      const size = fitted(place, kGifWidth);
      // The copy is of this frame, although it comes later.
      const picture = createImageBitmap(canvas, place.x, place.y, place.width, place.height, {
        resizeWidth: size.width,
        resizeHeight: size.height,
        resizeQuality: 'medium',
      }).then((bitmap) => worker.postMessage({ bitmap, time: time - first }, [bitmap]));
      sending.add(picture);
      picture.catch(() => {}).finally(() => sending.delete(picture));
    });
    let took;
    try {
      await nextFrame(page, () => first);
      took = await Promise.race([elapse(seconds, signal, tick), answer]);
    } finally {
      end();
    }
    await Promise.all(sending);
    worker.postMessage({ end: took * 1000 });
    const { bytes, frames } = await answer;
    return { blob: new Blob([bytes], { type: 'image/gif' }), ending: 'gif', seconds: took, frames };
  } finally {
    worker.terminate();
  }
}

/**
 * Records the stage for `seconds`, or until `signal`, and returns {blob, ending, seconds}.
 * `tick(seconds)` is called while it records, `working(share)` while a GIF is made.
 */
export function record(page, { kind, seconds, signal, tick, working }) {
  if (kind === 'gif') return recordGif(page, seconds, signal, tick, working);
  return recordFilm(page, seconds, signal, tick);
}
