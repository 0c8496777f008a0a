// Runs the command as a script would.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import assert from "node:assert/strict";

const program = process.env.BASIN_CLI;

/** Why these tests are skipped, or false. */
export const skip = program ? false : "BASIN_CLI does not name the built command";

/** Exit status, stdout and stderr of `basin ...args`. */
export function basin(...args) {
  const result = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28, timeout: 120_000 });
  if (result.error) throw result.error;
  return { status: result.status, out: result.stdout, err: result.stderr };
}

/** The parsed JSON a command prints; it must succeed. */
export function basinJson(...args) {
  const { status, out, err } = basin(...args);
  assert.ok(status === 0 || status === 1, err);
  assert.equal(err, "");
  return JSON.parse(out);
}

/** Expects exit 2, nothing on stdout and one line on stderr that matches every pattern. */
export function assertRefused(args, ...patterns) {
  const { status, out, err } = basin(...args);
  assert.equal(status, 2, `basin ${args.join(" ")}: status ${status}\n${out}${err}`);
  assert.equal(out, "");
  assert.match(err, /^basin: [^\n]+\n$/, "one line on stderr");
  for (const pattern of patterns) assert.match(err, pattern);
}

/** A folder that is gone when the test ends. */
export function scratch(t) {
  const folder = mkdtempSync(join(tmpdir(), "basin-cli-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Rows of a CSV text as arrays of cells (RFC 4180). */
export function parseCsv(text) {
  const rows = [];
  let row = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < text.length; ++i) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === "," || c === "\n") {
      row.push(cell);
      cell = "";
      if (c === "\n") {
        rows.push(row);
        row = [];
      }
    } else cell += c;
  }
  assert.equal(cell, "", "the last line is complete");
  return rows;
}
