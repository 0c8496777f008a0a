// The goals below the picture: a line of them, each with a quiet tick once it is met.

import { loadStyles } from '../load/load.mjs';
import { announce } from '../words/notice.mjs';
import { t } from '../words/strings.mjs';
import { goalWords, isMet, readGoals, scoreOf } from './tasks.mjs';

function tick() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  const part = (name, attributes) => {
    const node = document.createElementNS(svg.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    svg.append(node);
  };
  part('circle', { cx: 10, cy: 10, r: 8.2 });
  part('path', { d: 'M5.8 10.4l2.9 2.9l5.5-6.2' });
  return svg;
}

/** The goals of the lab on the stage. `changed(goal)` is called when one is met. */
export class TaskList {
  constructor({ changed, problem }) {
    this.changed = changed;
    this.problem = problem;
    this.text = '';
    this.goals = [];
    this.items = new Map();
    this.strip = null;
  }

  /** The part that is met, undefined without goals. */
  get score() {
    return scoreOf(this.goals);
  }

  /** The texts of those that are met, to be kept. */
  get met() {
    return this.goals.filter(({ met }) => met).map(({ text }) => text);
  }

  restore(texts) {
    for (const goal of this.goals) if (texts.includes(goal.text)) goal.met = true;
    this.#show();
  }

  /** Asks for other goals; those that stay the same and are met stay met. */
  async ask(text, description) {
    const met = text === this.text && description?.id === this.lab ? this.met : [];
    this.text = text;
    this.lab = description?.id;
    const { goals, errors } =
      text === '' || !description ? { goals: [], errors: [] } : readGoals(text, description);
    this.goals = goals;
    for (const error of errors) this.problem(error);
    if (goals.length > 0 && !this.strip) await this.#build();
    this.restore(met);
  }

  /** Looks whether `results` meet one that was open. */
  look(results) {
    for (const goal of this.goals) {
      if (goal.met || !isMet(goal, results)) continue;
      goal.met = true;
      this.#show();
      const all = this.score === 1 && this.goals.length > 1 ? ` ${t('All goals reached.')}` : '';
      announce(`${t('Reached: {1}.', goalWords(goal))}${all}`);
      this.changed(goal);
    }
  }

  async #build() {
    const loaded = loadStyles('embed/tasks.css').catch((error) => console.warn(`basin: ${error.message}`));
    this.strip = document.createElement('section');
    this.strip.id = 'tasks';
    this.strip.append(document.createElement('ul'));
    await loaded;
    document.body.append(this.strip);
    // The picture ends where the strip begins: it never lies over a control.
    new ResizeObserver(() => this.#makeRoom()).observe(this.strip);
    new MutationObserver(() => this.#show()).observe(document.documentElement, {
      attributeFilter: ['lang'],
    });
  }

  #makeRoom() {
    const height = this.strip.hidden ? 0 : this.strip.offsetHeight;
    document.documentElement.style.setProperty('--tasks-height', `${height}px`);
  }

  #show() {
    if (!this.strip) return;
    this.strip.hidden = this.goals.length === 0;
    this.strip.setAttribute('aria-label', t('Goals'));
    this.strip.firstElementChild.replaceChildren(
      ...this.goals.map((goal) => {
        const item = document.createElement('li');
        const state = document.createElement('span');
        state.className = 'unseen';
        state.textContent = t('{1}: {2}', goal.met ? t('Reached') : t('To do'), '');
        // Which way "step ≥ 100" runs depends on its own letters, not on the page.
        const words = document.createElement('bdi');
        words.textContent = goalWords(goal);
        item.classList.toggle('met', goal.met);
        item.append(tick(), state, words);
        return item;
      }),
    );
    this.#makeRoom();
  }
}
