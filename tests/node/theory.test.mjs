// Articles: numbers that they quote come from the presets that expect them.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { cacheFolder } from "../../cmake/files.mjs";
import { makeTheory } from "../../cmake/theory.mjs";

const modules = join(cacheFolder, "node", "node_modules");
const skip = existsSync(modules) ? false : "not set up for the web";
const theory = (numbers) => makeTheory(createRequire(join(modules, "basin.js")), numbers);
const numbers = new Map([
  ["saddle.three-ways.plain-steps", 142],
  ["landscape.own-plane.barrier", 0.372267693974],
]);

test("a number in braces is the one that the preset expects", { skip }, () => {
  const { html, problems } = theory(numbers).render(
    "It takes {saddle.three-ways.plain-steps} steps, and $x_{0}$ is {landscape.own-plane.barrier}.",
  );
  assert.deepEqual(problems, []);
  assert.match(html, /It takes 142 steps/);
  assert.match(html, /is 0\.372\./);
});

test("a number that no preset expects is an error on its line", { skip }, () => {
  const { problems } = theory(numbers).render("# Title\n\nSome {saddle.three-ways.plain-step} and\n{gd.none.value}\n");
  assert.deepEqual(
    problems.map(({ line }) => line),
    [3, 4],
  );
  assert.match(problems[0].message, /saddle\.three-ways\.plain-step/);
});

test("without labs a text is shown without its numbers", { skip }, () => {
  const { html, problems } = theory(null).render("It takes {saddle.three-ways.plain-steps} steps.");
  assert.deepEqual(problems, []);
  assert.match(html, /It takes … steps/);
});
