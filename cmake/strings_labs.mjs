// Finds the labs' texts: what their tables declare, and what their sessions say while they run.
import { abstracted, sentences } from "../web/words/strings.mjs";

const wordy = (text) => /[A-Za-z]{2,}/.test(text);

/** Texts as the tables of strings have them: by sentences and clauses, with holes for numbers. */
export function phrases(text) {
  return sentences(text)
    .flatMap((part) => part.split("; "))
    .map((part) => part.trim().replace(/([^.])\.$/, "$1"))
    .map((part) => {
      let number = 0;
      return abstracted(part.replace(/\{\d+\}/g, "\u0001")).shape.replaceAll("\u0001", () => `{${(number += 1)}}`);
    })
    .filter(wordy);
}

/** {text: where} of what a lab declares. */
export function declaredTexts(lab) {
  const found = {};
  const add = (text, where) => {
    if (text && wordy(text)) found[text] ??= where;
  };
  add(lab.title, "title of the lab");
  add(lab.claim, "what the lab shows, on its card");
  add(lab.clock?.meaning, "what the lab's clock counts");
  for (const { label, help, group, unit, choices = [] } of lab.params) {
    add(group, "heading of a group of parameters");
    add(label, "parameter");
    add(help, `help of the parameter ${label}`);
    add(unit, "unit");
    for (const choice of choices) add(choice.label, `choice for ${label}`);
  }
  for (const { kind, label, help, unit, quantity, law, x, y, z } of lab.outputs) {
    add(label, kind === "check" ? "check" : kind === "scalar" ? "number" : `title of a ${kind === "note" ? "note" : "picture"}`);
    add(help, `help of ${label}`);
    add(quantity, `what is measured for ${label}`);
    add(unit, "unit");
    add(law?.unit, "unit");
    for (const axis of [x, y, z]) add(axis?.meaning, `axis of ${label}`);
  }
  for (const { label, lookFor, hidden } of lab.presets) {
    if (hidden) continue;
    add(label, "preset");
    add(lookFor, `sentence of the preset ${label}`);
  }
  return found;
}

/** What a lab's tables hold that stays as it is: references, names, formulas, words to search for and values. */
export function untranslated({ authors, keywords = [], params, outputs, presets, references }) {
  const formulas = outputs.flatMap(({ law }) => (law ? [law.formula, law.symbol] : []));
  const cited = [...references.map(({ text }) => text), ...outputs.map(({ reference = "" }) => reference)];
  const hidden = presets.filter((preset) => preset.hidden).flatMap(({ label, lookFor }) => [label, lookFor]);
  return new Set([authors, ...keywords, ...formulas, ...cited, ...hidden, ...params.map((param) => param.default)]);
}

/** Adds {text: where} of one frame. */
export function addFrameTexts(frame, found) {
  const add = (text, where) => {
    for (const each of phrases(text ?? "")) found[each] ??= where;
  };
  const drawn = ({ paths = [], marks = [] }) => [...paths, ...marks].forEach(({ name }) => add(name, "name in a legend"));
  add(frame.statusText, "how a run ended");
  for (const text of Object.values(frame.notes ?? {})) add(text, "note while it runs");
  for (const { detail } of frame.checks ?? []) add(detail, "what a check compares, or why it does not apply");
  for (const { panels } of Object.values(frame.series ?? {})) {
    for (const { title, curves } of panels) {
      add(title, "title of a panel");
      for (const { name } of curves) add(name, "name in a legend");
    }
  }
  for (const field of Object.values(frame.fields ?? {})) drawn(field);
  for (const points of Object.values(frame.points ?? {})) drawn(points);
  for (const { nets } of Object.values(frame.graphs ?? {})) {
    for (const { title, nodes } of nets) {
      add(title, "title of a network");
      for (const { label } of nodes) add(label, "name of a unit");
    }
  }
}

/** Adds what stands in a lab's source and no run has shown. `sentences` are [literal, whole sentence] pairs. */
export function addUnseenTexts(sentences, found) {
  const plain = (text) => text.replace(/\{\d+\}/g, "\u0001");
  const seen = Object.keys(found).map(plain);
  for (const [literal, whole] of sentences) {
    if (literal in found) continue;
    const pieces = phrases(literal).map(plain);
    if (pieces.length === 0 || pieces.every((piece) => seen.some((text) => text.includes(piece)))) continue;
    for (const each of phrases(whole)) if (/[a-z]{3,}/.test(each)) found[each] ??= "said in rare cases";
  }
}

function otherValues({ kind, min, max, choices = [], default: value }) {
  switch (kind) {
    case "real":
    case "integer":
      return [min, max];
    case "boolean":
      return [!value];
    case "choice":
      return choices.map(({ id }) => id);
    case "integer-list":
      return [[]];
    default:
      return [];
  }
}

/** How far a run is followed, so that what is seen does not depend on the machine: frames at 0, 1, 3, 9, ... steps. */
const kGrowth = 3;
const kSteps = { glance: kGrowth ** 4, preset: kGrowth ** 7, value: kGrowth ** 4 };

/** {text: where} of what a lab says in its runs: of every preset, and (`widely`) longer and with every parameter changed alone. */
export function spokenTexts(basin, lab, { widely = true } = {}) {
  const found = {};
  const run = (params, most) => {
    let session;
    try {
      session = basin.session(lab.id, params, 7);
    } catch {
      return; // A value that is not allowed with the others.
    }
    addFrameTexts(session.frame(), found);
    for (let steps = 1; steps <= most && session.status === "running"; steps *= kGrowth) {
      while (session.step < steps && session.status === "running") session.advance(Math.min(20, steps - session.step));
      addFrameTexts(session.frame(), found);
    }
    session.free();
  };
  for (const { params, hidden } of lab.presets) if (!hidden) run(params, widely ? kSteps.preset : kSteps.glance);
  if (!widely) return found;
  for (const param of lab.params) {
    for (const value of otherValues(param)) run({ [param.id]: value }, kSteps.value);
  }
  return found;
}
