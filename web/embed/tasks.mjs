// What a teacher asks for: conditions on what a lab measures, in the words of the address.
//
//   goals      goal { ";" goal }
//   goal       [ label ":" ] condition { ("and" | "&") condition }
//   condition  quantity relation value | check
//   relation   <  <=  >  >=  =  !=
//
// A quantity is a scalar, check or parameter of the lab by its id, or step, seed, status (running,
// done, diverged) or checks (all of them together). A check is "holds", "fails" or "pending"; alone it
// means that it holds; compared with a number it stands for what it measured. Once met stays met.

import { phrase, t } from '../words/strings.mjs';

const isSame = (a, b) =>
  a === b ||
  Math.abs(a - b) <= 1e-9 * Math.min(Number.MAX_VALUE, Math.max(Math.abs(a), Math.abs(b)));
const kRelations = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=': isSame,
  '!=': (a, b) => !Number.isNaN(a) && !isSame(a, b),
};
const kSigns = { '<=': '≤', '>=': '≥', '!=': '≠', '=': '=', '<': '<', '>': '>' };
const kAliases = { '≤': '<=', '≥': '>=', '≠': '!=', '==': '=' };
const kCondition = /^([a-z][a-z0-9-]*)\s*(?:(<=|>=|!=|==|=|<|>|≤|≥|≠)\s*(.+))?$/iu;
const kNumber = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|infinity|∞)$/i;
const kCheckWords = ['holds', 'fails', 'pending'];
const kMostGoals = 20;

const numberOf = (text) =>
  /^[+-]?(?:infinity|∞)$/i.test(text) ? (text[0] === '-' ? -Infinity : Infinity) : Number(text);

/** A number as the app's JSON holds it: null is NaN, infinities are words. */
export const measured = (value) => (value === null || value === undefined ? NaN : Number(value));

/** How many letters have to change to make `a` into `b`. */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}

/** The word of `words` that `word` was probably meant to be, or ''. */
export function nearest(word, words) {
  const best = { word: '', off: Math.max(1, Math.floor(word.length / 3)) + 1 };
  for (const each of words) {
    const off = each.startsWith(word) && word.length > 2 ? 1 : distance(word, each);
    if (off < best.off) Object.assign(best, { word: each, off });
  }
  return best.word;
}

/** What can be asked of a lab: Map of id -> {kind, label, words?}, from its description. */
export function quantitiesOf(description) {
  const all = new Map([
    ['step', { kind: 'number', label: phrase('step') }],
    ['seed', { kind: 'number', label: phrase('seed') }],
    ['status', { kind: 'word', label: phrase('status'), words: ['running', 'done', 'diverged'] }],
    ['checks', { kind: 'check', label: phrase('all checks') }],
  ]);
  for (const { id, label, kind, choices } of description.params) {
    if (kind === 'real' || kind === 'integer') all.set(id, { kind: 'number', label });
    else if (kind === 'boolean') all.set(id, { kind: 'word', label, words: ['true', 'false'] });
    else all.set(id, { kind: 'word', label, words: choices?.map((choice) => choice.id) });
  }
  for (const { id, label, kind } of description.outputs) {
    if (kind === 'scalar') all.set(id, { kind: 'number', label });
    if (kind === 'check') all.set(id, { kind: 'check', label });
  }
  return all;
}

function readCondition(text, quantities) {
  const [, id, sign, written] = kCondition.exec(text) ?? [];
  if (!id) throw new Error(phrase('“{1}” is not of the form loss<0.01', text));
  const quantity = quantities.get(id.toLowerCase());
  if (!quantity) {
    const near = nearest(id.toLowerCase(), quantities.keys());
    const list = [...quantities.keys()].join(', ');
    const hint = near ? `; ${phrase('did you mean “{1}”?', near)}` : '.';
    throw new Error(
      `${phrase('“{1}” is not measured here', id)}${hint} ${phrase('There are: {1}', list)}`,
    );
  }
  const condition = { id: id.toLowerCase(), ...quantity };
  if (!sign) {
    if (quantity.kind !== 'check')
      throw new Error(phrase('“{1}” needs a comparison, such as {2}<1', id, id));
    return { ...condition, relation: '=', value: 'holds' };
  }
  const relation = kAliases[sign] ?? sign;
  const value = written.trim();
  if (kNumber.test(value) && quantity.kind !== 'word') {
    if (id.toLowerCase() === 'checks')
      throw new Error(phrase('{1}: “{2}” is not one of {3}', id, value, kCheckWords.join(', ')));
    return { ...condition, kind: 'number', relation, value: numberOf(value) };
  }
  if (quantity.kind === 'number')
    throw new Error(phrase('{1}: “{2}” is not a number', id, value));
  if (relation !== '=' && relation !== '!=')
    throw new Error(phrase('{1} can be compared with = and != only', id));
  const words = quantity.kind === 'check' ? kCheckWords : quantity.words;
  if (words && !words.includes(value))
    throw new Error(phrase('{1}: “{2}” is not one of {3}', id, value, words.join(', ')));
  return { ...condition, relation, value };
}

