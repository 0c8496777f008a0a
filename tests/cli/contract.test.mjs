// The command line's contract: what scripts depend on.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { assertRefused, basin, basinJson, parseCsv, scratch, skip } from "./support.mjs";

const labs = skip ? [] : basinJson("list", "--json");

test("list shows every lab once", { skip }, () => {
  assert.ok(labs.length >= 3);
  for (const lab of labs) {
    assert.match(lab.id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assert.ok(lab.title && lab.claim);
  }
  const { status, out, err } = basin("list");
  assert.equal(status, 0);
  assert.equal(err, "");
  const lines = out.trimEnd().split("\n");
  assert.deepEqual(lines.map((line) => line.split(/\s/)[0]), labs.map((lab) => lab.id));
});

test("describe tells parameters, outputs, presets and references", { skip }, () => {
  for (const { id } of labs) {
    const lab = basinJson("describe", id, "--json");
    assert.equal(lab.id, id);
    assert.ok(lab.params.length > 0 && lab.outputs.length > 0 && lab.presets.length > 0);
    const { status, out } = basin("describe", id);
    assert.equal(status, 0);
    for (const param of lab.params) assert.ok(out.includes(`--${param.id} `), param.id);
    for (const output of lab.outputs) assert.ok(out.includes(output.label), output.id);
    for (const preset of lab.presets) assert.equal(out.includes(preset.lookFor), !preset.hidden, preset.id);
    assert.ok(!out.includes("\u001b"), "no colours when not a terminal");
  }
});

test("run to the lab's own end: every check holds, exit 0", { skip }, () => {
  for (const { id } of labs) {
    const frame = basinJson("run", id, "--json", "-");
    assert.equal(frame.lab, id);
    assert.equal(frame.status, "done", id);
    for (const key of ["params", "seed", "steps", "status", "scalars", "checks", "series"]) assert.ok(key in frame, key);
    assert.equal(frame.seed, 1);
    assert.ok(frame.checks.length > 0);
    for (const check of frame.checks) {
      for (const key of ["name", "measured", "relation", "predicted", "tolerance", "holds"]) assert.ok(key in check, key);
      assert.ok(["<=", "~=", ">="].includes(check.relation));
      assert.ok(check.holds || check.state === "not-applicable", `${id}: ${check.name}: ${check.detail}`);
    }
    assert.ok(frame.checks.some((check) => check.holds), id);
  }
});

test("a reader sees title, scalars and the table of checks", { skip }, () => {
  const { id, title } = labs[0];
  const { status, out, err } = basin("run", id, "--steps", "3");
  assert.equal(status, 0);
  assert.equal(err, "", "progress only on a terminal");
  assert.ok(out.startsWith(title));
  assert.match(out, /seed 1, 3 steps, running/);
  assert.match(out, /measured +predicted/);
  assert.match(out, /^ {2}[✓✗–] /m);
});

test("the same run gives the same bytes", { skip }, () => {
  for (const { id } of labs) {
    const args = ["run", id, "--seed", "7", "--steps", "20", "--json", "-"];
    assert.equal(basin(...args).out, basin(...args).out, id);
  }
});

test("parameters, presets, seed and steps arrive", { skip }, () => {
  for (const { id } of labs) {
    const lab = basinJson("describe", id, "--json");
    for (const preset of lab.presets) {
      const frame = basinJson("run", id, "--preset", preset.id, "--seed", "12", "--steps", "0", "--json", "-");
      assert.deepEqual(frame.params, preset.params);
      assert.equal(frame.seed, 12);
      assert.equal(frame.steps, 0);
    }
    const real = lab.params.find((param) => param.kind === "real");
    for (const value of real ? [real.min, real.max] : []) {
      for (const args of [[`--${real.id}`, String(value)], [`--${real.id}=${value}`]]) {
        const frame = basinJson("run", id, ...args, "--steps", "0", "--json=-");
        assert.equal(frame.params[real.id], value);
      }
    }
    for (const choice of lab.params.find((param) => param.choices)?.choices ?? []) {
      const param = lab.params.find((each) => each.choices);
      const frame = basinJson("run", id, `--${param.id}`, choice.id, "--steps", "0", "--json", "-");
      assert.equal(frame.params[param.id], choice.id);
    }
  }
});

test("--json FILE and --csv DIR write files and still print the table", { skip }, (t) => {
  const folder = scratch(t);
  for (const { id } of labs) {
    const json = join(folder, `${id}.json`);
    const csv = join(folder, "tables", id);
    const { status, out } = basin("run", id, "--steps", "5", "--json", json, "--csv", csv);
    assert.equal(status, 0);
    assert.match(out, /5 steps/);
    const frame = JSON.parse(readFileSync(json, "utf8"));
    const names = readdirSync(csv);
    assert.ok(!names.some((name) => name.endsWith(".part")));
    const scalars = parseCsv(readFileSync(join(csv, "scalars.csv"), "utf8"));
    assert.deepEqual(scalars[0], ["id", "value", "unit"]);
    assert.deepEqual(scalars.slice(1).map((row) => row[0]), Object.keys(frame.scalars));
    assert.equal(parseCsv(readFileSync(join(csv, "checks.csv"), "utf8")).length, frame.checks.length + 1);
    for (const id of Object.keys(frame.series)) assert.ok(names.includes(`${id}.csv`), id);
    for (const [id, field] of Object.entries(frame.fields)) {
      const rows = parseCsv(readFileSync(join(csv, `${id}.csv`), "utf8"));
      assert.equal(rows.length, field.nx * field.ny + 1);
    }
  }
});

test("a saved session goes on where it was", { skip }, (t) => {
  const folder = scratch(t);
  const file = join(folder, "saved.json");
  const { id } = labs[0];
  const whole = basinJson("run", id, "--seed", "5", "--steps", "20", "--json", "-");
  writeFileSync(file, JSON.stringify({ ...whole.recipe, steps: 10 }));
  assert.deepEqual(basinJson("run", "--from", file, "--steps", "20", "--json", "-"), whole);
  assert.equal(basinJson("run", id, "--from", file, "--json", "-").steps, 10);
  // What --json wrote can be read as well.
  writeFileSync(file, JSON.stringify(whole));
  assert.deepEqual(basinJson("run", "--from", file, "--json", "-"), whole);
});

// No lab is known to fail a check: that the status is 1 then is tried with a lab of the tests' own (exit_status_native_test.cpp).
test("exit 1 when a check fails, and only then", { skip }, () => {
  for (const args of labs.map(({ id }) => [id, "--steps", "200"])) {
    const { status, out } = basin("run", ...args, "--json", "-");
    const fails = JSON.parse(out).checks.some((check) => check.holds === false);
    assert.equal(status, fails ? 1 : 0, args.join(" "));
  }
});

test("help and version", { skip }, () => {
  for (const args of [["--help"], ["help"], ["run", "--help"], ["-h"]]) {
    const { status, out, err } = basin(...args);
    assert.equal(status, 0);
    assert.equal(err, "");
    for (const word of ["list", "describe", "run", "sweep", "bench"]) assert.ok(out.includes(`basin ${word}`));
  }
  const version = /^project\(basin VERSION ([0-9.]+)/m.exec(
    readFileSync(new URL("../../CMakeLists.txt", import.meta.url), "utf8"),
  )[1];
  assert.equal(basin("--version").out, `basin ${version}\n`);
});

test("sweep: a row a run, in the same order whatever the number of threads", { skip }, (t) => {
  const { id } = labs[0];
  const lab = basinJson("describe", id, "--json");
  const real = lab.params.find((param) => param.kind === "real" && param.relevant);
  const file = join(scratch(t), "sweep.csv");
  const middle = real.scale === "log" ? Math.sqrt(real.min * real.max) : (real.min + real.max) / 2;
  const vary = `${real.id}=${real.default},${middle}`;
  const args = ["sweep", id, "--vary", vary, "--seeds", "3:5", "--steps", "4"];
  const { status, out, err } = basin(...args, "--jobs", "1");
  assert.ok(status === 0 || status === 1);
  assert.equal(err, "");
  assert.equal(basin(...args, "--jobs", "4").out, out);
  basin(...args, "--csv", file);
  assert.equal(readFileSync(file, "utf8"), out);

  const [header, ...rows] = parseCsv(out);
  const checks = lab.outputs
    .filter((output) => output.kind === "check")
    .flatMap(({ id }) => [`check.${id}`, `check.${id}.measured`]);
  const scalars = lab.outputs.filter((output) => output.kind === "scalar").map((output) => output.id);
  assert.deepEqual(header, [...lab.params.map((param) => param.id), "seed", "steps", "status", ...scalars, ...checks]);
  assert.equal(rows.length, 6);
  const column = (name) => rows.map((row) => row[header.indexOf(name)]);
  assert.deepEqual(column("seed"), ["3", "4", "5", "3", "4", "5"]);
  assert.deepEqual(column(real.id).map(Number), [real.default, real.default, real.default, middle, middle, middle]);

  // Shards cut the same rows into parts.
  const shards = [1, 2].map((i) => parseCsv(basin(...args, "--shard", `${i}/2`).out));
  assert.deepEqual(shards[0][0], header);
  const joined = rows.map((_, i) => shards[i % 2][(i % 2 === 0 ? 1 : 0) + Math.floor(i / 2)]);
  assert.deepEqual(joined, rows);

  // One row is the run with the same parameters.
  const frame = basinJson("run", id, `--${real.id}`, String(middle), "--seed", "4", "--steps", "4", "--json", "-");
  for (const name of scalars) {
    const value = rows[4][header.indexOf(name)];
    assert.equal(value === "nan" ? null : Number(value), frame.scalars[name], name);
  }

  if (scalars.length > 1) {
    const narrow = parseCsv(basin(...args, "--metric", scalars[1]).out)[0];
    assert.deepEqual(narrow.slice(lab.params.length + 3), [scalars[1], ...checks]);
  }
  const spaced = parseCsv(basin("sweep", id, "--vary", `${real.id}=${real.min}:${real.max}:3`, "--steps", "0").out);
  assert.equal(spaced.length, 4);
  assert.equal(Number(spaced[1][header.indexOf(real.id)]), real.min);
  assert.equal(Number(spaced[3][header.indexOf(real.id)]), real.max);
});

test("bench measures something", { skip }, () => {
  const rows = basinJson("bench", "--json");
  assert.ok(rows.length > 0);
  const tasks = rows.filter((row) => row.seconds > 0);
  const trained = rows.filter((row) => row.batch > 0 && row.stepsPerSecond > 0);
  assert.equal(trained.length, 8);
  assert.equal(tasks.length, rows.length - trained.length);
  for (const what of ["exact kernel", "empirical kernel", "plane"]) {
    assert.ok(tasks.some(({ name }) => name.startsWith(what)), what);
  }
});

test("nothing is written beside what was asked for", { skip }, (t) => {
  const folder = scratch(t);
  basin("run", labs[0].id, "--steps", "1", "--json", join(folder, "a.json"));
  assert.deepEqual(readdirSync(folder), ["a.json"]);
  assert.ok(!existsSync(join(folder, "a.json.part")));
});

test("Ctrl-C ends a run with what there is so far", { skip }, async (t) => {
  const file = join(scratch(t), "run.json");
  const args = ["run", "playground", "--step-limit", "100000", "--steps", "100000", "--json", file];
  const child = spawn(process.env.BASIN_CLI, args);
  let err = "";
  child.stderr.on("data", (text) => (err += text));
  setTimeout(() => child.kill("SIGINT"), 700);
  const [status, signal] = await once(child, "exit");
  assert.equal(signal, null);
  assert.equal(status, 130);
  assert.match(err, /^basin: interrupted at step \d+\n$/);
  const { steps, status: state } = JSON.parse(readFileSync(file, "utf8"));
  assert.ok(steps > 0 && steps < 100000, `${steps} steps`);
  assert.equal(state, "running");
});

test("a sweep that was killed anywhere goes on where its rows end", { skip }, async (t) => {
  const folder = scratch(t);
  const args = ["sweep", "saddle", "--vary", "rate=0.02:0.2:5", "--seeds", "1:8", "--jobs", "1"];
  const whole = join(folder, "whole.csv");
  const begin = performance.now();
  const { status } = basin(...args, "--csv", whole);
  const taken = performance.now() - begin;
  const expected = readFileSync(whole, "utf8");
  let partial = 0;
  for (let i = 0; i < 20; i += 1) {
    const file = join(folder, `killed-${i}.csv`);
    const child = spawn(process.env.BASIN_CLI, [...args, "--csv", file]);
    setTimeout(() => child.kill("SIGKILL"), (taken * (i + 0.5)) / 20);
    await once(child, "exit");
    partial += existsSync(`${file}.part`) && readFileSync(`${file}.part`, "utf8").includes("\n", 1) ? 1 : 0;
    assert.equal(basin(...args, "--csv", file, "--resume").status, status);
    assert.equal(readFileSync(file, "utf8"), expected, `killed at ${i + 0.5} twentieths`);
  }
  assert.ok(partial > 5, `${partial} of 20 were stopped between two rows`);
  assert.ok(readdirSync(folder).every((name) => !name.endsWith(".part")));
  // Cut within its heading, within a row, between two.
  for (const length of [0, 5, expected.indexOf("\n") + 1, expected.length / 2 | 0, expected.length - 1]) {
    const file = join(folder, `cut-${length}.csv`);
    writeFileSync(`${file}.part`, expected.slice(0, length));
    assert.equal(basin(...args, "--csv", file, "--resume").status, status);
    assert.equal(readFileSync(file, "utf8"), expected, `cut after ${length}`);
  }
  // What is complete stays as it is.
  assert.equal(basin(...args, "--csv", whole, "--resume").status, status);
  assert.equal(readFileSync(whole, "utf8"), expected);
});

test("no row of a sweep is lost by a second one", { skip }, (t) => {
  const file = join(scratch(t), "rows.csv");
  const args = ["sweep", "saddle", "--seeds", "1:3", "--steps", "5", "--csv", file];
  basin(...args);
  const rows = readFileSync(file, "utf8");
  writeFileSync(`${file}.part`, rows.slice(0, -7));
  assertRefused(args, /rows\.csv\.part/, /--resume/);
  assertRefused([...args.slice(0, 2), "--seeds", "2:4", ...args.slice(4), "--resume"], /another sweep: row 1/);
  assertRefused([...args, "--resume", "--metric", "energy-now"], /not one of|other columns/);
  assertRefused([...args.slice(0, -2), "--resume"], /--csv FILE/);
  assert.equal(readFileSync(`${file}.part`, "utf8"), rows.slice(0, -7));
});

test("Ctrl-C answers a sweep at once and leaves its rows", { skip }, async (t) => {
  const file = join(scratch(t), "rows.csv");
  const args = ["sweep", "playground", "--vary", "rate=0.01,0.02", "--step-limit", "100000", "--csv", file];
  const child = spawn(process.env.BASIN_CLI, args);
  let err = "";
  child.stderr.on("data", (text) => (err += text));
  setTimeout(() => child.kill("SIGINT"), 500);
  const begin = performance.now();
  const [status] = await once(child, "exit");
  assert.equal(status, 130);
  assert.match(err, /^basin: interrupted after run 0 of 2; --resume goes on\n$/);
  assert.ok(performance.now() - begin < 5000);
  assert.match(readFileSync(file, "utf8"), /^[^\n]*seed,steps,status[^\n]*\n$/);
});

test("columns have names of their own, and shards are one table", { skip }, (t) => {
  for (const { id } of labs) {
    const [header] = parseCsv(basin("sweep", id, "--steps", "0").out);
    assert.equal(new Set(header).size, header.length, id);
    const checks = basinJson("describe", id, "--json").outputs.filter(({ kind }) => kind === "check");
    for (const check of checks) {
      assert.ok(header.includes(`check.${check.id}`) && header.includes(`check.${check.id}.measured`), check.id);
    }
  }
  const folder = scratch(t);
  const args = ["sweep", "saddle", "--seeds", "1:5", "--steps", "3"];
  const joined = [1, 2].map((i) => basin(...args, "--shard", `${i}/2`).out).join("");
  assert.deepEqual(joined.split("\n").sort(), basin(...args).out.split("\n").sort());
  const file = join(folder, "second.csv");
  const second = [...args, "--shard", "2/2", "--csv", file];
  basin(...second);
  const rows = readFileSync(file, "utf8");
  assert.equal(parseCsv(rows).length, 2);
  writeFileSync(file, rows.slice(0, -3));
  basin(...second, "--resume");
  assert.equal(readFileSync(file, "utf8"), rows);
});

test("a value named twice is one setting", { skip }, () => {
  const { out } = basin("sweep", "saddle", "--vary", "rate=0.1,1e-1,+0.10", "--steps", "0");
  assert.equal(parseCsv(out).length, 2);
});

test("--until ends a run where a scalar gets there", { skip }, () => {
  const args = ["run", "gd", "--json", "-", "--until"];
  const frame = basinJson(...args, "gradient-norm<=0.5");
  assert.ok(frame.scalars["gradient-norm"] <= 0.5);
  const before = basinJson("run", "gd", "--json", "-", "--steps", String(frame.steps - 1));
  assert.ok(before.scalars["gradient-norm"] > 0.5, "at the first such step");
  const missed = basin(...args, "gradient-norm<0", "--steps", "5");
  assert.equal(missed.status, 1);
  assert.match(missed.err, /^basin: until: gradient-norm<0 was not reached in 5 steps\n$/);
  assert.equal(JSON.parse(missed.out).steps, 5);
  const [header, row] = parseCsv(basin("sweep", "gd", "--until", "gradient-norm<=0.5").out);
  assert.equal(row[header.indexOf("reached")], "true");
  assert.equal(Number(row[header.indexOf("steps")]), frame.steps);
  for (const bad of ["gradient-norm", "gradient-norm>=x", "no-such>=1", ">=1", ""]) {
    assertRefused(["run", "gd", "--until", bad], /until: /);
  }
});

test("what cannot be printed is an error, and who stops reading is none", { skip }, () => {
  const sh = (command) => spawnSync("bash", ["-c", command], { encoding: "utf8", env: process.env });
  for (const command of ["list", "list --json", "describe gd", "--version", "--help", "run gd --steps 1", "run gd --steps 1 --json -", "sweep gd --steps 1"]) {
    const { status, stderr } = sh(`"$BASIN_CLI" ${command} > /dev/full`);
    assert.equal(status, 2, command);
    assert.match(stderr, /^basin: cannot write to standard output: [^\n]+\n$/, command);
    const closed = sh(`"$BASIN_CLI" ${command} | true`);
    assert.equal(closed.stderr, "", command);
  }
});

test("a text that makes no sense is refused before anything runs", { skip }, () => {
  const formula = ["--task", "regression", "--target", "formula", "--formula"];
  for (const command of ["run", "sweep"]) {
    assertRefused([command, "playground", ...formula, "sin("], /Your formula cannot be read/);
    assertRefused([command, "landscape", ...formula, "sin("], /Your formula cannot be read/);
    assertRefused([command, "playground", "--tying", "own", "--tying-rules", "1:2 = nonsense"], /Your tying cannot be read/);
  }
});
