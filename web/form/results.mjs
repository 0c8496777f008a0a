// What a lab has measured, as tables and text, and its pictures in words and as SVG.

import { svgPicture } from '../picture/svg.mjs';
import { isDrawn, pictureLines, picturesOf } from '../picture/words.mjs';
import { h, say } from '../words/dom.mjs';
import { numberText, shortNumber } from '../words/numbers.mjs';
import { t } from '../words/strings.mjs';

/** Signs with their words: some voices pass over signs. */
const relation = (sign) =>
  ({ '<=': `≤ ${t('at most')}`, '~=': `≈ ${t('about')}`, '>=': `≥ ${t('at least')}` })[sign];
const verdict = (state) =>
  ({
    holds: t('holds'),
    fails: t('fails'),
    pending: t('not yet measured'),
    'not-applicable': t('does not apply here'),
  })[state];
const kMarks = { holds: '✓', fails: '✕', pending: '…', 'not-applicable': '–' };

const withUnit = (number, unit) => (unit ? `${number} ${unit}` : number);

/** A tolerance, chosen or made of a standard error, of which three digits say enough. */
const slackText = (tolerance) => shortNumber(Number(tolerance.toPrecision(3)));

/** What a measurement is held against. An error that may be 0 at most is allowed its tolerance. */
function against({ relation, predicted, tolerance }, unit) {
  const number = withUnit(numberText(predicted), unit);
  if (!(tolerance > 0)) return number;
  const slack = slackText(tolerance);
  if (relation === '<=' && predicted === 0) return withUnit(slack, unit);
  if (relation === '~=' && predicted !== 0) {
    return `${number} ${t('within {1} %', slackText(tolerance * 100))}`;
  }
  return `${number} ${{ '<=': '+', '>=': '−', '~=': '±' }[relation]} ${slack}`;
}

const head = (...titles) =>
  h(
    'thead',
    {},
    h(
      'tr',
      {},
      titles.map((title) => h('th', { scope: 'col' }, title)),
    ),
  );

const table = (caption, titles, bodies) =>
  h(
    'div',
    { className: 'form-table', tabIndex: 0, role: 'group', 'aria-label': caption },
    h('table', {}, h('caption', {}, caption), head(...titles), bodies),
  );

/**
 * A check is a group of rows under its name: what was measured and predicted, then the details. So the
 * table is as narrow as its numbers.
 */
class CheckRows {
  constructor({ label, quantity, unit }) {
    this.unit = unit;
    this.cells = ['number', 'relation', 'number', 'verdict'].map((name) =>
      h('td', { className: `form-${name}` }),
    );
    this.detail = h('td', { className: 'form-detail', colSpan: 4 });
    this.element = h(
      'tbody',
      {},
      h(
        'tr',
        {},
        h(
          'th',
          { scope: 'rowgroup', colSpan: 4 },
          label,
          quantity ? h('span', { className: 'form-detail' }, quantity) : null,
        ),
      ),
      h('tr', {}, this.cells),
      h('tr', {}, this.detail),
    );
  }

  update(check) {
    const { state, detail, reference } = check;
    const compared = state === 'holds' || state === 'fails';
    const texts = compared
      ? [
          withUnit(numberText(check.measured), this.unit),
          relation(check.relation),
          against(check, this.unit),
        ]
      : ['–', '–', '–'];
    [...texts, `${kMarks[state]} ${verdict(state)}`].forEach((text, i) => say(this.cells[i], text));
    say(this.detail, [detail.replace(/\.$/, ''), reference].filter(Boolean).join('. '));
    this.element.dataset.state = state;
  }
}

