// Joins web/element to one script that any page can load, classic or as a module: its files are modules, but a script
// that has import or export is none for a page that loads it the old way.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { kLanguages } from "../web/words/strings.mjs";
import { merged, tables } from "./strings.mjs";

const files = ["words", "look", "start_queue", "frame_messages", "memory", "patience", "heartbeat", "swallowed", "attributes", "basin_lab"].map(
  (name) => `${name}.mjs`,
);

/** {id: [has a poster, {language: title}]} of every lab, for what is shown before a lab is there. */
async function labs(site) {
  if (!existsSync(join(site, "basin-core.wasm"))) return {};
  const { default: createBasin } = await import(pathToFileURL(join(site, "basin-core.js")));
  const wasmBinary = readFileSync(join(site, "basin-core.wasm"));
  const basin = await createBasin({ wasmBinary });
  const has = (id) => existsSync(join(site, "posters", `${id}.svg`));
  const words = kLanguages.map(({ locale }) => [locale, locale === "en" ? {} : merged(tables(locale))]);
  const titles = (title) => Object.fromEntries(words.map(([locale, table]) => [locale, table[title] ?? title]));
  return Object.fromEntries(basin.list().map(({ id, title }) => [id, [has(id), titles(title)]]));
}

/** Writes SITE/basin-lab.js from the modules of `folder`. */
export async function writeElement(folder, site) {
  const source = files
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .map((text) =>
      text.replace(/^import .*;\n/gm, "").replace(/^export (?=(?:async )?(?:function|class|const|let) )/gm, ""),
    )
    .join("\n");
  const marker = "const kLabs = {};";
  if (!source.includes(marker) || /^(import|export)\b/m.test(source))
    throw new Error("web/element cannot be joined to one script");
  const known = JSON.stringify(await labs(site));
  const filled = source.replace(marker, () => `const kLabs = ${known};`);
  // Two tags in one page define one element.
  const head = '(() => {\n"use strict";\nif (customElements.get("basin-lab")) return;\n';
  const script = `${head}${filled}})();\n`;
  new Script(script, { filename: "basin-lab.js" }); // Two of the modules may have given one name.
  writeFileSync(join(site, "basin-lab.js"), script);
}
