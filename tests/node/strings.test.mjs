// The page's words in all languages: that nothing lacks a translation, and what the lookup makes of texts.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { core, covers, declared, kTranslated, missing, problems, staleList, tables, wordsOfLab } from "../../cmake/strings.mjs";
import { spokenTexts } from "../../cmake/strings_labs.mjs";
import { labLiterals } from "../../cmake/strings_sources.mjs";
import { kWords, languageFor } from "../../web/element/words.mjs";
import { Strings, kLanguages, languageOf, phrase, setStrings } from "../../web/words/strings.mjs";
import { goalWords, readGoals } from "../../web/embed/tasks.mjs";

const clone = new URL("../../", import.meta.url);
const cases = JSON.parse(readFileSync(new URL("tests/support/strings_cases.json", clone), "utf8"));
const list = tables("en");
const skip = process.env.BASIN_CORE ? false : "BASIN_CORE does not name the built module";
const basin = skip ? null : await core();

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

test("the element in other pages has its own words in every language", () => {
  assert.deepEqual(Object.keys(kWords), kLanguages.map(({ locale }) => locale));
  const look = readFileSync(new URL("web/element/look.mjs", clone), "utf8");
  const used = [...new Set([...look.matchAll(/\bwords\.(?!mjs)([a-z]+)/g)].map(([, key]) => key))].sort();
  for (const [locale, words] of Object.entries(kWords)) {
    assert.deepEqual(Object.keys(words).sort(), used, locale);
    for (const [key, text] of Object.entries(words)) assert.ok(text.trim().length > 1, `${locale}: ${key}`);
  }
  for (const [given, named, language] of [
    [["de-AT", "es", ["zh"]], "de", "de"],
    [["xx", "es-MX", ["zh"]], "es", "es"],
    [[null, undefined, ["fr", "ZH-hans", "de"]], "", "zh"],
    [[null, "fr", ["fr"]], "", "en"],
    [["constructor", "", undefined], "", "en"],
  ]) {
    assert.deepEqual(languageFor(...given), { named, language }, String(given));
  }
});

test("goals are in the reader's language where a teacher has not named them, and errors where they are shown", () => {
  const description = {
    params: [],
    outputs: [
      { id: "loss", label: "Loss", kind: "scalar" },
      { id: "slope", label: "Slope", kind: "check" },
    ],
  };
  const table = { "Loss": "Verlust", "Slope": "Steigung", "does not hold": "trifft nicht zu", "seed": "Startwert" };
  const { goals, errors } = readGoals("loss<0.1 and seed=3; slope!=holds; mine: slope", description);
  assert.deepEqual(errors, []);
  setStrings(new Strings("de", table));
  assert.deepEqual(goals.map(goalWords), ["Verlust < 0.1, Startwert = 3", "Steigung: trifft nicht zu", "mine"]);
  setStrings(new Strings());
  assert.deepEqual(goals.map(goalWords), goals.map(({ label }) => label));
  assert.equal(phrase("“{1}” of {2}", "a", 3), "“a” of 3");
  const wrong = ["los<1", "curves<1", "loss", "loss<small", "status<done", "status=no", "checks=1", "?"];
  const said = [...wrong.flatMap((text) => readGoals(text, description).errors), ...readGoals("seed=1;".repeat(21), description).errors];
  assert.equal(said.length, wrong.length + 1);
  for (const locale of kTranslated) {
    const strings = new Strings(locale, tables(locale).page);
    for (const text of said) assert.notEqual(strings.translate(text).replace(/loss|step|seed|status|checks/g, ""), text.replace(/loss|step|seed|status|checks/g, ""), `${locale}: ${text}`);
  }
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

test("the page, the app and a lab's own file have all words of the lab", () => {
  for (const locale of kTranslated) {
    const parts = tables(locale);
    const { app, page, ...labs } = list;
    for (const lab of Object.keys(labs)) {
      const words = { ...wordsOfLab(parts, lab), ...parts.page, ...parts.app };
      const lacking = Object.keys(list[lab]).filter((text) => !(text in words));
      assert.deepEqual(lacking, [], `${locale}/${lab}.json`);
    }
  }
});

test("a lab's sources are its folder and the pieces of src/study in it", { skip }, () => {
  const literals = (id) => labLiterals(fileURLToPath(clone), id);
  for (const { id, title } of basin.list()) assert.ok(literals(id).includes(title), id);
  assert.ok(literals("playground").includes("Your points cannot be read: "));
  assert.ok(!literals("saddle").includes("Your points cannot be read: "));
});

test("what labs say while they run is in the list", { skip }, () => {
  const covered = covers(list);
  let seen = 0;
  for (const { id } of basin.list()) {
    const texts = Object.keys(spokenTexts(basin, basin.describe(id), { widely: false }));
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
  test(`${locale}: complete`, () => {
    const found = Object.entries(lacking).flatMap(([part, texts]) =>
      Object.keys(texts).map((text) => `${locale}/${part}.json lacks ${JSON.stringify(text)}`),
    );
    assert.equal(found.length, 0, lines(found));
  });
}
