// All that the app shows and takes, as a form of the document: for keyboards and screen readers beside
// the picture, and for browsers that cannot draw it. Made from what describe() says, so a lab's author
// writes nothing for it.

import { h, say } from '../words/dom.mjs';
import { t } from '../words/strings.mjs';
import { Announcements } from './announcements.mjs';
import { makeGroups } from './controls.mjs';
import { Pictures, Results } from './results.mjs';
import { Transport } from './transport.mjs';

const kPollMs = 250;
const kPicturesMs = 500;
const kSizes = {
  panel: { width: 460, height: 300, unfolded: true },
  page: { width: 560, height: 360, unfolded: false },
};

/** Builds itself into `element` and keeps it up to date while it is open. */
export class Form {
  #lab = null;
  #labId = null;
  #parts = null;
  #timer = 0;
  #again = false;
  #busy = false;
  #stop = null;
  #drawn = 0;
  #presets = [];
  #seen = {};
  #frame = null;

  /**
   * `source` is a FormSource (source.mjs). `page` is true where the form is the page itself and
   * shows the pictures all the time. `isDark()` says which colours they have; `updated(state)` hears of
   * each new state.
   */
  constructor(element, source, { page = false, isDark = () => false, updated = () => {} } = {}) {
    this.source = source;
    this.page = page;
    this.isDark = isDark;
    this.updated = updated;
    // The app itself announces where a run stops; the form adds that it runs, and what its checks do.
    this.announcements = new Announcements((words) => source.kind === 'app' && words !== 'running');
    const order = (promise) => this.#order(promise);
    this.transport = new Transport(source, order);
    this.labPicker = h('select', { id: 'form-lab', on: { change: () => this.#openPicked() } });
    this.claim = h('p', { className: 'form-claim' });
    this.presets = h('fieldset', { className: 'form-presets' });
    this.message = h('p', { className: 'form-error', 'aria-live': 'polite' });
    this.controls = h('div', { className: 'form-controls' });
    this.results = h('section', {
      className: 'form-results',
      'aria-labelledby': 'form-results-title',
    });
    this.describe = h(
      'button',
      { type: 'button', on: { click: () => this.#drawPictures() } },
      t('Describe the pictures'),
    );
    this.pictures = h('div');
    this.element = element;
    const about = h(
      'section',
      { className: 'form-about', 'aria-labelledby': 'form-pictures-title' },
      h('h3', { id: 'form-pictures-title' }, t('Pictures')),
      page ? null : this.describe,
      this.pictures,
    );
    element.append(
      h(
        'div',
        { className: 'form-inputs' },
        h(
          'div',
          { className: 'form-row' },
          h('label', { for: 'form-lab' }, t('Lab')),
          this.labPicker,
          this.claim,
        ),
        this.message,
        this.transport.element,
        this.presets,
        this.controls,
      ),
      // Where there is no other picture, the pictures come first.
      h('div', { className: 'form-outputs' }, page ? [about, this.results] : [this.results, about]),
    );
  }

  /** Begins to follow the source; resolves when the form shows it. */
  async open() {
    if (this.#stop) return;
    this.#stop = this.source.watch(() => this.#soon());
    if (this.labPicker.options.length === 0) await this.#fillLabs();
    this.announcements.begin();
    await this.refresh();
  }

  /** Asks for nothing more. */
  close() {
    this.#stop?.();
    this.#stop = null;
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.announcements.stop();
  }

  /** Asks the source for everything and shows it. */
  async refresh() {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      const state = await this.source.state();
      await this.#showState(state);
      const results = state.lab ? await this.source.results() : null;
      if (results && !results.error) this.#showResults(results, state);
      this.#seen = { state, results };
      this.updated(state, results);
      if (this.page && performance.now() - this.#drawn > kPicturesMs) await this.#drawPictures();
    } finally {
      this.#busy = false;
      if (this.#again) {
        this.#again = false;
        this.#soon();
      }
    }
  }

  /** What there is to print, in light colours: as share/print.mjs takes it. */
  seen() {
    const { state, results } = this.#seen;
    const lab = this.#lab;
    if (!lab || !results) return { state, labs: [...(this.labs?.values() ?? [])] };
    const pictures = this.#frame && new Pictures(lab, kSizes.page);
    pictures?.update(this.#frame, false);
    return { lab, state, step: results.step, words: results.statusWords, pictures: pictures?.element };
  }

  /** After what changes often, once; the last change is always shown. */
  #soon() {
    if (this.#timer || !this.#stop) return;
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      if (this.#stop) this.refresh();
    }, kPollMs);
  }

  async #fillLabs() {
    const labs = await this.source.labs();
    const groups = new Map();
    for (const lab of labs) {
      if (!groups.has(lab.group)) groups.set(lab.group, []);
      groups.get(lab.group).push(h('option', { value: lab.id }, lab.title));
    }
    this.labs = new Map(labs.map((lab) => [lab.id, lab]));
    this.labPicker.append(
      h('option', { value: '' }, this.page ? t('Choose a lab') : t('All labs (gallery)')),
      ...[...groups].map(([label, options]) => h('optgroup', { label: t(label) }, options)),
    );
  }

  async #openPicked() {
    await this.#order(this.source.open(this.labPicker.value));
  }

  /** Carries out an order and says what was wrong with it. */
  async #order(promise) {
    const answer = await promise;
    say(this.message, answer?.error ?? '');
    await this.refresh();
    return answer;
  }

  async #showState(state) {
    if (state.lab !== this.#labId) await this.#showLab(state.lab);
    const chosen = state.opening || state.lab;
    if (this.labPicker.value !== chosen) this.labPicker.value = chosen;
    if (!this.#lab) return;
    this.#parts.update(state);
    this.transport.update(state);
    for (const input of this.#presets) input.checked = input.value === state.preset;
  }

  async #showLab(id) {
    const lab = id ? await this.source.describe() : null;
    this.#labId = id;
    this.#lab = lab;
    this.announcements.begin();
    const { claim, year } = this.labs?.get(id) ?? {};
    say(
      this.claim,
      claim
        ? `${t(claim)} (${year})`
        : t('Each lab is an experiment with its theorem’s prediction.'),
    );
    this.element.classList.toggle('form-empty', !lab);
    this.transport.element.hidden = this.presets.hidden = this.results.hidden = !lab;
    this.results.parentElement.hidden = !lab;
    this.controls.replaceChildren();
    this.pictures.replaceChildren();
    this.pictureList = this.#frame = null;
    if (!lab) return;
    this.#parts = makeGroups(lab.params, async (values) => {
      const answer = await this.source.set(values);
      await this.refresh();
      return answer;
    });
    this.controls.append(...this.#parts.elements);
    this.#showPresets(lab);
    this.resultList = new Results(lab);
    this.results.replaceChildren(
      h('h3', { id: 'form-results-title' }, t('Results')),
      ...this.resultList.elements,
    );
  }

  #showPresets(lab) {
    this.#presets = [];
    const offered = lab.presets.filter(({ hidden }) => !hidden);
    const rows = offered.map(({ id, label, lookFor }) => {
      const input = h('input', {
        type: 'radio',
        name: 'form-preset',
        value: id,
        id: `form-preset-${id}`,
        'aria-describedby': `form-look-${id}`,
        on: { change: () => this.#order(this.source.preset(id)) },
      });
      this.#presets.push(input);
      return h(
        'div',
        { className: 'form-preset' },
        input,
        h('label', { for: input.id }, label),
        h('p', { id: `form-look-${id}`, className: 'form-help' }, lookFor),
      );
    });
    this.presets.replaceChildren(h('legend', {}, t('Presets')), ...rows);
  }

  #showResults(results) {
    this.transport.result(results, this.#lab);
    this.#parts?.refuse(results.unreadable, results.statusText);
    this.resultList?.update(results);
    this.announcements.update(results);
  }

  async #drawPictures() {
    this.#drawn = performance.now();
    const lab = this.#lab;
    const frame = lab && (await this.source.frame());
    if (!frame || frame.error || frame.lab !== this.#labId) return;
    if (!this.pictureList) {
      this.pictureList = new Pictures(lab, this.page ? kSizes.page : kSizes.panel);
      this.pictures.replaceChildren(this.pictureList.element);
    }
    this.#frame = frame;
    this.pictureList.update(frame, this.isDark());
    say(this.describe, t('Describe the pictures again'));
  }
}
