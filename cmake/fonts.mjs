// Makes the fonts of the application and the page: node fonts.mjs NODE_MODULES OUTPUT
//
// Text is IBM Plex Sans, and what Plex lacks of mathematics comes from DejaVu Sans. Each is cut
// to the characters named below, as TrueType with outlines that ImGui's rasteriser reads (and browsers do, too).
import { createRequire } from "node:module";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [modules, output] = process.argv.slice(2);
const require = createRequire(join(modules, "basin.js"));
const subsetFont = require("subset-font");
const { convert } = require("fontverter");

function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join("");
}

const latin = range(0x20, 0x7e) + range(0xa0, 0xff) + range(0x100, 0x17f);
const marks = "\u200e\u200f"; // Left-to-right and right-to-left: nothing to see, but no missing character either.
const punctuation = "\u2009\u202f‐‑–—‘’‚“”„†‡•…‰′″‴‹›⁄€ȷ" + range(0x300, 0x304) + "̂̃̄̇̈";
const greek = range(0x391, 0x3a9) + range(0x3b1, 0x3c9) + "ϑϕϖϱϵ";
const scripts = "²³¹" + range(0x2070, 0x209c) + "ᵀᵢᵣᵤᵥᵦᵧᵨᵩᵪʰʲᵏʳˡˢˣⱼ";
const letterlike = "ℂℏℓℕℙℚℜℝℤℵ𝔼";
const arrows = "←↑→↓↔↕↖↗↘↙↦↺↻⇐⇒⇔⟵⟶⟷⟸⟹⟺";
const operators = "∀∂∃∅∆∇∈∉∏∑−∓∗∘√∛∝∞∠∥∧∨∩∪∫∴∼≃≅≈≠≡≤≥≪≫≺≻⊂⊃⊆⊇⊕⊗⊙⊤⊥⋅⋆⋮⋯⋱⌈⌉⌊⌋⟨⟩‖⪯⪰";
const allOperators = range(0x2200, 0x22ff) + "⌈⌉⌊⌋⟨⟩⟦⟧⨀⨁⨂⩽⩾";
const shapes = "■□▲△▶▼◀◆◇○●★✓✗";

// Mathematical bold, italic, script, double-struck, and Greek bold and italic.
const alphabets = range(0x1d400, 0x1d467) + range(0x1d49c, 0x1d4cf) + range(0x1d538, 0x1d56b) + range(0x1d6a8, 0x1d71b);
const symbols = marks + punctuation + scripts + letterlike + arrows + operators + shapes;
const sans = (style) => join(modules, "@ibm/plex-sans/fonts/complete/woff2", `IBMPlexSans-${style}.woff2`);
const dejavu = join(modules, "dejavu-fonts-ttf/ttf/DejaVuSans.ttf");

const fonts = [
  { name: "sans-regular.ttf", source: sans("Regular"), text: latin + greek + symbols },
  { name: "sans-semibold.ttf", source: sans("SemiBold"), text: latin + greek + punctuation + scripts },
  { name: "math.ttf", source: dejavu, text: "ϑϕϖϱϵ" + symbols },
  // For MathML: this one has the table from which browsers take the proportions of formulas.
  {
    name: "mathml.woff2",
    source: join(modules, "dejavu-fonts-ttf/ttf/DejaVuMathTeXGyre.ttf"),
    text: range(0x20, 0x7e) + "¬±·×÷ı" + range(0x300, 0x338) + greek + "ϑϕϖϱϵ" + alphabets + symbols + allOperators,
    format: "woff2",
  },
];

mkdirSync(output, { recursive: true });
for (const { name, source, text, format = "truetype" } of fonts) {
  const full = await convert(readFileSync(source), "sfnt");
  const cut = await subsetFont(full, text, { targetFormat: format });
  if (format === "truetype" && !cut.includes("glyf")) throw new Error(`${name}: no TrueType outlines`);
  writeFileSync(join(output, name), cut);
}
