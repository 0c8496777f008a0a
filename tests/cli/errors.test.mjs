// Wrong usage: exit 2, one clear line on stderr, nothing on stdout, nothing written.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { assertRefused, basin, basinJson, scratch, skip } from "./support.mjs";

const lab = skip ? null : basinJson("describe", basinJson("list", "--json")[0].id, "--json");
const id = lab?.id;
const ofKind = (kind) => lab.params.find((param) => param.kind === kind);

test("commands", { skip }, () => {
  assertRefused([], /basin --help/);
  assertRefused(["rnu"], /'rnu'/, /did you mean run/);
  assertRefused(["frobnicate"], /list, describe, run, sweep, bench/);
  assertRefused([""]);
  assertRefused(["list", "extra"]);
  assertRefused(["list", "--jsn"], /--jsn/, /--json/);
  assertRefused(["describe"], /describe LAB/);
  assertRefused(["describe", id, id]);
  assertRefused(["bench", id]);
  assertRefused(["run"], /run LAB/);
  assertRefused(["sweep"], /sweep LAB/);
});

test("unknown labs and options name the nearest one", { skip }, () => {
  assertRefused(["run", `${id}x`], new RegExp(`did you mean ${id}\\?`));
  assertRefused(["describe", "completely-different"], /basin list/);
  const param = lab.params[0].id;
  assertRefused(["run", id, `--${param}s`, "1"], new RegExp(`'--${param}s'`), new RegExp(`did you mean --${param}\\?`));
  assertRefused(["run", id, "--completely-different", "1"], /'--completely-different'/);
  assertRefused(["run", id, "-x"], /'-x'/);
  assertRefused(["run", `--${param}`, "1", id], /after the lab/);
  assertRefused(["run", id, id], /one too many/);
});

test("values out of range name parameter, value and what is allowed", { skip }, () => {
  for (const param of lab.params) {
    const bad = {
      real: [String(param.max * 2 + 1), "fast", "", "nan", "inf", "0x10", "1,500"],
      integer: [String(param.max + 1), "1.5", "many", ""],
      boolean: ["2", "maybe", ""],
      choice: ["no-such-choice", "", "0"],
      "integer-list": ["1,,2", "a", "1.5"],
      text: ["x".repeat((param.maxLength ?? 0) + 1)],
    }[param.kind];
    for (const value of bad) {
      const patterns = [new RegExp(`${param.id}: `)];
      if (value && param.kind !== "text") patterns.push(/ is not /);
      assertRefused(["run", id, `--${param.id}`, value], ...patterns);
    }
    assertRefused(["run", id, `--${param.id}`], new RegExp(`--${param.id} needs a value`));
  }
  const real = ofKind("real");
  assertRefused(["run", id, `--${real.id}`, String(real.max * 2 + 1)], new RegExp(`${real.id}: .*${real.max}`));
});

test("seed, steps and preset", { skip }, () => {
  for (const option of ["seed", "steps"]) {
    for (const value of ["-1", "1.5", "x", "", "9007199254740992", "99999999999999999999999"]) {
      assertRefused(["run", id, `--${option}`, value], new RegExp(`${option}: `));
    }
  }
  assertRefused(["run", id, "--preset", "no-such"], /preset: 'no-such'/, new RegExp(lab.presets[0].id));
  assertRefused(["run", id, "--steps"], /needs a value/);
});

test("what cannot be written", { skip }, (t) => {
  const folder = scratch(t);
  const file = join(folder, "file");
  writeFileSync(file, "kept");
  assertRefused(["run", id, "--steps", "1", "--json", join(folder, "no", "x.json")], /cannot write/, /x\.json/);
  assertRefused(["run", id, "--steps", "1", "--json", folder], /cannot write/);
  assertRefused(["run", id, "--steps", "1", "--json", ""], /cannot write/);
  assertRefused(["run", id, "--steps", "1", "--json", "/dev/full"], /cannot write/);
  assertRefused(["run", id, "--steps", "1", "--csv", file], /cannot write/);
  assertRefused(["run", id, "--steps", "1", "--csv", join(file, "below")], /cannot write/);
  assertRefused(["run", id, "--steps", "1", "--csv", "/proc/nowhere"], /cannot write/);
  assertRefused(["sweep", id, "--steps", "1", "--csv", join(folder, "no", "x.csv")], /cannot write/);
  assert.equal(readFileSync(file, "utf8"), "kept");
  assert.deepEqual(readdirSync(folder), ["file"]);

  // A folder stands where one of the tables should go: none of them is written.
  mkdirSync(join(folder, "out", "scalars.csv"), { recursive: true });
  assertRefused(["run", id, "--steps", "1", "--csv", join(folder, "out")], /scalars\.csv/);
  assert.deepEqual(readdirSync(join(folder, "out")), ["scalars.csv"]);
});

