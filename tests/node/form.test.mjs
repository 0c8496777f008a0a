// The parts of the form that need no document: steps of its numbers, what it says aloud, and the lab
// that it runs where there is no app.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { shareOf, stepped, valueAt } from '../../web/form/steps.mjs';
import { changesOf } from '../../web/form/announcements.mjs';
import { startCore } from '../../web/core/core_start.mjs';
import { typedNumber } from '../../web/words/numbers.mjs';
import { runForm } from '../../web/form/worker.mjs';

const rate = { kind: 'real', scale: 'log', min: 1e-4, max: 10, default: 0.1 };
const width = { kind: 'integer', scale: 'log', min: 2, max: 4096, default: 64 };
const share = { kind: 'real', scale: 'linear', min: 0, max: 0.8, default: 0.2 };
const depth = { kind: 'integer', scale: 'linear', min: 1, max: 8, default: 2 };

test('a number is read as it was meant, or not at all', () => {
  const cases = [
    ['0.25', 0.25],
    [' 0,25\u00a0', 0.25],
    ['1e3', 1000],
    ['+2', 2],
    ['\u22121', -1],
    ['\u20131e\u22122', -0.01],
    ['\uff11\uff12', 12],
    ['10 000', 10000],
    ['.5', 0.5],
    ['5.', 5],
    [',5', 0.5],
    ['0,125', 0.125],
    ['1,2345', 1.2345],
    ['1234,567', 1234.567],
    ['-12,5e3', -12500],
  ];
  for (const [text, value] of cases) assert.equal(typedNumber(text, true), value, text);
  assert.equal(typedNumber('7', false), 7);
  for (const text of ['', ' ', '-', '1.2.3', '1,2,3', '1,000.5', '1.000,5', '1,234', '-12,345', '123,456e2', '0x10', 'Infinity', 'nan', '1e', 'x1'])
    assert.equal(typedNumber(text, true), NaN, text);
  assert.equal(typedNumber('1,000', false), NaN);
});

test('arrow keys go to round numbers and stay in the range', () => {
  const climb = (param, from, up, big) => {
    const seen = [];
    for (let value = from, i = 0; i < 6; i += 1)
      seen.push((value = stepped(param, value, up, big)));
    return seen;
  };
  assert.deepEqual(climb(rate, 0.03, true), [0.05, 0.1, 0.2, 0.5, 1, 2]);
  assert.deepEqual(climb(rate, 0.03, false), [0.02, 0.01, 0.005, 0.002, 0.001, 0.0005]);
  assert.deepEqual(climb(rate, 0.03, true, true), [0.3, 3, 10, 10, 10, 10]);
  assert.deepEqual(climb(width, 7, true), [8, 9, 10, 20, 50, 100]);
  assert.deepEqual(climb(width, 20, false), [10, 5, 4, 3, 2, 2]);
  assert.deepEqual(climb(share, 0.2, true), [0.22, 0.24, 0.26, 0.28, 0.3, 0.32]);
  assert.deepEqual(climb(depth, 6, true), [7, 8, 8, 8, 8, 8]);
  assert.equal(stepped(depth, NaN, true), 3);
});

test('a slider and its number mean the same', () => {
  for (const param of [rate, width, share, depth]) {
    assert.equal(valueAt(param, 0), param.min);
    assert.equal(valueAt(param, 1), param.max);
    for (let i = 0; i <= 20; i += 1) {
      const value = valueAt(param, i / 20);
      assert.ok(value >= param.min && value <= param.max);
      if (param.kind === 'real') assert.ok(Math.abs(shareOf(param, value) - i / 20) < 0.02);
    }
  }
});

test('only what is new about the checks is said', () => {
  const check = (id, state) => ({ id, name: `Law ${id}`, state });
  const before = [
    check('a', 'pending'),
    check('b', 'holds'),
    check('c', 'pending'),
    check('d', 'pending'),
  ];
  assert.equal(changesOf(before, before), '');
  assert.equal(
    changesOf(before, [check('a', 'fails'), check('b', 'holds')]),
    'Law a: now fails. 1 of 2 measured checks hold.',
  );
  assert.equal(changesOf(before, [check('a', 'pending'), check('b', 'pending')]), '');
  const all = before.map(({ id }) => check(id, 'holds'));
  assert.equal(
    changesOf(before, all),
    'Law a: now holds. Law c: now holds. 1 more changed. 4 of 4 measured checks hold.',
  );
});

