// Finds the page's and the app's own texts in their sources: what stands in tr(), say() and phrase() of C++, messages that the
// rooms below the app compose, t() and phrase() of scripts, and what index.html marks with data-i18n.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "./files.mjs";

const wordy = (text) => /[A-Za-z]{2,}/.test(text.replace(/\{\d+\}/g, ""));

function unescape(text) {
  return text.replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)/gs, (all, code) => {
    if (/^[ux].+/.test(code)) return String.fromCodePoint(parseInt(code.slice(1), 16));
    return { n: "\n", t: "\t", 0: "\0" }[code] ?? code;
  });
}

/** Tokens of C++ or JavaScript: strings (adjacent ones joined), words and single signs; comments and includes are left out. */
function tokens(source) {
  const pattern = /\/\/[^\n]*|\/\*[^]*?\*\/|^[ \t]*#[^\n]*|R"\(([^]*?)\)"|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|[A-Za-z_]\w*|\d[\w.]*|\s+|./gmu;
  const found = [];
  for (const [all, raw, double, single] of source.matchAll(pattern)) {
    if (/^\s|^\/[/*]|^[ \t]*#/.test(all)) continue;
    const text = raw ?? double ?? single;
    if (text === undefined) found.push({ sign: all });
    else if (double !== undefined && found.at(-1)?.quote === '"') found.at(-1).text += unescape(text);
    else found.push({ text: raw ?? unescape(text), quote: single !== undefined ? "'" : '"' });
  }
  // std::string("text") is the text; what CHECK and static_assert say is for programmers.
  for (let i = found.length - 1; i >= 0; --i) {
    const wrapped = found[i].text !== undefined && found[i - 1]?.sign === "(" && /^string(_view)?$/.test(found[i - 2]?.sign);
    if (wrapped && found[i + 1]?.sign === ")") found.splice(i - 5, 7, found[i]);
    if (/^(CHECK|static_assert)$/.test(found[i]?.sign) && found[i + 1]?.sign === "(") found.splice(i, closes(found, i + 1) - i);
  }
  return found;
}

const kOpening = "([{";
const kClosing = ")]}";
const kBetween = new Set([",", ";", "?", ":", "=", "<", ">", "&", "|", "!", "return"]);

// The operand of '+' that ends (step -1) or begins (step 1) at `at`: its other end.
function operandEnd(list, at, step) {
  let depth = 0;
  const [opening, closing] = step > 0 ? [kOpening, kClosing] : [kClosing, kOpening];
  let i = at;
  for (; i >= 0 && i < list.length; i += step) {
    const { sign } = list[i];
    if (sign === undefined) continue;
    if (opening.includes(sign)) depth += 1;
    else if (closing.includes(sign)) {
      if (depth === 0) break;
      depth -= 1;
    } else if (depth === 0 && (sign === "+" || kBetween.has(sign))) {
      // a::b, a->b and a + b: only the first two go on.
      const pair = sign === ":" && (list[i + step]?.sign === ":" || list[i - step]?.sign === ":");
      const arrow = sign === ">" && list[i - 1]?.sign === "-";
      if (!pair && !arrow) break;
    }
  }
  return i;
}

const literalOf = (part) => (part.length === 1 ? (part[0].text ?? null) : null);

/** A part of a sentence with holes where it goes on: `: so` becomes `{1}: so`. */
function completed(text) {
  let own = text.replace(/^; /, "").replace(/\{\d+\}/g, "\u0001");
  if (/^[ ,:)]/.test(own)) own = `\u0001${own}`;
  if (/[ (:,]$/.test(own)) own = `${own}\u0001`;
  let number = 0;
  return own.replaceAll("\u0001", () => `{${(number += 1)}}`);
}

/** Texts of the expressions that add strings to something, with holes for what is not a string. */
function templates(list, from, to) {
  const found = [];
  for (let i = from; i < to; ++i) {
    if (list[i].quote !== '"' && !(list[i].quote === "'" && list[i].text.length > 1)) continue;
    // To the beginning of the sum, then along it.
    let start = i;
    for (;;) {
      start = operandEnd(list, start, -1) + 1;
      if (list[start - 1]?.sign !== "+" || start - 2 < from) break;
      start -= 2;
    }
    let text = "";
    let holes = 0;
    let last = i;
    for (let at = start; at < to; ) {
      const end = operandEnd(list, at, 1);
      const literal = literalOf(list.slice(at, end));
      if (literal !== null) text += literal;
      else if (end > at && !/\{\d+\}$/.test(text)) text += `{${(holes += 1)}}`;
      last = Math.max(last, end);
      if (list[end]?.sign !== "+") break;
      at = end + (list[end + 1]?.sign === "=" ? 2 : 1);
    }
    found.push({ text, index: i, sum: start !== i || last !== i + 1 });
  }
  return found;
}

// Where the parenthesis that opens at `at` closes.
function closes(list, at) {
  let depth = 0;
  for (let i = at; i < list.length; ++i) {
    if (kOpening.includes(list[i].sign ?? " ")) depth += 1;
    if (kClosing.includes(list[i].sign ?? " ") && (depth -= 1) === 0) return i;
  }
  return list.length;
}

/** Texts in calls of these functions. */
function inCalls(source, names) {
  const list = tokens(source);
  const found = [];
  list.forEach(({ sign }, i) => {
    if (!names.includes(sign) || list[i + 1]?.sign !== "(") return;
    found.push(...templates(list, i + 2, closes(list, i + 1)).map(({ text }) => text));
  });
  return found;
}

/** Sentences anywhere: what the rooms without a screen say when something is wrong. */
function sentencesOf(source) {
  const list = tokens(source);
  return templates(list, 0, list.length)
    .map(({ text }) => completed(text))
    .filter((text) => / /.test(text) && !/^\{1\} [a-z]{1,4} \{2\}$/.test(text));
}

const files = (folder, pattern) =>
  filesBelow(folder)
    .filter((name) => pattern.test(name))
    .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

// These speak to programmers and scripts.
const kSilent = /^(bytes|byte_stream|bench_json|csv|names|command|update|json_write|json_writer|module_web|number|strings)\./;

/** {text: where} of the app and of the rooms that speak through it. */
export function appTexts(clone) {
  const found = {};
  const add = (text, where) => {
    if (wordy(text)) found[text] ??= where;
  };
  for (const { name, text } of files(join(clone, "src/app"), /\.(cpp|h)$/)) {
    if (name === "shell/bridge_web.cpp") continue;
    for (const each of inCalls(text, ["tr", "say", "phrase"])) add(each, `app: ${name}`);
  }
  for (const room of ["io", "lab", "host", "data"]) {
    for (const { name, text } of files(join(clone, "src", room), /\.(cpp|h)$/)) {
      if (kSilent.test(name)) continue;
      for (const each of sentencesOf(text)) add(each, `message: ${room}/${name}`);
    }
  }
  return found;
}

/** Texts that a script marks. */
export const scriptTexts = (source) => inCalls(source, ["t", "phrase"]).filter(wordy);

/** {text: where} of the page's scripts and of index.html. */
export function pageTexts(clone) {
  const found = {};
  const web = join(clone, "web");
  for (const name of filesBelow(web)) {
    if (!/\.m?js$/.test(name) || name.startsWith("element/")) continue; // It has words of its own.
    for (const each of scriptTexts(readFileSync(join(web, name), "utf8"))) found[each] ??= `page: ${name}`;
  }
  for (const { text } of files(web, /^index\.html$/)) {
    for (const [, tag, body] of text.matchAll(/<([^<>]*\sdata-i18n(?:="[^"]*")?[^<>]*)>([^<]*)/g)) {
      const what = /data-i18n="([^"]*)"/.exec(tag)?.[1] || "text";
      for (const each of what.split(" ")) {
        const own = each === "text" ? body.trim() : new RegExp(`\\s${each}="([^"]*)"`).exec(tag)?.[1];
        if (own) found[own] ??= each === "text" ? "page: index.html" : `page: index.html, ${each}`;
      }
    }
  }
  return found;
}

const kCode = /\.(cpp|h)$/;

/** The sources of a lab, in its folder on some shelf, and those of the pieces in src/study that it is made of. */
function labFiles(clone, lab) {
  const own = files(join(clone, "src/labs"), kCode).filter(({ name }) => name.split("/")[1] === lab.replaceAll("-", "_"));
  const shared = files(join(clone, "src/study"), kCode);
  const found = new Set(own);
  for (const { text } of found) {
    for (const [, piece] of text.matchAll(/^#include "study\/(\w+)\.h"/gm)) {
      for (const file of shared) if (file.name.replace(kCode, "") === piece) found.add(file);
    }
  }
  return [...found];
}

/** All string literals of a lab's sources. */
export const labLiterals = (clone, lab) =>
  labFiles(clone, lab).flatMap(({ text }) => tokens(text).flatMap((token) => token.text ?? []));

/** [literal, the sum it stands in, with holes] of sentences in a lab's sources: for what no run has shown. */
export function labSentences(clone, lab) {
  return labFiles(clone, lab).flatMap(({ text }) => {
    const list = tokens(text);
    return templates(list, 0, list.length)
      .map((found) => [list[found.index].text, completed(found.text)])
      .filter(([literal]) => /[a-z]{3,}.*\s|\s.*[a-z]{3,}/.test(literal));
  });
}