/** What a check is to be: that it holds, or that it does anything else, and so on. */
const kCheckPhrases = {
  '=': { holds: phrase('holds'), fails: phrase('fails'), pending: phrase('is open') },
  '!=': {
    holds: phrase('does not hold'),
    fails: phrase('does not fail'),
    pending: phrase('is decided'),
  },
};

function inWords({ label, relation, value, kind }, tr = (text) => text) {
  if (kind === 'check') return `${tr(label)}: ${tr(kCheckPhrases[relation][value])}`;
  return `${tr(label)} ${kSigns[relation]} ${tr(String(value))}`;
}

/** What a goal asks for, in the reader's language; a teacher's own label is the teacher's. */
export const goalWords = ({ own, label, conditions }) =>
  own ? label : conditions.map((each) => inWords(each, t)).join(', ');

function readGoal(text, quantities) {
  const colon = text.indexOf(':');
  const own = colon > 0 ? text.slice(0, colon).trim() : '';
  const rest = colon >= 0 ? text.slice(colon + 1) : text;
  const conditions = rest
    .split(/&&?|\s+and\s+/i)
    .map((each) => readCondition(each.trim(), quantities));
  const label = own || conditions.map((each) => inWords(each)).join(', ');
  return { text, own: own !== '', label, conditions, met: false };
}

/**
 * Reads goals for the lab that `description` describes: {goals: [{text, label, conditions, met}],
 * errors: [sentence]}. What cannot be read is left out and named.
 */
export function readGoals(text, description) {
  const quantities = quantitiesOf(description);
  const goals = [];
  const errors = [];
  for (const part of String(text).split(';')) {
    const trimmed = part.trim();
    if (trimmed === '') continue;
    if (goals.length >= kMostGoals) {
      errors.push(phrase('goal: only the first {1} are read', kMostGoals));
      break;
    }
    try {
      goals.push(readGoal(trimmed, quantities));
    } catch (error) {
      errors.push(phrase('goal: {1}', error.message));
    }
  }
  return { goals, errors };
}

/** The state of all checks together: one that fails decides, else one that is still open. */
function together(checks) {
  const states = checks.map((check) => check.state);
  if (states.includes('fails')) return 'fails';
  return states.includes('holds') && !states.includes('pending') ? 'holds' : 'pending';
}

function valueOf({ id, kind, value }, results) {
  if (id === 'step' || id === 'seed' || id === 'status') return results[id];
  if (id === 'checks') return together(results.checks);
  if (Object.hasOwn(results.scalars, id)) return measured(results.scalars[id]);
  const check = results.checks.find((each) => each.id === id);
  if (check) return kind === 'number' ? measured(check.measured) : check.state;
  const param = results.params[id];
  return typeof value === 'number' ? measured(param) : String(param);
}

/** Whether `results` (the app's answer to {get: 'results'}) meet a goal. */
export function isMet(goal, results) {
  return goal.conditions.every((condition) => {
    const value = valueOf(condition, results);
    const { relation, value: asked } = condition;
    if (typeof asked === 'number') return kRelations[relation](value, asked);
    return relation === '=' ? value === asked : value !== asked;
  });
}

/** The part of the goals that is met: 0 to 1, or undefined when nothing is asked for. */
export function scoreOf(goals) {
  return goals.length === 0 ? undefined : goals.filter(({ met }) => met).length / goals.length;
}
