// The page's words in all languages: that nothing lacks a translation, and what the lookup makes of texts.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { core, covers, declared, kTranslated, missing, problems, staleList, tables } from "../../cmake/strings.mjs";
import { spokenTexts } from "../../cmake/strings_labs.mjs";
import { Strings, kLanguages, languageOf } from "../../web/strings.mjs";

const clone = new URL("../../", import.meta.url);
const cases = JSON.parse(readFileSync(new URL("tests/support/strings_cases.json", clone), "utf8"));
const list = tables("en");
const skip = process.env.BASIN_CORE ? false : "BASIN_CORE does not name the built module";
const basin = skip ? null : await core();

// Parts that are translated; what is missing of others is only reported.
const kAll = Object.keys(list);
const kDelivered = { de: kAll, es: kAll, zh: kAll };

const lines = (texts) => texts.map((text) => `\n  ${text}`).join("");

test("texts are translated as a whole, by templates, sentences and clauses", () => {
  const strings = new Strings("xx", cases.texts);
  assert.ok(cases.cases.length > 20);
  for (const [text, translation] of cases.cases) {
    assert.equal(strings.translate(text), translation);
    assert.equal(strings.translate(text), translation, "the second time");
  }
  for (const [text, values, translation] of cases.filled) assert.equal(strings.t(text, ...values), translation);
  for (const [locale, text, made] of cases.made) assert.equal(new Strings(locale).translate(text), made);
});

test("English changes nothing, and languages are found by their tags", () => {
  assert.equal(new Strings().translate("Step size 0.5"), "Step size 0.5");
  assert.equal(new Strings().t("step {1} of {2}", 3, 10), "step 3 of 10");
  const tags = { de: "de", "de-CH": "de", "ZH-Hans-CN": "zh", "qps-long": "qps-long", fr: "", deu: "", "": "", null: "" };
  for (const [tag, locale] of Object.entries(tags)) assert.equal(languageOf(tag), locale);
});

test("the folders of web/strings are the languages of the page", () => {
  const folders = readdirSync(new URL("web/strings", clone)).sort();
  assert.deepEqual(folders.filter((name) => !kLanguages.some(({ locale }) => locale === name)), []);
  assert.ok(folders.includes("en"));
  const source = readFileSync(new URL("src/io/strings.cpp", clone), "utf8");
  for (const { locale, name } of kLanguages) assert.ok(source.includes(`{"${locale}", "${name}"}`), locale);
});

test("the list of strings is that of the sources (else: node cmake/strings.mjs --update)", { skip }, () => {
  const stale = staleList(declared(basin), list);
  assert.equal(stale.length, 0, lines(stale));
});

test("what labs say while they run is in the list", { skip }, () => {
  const covered = covers(list);
  let seen = 0;
  for (const { id } of basin.list()) {
    const texts = Object.keys(spokenTexts(basin, basin.describe(id), { milliseconds: 60, widely: false }));
    const lacking = texts.filter((text) => !covered(text));
    assert.equal(lacking.length, 0, `${id} says${lines(lacking)}`);
    seen += texts.length;
  }
  assert.ok(seen > 100);
});

for (const locale of kTranslated) {
  test(`${locale}: no text too many, none empty, and the holes of its key`, () => {
    const found = problems(locale, list);
    assert.equal(found.length, 0, lines(found));
  });

  const lacking = missing(locale, list);
  const delivered = kDelivered[locale] ?? [];
  const sentences = (parts) =>
    parts.flatMap((part) => Object.keys(lacking[part] ?? {}).map((text) => `${locale}/${part}.json lacks ${JSON.stringify(text)}`));
  test(`${locale}: complete, as far as it is delivered`, () => {
    const found = sentences(delivered);
    assert.equal(found.length, 0, lines(found));
  });
  test(`${locale}: complete`, { todo: "the translators are at it" }, () => {
    const found = sentences(Object.keys(list).filter((part) => !delivered.includes(part)));
    assert.equal(found.length, 0, lines(found.slice(0, 10)) + `\n  and ${Math.max(0, found.length - 10)} more`);
  });
}