test("a closed pipe ends it quietly", { skip }, () => {
  const script = `"$BASIN_CLI" run ${id} --steps 1 --json - | true; exit "\${PIPESTATUS[0]}"`;
  const { status, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8", env: process.env });
  assert.ok([0, 1, 141].includes(status), String(status));
  assert.equal(stderr, "");
});

test("saved sessions that are none", { skip }, (t) => {
  const folder = scratch(t);
  const refuse = (text, ...patterns) => {
    const file = join(folder, "saved.json");
    writeFileSync(file, text);
    assertRefused(["run", "--from", file], /saved\.json/, ...patterns);
  };
  assertRefused(["run", "--from", join(folder, "missing.json")], /cannot read/);
  assertRefused(["run", "--from", folder], /cannot read/);
  assertRefused(["run", "--from", "/dev/zero"], /longer than/);
  refuse("", /not valid JSON/);
  refuse('{"lab": ', /line 1/);
  refuse("[1, 2]", /object/);
  refuse("{}", /'lab'/);
  refuse('{"lab": "nowhere"}', /nowhere/);
  refuse(JSON.stringify({ lab: id, sead: 1 }), /'sead'/, /did you mean 'seed'/);
  refuse(JSON.stringify({ lab: id, params: { [`${lab.params[0].id}x`]: 1 } }), /params: unknown key/);
  refuse(JSON.stringify({ lab: id, seed: -3 }), /seed: /);
  refuse(JSON.stringify({ lab: id, events: [{}] }), /events: /);
  const real = ofKind("real");
  refuse(JSON.stringify({ lab: id, params: { [real.id]: real.max * 2 + 1 } }), new RegExp(`params: ${real.id}: `));
  const corpus = new URL("../fuzz/recipes/", import.meta.url);
  for (const name of readdirSync(corpus)) {
    assertRefused(["run", "--from", new URL(name, corpus).pathname], new RegExp(name.replace(".", "\\.")));
  }
  const other = basinJson("list", "--json").find((each) => each.id !== id);
  writeFileSync(join(folder, "other.json"), JSON.stringify({ lab: other.id }));
  assertRefused(["run", id, "--from", join(folder, "other.json")], new RegExp(other.id));
});

test("sweeps that make no sense", { skip }, () => {
  const real = ofKind("real");
  const refuse = (args, ...patterns) => assertRefused(["sweep", id, ...args], ...patterns);
  refuse(["--vary", real.id], /PARAM=a,b,c/);
  refuse(["--vary", `${real.id}x=1`], /did you mean/);
  refuse(["--vary", `${real.id}=`], new RegExp(`${real.id}: `));
  refuse(["--vary", `${real.id}=${real.min},${real.max * 2 + 1}`], new RegExp(`${real.id}: `));
  refuse(["--vary", `${real.id}=${real.min}:${real.max}`], /lo:hi:n/);
  refuse(["--vary", `${real.id}=${real.min}:${real.max}:0`], /lo:hi:n/);
  refuse(["--vary", `${real.id}=${real.min}`, "--vary", `${real.id}=${real.max}`], /twice/);
  refuse(["--vary", `${real.id}=${real.min}`, `--${real.id}`, String(real.max)], /twice/);
  for (const seeds of ["5:1", "a:b", "1:", ":", "1:2:3", "-1:1"]) refuse(["--seeds", seeds], /seeds: /);
  refuse(["--seeds", "0:99999999"], /more than/);
  for (const jobs of ["0", "-1", "x", "5000"]) refuse(["--jobs", jobs], /jobs: /);
  for (const shard of ["0/2", "3/2", "1", "a/b", "1/0"]) refuse(["--shard", shard], /shard: /);
  refuse(["--metric", "no-such"], /metric: 'no-such'/);
});

test("no argument makes it crash", { skip }, () => {
  const words = ["", "-", "--", "---", "--=", "--json", "-1", "%s%n", "\u{1F600}", "a\nb", "x".repeat(5000), id, "run", "--seed"];
  let state = 12345;
  const random = (n) => (state = (state * 1103515245 + 12345) % 2147483648) % n;
  for (let i = 0; i < 60; ++i) {
    const args = ["describe"];
    for (let n = random(4); n > 0; --n) args.push(words[random(words.length)]);
    const { status, err } = basin(...args);
    assert.ok([0, 2].includes(status), `${JSON.stringify(args)}: ${status}`);
    if (status === 2) assert.match(err, /^basin: [^\n]+\n$/);
  }
  assert.ok(!existsSync("--json"));
});
