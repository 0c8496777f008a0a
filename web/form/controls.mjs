// One native control for each parameter of a lab, generated from what describe() says of it.

import { h, kAsTyped, say } from '../words/dom.mjs';
import { plainText, typedNumber } from '../words/numbers.mjs';
import { phrase, t } from '../words/strings.mjs';
import { shareOf, stepped, valueAt } from './steps.mjs';

const kSliderSteps = 1000;
const kLongText = 60;

const isNumber = ({ kind }) => kind === 'real' || kind === 'integer';
const plain = (value) => String(value).replace('-', '−');
const shown = (value) => (Array.isArray(value) ? value.join(', ') : String(value));

/** "8, 8" as a list of numbers; null where it is none. */
function listOf(text) {
  const parts = text.split(/[\s,;]+/).map(plainText).filter(Boolean);
  if (/^\s*none\s*$/i.test(text)) return [];
  return parts.every((part) => /^[+-]?\d+$/.test(part)) ? parts.map(Number) : null;
}

/** The value a field stands for, or undefined where it stands for none. */
function read(param, input) {
  switch (param.kind) {
    case 'boolean':
      return input.checked;
    case 'integer-list':
      return listOf(input.value) ?? undefined;
    case 'real':
    case 'integer':
      return typedNumber(input.value, param.kind === 'real');
    default:
      return input.value;
  }
}

function makeInput(param, attributes) {
  if (param.kind === 'choice') {
    return h(
      'select',
      attributes,
      param.choices.map(({ id, label }) => h('option', { value: id }, label)),
    );
  }
  if (param.kind === 'boolean') return h('input', { type: 'checkbox', ...attributes });
  if (isNumber(param)) {
    // A field of the type "number" hides from the page what it does not understand, "−1" for instance. Keypads of
    // phones have no minus.
    const keypad = param.kind === 'integer' ? 'numeric' : 'decimal';
    return h('input', {
      type: 'text',
      className: 'form-entry',
      inputMode: param.min >= 0 ? keypad : 'text',
      ...kAsTyped,
      ...attributes,
    });
  }
  if (param.kind !== 'text') return h('input', { type: 'text', ...kAsTyped, ...attributes });
  // A field of one line would drop the line ends of pasted rows, which run together then.
  const rows = shown(param.default).length > kLongText / 2 ? 3 : 1;
  return h('textarea', { rows, ...kAsTyped, ...attributes });
}

/**
 * The control of one parameter: label with symbol and unit, the field, a slider for the mouse where the
 * parameter is a number, help, and a place for what is wrong. `commit(values)` sends a change and
 * returns {error?}.
 */
export class Control {
  #touched = false;
  #refused = false;
  #wrong = ''; // Why what was typed is not taken,
  #unreadable = ''; // or cannot be read though it was.

