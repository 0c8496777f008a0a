// What the scripts that put pages together share: finding, hashing and caching files.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where everything is kept that a second clone finds again (setup-common.sh knows the same place). */
export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "basin");

/** Requires the npm packages that cmake/setup has installed. */
export const requirePackage = createRequire(
  join(process.env.BASIN_NODE_MODULES || join(cacheFolder, "node", "node_modules"), "basin.js"),
);

/** The first 12 hexadecimal digits of the SHA-256 of texts and bytes. */
export function hash(...parts) {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part).update("\0");
  return sum.digest("hex").slice(0, 12);
}

export const hashOf = (file) => hash(readFileSync(file));

/** Every file below `folder`, as names relative to it with "/", sorted. */
export function filesBelow(folder, prefix = "") {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .flatMap((entry) => {
      const name = prefix + entry.name;
      return entry.isDirectory() ? filesBelow(folder, `${name}/`) : [name];
    })
    .sort();
}

/** The bytes kept as `name` in the cache's folder `kind`, else those that `make` makes. */
export async function cached(kind, name, make) {
  const folder = join(cacheFolder, kind);
  const file = join(folder, name);
  if (existsSync(file)) {
    const now = new Date();
    utimesSync(file, now, now);
    return readFileSync(file);
  }
  const bytes = await make();
  mkdirSync(folder, { recursive: true });
  // Another process may be making the same: what is there under this name is always complete.
  writeFileSync(`${file}.${process.pid}`, bytes);
  renameSync(`${file}.${process.pid}`, file);
  return bytes;
}

/** Takes out of the cache's folder `kind` what nobody asked for in a month. */
export function sweep(kind, days = 30) {
  const folder = join(cacheFolder, kind);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (Date.now() - statSync(file).mtimeMs > days * 86400e3) unlinkSync(file);
  }
}
