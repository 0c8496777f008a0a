// The Chinese font, cut to the characters that the page's texts use: Droid Sans Fallback, as cmake/setup keeps it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Ideographs and their punctuation; everything else is in the page's other fonts. */
const kHan = /[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]/gu;

export const hanSource = (cache) => join(cache, "han/DroidSansFallbackFull.ttf");

/** TrueType bytes with the Chinese characters of `text`; null without the source font. */
export async function hanFont(require, cache, text) {
  if (!existsSync(hanSource(cache))) return null;
  const used = [...new Set(text.match(kHan))].sort().join("");
  const cut = await require("subset-font")(readFileSync(hanSource(cache)), used, { targetFormat: "truetype" });
  if (!cut.includes("glyf")) throw new Error("the Chinese font has no TrueType outlines");
  return cut;
}
