// Puts the words of each language into one file, and makes the Chinese font: node languages.mjs CLONE CACHE OUTPUT writes
// OUTPUT/LANGUAGE.json, han.ttf and names.ttf for the desktop program; page.mjs does the same for the page.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { kLanguages } from "../web/words/strings.mjs";
import { hanFont } from "./han_font.mjs";
import { merged, tables, wordsOfLab } from "./strings.mjs";
import { scriptTexts } from "./strings_sources.mjs";

const markdown = (folder) => (existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".md")).sort() : []);

/**
 * Writes the tables to `strings` and the fonts to `fonts`; says what could not be made. Given the `cards` of all labs, the words
 * of each lab but those on its card become a file of their own, LANGUAGE/LAB.json.
 */
export async function makeLanguages({ clone, cache, require, strings, fonts, cards = null }) {
  const problems = [];
  for (const folder of [strings, fonts]) mkdirSync(folder, { recursive: true });
  for (const { locale } of kLanguages.slice(1)) {
    const articles = markdown(join(clone, "web/theory", locale)).map((name) => basename(name, ".md"));
    const parts = tables(locale);
    const write = (name, table) => writeFileSync(join(strings, `${name}.json`), JSON.stringify(table));
    if (!cards) {
      write(locale, { locale, articles, texts: merged(parts) });
      continue;
    }
    const { app = {}, page = {}, ...labs } = parts;
    const shown = new Set(cards.flatMap(({ title, claim }) => [title, claim]));
    const onCards = Object.entries(merged(labs)).filter(([text]) => shown.has(text));
    write(locale, { locale, articles, texts: { ...Object.fromEntries(onCards), ...page, ...app } });
    mkdirSync(join(strings, locale), { recursive: true });
    for (const lab of Object.keys(labs)) write(join(locale, lab), { texts: wordsOfLab(parts, lab) });
  }
  const theory = join(clone, "web/theory/zh");
  const written = markdown(theory).map((name) => readFileSync(join(theory, name), "utf8"));
  const names = kLanguages.map(({ name }) => name).join("");
  // What stands in the document is written by the browser, with fonts of its own.
  const { page: _, ...drawn } = tables("zh");
  const texts = Object.values(merged(drawn)).join("") + written.join("") + names;
  // The names of the languages are read in every language.
  for (const [name, text] of [["names.ttf", names], ["han.ttf", texts]]) {
    const font = await hanFont(require, cache, text);
    if (font) writeFileSync(join(fonts, name), font);
    else problems.push(`${name} is not made: cmake/setup has found no Chinese font`);
  }
  return problems;
}

/** Gives rescue.js its few words in all languages: it speaks when nothing else has arrived. */
export function fillRescue(file) {
  const source = readFileSync(file, "utf8");
  const marker = "const kWords = {};";
  if (!source.includes(marker)) throw new Error("rescue.js has no place for its words");
  const words = kLanguages.slice(1).map(({ locale }) => {
    const texts = merged(tables(locale));
    return [locale, Object.fromEntries(scriptTexts(source).map((text) => [text, texts[text] ?? text]))];
  });
  writeFileSync(file, source.replace(marker, () => `const kWords = ${JSON.stringify(Object.fromEntries(words))};`));
}

/** Lets the note for browsers without scripts, which nobody can translate there, speak all languages. */
export function fillNoscript(file) {
  const page = readFileSync(file, "utf8");
  const filled = page.replace(/(?<=<noscript>.*)<p data-i18n>([^<]*)<\/p>/, (_, text) => {
    const lines = kLanguages.map(({ locale }) => [locale, locale === "en" ? text : merged(tables(locale))[text]]);
    return lines.map(([locale, line]) => `<p lang="${locale}">${line}</p>`).join("\n");
  });
  if (filled === page) throw new Error("index.html has no note for browsers without scripts");
  writeFileSync(file, filled);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [clone, cache, output] = argv.slice(2);
  const require = createRequire(join(cache, "node", "node_modules", "basin.js"));
  (await makeLanguages({ clone, cache, require, strings: output, fonts: output })).forEach((line) => console.error(line));
}
