#!/usr/bin/env node
// The strings of the page in all languages (web/strings/LANGUAGE/PART.json; README of src tells how they work).
//
//   node cmake/strings.mjs --list             everything found in the sources and in runs of the labs, as JSON
//   node cmake/strings.mjs --update [PART...] writes that to web/strings/en, the list that translators work from; parts are
//                                             app, page and the ids of labs (all takes two minutes)
//   node cmake/strings.mjs --missing LANG     what a language has not yet, as JSON to be filled in
//   node cmake/strings.mjs --merge LANG FILE  takes such a filled-in file into web/strings/LANG
//   node cmake/strings.mjs --check            fails and says what is missing, left over or changed
//
// Labs are read from basin-core.js: BASIN_CORE, else that of build/web.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { argv, env, exit, stdout } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Strings, kLanguages } from "../web/words/strings.mjs";
import { addUnseenTexts, declaredTexts, spokenTexts, untranslated } from "./strings_labs.mjs";
import { appTexts, labLiterals, labSentences, pageTexts } from "./strings_sources.mjs";

const clone = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(clone, "web/strings");
export const kTranslated = kLanguages.map(({ locale }) => locale).filter((locale) => locale !== "en");

/** The tables of a language: {part: {English: translation}}. */
export function tables(locale) {
  const own = join(folder, locale);
  if (!existsSync(own)) return {};
  const names = readdirSync(own).filter((name) => name.endsWith(".json")).sort();
  return Object.fromEntries(names.map((name) => [name.slice(0, -5), JSON.parse(readFileSync(join(own, name), "utf8"))]));
}

/** All parts in one table; where two parts differ, app and page come before the labs. */
export function merged(parts) {
  const order = (part) => ["app", "page"].indexOf(part) + 1 || 3;
  const names = Object.keys(parts).sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
  return Object.assign({}, ...names.reverse().map((name) => parts[name]));
}

/** The words of one lab: its own table, and of what it says besides that which other labs' tables have. */
export function wordsOfLab(parts, lab, list = tables("en")) {
  const { app, page, ...labs } = parts;
  const all = merged(labs);
  const said = Object.keys(list[lab] ?? {}).filter((text) => text in all);
  return { ...Object.fromEntries(said.map((text) => [text, all[text]])), ...parts[lab] };
}

const kPunctuation = {
  ".": "ends a sentence",
  " ": "stands between two sentences",
  "; ": "stands between two clauses",
  "{1}: {2}": "a name and what is said of it",
  "{1}, {2}": "the lab's own time and its state",
  "{1}, {2}. {3}": "the lab, its state and its checks, spoken",
  "{1}. {2}": "the lab and its claim, spoken",
};

/** What the sources and the tables of the labs declare: {part: {English: where}}. */
export function declared(basin) {
  const found = { app: { ...appTexts(clone), ...kPunctuation }, page: pageTexts(clone) };
  for (const { id, group } of basin.list()) {
    found.app[group] ??= "heading of a shelf of labs";
    found[id] = declaredTexts(basin.describe(id));
  }
  return found;
}

export async function core(path = env.BASIN_CORE ?? join(clone, "build/web/basin-core.js")) {
  return (await import(pathToFileURL(path).href)).default();
}

// True when each piece of a key is made of words that stand in the lab's source.
function inSource(key, literals) {
  return key.split(/\{\d+\}/).every((part) => {
    for (let at = 0; at < part.length; ) {
      let end = part.length;
      while (end > at && !literals.some((text) => text.includes(part.slice(at, end)))) end -= 1;
      if (end - at < Math.min(3, part.length - at)) return false;
      at = end;
    }
    return true;
  });
}

/** Everything: what is declared, what runs say, and what former runs said that still stands in the source. */
async function collect(parts = []) {
  const basin = await core();
  const found = declared(basin);
  const before = tables("en");
  for (const { id } of basin.list()) {
    if (parts.length > 0 && !parts.includes(id)) continue;
    const own = found[id];
    const spoken = spokenTexts(basin, basin.describe(id));
    const literals = labLiterals(clone, id);
    for (const [text, where] of Object.entries({ ...before[id], ...spoken })) {
      if (text in own || text in found.app) continue;
      if (text in spoken || (isSpoken(where) && where !== kRare && inSource(text, literals))) own[text] = where;
    }
    const unread = untranslated(basin.describe(id));
    addUnseenTexts(labSentences(clone, id).filter(([literal]) => !unread.has(literal)), own);
  }
  return found;
}

/** What runs say cannot be found by reading; it is told by where it stands. */
const kRare = "said in rare cases";
export const isSpoken = (where) => /^(said|how a run|note while|what a check|title of a (panel|network)|name )/.test(where);

