// What a screen reader hears of a running lab without asking: short, seldom, and only what is new.

import { announce } from '../words/notice.mjs';
import { t } from '../words/strings.mjs';

const kQuietMs = 4000;
const kMostNames = 2;

const kSaid = {
  holds: (name) => t('{1}: now holds.', name),
  fails: (name) => t('{1}: now fails.', name),
};

/** What has changed between two lists of checks, in words; '' for nothing worth a word. */
export function changesOf(before, checks) {
  const old = new Map(before.map(({ id, state }) => [id, state]));
  const changed = checks.filter(({ id, state }) => kSaid[state] && old.get(id) !== state);
  if (changed.length === 0) return '';
  const named = changed.slice(0, kMostNames).map(({ name, state }) => kSaid[state](name));
  const holds = checks.filter(({ state }) => state === 'holds').length;
  const judged = checks.filter(({ state }) => state in kSaid).length;
  const rest = changed.length - named.length;
  return [
    ...named,
    rest > 0 && t('{1} more changed.', rest),
    t('{1} of {2} measured checks hold.', holds, judged),
  ]
    .filter(Boolean)
    .join(' ');
}

/** "running, 240 steps/s" is "running": a rate that flickers is no news. */
const plain = (words) => words.replace(/^running,.*$/, 'running');

/** Compares each state with what was said last; says at most one line in some seconds. */
export class Announcements {
  #last = null;
  #said = '';
  #checks = [];
  #heard = 0;
  #timer = 0;

  /** `silentAbout(words)`: statuses which somebody else announces. */
  constructor(silentAbout = () => false) {
    this.silentAbout = silentAbout;
  }

  /** Takes the present as known, without a word: after another lab was opened. */
  begin() {
    this.#last = null;
  }

  update({ statusWords, checks }) {
    const now = { words: plain(statusWords), checks };
    if (!this.#last) {
      this.#said = now.words;
      this.#checks = checks;
    }
    if (this.silentAbout(now.words)) this.#said = now.words;
    this.#last = now;
    this.#schedule();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #schedule() {
    if (this.#timer || !this.#line()) return;
    const wait = Math.max(0, this.#heard + kQuietMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      const line = this.#line();
      if (!line) return;
      this.#said = this.#last.words;
      this.#checks = this.#last.checks;
      this.#heard = performance.now();
      announce(line);
    }, wait);
  }

  #line() {
    if (!this.#last) return '';
    const { words, checks } = this.#last;
    const status = words === this.#said ? '' : t(`${words[0].toUpperCase()}${words.slice(1)}.`);
    return [status, changesOf(this.#checks, checks)].filter(Boolean).join(' ');
  }
}