  constructor(param, commit) {
    this.param = param;
    this.commit = commit;
    const id = `form-${param.id}`;
    this.input = makeInput(param, {
      id,
      name: param.id,
      'aria-describedby': `${id}-help ${id}-error`,
    });
    this.error = h('p', { id: `${id}-error`, className: 'form-error', 'aria-live': 'polite' });
    const label = h(
      'label',
      { for: id },
      param.label,
      param.symbol && param.symbol !== param.label ? [' ', h('i', {}, param.symbol)] : null,
      param.unit ? [' ', h('span', { className: 'form-unit' }, `(${param.unit})`)] : null,
    );
    const help = h('p', { id: `${id}-help`, className: 'form-help' }, this.#help());
    this.slider = isNumber(param) ? this.#makeSlider() : null;
    const field = h('div', { className: 'form-field' }, this.slider, this.input);
    const box = param.kind === 'boolean';
    this.element = h(
      'div',
      { className: box ? 'form-row form-switch' : 'form-row' },
      box ? [field, label] : [label, field],
      help,
      this.error,
    );
    this.input.addEventListener('input', () => (this.#touched = true));
    this.input.addEventListener('change', () => this.#changed());
    this.input.addEventListener('blur', () => this.#left());
    if (isNumber(param)) this.input.addEventListener('keydown', (event) => this.#step(event));
    if (this.input.rows === 1) this.input.addEventListener('keydown', (event) => this.#enter(event));
  }

  /** Shows the present value, unless the reader is typing or has typed what was not taken. */
  update(value) {
    if (this.#touched || this.#refused) return;
    const { input } = this;
    if (this.param.kind === 'boolean') {
      if (input.checked !== value) input.checked = value;
      return;
    }
    if (input.value !== shown(value)) input.value = shown(value);
    if (this.slider && document.activeElement !== this.slider) this.#place(value);
  }

  /** Says that what was taken cannot be read, and why; '' where it can. What was not even taken is told already. */
  refuse(why) {
    this.#unreadable = why;
    this.#say();
  }

  /** A parameter without effect at the present values is not there. */
  show(relevant) {
    this.element.hidden = !relevant;
  }

  /** In English: it is translated as it is shown, sentence by sentence. */
  #help() {
    const { param } = this;
    const stopped = (text) => (text && !/[.!?…]$/.test(text) ? `${text}.` : text);
    const allowed = `${param.allowed[0].toUpperCase()}${param.allowed.slice(1)}`;
    return [
      stopped(param.help),
      isNumber(param) && phrase('{1} to {2}.', plain(param.min), plain(param.max)),
      param.kind === 'integer-list' && stopped(allowed),
      param.live && phrase('Applies at once.'),
    ]
      .filter(Boolean)
      .join(' ');
  }

  /** For mouse and finger only: keyboard and screen readers have the field, which says the same. */
  #makeSlider() {
    return h('input', {
      type: 'range',
      min: 0,
      max: kSliderSteps,
      step: 1,
      tabIndex: -1,
      'aria-hidden': 'true',
      on: {
        input: () => {
          this.#touched = true;
          this.input.value = shown(valueAt(this.param, this.slider.value / kSliderSteps));
          this.#place(Number(this.input.value), false);
        },
        change: () => {
          this.slider.blur();
          this.#changed();
        },
      },
    });
  }

  #place(value, moves = true) {
    const share = shareOf(this.param, value);
    if (moves) this.slider.value = Math.round(share * kSliderSteps);
    this.slider.style.setProperty('--share', `${(share * 100).toFixed(1)}%`);
  }

  /** Enter takes what stands in a single line, as in any other field. */
  #enter(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#changed();
  }

  #step(event) {
    const keys = {
      ArrowUp: [true],
      ArrowDown: [false],
      PageUp: [true, true],
      PageDown: [false, true],
    };
    const move = keys[event.key];
    if (!move || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.input.value = shown(stepped(this.param, read(this.param, this.input), ...move));
    this.#changed();
  }

  #say() {
    const wrong = this.#wrong || this.#unreadable;
    say(this.error, wrong);
    if (wrong) this.input.setAttribute('aria-invalid', 'true');
    else this.input.removeAttribute('aria-invalid');
  }

  /** What was typed and taken back needs no answer; what was refused stays until it is put right. */
  #left() {
    if (this.#touched && !this.#refused) this.#changed();
  }

  async #changed() {
    const value = read(this.param, this.input);
    this.#touched = true;
    let error;
    if (value === undefined || Number.isNaN(value)) {
      error = t('Please enter {1}.', this.param.allowed);
    } else {
      const answer = await this.commit({ [this.param.id]: value });
      // "rate: 5 is not a number from 0.01 to 2": the name stands above the field already.
      if (answer?.error) error = answer.error.replace(`${this.param.id}: `, '');
    }
    this.#refused = Boolean(error);
    this.#touched = false;
    this.#wrong = error ?? '';
    this.#say();
    if (this.slider && !error) this.#place(value);
  }
}

/** Fieldsets by group, in the order of the parameters; {elements, controls}. */
export function makeGroups(params, commit) {
  const groups = new Map();
  const controls = [];
  for (const param of params) {
    const control = new Control(param, commit);
    controls.push(control);
    if (!groups.has(param.group)) groups.set(param.group, []);
    groups.get(param.group).push(control);
  }
  const elements = [...groups].map(([group, members]) => {
    const set = h(
      'fieldset',
      {},
      h('legend', {}, group || t('Parameters')),
      members.map(({ element }) => element),
    );
    return { set, members };
  });
  return {
    elements: elements.map(({ set }) => set),
    controls,
    /** Says beside its field why the parameter `id` cannot be read; null: all can. */
    refuse(id, why) {
      for (const control of controls) {
        if (control.param.kind === 'text') control.refuse(control.param.id === id ? why : '');
      }
    },
    /** Brings all controls up to date. */
    update({ params: values, irrelevant }) {
      const without = new Set(irrelevant);
      for (const control of controls) {
        control.show(!without.has(control.param.id));
        control.update(values[control.param.id]);
      }
      for (const { set, members } of elements)
        set.hidden = members.every(({ element }) => element.hidden);
    },
  };
}
