// Draws every lab's first picture for pages that show it before, or instead of, the lab itself: makePosters(SITE, WEB) gives
// {lab: SVG}. Each follows the reader's choice of light or dark.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { deflateSync, inflateSync } from "node:zlib";
import { crc32 } from "./icons.mjs";
import { cached, filesBelow, hash, hashOf, sweep } from "./files.mjs";

/** The shape of the usual frame around a lab. */
const size = { width: 720, height: 436 };
/** As much as a reader has seen after so long. */
const seconds = 3;

const load = (file) => import(pathToFileURL(file).href);

/** Paths with the way from point to point instead of the points, which takes half the digits. */
export function shortPath(path) {
  if (!/^([ML]-?[\d.]+ -?[\d.]+|h0)+$/.test(path)) return path;
  let at = [0, 0];
  return path.replace(/([ML])(-?[\d.]+) (-?[\d.]+)/g, (_, command, ...point) => {
    // In tenths, for rounding must not add up.
    const next = point.slice(0, 2).map((text) => Math.round(10 * text));
    const [x, y] = next.map((value, i) => String((value - at[i]) / 10).replace(/^(-?)0\./, "$1."));
    at = next;
    return `${command.toLowerCase()}${x}${y.startsWith("-") ? "" : " "}${y}`;
  });
}

/** A PNG as a data URI, its pixels compressed. */
export function smallPng(uri) {
  const bytes = Buffer.from(uri.slice(uri.indexOf(",") + 1), "base64");
  const parts = [bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const kind = bytes.subarray(at + 4, at + 8);
    let data = bytes.subarray(at + 8, at + 8 + length);
    if (kind.toString("latin1") === "IDAT") data = deflateSync(inflateSync(data), { level: 9 });
    const body = Buffer.concat([kind, data]);
    const [head, tail] = [Buffer.alloc(4), Buffer.alloc(4)];
    head.writeUInt32BE(data.length);
    tail.writeUInt32BE(crc32(body));
    parts.push(head, body, tail);
    at += length + 12;
  }
  return `data:image/png;base64,${Buffer.concat(parts).toString("base64")}`;
}

const tags = (svg) => svg.match(/<[^>]+>|[^<]+/g);
const attributes = (tag) => [...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]);
const compact = (text) => text.replace(/ d="([^"]*)"/g, (_, d) => ` d="${shortPath(d)}"`).replace(/data:image\/png;[^"]*/g, smallPng);

/** One picture of two, alike but for their colours, that shows the one the reader's system asks for. */
export function bothThemes(light, dark) {
  const [day, night] = [tags(light), tags(dark)];
  if (day.length !== night.length) throw new Error("the light and the dark picture differ in more than colours");
  const rules = new Map();
  const both = day.map((tag, i) => {
    if (tag === night[i]) return tag;
    const others = attributes(night[i]);
    const differing = attributes(tag).filter(([, value], j) => value !== others[j][1]);
    if (differing.some(([name]) => name === "href")) {
      const classed = (text, name) => text.replace(/^<(\w+)/, `<$1 class="${name}"`);
      return classed(tag, "day") + classed(night[i], "night");
    }
    for (const [name, value] of differing) {
      const [, other] = others.find(([each]) => each === name);
      const selector = `[${name}="${value}"]`;
      if ((rules.get(selector) ?? `${name}:${other}`) !== `${name}:${other}`) throw new Error(`${selector} has two dark colours`);
      rules.set(selector, `${name}:${other}`);
    }
    return tag;
  });
  const darkRules = [...rules].map(([selector, rule]) => `${selector}{${rule}}`).join("");
  const pictures = both.some((tag) => /class="night"/.test(tag));
  const [hide, swap] = pictures ? [".night{display:none}", ".day{display:none}.night{display:inline}"] : ["", ""];
  const style = `<style>${hide}@media (prefers-color-scheme:dark){${darkRules}${swap}}</style>`;
  return both.join("").replace(/^<svg[^>]*>/, (head) => head + style);
}

async function draw(core, web) {
  const { default: createBasin } = await load(core);
  const { svgPicture } = await load(join(web, "picture/svg.mjs"));
  const { picturesOf } = await load(join(web, "picture/words.mjs"));
  const basin = await createBasin();
  const posters = {};
  for (const { id } of basin.list()) {
    const lab = basin.describe(id);
    const [picture] = picturesOf(lab);
    if (!picture) continue;
    const session = basin.session(id, lab.presets[0]?.params ?? {});
    session.advance(Math.max(1, Math.round(seconds * lab.stepsPerSecond)));
    const frame = session.frame();
    session.free();
    const [light, dark] = [false, true].map((night) => compact(svgPicture(lab, frame, picture.id, { ...size, dark: night })));
    posters[id] = bothThemes(light, dark);
  }
  return posters;
}

/** Posters of all labs, drawn once for every core and every way of drawing. `site` holds the core, `web` the scripts. */
export async function makePosters(site, web) {
  const core = join(site, "basin-core.js");
  const scripts = filesBelow(web).filter((name) => /^(picture|words)\/\w+\.mjs$/.test(name));
  const sources = [core, join(site, "basin-core.wasm"), new URL(import.meta.url), ...scripts.map((name) => join(web, name))];
  const key = hash(...sources.map(hashOf));
  const made = await cached("posters", `${key}.json`, async () => JSON.stringify(await draw(core, web)));
  sweep("posters");
  return JSON.parse(made);
}
