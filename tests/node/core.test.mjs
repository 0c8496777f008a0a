// The core module without a screen: the API of web/basin-core.d.ts, and that WebAssembly computes what the native
// command computes.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const path = process.env.BASIN_CORE;
const cli = process.env.BASIN_CLI;
const skip = path ? false : "BASIN_CORE does not name the built module";
const basin = path ? await (await import(pathToFileURL(path).href)).default() : null;
const labs = basin?.list() ?? [];

/** Numbers below this are held against it. */
const kLeast = 1e-6;

/**
 * The largest relative difference of two JSON values; text and structure must be equal. Numbers of one
 * list (a curve, a field) are held against the largest of them: what should be 0 among them is rounding,
 * as is whatever differs by less than 1e-15.
 */
function difference(a, b, where = "", size = kLeast) {
  if (typeof a === "number" && typeof b === "number") {
    return { relative: Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), size), where };
  }
  if (a === null || typeof a !== "object") {
    assert.equal(a, b, where);
    return { relative: 0, where };
  }
  assert.deepEqual(Object.keys(a), Object.keys(b), where);
  const numbers = Array.isArray(a) ? a.filter((value) => typeof value === "number") : [];
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), kLeast);
  let worst = { relative: 0, where };
  for (const key of Object.keys(a)) {
    // A check that an error is 0 within a tolerance measures rounding itself: what must agree is the
    // verdict.
    if (key === "measured" && a.relation === "<=" && a.predicted === 0) continue;
    const found = difference(a[key], b[key], `${where}/${key}`, largest);
    if (found.relative > worst.relative) worst = found;
  }
  return worst;
}

test("list and describe", { skip }, () => {
  assert.match(basin.version(), /^\d+\.\d+\.\d+$/);
  assert.ok(labs.length >= 3);
  for (const { id, title } of labs) {
    const lab = basin.describe(id);
    assert.equal(lab.title, title);
    assert.ok(lab.params.length > 0 && lab.outputs.length > 0);
  }
  assert.throws(() => basin.describe("nowhere"), { name: "Error", message: /nowhere/ });
});

test("a session advances, is watched and freed", { skip }, () => {
  for (const { id } of labs) {
    const session = basin.session(id, {}, 7);
    assert.equal(session.step, 0);
    assert.equal(session.status, "running");
    assert.equal(session.advance(5), 5);
    assert.equal(session.advance(), 1);
    assert.equal(session.advance(0), 0);
    assert.equal(session.step, 6);
    const frame = session.frame();
    assert.equal(frame.lab, id);
    assert.equal(frame.seed, 7);
    assert.equal(frame.steps, 6);
    assert.deepEqual(session.checks(), frame.checks);
    assert.deepEqual(session.scalars(), frame.scalars);
    assert.deepEqual(session.params, frame.params);
    assert.deepEqual(session.recipe(), frame.recipe);
    session.restart();
    assert.equal(session.step, 0);
    session.free();
    session.free();
    assert.throws(() => session.frame(), /freed/);
  }
});

test("addresses are read and written", { skip }, () => {
  const said = basin.parseHash("#lab=saddle&rate=0.2&seed=7&play=0");
  assert.deepEqual([said.lab, said.params.rate, said.seed, said.play], ["saddle", 0.2, 7, false]);
  assert.deepEqual(said.notes, []);
  const session = basin.session(said.lab, said.params, said.seed);
  assert.equal(session.hash, "lab=saddle&rate=0.2&seed=7");
  const { params } = basin.describe("saddle");
  for (const { id, relevant } of params) assert.equal(session.irrelevant.includes(id), !relevant, id);
  session.free();
  const wrong = basin.parseHash("lab=nowhere&rate=fast");
  assert.equal(wrong.lab, "");
  assert.equal(wrong.play, null);
  assert.match(wrong.notes.join(), /no lab 'nowhere'/);
});

test("the same session gives the same frame, also restored", { skip }, () => {
  for (const { id } of labs) {
    const first = basin.session(id, {}, 3);
    first.advance(20);
    const live = basin.describe(id).params.find((param) => param.live && param.kind === "real");
    if (live) first.setParam(live.id, live.min);
    first.advance(10);
    const second = basin.restore(first.recipe());
    assert.deepEqual(second.frame(), first.frame());
    first.free();
    second.free();
  }
});

