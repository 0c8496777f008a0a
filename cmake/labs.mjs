// Writes what labs say of themselves into the page: labs.json, the cards of all of them, and labs/LAB.json, the tables of each.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Writes both into `site`, which holds the cores and the page's scripts; returns the cards. */
export async function writeLabs(site) {
  const { default: createBasin } = await import(pathToFileURL(join(site, "basin-core.js")).href);
  const basin = await createBasin({ wasmBinary: readFileSync(join(site, "basin-core.wasm")) });
  const cards = basin.list();
  mkdirSync(join(site, "labs"), { recursive: true });
  for (const { id, shelf } of cards) {
    if (!existsSync(join(site, `basin-core-${shelf}.wasm`))) throw new Error(`labs: ${id} stands on a shelf without a core, ${shelf}`);
    writeFileSync(join(site, "labs", `${id}.json`), JSON.stringify(basin.describe(id)));
  }
  writeFileSync(join(site, "labs.json"), JSON.stringify(cards));
  fillShelves(join(site, "core", "cores.mjs"), cards);
  return cards;
}

/** The numbers that presets of the labs in `site` expect, by "lab.preset.scalar": what articles quote. */
export function expectedNumbers(site, cards) {
  const numbers = new Map();
  for (const { id } of cards) {
    for (const preset of JSON.parse(readFileSync(join(site, "labs", `${id}.json`), "utf8")).presets) {
      for (const { scalar, value } of preset.expected ?? []) {
        const name = `${id}.${preset.id}.${scalar}`;
        // The first one where a scalar is told at several steps.
        if (!numbers.has(name)) numbers.set(name, value);
      }
    }
  }
  return numbers;
}

/** Tells the page's scripts on which shelf each lab stands. */
function fillShelves(file, cards) {
  const source = readFileSync(file, "utf8");
  const marker = "const kShelves = {};";
  if (!source.includes(marker)) throw new Error("cores.mjs has no place for the shelves");
  const shelves = Object.fromEntries(cards.map(({ id, shelf }) => [id, shelf]));
  writeFileSync(file, source.replace(marker, () => `const kShelves = ${JSON.stringify(shelves)};`));
}
