// Fetches and compiles the files of the build, and checks that this browser can run them.

import { phrase } from '../words/strings.mjs';

/** The folder of the page, wherever it is served from. */
export const base = new URL('../', import.meta.url);

/** Where publication has put the files of the build, {name: path}; cmake/publish.mjs fills it in. */
const kPlaces = {};

/** Whether this is a published site, whose files never change under their names. */
export const published = Object.keys(kPlaces).length > 0;

/** What a page in one file carries in itself: files as functions to a Response, modules to import. */
export const carried = { files: new Map(), modules: new Map() };

const kFonts = ['sans-regular.ttf', 'sans-semibold.ttf', 'math.ttf', 'names.ttf'];
const kRetryMs = [400, 1600];

/** A file of the build could not be had. */
export class LoadError extends Error {}
/** This browser lacks something that nothing can stand in for. */
export class BrowserError extends Error {}

/** It can compute, but has no way to draw the app's picture. */
export class PictureError extends BrowserError {}

/** The address of a file of the build. */
export const place = (name) => new URL(kPlaces[name] ?? name, base);

/** Fetches once more, and once more, where only the way was bad: no answer, or a busy server. */
async function fetchPatiently(name, retries) {
  const [wait, ...rest] = retries;
  let response;
  try {
    response = await fetch(place(name));
  } catch (error) {
    if (wait === undefined) throw new LoadError(`${name}: ${error.message}`);
  }
  const busy = response && (response.status >= 500 || response.status === 429);
  if (response && !(busy && wait !== undefined)) return response;
  await new Promise((later) => setTimeout(later, wait));
  return fetchPatiently(name, rest);
}

/** A file of the build. */
export async function load(name) {
  if (carried.files.has(name)) return carried.files.get(name)();
  const response = await fetchPatiently(name, kRetryMs);
  if (!response.ok)
    throw new LoadError(`${name}: ${response.status} ${response.statusText}`.trim());
  return response;
}

/** A module of the build that is not known when the page is put together. */
export async function loadModule(name) {
  try {
    return await (carried.modules.get(name)?.() ?? import(place(name)));
  } catch (error) {
    throw new LoadError(`${name}: ${error.message}`);
  }
}

const sheets = new Map();

/** Adds a style sheet of the build that is not needed to start, once; resolves when it holds. */
export function loadStyles(name) {
  if (!sheets.has(name)) {
    const adopt = async () => {
      const sheet = new CSSStyleSheet();
      await sheet.replace(await (await load(name)).text());
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    };
    const adopted = adopt();
    sheets.set(name, adopted);
    adopted.catch(() => sheets.delete(name));
  }
  return sheets.get(name);
}

// Only a response of the right type can be compiled while it arrives.
const streams = (response) =>
  /^application\/wasm\b/.test(response.headers.get('content-type') ?? '');

/** A compiled module, to be posted to workers. */
export async function compile(name) {
  const response = await load(name);
  if (streams(response)) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** An instance from a response that may still be on its way. */
export async function instantiate(fetched, imports) {
  const response = await fetched;
  if (streams(response)) return WebAssembly.instantiateStreaming(response, imports);
  return WebAssembly.instantiate(await response.arrayBuffer(), imports);
}

/** The app's fonts by name; a missing one is only warned of, the app has a plain font of its own. */
export async function loadFonts() {
  const fonts = new Map();
  const one = async (name) => {
    try {
      fonts.set(name, new Uint8Array(await (await load(`fonts/${name}`)).arrayBuffer()));
    } catch (error) {
      console.warn(`basin: ${error.message}`);
    }
  };
  await Promise.all(kFonts.map(one));
  return fonts;
}

/** The smallest module with a SIMD instruction. */
const kSimd = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15,
  253, 98, 11,
]);

/**
 * Throws a BrowserError or PictureError that names what is missing. The context is made here, while the rest is still
 * on its way, for it takes a browser long; the app asks for the same attributes and gets the same one.
 */
export function checkBrowser(canvas) {
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(kSimd)) {
    throw new BrowserError(phrase('WebAssembly with SIMD is missing or switched off.'));
  }
  if (
    !canvas.getContext('webgl2', { alpha: false, depth: false, stencil: false, antialias: false })
  ) {
    throw new PictureError(phrase('WebGL 2 is missing or switched off.'));
  }
}