test("parameters arrive and are answered with messages", { skip }, () => {
  for (const { id } of labs) {
    const lab = basin.describe(id);
    const number = ["real", "integer"].flatMap((kind) => lab.params.filter((param) => param.kind === kind))[0];
    const session = basin.session(id, { [number.id]: number.min });
    assert.equal(session.params[number.id], number.min);
    session.setParam(number.id, number.max);
    assert.equal(session.params[number.id], number.max);
    const outside = number.max * 2 + 1;
    const refused = { name: "Error", message: new RegExp(`^${number.id}: .* is not a (whole )?number from`) };
    assert.throws(() => session.setParam(number.id, outside), refused);
    assert.throws(() => session.setParam(number.id, "0.1"), refused);
    assert.throws(() => session.setParam(number.id, NaN), refused);
    assert.throws(() => session.setParam(number.id, undefined), refused);
    assert.throws(() => session.setParam(`${number.id}x`, 1), /did you mean/);
    assert.equal(session.params[number.id], number.max);
    assert.throws(() => basin.session(id, { [number.id]: outside }), /params: /);
    assert.throws(() => basin.session(id, { nonsense: 1 }), /'nonsense'/);
    assert.throws(() => basin.session(id, {}, -1), /seed/);
    assert.throws(() => session.advance("many"), /advance/);
    assert.throws(() => session.advance(-1), /advance/);
    session.free();
  }
  assert.throws(() => basin.session("nowhere"), /there is no lab 'nowhere'/);
  assert.throws(() => basin.restore({}), /'lab'/);
  assert.throws(() => basin.restore(null), /object/);
  assert.throws(() => basin.restore({ lab: labs[0].id, params: { "\ud800": 1 } }), Error);
});

test("pointing at an output", { skip }, () => {
  let poked = 0;
  for (const { id } of labs) {
    const session = basin.session(id);
    for (const output of basin.describe(id).outputs) {
      if (output.takesPokes) {
        assert.equal(typeof session.poke(output.id, 0.25, 0.5), "boolean");
        assert.equal(typeof session.poke(output.id, 1e300, -1e300, { kind: "drag" }), "boolean");
        assert.throws(() => session.poke(output.id, NaN, 0), /x: NaN/);
        assert.throws(() => session.poke(output.id, 0, 0, { kind: "stroke" }), /press, drag/);
        ++poked;
      } else {
        assert.throws(() => session.poke(output.id, 0, 0), /takes gestures/);
      }
    }
    session.free();
  }
  assert.ok(poked > 0);
});

/** Where the heap ends: a block larger than any gap between others lies behind all that is in use. */
function heapEnd() {
  const pointer = basin._malloc(1 << 22);
  assert.ok(pointer > 0);
  basin._free(pointer);
  return pointer;
}

test("sessions leave no memory behind, in any lab", { skip }, (t) => {
  const kMilliseconds = 250;
  let sessions = 0;
  for (const { id } of labs) {
    const use = () => {
      const session = basin.session(id);
      session.advance(1);
      session.frame();
      session.free();
    };
    for (let i = 0; i < 5; ++i) use(); // What is made once: tables, caches, gaps of the right sizes.
    const before = heapEnd();
    let count = 0;
    for (const end = performance.now() + kMilliseconds; count < 10 || (count < 1000 && performance.now() < end); ++count) use();
    const grown = heapEnd() - before;
    t.diagnostic(`${id}: ${grown} bytes after ${count} sessions`);
    assert.ok(grown < 8 * count, `${id}: ${grown} bytes left of ${count} sessions`);
    sessions += count;
  }
  t.diagnostic(`${sessions} sessions`);
  // Whoever forgets a session is found out.
  const before = heapEnd();
  const kept = Array.from({ length: 20 }, () => basin.session(labs[0].id));
  assert.ok(heapEnd() - before > 20 * 8);
  for (const session of kept) session.free();
});

test("bytes that are no command do the runner no harm", { skip }, () => {
  const runner = basin._basinRunnerNew();
  let state = 99;
  const random = (n) => (state = (state * 1103515245 + 12345) % 2147483648) % n;
  for (let i = 0; i < 500; ++i) {
    const length = random(80);
    const pointer = basin._malloc(length + 1);
    for (let j = 0; j < length; ++j) basin.HEAPU8[pointer + j] = random(256);
    // Half of them begin like a command of this version.
    if (i % 2) basin.HEAPU8.set([0x42, 0x53, 0x43, 1].slice(0, length), pointer);
    basin._basinRunnerCommand(runner, pointer, length);
    basin._free(pointer);
    basin._basinRunnerSlice(runner, 1);
    basin._basinRunnerTake(runner);
  }
  basin._basinRunnerDelete(runner);
});

test("native and WebAssembly agree to 1e-9 over the first 100 steps", { skip: skip || (cli ? false : "BASIN_CLI is not set") }, (t) => {
  for (const { id } of labs) {
    const session = basin.session(id, {}, 7);
    for (const steps of [0, 1, 10, 100]) {
      session.advance(steps - session.step);
      const run = spawnSync(cli, ["run", id, "--seed", "7", "--steps", String(steps), "--json", "-"], {
        encoding: "utf8",
        maxBuffer: 1 << 28,
      });
      const native = JSON.parse(run.stdout);
      const { relative, where } = difference(native, session.frame(), id);
      t.diagnostic(`${id}, ${steps} steps: ${relative.toExponential(1)} at ${where}`);
      assert.ok(relative <= 1e-9, `${where} differs by ${relative} after ${steps} steps`);
    }
    session.free();
  }
});
