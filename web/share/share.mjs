// The dialog "Share and keep": links, code for other pages, files, pictures and films. It is
// fetched when somebody opens it.

import { isReadable } from '../canvas/readable.mjs';
import { download, readFile, tryCopy } from '../input/files.mjs';
import { openTab } from '../input/tabs.mjs';
import { base, loadStyles } from '../load/load.mjs';
import { tell } from '../words/notice.mjs';
import { t } from '../words/strings.mjs';
import { densities, stagePicture, stageSize } from './capture.mjs';
import { elementCode, experimentText, frameCode, linkOf, nameOf, sizeText } from './code.mjs';
import { element, row, section, select } from './dom.mjs';
import { film, stopFilm } from './film.mjs';
import { confined, showResult } from './result.mjs';
import { zip } from './zip.mjs';

const kFirstControls = 2;
const kAllTables = 'all';

let dialog = null;
let page = null;

/** Opens the dialog for the lab on the stage. */
export async function openShare(app) {
  page = app;
  if (stopFilm.button) return stopFilm.button.focus();
  if (dialog?.open || !state().lab) return;
  await loadStyles('share/share.css');
  show();
}

const state = () => page.command({ get: 'state' });

function status(text) {
  dialog.querySelector('#share-status').textContent = text;
}

/** What the app answers, or an Error in its own words. */
function ask(what) {
  const answer = page.command({ get: what });
  if (answer.error) throw new Error(answer.error);
  return answer;
}