/** {part: {English: where}} of what a language's tables lack; a text of two parts is asked for once. */
export function missing(locale, list = tables("en")) {
  const known = merged(tables(locale));
  const asked = new Set();
  const found = {};
  for (const part of ["app", "page", ...Object.keys(list).filter((name) => !["app", "page"].includes(name))]) {
    for (const [text, where] of Object.entries(list[part] ?? {})) {
      if (known[text] || text in known || asked.has(text)) continue;
      asked.add(text);
      (found[part] ??= {})[text] = where;
    }
  }
  return found;
}

const holesOf = (text) => [...new Set(text.match(/\{\d+\}/g))].sort().join(" ");

/** Sentences about what is wrong with a language's tables, besides what is missing. */
export function problems(locale, list = tables("en")) {
  const found = [];
  for (const [part, table] of Object.entries(tables(locale))) {
    for (const [text, translation] of Object.entries(table)) {
      const name = `${locale}/${part}.json: ${JSON.stringify(text)}`;
      if (!(text in (list[part] ?? {}))) found.push(`${name} is no text of the ${part} any more`);
      if (typeof translation !== "string") found.push(`${name}: the translation is not a text`);
      else if (translation === "" && text !== " ") found.push(`${name} is empty`);
      else if (holesOf(text) !== holesOf(translation)) found.push(`${name}: other holes in ${JSON.stringify(translation)}`);
    }
  }
  return found;
}

/** Declared texts that the list lacks, and listed ones that nothing declares. */
export function staleList(found, list = tables("en")) {
  const lines = [];
  for (const part of new Set([...Object.keys(found), ...Object.keys(list)])) {
    const [now, then] = [found[part] ?? {}, list[part] ?? {}];
    for (const text of Object.keys(now)) if (!(text in then)) lines.push(`en/${part}.json lacks ${JSON.stringify(text)}`);
    for (const [text, where] of Object.entries(then)) {
      if (!(text in now) && !isSpoken(where)) lines.push(`en/${part}.json: ${JSON.stringify(text)} is gone`);
    }
  }
  return lines;
}

/** True when the list covers a text that a lab says. */
export function covers(list = tables("en")) {
  const texts = merged(list);
  const strings = new Strings("xx", Object.fromEntries(Object.keys(texts).map((text) => [text, text])));
  return (text) => strings.has(text);
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

function write(locale, part, table) {
  mkdirSync(join(folder, locale), { recursive: true });
  writeFileSync(join(folder, locale, `${part}.json`), json(table));
}

function merge(locale, file) {
  const list = tables("en");
  const filledIn = JSON.parse(readFileSync(file, "utf8"));
  const known = tables(locale);
  for (const [part, table] of Object.entries(filledIn)) {
    if (!(part in list)) throw new Error(`there is no part ${part}`);
    const all = { ...known[part], ...table };
    // In the order of the list, without what it does not have and what is not filled in.
    const kept = Object.keys(list[part]).filter((text) => typeof all[text] === "string" && (all[text] !== "" || text === " "));
    write(locale, part, Object.fromEntries(kept.map((text) => [text, all[text]])));
    for (const text of Object.keys(table)) if (!(text in list[part])) console.error(`left out, no text of the ${part}: ${text}`);
  }
}

async function main([what, ...rest]) {
  if (what === "--list") return stdout.write(json(await collect()));
  if (what === "--update") {
    for (const part of rest) if (!(part in declared(await core()))) throw new Error(`there is no part ${part}`);
    for (const [part, table] of Object.entries(await collect(rest))) {
      if (rest.length === 0 || rest.includes(part)) write("en", part, table);
    }
    return undefined;
  }
  if (what === "--missing" && rest[0]) {
    const found = missing(rest[0]);
    const empty = Object.entries(found).map(([part, table]) => [part, Object.fromEntries(Object.keys(table).map((text) => [text, ""]))]);
    return stdout.write(json(Object.fromEntries(empty)));
  }
  if (what === "--merge" && rest.length === 2) return merge(...rest);
  if (what === "--check") {
    const list = tables("en");
    const lines = staleList(declared(await core()), list);
    for (const locale of kTranslated) {
      lines.push(...problems(locale, list));
      for (const [part, table] of Object.entries(missing(locale, list))) {
        for (const text of Object.keys(table)) lines.push(`${locale}/${part}.json lacks ${JSON.stringify(text)}`);
      }
    }
    lines.forEach((line) => console.error(line));
    return exit(lines.length > 0 ? 1 : 0);
  }
  console.error("usage: node cmake/strings.mjs --list | --update | --missing LANG | --merge LANG FILE | --check");
  return exit(2);
}

if (argv[1] === fileURLToPath(import.meta.url)) await main(argv.slice(2));
