// What the dialog for sharing writes: links, code for other pages, names of files. It needs no
// document.

import { t } from '../words/strings.mjs';

/** Parts of an address that say how the page looks, not what is shown. */
const kLooks = ['embed', 'show', 'locale', 'theme', 'play'];

/** The link that opens this experiment; `more` is added to its state. */
export function linkOf(href, hash, more = {}) {
  const state = new URLSearchParams(hash);
  for (const name of kLooks) state.delete(name);
  for (const [name, value] of Object.entries(more)) state.set(name, value);
  // Commas and colons are allowed behind '#', and easier to read.
  const text = state.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return `${href.split('#')[0]}#${text}`;
}

const kEscapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const quoted = (text) => `"${String(text).replace(/[&<>"]/g, (sign) => kEscapes[sign])}"`;
const attributes = (pairs) => pairs.map(([name, value]) => `${name}=${quoted(value)}`).join(' ');

/** The element of basin-lab.js, with the script that makes it known. */
export function elementCode(base, hash, controls) {
  const state = new URLSearchParams(hash);
  for (const name of kLooks) state.delete(name);
  const pairs = [...state];
  if (controls.length > 0) pairs.push(['controls', controls.join(',')]);
  pairs.push(['loading', 'lazy']);
  const script = new URL('basin-lab.js', base).href;
  return (
    `<script src=${quoted(script)}></script>\n` + `<basin-lab ${attributes(pairs)}></basin-lab>`
  );
}

/** A frame, for pages where no script may be added. */
export function frameCode(href, hash, controls, title) {
  const more = { embed: 'true', ...(controls.length > 0 && { show: controls.join(',') }) };
  const pairs = [
    ['src', linkOf(href, hash, more)],
    ['title', `${title} (Basin)`],
    ['width', 834],
    ['height', 504],
    ['style', 'border:0;max-width:100%'],
    ['sandbox', 'allow-scripts allow-same-origin allow-downloads allow-popups'],
    ['allow', 'clipboard-write; fullscreen'],
    ['loading', 'lazy'],
    ['scrolling', 'no'],
  ];
  return `<iframe ${attributes(pairs)} allowfullscreen></iframe>`;
}

/** A file name that tells what is in the file. */
export function nameOf({ lab, seed, step }, ending) {
  return `basin-${lab}-seed${seed}${step === undefined ? '' : `-step${step}`}.${ending}`;
}

/** A frame as the text of a file: one line for each of its parts. */
export function experimentText(frame) {
  const lines = Object.entries(frame).map(([key, value]) => `"${key}": ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** 1234567 as "1.2 MB". */
export function sizeText(bytes) {
  if (bytes < 1000) return t('{1} bytes', bytes);
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
