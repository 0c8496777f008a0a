// Data that comes from the reader and goes to the reader: dropped, pasted and opened files, the
// clipboard, downloads.

import { showCard, hideCard, announce, tell } from '../words/notice.mjs';
import { t } from '../words/strings.mjs';

const kMegabyte = 1024 * 1024;
const kLargest = 8 * kMegabyte;
const kKinds = /\.(csv|tsv|txt|json)$/i;

const isTextual = (file) => kKinds.test(file.name) || /^text\/|json/.test(file.type);

/**
 * What is meant by something that is there in several shapes: {text} or {files}. Spreadsheets add a picture to the cells they
 * copy, so text wins; file managers add the names to the files they copy, so names do not.
 */
export function meant(text, files) {
  const readable = files.filter(isTextual);
  const isName = readable.some(({ name }) => name && text.trimEnd().endsWith(name));
  const isText = text.trim() !== '' && !isName;
  return isText || files.length === 0 ? { text } : { files: readable.length > 0 ? readable : files };
}

/**
 * Bytes as text: UTF-16 where they say so, else UTF-8, else the one byte a letter of older spreadsheets.
 * Throws where they are no text.
 */
export function decoded(bytes) {
  const utf16 = { '255,254': 'utf-16le', '254,255': 'utf-16be' }[bytes.slice(0, 2).join()];
  const read = (encoding, fatal) => new TextDecoder(encoding, { fatal }).decode(bytes);
  let text;
  try {
    text = read(utf16 ?? 'utf-8', true);
  } catch (error) {
    if (utf16) throw error;
    text = read('windows-1252');
  }
  if (/[\0-\x06\x0e-\x1a]/.test(text)) throw new TypeError('not text');
  return text;
}

/**
 * Checks a file and reads it as text; says what is wrong through `complain` and returns null when it
 * cannot be used.
 */
export async function readFile(file, complain = tell) {
  const name = file.name || t('file');
  if (!isTextual(file)) return (complain(t('{1} is neither CSV nor JSON, so nothing was changed.', name)), null);
  if (file.size > kLargest) {
    const size = (file.size / kMegabyte).toFixed(1);
    return (
      complain(
        t('{1} is too large: {2} MB, at most {3} MB can be read.', name, size, kLargest / kMegabyte),
      ),
      null
    );
  }
  try {
    return { name, text: decoded(new Uint8Array(await file.arrayBuffer())) };
  } catch {
    return (complain(t('{1} could not be read as text, so nothing was changed.', name)), null);
  }
}

/** Hands dropped and opened files to `take(name, text)`, pasted text to `paste(text)` first. */
export function acceptFiles({ take, paste }) {
  const hint = document.getElementById('drop-hint');
  const input = document.getElementById('file');
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
  let depth = 0;

  const readAll = async (files) => {
    if (files.length > 1) announce(t('Reading the first of {1} files.', files.length));
    const file = files[0] && (await readFile(files[0]));
    if (file) take(file.name, file.text);
  };

  window.addEventListener('dragenter', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth += 1;
    hint.hidden = false;
  });
  window.addEventListener('dragleave', (event) => {
    if (!hasFiles(event)) return;
    depth = Math.max(0, depth - 1);
    hint.hidden = depth === 0;
  });
  window.addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  });
  window.addEventListener('drop', (event) => {
    depth = 0;
    hint.hidden = true;
    if (!hasFiles(event)) return;
    event.preventDefault();
    readAll(meant('', [...event.dataTransfer.files]).files ?? []);
  });
  window.addEventListener('paste', (event) => {
    if (event.target.closest?.('#form, dialog')) return; // There it goes into a field.
    const { clipboardData } = event;
    const { text, files } = meant(clipboardData?.getData('text/plain') ?? '', [...(clipboardData?.files ?? [])]);
    if (!files && text === '') return;
    event.preventDefault();
    if (files) readAll(files);
    else if (text.length > kLargest)
      tell(t('The pasted text is too long, so nothing was changed.'));
    else if (!paste(text)) take(/^\s*[[{]/.test(text) ? 'pasted.json' : 'pasted.csv', text);
  });
  input.addEventListener('change', async () => {
    await readAll([...input.files]);
    input.value = '';
  });
}

/** Opens the browser's file dialog; the file then arrives like a dropped one. */
export function openFile() {
  document.getElementById('file').click();
}

/** Offers `content`, a text or a Blob, as a download called `name`. */
export function download(name, content) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** Copies by the old way, which some frames still allow, through a field inside `place`. */
function copyBySelection(text, place) {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'unseen';
  place.append(area);
  const before = document.activeElement;
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  before?.focus?.({ preventScroll: true });
  return done;
}

/** Copies `text` and tells whether that was allowed; an open dialog lends a `place` to copy from. */
export async function tryCopy(text, place = document.body) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text, place);
  }
}

/** Copies `text`, and tells whether that was allowed; else shows it, to be copied by hand. */
export async function copy(text) {
  if (await tryCopy(text)) return true;
  const title = t('Copy this by hand');
  showCard(title, t('The page around this frame does not let it use the clipboard.'), {
    detail: text,
    actions: [[t('Close'), () => hideCard(title)]],
  });
  return false;
}
