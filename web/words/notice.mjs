// Everything the page says in words of its own: a card for what stops the app, a toast for what does
// not, and a live region for readers who listen.

import { t } from './strings.mjs';

const element = (id) => document.getElementById(id);

let toastTimer = 0;
let openCard = null;

/** Shows a card over the page. `actions` are [label, function] pairs, the first is the main one. */
export function showCard(title, text, { detail = '', actions = [] } = {}) {
  element('notice-title').textContent = title;
  element('notice-text').textContent = text;
  element('notice-detail').textContent = detail;
  const row = element('notice-actions');
  row.replaceChildren(
    ...actions.map(([label, act]) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = label;
      button.addEventListener('click', act);
      return button;
    }),
  );
  element('notice').hidden = false;
  element('boot').hidden = true;
  openCard = title;
  // A frame inside another page never takes the focus by itself.
  if (self === self.parent) row.firstElementChild?.focus({ preventScroll: true });
}

/** Takes the card away; with a title, only when it is that one. */
export function hideCard(title = openCard) {
  if (openCard !== title) return;
  element('notice').hidden = true;
  openCard = null;
}

/** The title of the card on show, or null. */
export const shownCard = () => openCard;

const reload = () => location.reload();

/** A failure that ends the run: what happened, what to do, and what the machine said. */
export function fatal(title, text, error) {
  showCard(title, text, {
    detail: error ? t(String(error?.message ?? error)) : '',
    actions: [[t('Load again'), reload]],
  });
  console.error(title, error ?? '');
}

/** A line at the bottom edge for some seconds, longer with an action to take: [label, function]. */
export function toast(text, action = null) {
  const line = element('toast');
  line.textContent = text;
  if (action) {
    const button = document.createElement('button');
    button.type = 'button';
    [button.textContent] = action;
    button.addEventListener('click', () => {
      line.hidden = true;
      action[1]();
    });
    line.append(' ', button);
  }
  line.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (line.hidden = true), action ? 30000 : 6000);
}

/** Says a line to screen readers. */
export function announce(text) {
  const live = element('live');
  // The same words twice are only said twice when the node changes.
  live.textContent = live.textContent === text ? text + '\u00a0' : text;
}

/** Shows a line as toast() does, and says it. */
export function tell(text, action = null) {
  toast(text, action);
  announce(text);
}