const path = process.env.BASIN_CORE;
const skip = path ? false : 'BASIN_CORE does not name the built module';

test('a lab runs in the worker of the form', { skip }, async () => {
  const { default: createCore } = await import(pathToFileURL(path).href);
  const waiting = new Map();
  let serial = 0;
  let changed = 0;
  const scope = {
    postMessage(data) {
      if (data.id) waiting.get(data.id)(data.answer);
      if (data.changed) changed += 1;
      assert.equal(data.failed, undefined);
    },
  };
  runForm((handlers) => startCore(createCore, scope, handlers), scope);
  const ask = (name, value) =>
    new Promise((answered) => {
      waiting.set((serial += 1), answered);
      scope.onmessage({ data: { ask: name, value, id: serial } });
    });
  const first = ask('labs'); // Before the module is there: it waits.
  scope.onmessage({ data: { bytes: readFileSync(join(path, '..', 'basin-core.wasm')) } });
  assert.ok((await first).length >= 3);
  assert.deepEqual(await ask('set', { rate: 1 }), { error: 'no lab is open' });
  assert.equal((await ask('state')).lab, '');

  const said = await ask('address', 'lab=saddle&rate=0.2&seed=7&nonsense=1&play=0');
  assert.deepEqual(said.notes.length, 1);
  let state = await ask('state');
  assert.deepEqual(
    [state.lab, state.params.rate, state.seed, state.playing],
    ['saddle', 0.2, 7, false],
  );
  assert.equal(state.hash, 'lab=saddle&rate=0.2&seed=7');
  assert.ok(state.irrelevant.length > 0 && !state.irrelevant.includes('rate'));
  assert.match((await ask('set', { rate: 77 })).error, /^rate: '77' is not a number from/);
  assert.match((await ask('set', { seed: -1 })).error, /^seed: /);
  assert.deepEqual(await ask('set', { rate: 0.3 }), {});
  assert.deepEqual(await ask('act', 'step'), {});
  assert.deepEqual(
    [(await ask('results')).step, (await ask('results')).statusWords],
    [1, 'paused'],
  );
  assert.deepEqual(await ask('act', 'undo'), {});
  assert.equal((await ask('state')).params.rate, 0.2);
  const { presets } = await ask('describe');
  assert.deepEqual(await ask('preset', presets[1].id), {});
  state = await ask('state');
  assert.deepEqual([state.preset, state.seed, state.canUndo], [presets[1].id, 7, true]);
  assert.match(state.hash, new RegExp(`preset=${presets[1].id}&seed=7`));

  changed = 0;
  await ask('open', 'gd');
  await ask('speed', 0);
  for (let i = 0; i < 200 && (await ask('results')).step < 50; i += 1) {
    await new Promise((next) => setTimeout(next, 10));
  }
  assert.ok((await ask('results')).step >= 50, 'it runs by itself');
  assert.ok(changed > 0, 'and tells');
  await ask('act', 'pause');
  const { step } = await ask('results');
  await new Promise((next) => setTimeout(next, 100));
  assert.equal((await ask('results')).step, step);
  await ask('address', 'lab=playground&task=regression&target=formula&formula=foo&play=1');
  const broken = await ask('results');
  assert.deepEqual([broken.step, broken.unreadable], [0, 'formula']);
  assert.match(broken.statusText, /^Your formula cannot be read: position 1: unknown name 'foo'/);
  assert.equal(broken.statusWords, `nothing to run: ${broken.statusText}`);
  await ask('set', { formula: 'x' });
  assert.equal((await ask('results')).unreadable, null);
  await ask('open', '');
  assert.equal((await ask('state')).lab, '');
});
