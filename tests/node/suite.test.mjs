// What runs the tests and fetches the sources, tried itself: nothing is lost between processes, and what is not as it was
// tested is noticed.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const clone = fileURLToPath(new URL("../../", import.meta.url));

function scratch(t) {
  const folder = mkdtempSync(join(tmpdir(), "basin-suite-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const bash = (script, ...args) => {
  const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", script, "-", ...args], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout.trim().split("\n");
};

/** Runs a suite of made-up files, {name: shell that stands for its process}; says what suite.sh makes of it. */
function runSuite(t, files, expected) {
  const folder = scratch(t);
  for (const name of Object.keys(files)) {
    mkdirSync(join(folder, "tests", name, ".."), { recursive: true });
    writeFileSync(join(folder, "tests", name), "");
  }
  const cases = Object.entries(files).map(([name, shell]) => `*"-sf=*tests/${name}"*) ${shell} ;;`);
  const counting = `*" -c"*) echo "[doctest] unskipped test cases passing the current filters: ${expected}" ;;`;
  const program = join(folder, "program");
  writeFileSync(program, `#!/bin/bash\ncase " $*" in ${counting} ${cases.join(" ")} esac\n`);
  chmodSync(program, 0o755);
  const script = `clone=$1 logs=$1/logs; source "$3"; lab_seconds=1; run_suite x 2 short "$2" >"$1/out"
    echo $(suite_numbers x); echo $(over_budget x)`;
  const [numbers, slow] = bash(script, folder, program, join(clone, "tests/suite.sh"));
  return { numbers, slow: slow ?? "" };
}

const says = (passed, failed) =>
  `echo "[doctest] test cases: 9 | ${passed} passed | ${failed} failed | 0 skipped"; exit ${failed ? 1 : 0}`;

test("the counts of all files are summed", (t) => {
  const files = { "labs/a_test.cpp": says(3, 0), "nn/b_test.cpp": says(4, 2), "c_test.cpp": says(0, 0) };
  assert.deepEqual(runSuite(t, files, 9), { numbers: "7 2", slow: "" });
});

test("a process that ends without a word, or badly, is a failure, and so are cases that no process has run", (t) => {
  assert.equal(runSuite(t, { "a_test.cpp": "exit 0", "b_test.cpp": says(2, 0) }, 2).numbers, "2 1");
  assert.equal(runSuite(t, { "a_test.cpp": `( ${says(2, 0)} ); kill -SEGV $$` }, 2).numbers, "2 1");
  assert.equal(runSuite(t, { "a_test.cpp": says(2, 0) }, 3).numbers, "2 1");
});

test("a lab whose tests take too long is named", (t) => {
  const busy = `bash -c 'ulimit -t 4; while :; do :; done'; ${says(1, 0)}`;
  const files = { "labs/slow_test.cpp": busy, "labs/quick_test.cpp": says(1, 0), "nn/slow_test.cpp": says(1, 0) };
  assert.deepEqual(runSuite(t, files, 3), { numbers: "3 0", slow: "labs/slow_test.cpp" });
});

test("sources that are not those that were tested are noticed", (t) => {
  const cached = join(process.env.XDG_CACHE_HOME || join(process.env.HOME, ".cache"), "basin/src/implot");
  if (!existsSync(cached)) return t.skip("the sources are not in the cache");
  const folder = join(scratch(t), "implot");
  cpSync(cached, folder, { recursive: true });
  const tested = () =>
    bash(`here=$1; source "$here/setup-common.sh"; source "$here/setup-sources.sh"
      if source_is_tested implot "$2"; then echo yes; else echo no; fi`, join(clone, "cmake"), folder)[0];
  assert.equal(tested(), "yes");
  appendFileSync(join(folder, "implot.h"), "\n");
  assert.equal(tested(), "no");
});