/** The tables of a lab's checks and numbers, and its notes. */
export class Results {
  constructor(lab) {
    const of = (kind) => lab.outputs.filter((output) => output.kind === kind);
    this.notes = new Map(of('note').map(({ id }) => [id, h('p', { className: 'form-note' })]));
    this.checks = new Map(of('check').map((output) => [output.id, new CheckRows(output)]));
    this.scalars = new Map(
      of('scalar').map(({ id, unit }) => [
        id,
        { cell: h('td', { className: 'form-number' }), unit },
      ]),
    );
    const scalarRows = of('scalar').map(({ id, label, help }) =>
      h(
        'tr',
        {},
        h(
          'th',
          { scope: 'row' },
          label,
          help ? h('span', { className: 'form-detail' }, help) : null,
        ),
        this.scalars.get(id).cell,
      ),
    );
    const checkRows = [...this.checks.values()].map(({ element }) => element);
    const titles = [t('Measured'), t('Relation'), t('Predicted'), t('Verdict')];
    this.applying = checkRows.length > 0 && table(t('Checks'), titles, checkRows);
    // What does not apply is one line that opens.
    this.otherLine = h('summary');
    this.otherTable = table(t('Checks that do not apply'), titles, []);
    this.others = h('details', { hidden: true }, this.otherLine, this.otherTable);
    this.elements = [
      ...this.notes.values(),
      this.applying,
      checkRows.length > 0 && this.others,
      scalarRows.length > 0 &&
        table(t('Numbers'), [t('Quantity'), t('Value')], h('tbody', {}, scalarRows)),
    ].filter(Boolean);
  }

  update({ checks, scalars, notes }) {
    for (const check of checks) this.checks.get(check.id)?.update(check);
    this.#sort(checks);
    for (const [id, value] of Object.entries(scalars)) {
      const row = this.scalars.get(id);
      if (row) say(row.cell, [numberText(value), row.unit].filter(Boolean).join(' '));
    }
    for (const [id, text] of Object.entries(notes)) {
      const note = this.notes.get(id);
      if (note) say(note, text.trim());
    }
  }

  /** Each check into the table it belongs to, in the lab's order. */
  #sort(checks) {
    const others = new Set(
      checks.filter(({ state }) => state === 'not-applicable').map(({ id }) => id),
    );
    const key = [...others].join(' ');
    if (this.sorted === key || !this.applying) return;
    this.sorted = key;
    const [here, there] = [this.applying, this.otherTable].map((each) => each.querySelector('table'));
    for (const [id, { element }] of this.checks) (others.has(id) ? there : here).append(element);
    this.others.hidden = others.size === 0;
    say(
      this.otherLine,
      others.size === 1
        ? t('1 does not apply at these settings')
        : t('{1} do not apply at these settings', others.size),
    );
  }
}

/** The pictures of a lab: each with its help, what it shows in words, and as an SVG. */
export class Pictures {
  /** `unfolded`: the words are seen at once. */
  constructor(lab, { width, height, unfolded }) {
    this.lab = lab;
    this.size = { width, height };
    this.unfolded = unfolded;
    this.element = h('div', { className: 'form-pictures' });
    this.figures = new Map();
  }

  /** Draws those which have something to show. */
  update(frame, dark) {
    for (const output of picturesOf(this.lab)) {
      const shown = isDrawn(output, frame);
      if (!shown && !this.figures.has(output.id)) continue;
      if (!this.figures.has(output.id)) this.#add(output);
      const { figure, picture, lines } = this.figures.get(output.id);
      figure.hidden = !shown;
      if (!shown) continue;
      const { width, height } = this.size;
      const plane = output.kind === 'field' || output.kind === 'points';
      const options = {
        width,
        height: plane ? height * 1.3 : height,
        dark,
        idPrefix: `form-${this.lab.id}`,
      };
      const text = svgPicture(this.lab, frame, output.id, { ...options, decorative: true });
      // Text of ours alone, with every name in it escaped.
      picture.innerHTML = text;
      const words = pictureLines(output, frame);
      while (lines.children.length > words.length) lines.lastElementChild.remove();
      words.forEach((line, i) => {
        if (!lines.children[i]) lines.append(h('li'));
        say(lines.children[i], line);
      });
    }
  }

  /** In the lab's own order, whichever was drawn first. */
  #add(output) {
    const picture = h('div', { className: 'form-picture' });
    const lines = h('ul');
    const figure = h(
      'figure',
      {},
      h('figcaption', {}, h('strong', {}, output.label), output.help ? [' ', output.help] : null),
      picture,
      h('details', { open: this.unfolded }, h('summary', {}, t('In words')), lines),
    );
    this.figures.set(output.id, { figure, picture, lines });
    const order = picturesOf(this.lab).map(({ id }) => this.figures.get(id)?.figure);
    this.element.append(...order.filter(Boolean));
  }
}