function show(result = null) {
  dialog?.remove();
  const made = build(ask('describe'), state());
  dialog = made;
  document.body.append(dialog);
  dialog.addEventListener('close', () => {
    made.remove();
    // A dialog hears of its end a frame later, when the next one may be open.
    if (dialog === made) document.getElementById('canvas').focus({ preventScroll: true });
  });
  // A click beside the dialog closes it; one that began inside (a selection) does not.
  dialog.addEventListener('pointerdown', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.showModal();
  if (result) exhibit(result);
  else dialog.querySelector('[data-do="copy-link"]').focus();
}

// ---- What it does ----

/** Runs what a button does, and says in the dialog what went wrong. */
const doing = (act) => async (event) => {
  const button = event.currentTarget;
  button.disabled = true;
  try {
    await act();
  } catch (error) {
    status(t('That did not work: {1}.', error.message));
  } finally {
    button.disabled = false;
    if (dialog.open && document.activeElement === document.body) button.focus();
  }
};

async function copyFrom(field, words) {
  if (await tryCopy(field.value, dialog)) return status(words);
  status(
    t(
      'The page around this frame does not let it use the clipboard. ' +
        'The text is selected: press Ctrl C (or ⌘ C).',
    ),
  );
  field.focus();
  field.select();
}

/** Gives a file to the browser to save; whether that may be is only sometimes known. */
function save(name, content) {
  download(name, content);
  const size = sizeText(content.size ?? new TextEncoder().encode(content).length);
  if (confined) status(t('{1} ({2}) was handed to the browser.', name, size));
  else status(t('Saved as {1} ({2}).', name, size));
}

/** Saves a file, and shows it where saving may come to nothing. */
function keep(name, content) {
  save(name, content);
  if (confined && dialog.open) exhibit({ name, content });
}

const exhibit = (result) => showResult(dialog, result, { button, save, copyFrom, openAlone });

/** Opens the lab where nothing around it forbids anything. */
function openAlone() {
  if (openTab(linkOf(location.href, state().hash))) return;
  const link = dialog.querySelector('#share-link');
  status(
    t(
      'The page around this frame does not let it open tabs. ' +
        'The link is selected: copy it and open it in a new tab.',
    ),
  );
  link.focus();
  link.select();
}

async function saveExperiment() {
  const frame = await page.whole({ get: 'frame' });
  keep(nameOf({ ...frame, step: frame.steps }, 'json'), experimentText(frame));
}

async function openExperiment(input) {
  const file = input.files[0];
  const read = file && (await readFile(file, status));
  input.value = '';
  if (!read) return;
  let recipe;
  try {
    recipe = JSON.parse(read.text);
  } catch {
    return status(t('{1} is not valid JSON, so nothing was changed.', read.name));
  }
  const { error } = page.command({ load: recipe });
  if (error)
    return status(t('{1} was not opened, and nothing was changed: {2}.', read.name, error));
  dialog.close();
  tell(t('Opened {1}.', read.name));
}

async function saveTables(choice) {
  const files = await page.whole({ get: 'csv' });
  if (choice === kAllTables) keep(nameOf(state(), 'zip'), zip(files));
  else keep(nameOf(state(), choice), files[choice]);
}

async function savePicture(ratio) {
  if (isReadable()) return keep(nameOf(state(), 'png'), await stagePicture(page, ratio));
  const { stageDrawing } = await import('./drawing.mjs');
  const frame = await page.whole({ get: 'frame' });
  const name = nameOf(state(), 'svg');
  keep(name, stageDrawing(ask('describe'), frame, state().dark));
  status(
    t(
      'This browser gives pages noise for what they have drawn, to protect its reader. ' +
        'The pictures were drawn anew from their numbers, as {1}.',
      name,
    ),
  );
}

async function recordFilm(kind, seconds, fromStart) {
  const what = state();
  // Closing gives the focus back to the canvas, so that the lab's keys work while it records.
  const result = await film(page, {
    kind,
    seconds,
    fromStart,
    begin: () => dialog.close(),
    status,
  });
  if (!result) return;
  show({ name: nameOf({ ...what, step: undefined }, result.ending), ...result });
  const size = sizeText(result.content.size);
  status(kind === 'gif' ? t('The GIF is ready: {1}.', size) : t('The film is ready: {1}.', size));
}

// ---- What it looks like ----

const button = (id, label, act, className = '') => {
  const made = element('button', { type: 'button', className }, label);
  made.dataset.do = id;
  made.addEventListener('click', doing(act));
  return made;
};

function embedSection(lab, present) {
  const relevant = lab.params.filter(({ id }) => !present.irrelevant.includes(id));
  const boxes = relevant.map(({ id, label }, i) => {
    const box = element('input', { type: 'checkbox', value: id, checked: i < kFirstControls });
    return element('label', {}, box, t(label));
  });
  const kinds = [
    ['element', t('Basin element')],
    ['frame', t('Plain frame')],
  ].map(([value, label], i) =>
    element(
      'label',
      {},
      element('input', { type: 'radio', name: 'share-kind', value, checked: i === 0 }),
      label,
    ),
  );
  const code = element('textarea', {
    id: 'share-code',
    readOnly: true,
    rows: 4,
    spellcheck: false,
  });
  code.ariaLabel = t('Code for the other page');
  const summary = element('summary', {});
  const part = section(
    t('Embed in another page'),
    '',
    element(
      'div',
      { className: 'choices', role: 'radiogroup', ariaLabel: t('Kind of code') },
      ...kinds,
    ),
    element(
      'details',
      {},
      summary,
      element(
        'div',
        { className: 'boxes', role: 'group', ariaLabel: t('Controls to show') },
        ...boxes,
      ),
    ),
    code,
    row(button('copy-code', t('Copy code'), () => copyFrom(code, t('Code copied.')))),
  );
  const write = () => {
    const chosen = boxes.map((label) => label.firstChild).filter((box) => box.checked);
    const controls = chosen.map((box) => box.value);
    const asFrame = part.querySelector('[name="share-kind"]:checked').value === 'frame';
    const { hash } = state();
    code.value = asFrame
      ? frameCode(location.href, hash, controls, t(lab.title))
      : elementCode(base, hash, controls);
    summary.textContent = t('Controls to show: {1} of {2}', controls.length, boxes.length);
  };
  part.addEventListener('change', write);
  write();
  return part;
}

function fileSection() {
  const input = element('input', {
    type: 'file',
    className: 'unseen',
    accept: '.json,application/json',
  });
  Object.assign(input, { id: 'share-file', tabIndex: -1, ariaLabel: t('A saved experiment') });
  input.addEventListener('change', () => openExperiment(input));
  const table = select('share-table', t('Which tables'), [[kAllTables, t('all tables (ZIP)')]]);
  const choice = table.lastChild;
  // Their names come with the tables, which take the app a tenth of a second: only for who looks.
  const list = async () => {
    if (choice.length > 1) return;
    const { error, ...files } = await page.whole({ get: 'csv' });
    if (choice.length > 1) return; // Pressed again meanwhile.
    if (error) return; // Before the first frame there are none; the button will say so.
    choice.append(...Object.keys(files).map((name) => element('option', { value: name }, name)));
  };
  choice.addEventListener('pointerdown', list);
  choice.addEventListener('focus', list);
  return section(
    t('Keep the experiment'),
    t('Parameters, seed, what you changed on the way, results and all curves.'),
    row(
      button('save-json', t('Save as JSON'), saveExperiment),
      button('open-json', t('Open a saved one …'), () => input.click()),
      input,
    ),
    row(
      button('save-csv', t('Save as CSV'), () => saveTables(choice.value)),
      table,
    ),
  );
}

function pictureSection() {
  const { width, height } = stageSize(page);
  const density = select(
    'share-density',
    t('Size of the picture'),
    densities().map((ratio, i) => {
      const size = `${Math.round(width * ratio)} × ${Math.round(height * ratio)}`;
      return [ratio, i === 0 ? t('{1}, as on the screen', size) : t('{1}, twice as fine', size)];
    }),
  );
  const length = select('share-length', t('Kind and length of the film'), [
    ...[3, 6].map((seconds) => [`gif ${seconds}`, t('GIF, {1} s', seconds)]),
    ...[10, 30, 60].map((seconds) => [`video ${seconds}`, t('video, {1} s', seconds)]),
  ]);
  const start = element('input', { type: 'checkbox', id: 'share-start' });
  const begin = () => {
    const [kind, seconds] = length.lastChild.value.split(' ');
    return recordFilm(kind, Number(seconds), start.checked);
  };
  return section(
    t('Picture and film'),
    t('Of the stage alone, without controls.'),
    row(
      button('save-png', t('Save as PNG'), () => savePicture(Number(density.lastChild.value))),
      density,
    ),
    row(
      button('record', t('Record'), begin),
      length,
      element('label', {}, start, t('from step 0')),
    ),
  );
}

function build(lab, present) {
  const link = element('input', { id: 'share-link', readOnly: true, ariaLabel: t('Link') });
  link.value = linkOf(location.href, present.hash);
  link.addEventListener('focus', () => link.select());
  const leave = { type: 'button', className: 'close', ariaLabel: t('Close') };
  const close = element('button', leave, '✕');
  close.addEventListener('click', () => dialog.close());
  const made = element(
    'dialog',
    { id: 'share' },
    element(
      'div',
      { className: 'head' },
      element('h2', { id: 'share-title' }, t('Share and keep')),
      element('p', {}, t('{1}, seed {2}', lab.title, present.seed)),
      close,
    ),
    element(
      'div',
      { className: 'body' },
      element('div', { id: 'share-result', hidden: true }),
      section(
        t('Link'),
        t('Opens this lab with these parameters and this seed.'),
        row(
          link,
          button('copy-link', t('Copy link'), () => copyFrom(link, t('Link copied.')), 'main'),
        ),
      ),
      embedSection(lab, present),
      fileSection(),
      pictureSection(),
    ),
    element('p', { id: 'share-status', role: 'status' }),
  );
  made.setAttribute('aria-labelledby', 'share-title');
  return made;
}
