// What becomes of each file of the page when it is published: which keep their names, which get a hash, which are needed.
import { extname } from "node:path";
import { hash, hashOf } from "./files.mjs";
import { references } from "./references.mjs";

/** Pages of their own; articles are parts of one. */
export const isPage = (name) => name.endsWith(".html") && !name.startsWith("theory/");
/** Articles and chapters: pages that show labs. */
export const isRead = (name) => /^(articles|course)\//.test(name) && isPage(name);
export const isCore = (name) => /^basin-core\.(js|wasm)$/.test(name);
/** What belongs to a lab or its shelf: fetched, and kept, when such a lab is opened. */
export const isOfLab = (name) => /^(basin-core-[a-z]+\.(js|wasm)|labs\/.*|theory\/.*|strings\/[^/]+\/.*)$/.test(name);

/** Whether others ask for a file by this name. */
export const isStable = (name) =>
  isPage(name) ||
  isCore(name) ||
  /^(icons|posters)\//.test(name) ||
  (/^[^/]+\.(d\.ts|json|png|webmanifest)$/.test(name) && name !== "labs.json") ||
  ["sw.js", "basin-lab.js"].includes(name);

/** The page's classic script, before all modules. */
export const isFirst = (name) => name === "load/rescue.js";

/** Articles are read into the page: what they refer to is relative to the page, and stays. */
export const isScanned = (name) => isPage(name) || (/\.(m?js|css|webmanifest)$/.test(name) && !name.startsWith("theory/"));

/** All names reachable from `start` through `edges`, itself included. */
function reachable(start, edges) {
  const seen = new Set([start]);
  for (const name of seen) for (const next of edges.get(name) ?? []) seen.add(next);
  return seen;
}

/**
 * Plans the site for the files of the built page, a map from names to bytes: {version, places: {name: path of its copy under a
 * hashed name}, table, kept, read}. The names in `table` are those that scripts ask load.mjs for, `kept` the paths which a visit
 * without a network needs, `opened` those which it needs of the labs that were opened before, and `read` has for each page to be read the paths which that page needs beyond those.
 */
export function plan(files) {
  const edges = new Map();
  for (const [name, bytes] of files) {
    const refs = isScanned(name) ? [...references(name, bytes.toString())] : [];
    edges.set(name, refs.filter((path) => files.has(path)));
  }
  const start = reachable("index.html", edges);
  const elsewhere = new Set();
  for (const page of files.keys()) {
    if (isPage(page)) for (const name of reachable(page, edges)) if (!start.has(name)) elsewhere.add(name);
  }
  const hashed = [...files.keys()].filter((name) => !isStable(name));
  const needed = hashed.filter((name) => !elsewhere.has(name));
  const kept = needed.filter((name) => !isOfLab(name));
  const opened = needed.filter(isOfLab);
  // Scripts named in the page are found by it or by their imports, the rest by the table in load/load.mjs.
  const linked = (name) => start.has(name) && (/\.(css|mjs)$/.test(name) || isFirst(name));
  const table = needed.filter((name) => !linked(name));
  edges.get("load/load.mjs")?.push(...table);

  // A name changes with whatever it leads to: a file in a browser's cache never names one that is gone.
  const tools = ["plan.mjs", "publish.mjs", "references.mjs"].map((name) => hashOf(new URL(name, import.meta.url)));
  const own = new Map([...files].map(([name, bytes]) => [name, hash(bytes)]));
  const places = {};
  for (const name of hashed) {
    const behind = [...reachable(name, edges)].sort().map((each) => `${each} ${own.get(each)}`);
    const sum = hash(...(isScanned(name) ? tools : []), ...behind).slice(0, 10);
    const kind = extname(name);
    places[name] = `assets/${name.slice(0, name.length - kind.length)}.${sum}${kind}`;
  }
  // A page leads to others, but is shown without them.
  const shown = new Map([...edges].map(([name, next]) => [name, next.filter((each) => !isPage(each))]));
  const read = {};
  const readFiles = new Set();
  for (const name of [...files.keys()].filter(isRead)) {
    const needs = [...reachable(name, shown)].filter((each) => each !== name && !needed.includes(each));
    for (const each of [name, ...needs]) readFiles.add(each);
    read[name] = needs.map((each) => places[each] ?? each).sort();
  }
  const sums = ["index.html", "sw.js", ...readFiles].map((name) => own.get(name) ?? "");
  const paths = (names) => names.map((name) => places[name]);
  const version = hash(...sums, ...tools, ...paths(needed));
  return { version, places, table, kept: paths(kept), opened: paths(opened), read };
}

