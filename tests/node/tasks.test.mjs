// The words in which a teacher asks for something.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const web = pathToFileURL(join(process.env.BASIN_CLONE ?? '.', 'web/'));
const { isMet, nearest, readGoals, scoreOf } = await import(new URL('embed/tasks.mjs', web));

const description = {
  params: [
    { id: 'rate', label: 'Rate', kind: 'real' },
    { id: 'tied', label: 'Tied', kind: 'boolean' },
    {
      id: 'start',
      label: 'Start',
      kind: 'choice',
      choices: [{ id: 'narrow-and-wide' }, { id: 'far' }],
    },
    { id: 'widths', label: 'Widths', kind: 'integer-list' },
  ],
  outputs: [
    { id: 'loss', label: 'Loss', kind: 'scalar' },
    { id: 'slope', label: 'Slope', kind: 'check' },
    { id: 'curves', label: 'Curves', kind: 'series' },
  ],
};
const check = (state, measured = 2) => ({ id: 'slope', state, measured });
const results = (more = {}) => ({
  step: 40,
  seed: 1,
  status: 'running',
  scalars: { loss: 0.005 },
  checks: [check('holds')],
  params: { rate: 0.3, tied: true, start: 'far', widths: [8, 8] },
  ...more,
});
const read = (text) => readGoals(text, description);
const holds = (text, more) => {
  const { goals, errors } = read(text);
  assert.deepEqual(errors, [], text);
  return goals.map((goal) => isMet(goal, results(more)));
};

test('conditions on numbers, words and checks', () => {
  for (const text of [
    'loss<0.01',
    'loss <= 5e-3',
    'LOSS < .01',
    'step>=40 and step ≤ 40 & step!=41',
    'status=running',
    'status != done',
    'slope',
    'slope=holds',
    'slope > 1.9 && slope<2.1',
    'checks',
    'checks=holds',
    'rate = 0.3',
    'tied=true',
    'start=far',
    'start != narrow-and-wide',
    'widths=8,8',
    'seed==1',
    'loss<infinity',
  ]) {
    assert.deepEqual(holds(text), [true], text);
  }
  for (const text of [
    'loss>0.01',
    'step<40 and loss<1',
    'slope=fails',
    'tied=false',
    'start=narrow-and-wide',
  ]) {
    assert.deepEqual(holds(text), [false], text);
  }
});

test('what is not a number meets nothing, and what is infinite is large', () => {
  for (const relation of ['<', '<=', '>', '>=', '=', '!='])
    assert.deepEqual(holds(`loss${relation}1`, { scalars: { loss: null } }), [false], relation);
  const endless = { scalars: { loss: 'Infinity' } };
  assert.deepEqual(holds('loss>1e300; loss!=1; loss=infinity; loss<1', endless), [
    true,
    true,
    true,
    false,
  ]);
});

test('all checks together', () => {
  const checks = (...states) => ({ checks: states.map((state) => check(state)) });
  assert.deepEqual(holds('checks', checks('holds', 'not-applicable')), [true]);
  assert.deepEqual(holds('checks', checks('holds', 'pending')), [false]);
  assert.deepEqual(holds('checks=fails', checks('holds', 'pending', 'fails')), [true]);
  assert.deepEqual(holds('checks', { checks: [] }), [false]);
});

test('labels, several goals, and the score', () => {
  const { goals } = read('converge: loss<0.01;; step>=100 ;');
  assert.deepEqual(
    goals.map(({ label }) => label),
    ['converge', 'step ≥ 100'],
  );
  for (const goal of goals) goal.met = isMet(goal, results());
  assert.equal(scoreOf(goals), 0.5);
  assert.equal(scoreOf([]), undefined);
});

test('what cannot be read is named, with what there is', () => {
  const only = (text) => {
    const { goals, errors } = read(text);
    assert.deepEqual([goals.length, errors.length], [0, 1], text);
    return errors[0];
  };
  assert.match(
    only('los<1'),
    /“los” is not measured here; did you mean “loss”\? There are: step, seed/,
  );
  assert.match(only('curves<1'), /There are: /);
  assert.match(only('loss'), /needs a comparison/);
  assert.match(only('loss<small'), /“small” is not a number/);
  assert.match(only('status<done'), /= and != only/);
  assert.match(only('status=finished'), /running, done, diverged/);
  assert.match(only('checks=1'), /holds, fails, pending/);
  assert.match(only('start=near'), /narrow-and-wide, far/);
  assert.match(only('constructor<1'), /not measured/);
  assert.match(only('loss<1 and '), /“1 and” is not a number/);
  assert.equal(read('step>1;'.repeat(40)).goals.length, 20);
  assert.equal(nearest('rat', ['rate', 'start']), 'rate');
  assert.equal(nearest('xyz', ['rate', 'start']), '');
});

test('no text is too broken', () => {
  const parts = [
    'loss',
    'step',
    '<',
    '>=',
    '=',
    ';',
    ':',
    '&',
    ' and ',
    '1e9',
    'NaN',
    '',
    '\0',
    '≤',
    '💥',
    '(',
  ];
  let seed = 1;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let i = 0; i < 20000; i += 1) {
    const text = Array.from({ length: random(12) }, () => parts[random(parts.length)]).join('');
    const { goals, errors } = read(text);
    for (const goal of goals) assert.equal(typeof isMet(goal, results()), 'boolean', text);
    for (const error of errors) assert.match(error, /^goal: /);
  }
});
