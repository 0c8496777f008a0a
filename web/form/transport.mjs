// Play, step, restart, undo, speed and seed of a lab, and where it stands.

import { h, kAsTyped, say } from '../words/dom.mjs';
import { grouped, numberText, typedNumber } from '../words/numbers.mjs';
import { t } from '../words/strings.mjs';

/** Not before the language is known. */
const speeds = () => [
  [0.25, t('a quarter')],
  [1, t('normal')],
  [4, t('4 times')],
  [16, t('16 times')],
  [0, t('as fast as possible')],
];
const kLargestSeed = Number.MAX_SAFE_INTEGER;

/** The part of a form that runs a lab. `order(promise)` carries out what a FormSource is told. */
export class Transport {
  #playing = false;

  constructor(source, order) {
    const act = (what) => order(source.act(what));
    const button = (label, click) => h('button', { type: 'button', on: { click } }, label);
    this.play = button(t('Play'), () => act(this.#playing ? 'pause' : 'play'));
    this.play.className = 'form-main';
    this.undo = button(t('Undo'), () => act('undo'));
    this.speed = h(
      'select',
      { id: 'form-speed', on: { change: () => order(source.speed(Number(this.speed.value))) } },
      speeds().map(([value, words]) => h('option', { value }, words)),
    );
    this.seed = h('input', {
      id: 'form-seed',
      type: 'text',
      className: 'form-entry',
      inputMode: 'numeric',
      ...kAsTyped,
      'aria-describedby': 'form-seed-help form-seed-error',
    });
    this.error = h('p', { id: 'form-seed-error', className: 'form-error', 'aria-live': 'polite' });
    this.status = h('p', { className: 'form-status' });
    this.seed.addEventListener('change', () =>
      this.#seed(typedNumber(this.seed.value, false), source, order),
    );
    this.seed.addEventListener('keydown', (event) => {
      const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      this.#seed(Math.max(0, this.present + way), source, order);
    });
    const next = button(t('Next seed'), () => this.#seed(this.present + 1, source, order));
    this.element = h(
      'fieldset',
      { className: 'form-transport' },
      h('legend', {}, t('Run')),
      h(
        'div',
        { className: 'form-buttons' },
        this.play,
        button(t('Step'), () => act('step')),
        button(t('Restart'), () => act('restart')),
        this.undo,
      ),
      this.status,
      h(
        'div',
        { className: 'form-pair' },
        h(
          'div',
          { className: 'form-row' },
          h('label', { for: 'form-speed' }, t('Speed')),
          this.speed,
        ),
        h(
          'div',
          { className: 'form-row' },
          h('label', { for: 'form-seed' }, t('Seed')),
          h('div', { className: 'form-field' }, this.seed, next),
        ),
      ),
      h(
        'p',
        { id: 'form-seed-help', className: 'form-help' },
        t('Every random choice follows from the seed.'),
      ),
      this.error,
    );
  }

  update({ playing, canUndo, speed, seed }) {
    this.#playing = playing;
    this.present = seed;
    say(this.play, playing ? t('Pause') : t('Play'));
    // A button that is disabled while it has the focus would lose it.
    this.undo.setAttribute('aria-disabled', String(!canUndo));
    if (this.speed.value !== String(speed)) this.speed.value = String(speed);
    const typing = document.activeElement === this.seed;
    if (!typing && !this.seed.hasAttribute('aria-invalid')) this.seed.value = seed;
  }

  /** Where the run is on the lab's own clock, or at which step. */
  result({ step, time, statusWords }, lab) {
    const own = typeof time === 'number' && lab?.clock;
    const number = Number.isInteger(time) ? grouped(time) : numberText(time);
    say(
      this.status,
      own
        ? t('{1}, {2}', `${lab.clock.symbol} = ${number}`, statusWords)
        : t('Step {1}, {2}', grouped(step), statusWords),
    );
  }

  async #seed(value, source, order) {
    const allowed = Number.isSafeInteger(value) && value >= 0;
    say(
      this.error,
      allowed ? '' : t('Please enter {1}.', `a whole number from 0 to ${kLargestSeed}`),
    );
    if (allowed) {
      this.seed.removeAttribute('aria-invalid');
      this.seed.value = value;
      await order(source.set({ seed: value }));
    } else {
      this.seed.setAttribute('aria-invalid', 'true');
    }
  }
}
