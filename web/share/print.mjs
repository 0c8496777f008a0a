// What goes on paper: title, pictures, parameters and address of the lab, on white. Browsers print as soon as they have said
// that they will, so all of it is made in the task in which they say it.

import { loadStyles } from '../load/load.mjs';
import { h } from '../words/dom.mjs';
import { grouped, shortNumber } from '../words/numbers.mjs';
import { t } from '../words/strings.mjs';
import { stageCopy, stageSize } from './capture.mjs';
import { linkOf } from './code.mjs';

/** Pixels that a picture has across the paper, about, where its graphics can: 300 an inch. */
const kPixels = 2200;
const kMostRatio = 4;
/** Rows of data are no parameter that somebody reads on paper. */
const kLongest = 160;

/** A text as it is: what is composed or typed is not looked up. */
const plain = (name, textContent, more = {}) => h(name, { textContent, ...more });

function valueText({ kind, choices, unit }, value) {
  if (kind === 'boolean') return value ? '✓' : '–';
  if (kind === 'choice') return t(choices.find(({ id }) => id === value)?.label ?? String(value));
  const isNumber = typeof value === 'number';
  const text = isNumber ? shortNumber(value) : Array.isArray(value) ? value.join(', ') : String(value);
  const short = text.length > kLongest ? `${text.slice(0, kLongest)} …` : text;
  return unit ? `${short} ${unit}` : short;
}

/** Names and values of all that has an effect; what differs from its default stands out. */
function parameters(lab, { params, irrelevant = [], seed }) {
  const line = (label, value, own) =>
    h('div', { className: own ? 'own' : '' }, plain('dt', t(label)), ' ', plain('dd', value));
  const shown = lab.params.filter(({ id }) => !irrelevant.includes(id));
  const lines = shown.map((param) => {
    const value = params[param.id];
    return line(param.label, valueText(param, value), String(value) !== String(param.default));
  });
  return h('dl', {}, lines, line('Seed', String(seed), true));
}

/** What the app shows, on white; null while nothing can be drawn. */
function pictureOfApp(page) {
  page.paper(true);
  try {
    page.drawNow(); // What is measured of a frame is known to the next one.
    const ratio = Math.min(kMostRatio, kPixels / stageSize(page).width);
    return stageCopy(page, Math.max(ratio, devicePixelRatio || 1));
  } catch {
    return null;
  } finally {
    page.paper(false);
    page.drawNow();
  }
}

/** The labs by their groups. */
function list(labs) {
  const groups = Map.groupBy?.(labs, ({ group }) => group) ?? new Map([['', labs]]);
  return [...groups].map(([group, inside]) => [
    group && h('h2', {}, group),
    h(
      'ul',
      {},
      inside.map(({ title, claim, year }) =>
        h('li', {}, h('strong', {}, title), plain('span', ` (${year}) `), h('span', {}, claim)),
      ),
    ),
  ]);
}

/**
 * The sheet for what is seen: {lab, state} as describe() and state give them, {step, words} on how it stands, `pictures`
 * that are drawn light; without a lab, all `labs`.
 */
function sheet({ lab, state, step, words, pictures, labs = [] }) {
  const address = linkOf(location.href, state?.hash ?? '').replace(/#$/, '');
  const content = lab
    ? [
        h('h1', {}, lab.title),
        pictures && h('div', { className: 'pictures' }, pictures),
        plain('p', step > 0 ? t('Step {1}, {2}', grouped(step), words) : t(words)),
        parameters(lab, state),
      ]
    : [plain('h1', document.title), list(labs)];
  return h('section', { id: 'paper' }, content, plain('p', address, { className: 'address' }));
}

/** What there is to print of the app. */
function seenInApp(page) {
  const state = page.command({ get: 'state' });
  const lab = state.lab ? page.command({ get: 'describe' }) : null;
  if (!lab || lab.error) return { state, labs: page.command({ get: 'labs' }) };
  const words = state.checks || state.statusWords;
  return { lab, state, step: state.step, words, pictures: pictureOfApp(page) };
}

/** From now on `page` can be printed: the object of main.mjs, or a form, where there is no app. */
export async function printable(page) {
  await loadStyles('share/print.css');
  const root = document.documentElement;
  let paper = null;
  const clear = () => {
    paper?.remove();
    root.classList.remove('on-paper');
  };
  addEventListener('beforeprint', () => {
    clear();
    paper = sheet(page.seen?.() ?? seenInApp(page));
    document.body.prepend(paper);
    root.classList.add('on-paper');
  });
  addEventListener('afterprint', () => {
    clear();
    page.resize?.(); // The window was as large as the paper.
    page.drawNow?.();
  });
}
