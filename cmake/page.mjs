// Puts the page together: node page.mjs CLONE BUILD CACHE writes BUILD/site.
//
// What people write in web/ is copied, theory/*.md becomes HTML with MathML, and the WebAssembly and fonts are laid beside it.
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { writeArticle } from "./articles.mjs";
import { writeCourse } from "./course.mjs";
import { writeElement } from "./element.mjs";
import { hashOf } from "./files.mjs";
import { writeIcons } from "./icons.mjs";
import { expectedNumbers, writeLabs } from "./labs.mjs";
import { fillNoscript, fillRescue, makeLanguages } from "./languages.mjs";
import { makePosters } from "./posters.mjs";
import { makeTheory } from "./theory.mjs";

const [clone, build, cache] = process.argv.slice(2);
const web = join(clone, "web");
const site = join(build, "site");
const require = createRequire(join(cache, "node", "node_modules", "basin.js"));
const notPublished = new Set(["serve", "theory", "course", "strings", "element", "core/core_api.js", "README.md"]);

const fresh = join(build, "site.part");
rmSync(fresh, { recursive: true, force: true });
mkdirSync(join(fresh, "theory"), { recursive: true });
cpSync(web, fresh, { recursive: true, filter: (path) => !notPublished.has(relative(web, path)) });
const built = readdirSync(build).filter((name) => /^(app|basin-core(-[a-z]+)?)\.(js|wasm)$/.test(name));
for (const name of built) cpSync(join(build, name), join(fresh, name), { preserveTimestamps: true });

// What the labs say of themselves, for pages that compute nothing before a lab is opened.
const cards = existsSync(join(fresh, "basin-core.wasm")) ? await writeLabs(fresh) : [];
// What it was built with, as CMake wrote it down (pinned.cmake).
cpSync(join(build, "versions.json"), join(fresh, "versions.json"));
cpSync(join(cache, "fonts"), join(fresh, "fonts"), {
  recursive: true,
  dereference: true,
  filter: (file) => !file.endsWith("/done"),
});

const languages = { clone, cache, require, strings: join(fresh, "strings"), fonts: join(fresh, "fonts"), cards };
for (const problem of await makeLanguages(languages)) console.error(`page: ${problem}`);
fillRescue(join(fresh, "load", "rescue.js"));
fillNoscript(join(fresh, "index.html"));

// The encoder of GIFs, fetched when somebody makes one, with its licence as its licence asks.
const gifenc = join(cache, "node", "node_modules", "gifenc");
const licence = readFileSync(join(gifenc, "LICENSE.md"), "utf8").trim();
const encoder = readFileSync(join(gifenc, "dist", "gifenc.js"), "utf8").replace(/^\/\/# sourceMappingURL.*$/m, "");
writeFileSync(join(fresh, "gifenc.js"), `/* gifenc\n\n${licence}\n*/\n${encoder}`);

// Drawn once for every version of what draws them.
const drawn = join(cache, `icons-${hashOf(join(clone, "cmake", "icons.mjs"))}`);
if (!existsSync(drawn)) writeIcons(drawn);
cpSync(drawn, join(fresh, "icons"), { recursive: true });

// Node and bundlers take basin-core.js for what it is, an ES module, only when told so.
const description = { name: "basin", type: "module", main: "basin-core.js", types: "basin-core.d.ts", license: "MIT" };
writeFileSync(join(fresh, "package.json"), `${JSON.stringify(description, null, 2)}\n`);

if (existsSync(join(fresh, "basin-core.wasm"))) {
  mkdirSync(join(fresh, "posters"));
  const posters = await makePosters(fresh, web);
  for (const [lab, svg] of Object.entries(posters)) writeFileSync(join(fresh, "posters", `${lab}.svg`), svg);
}

await writeElement(join(web, "element"), fresh);

const errors = [];
const theory = join(web, "theory");
if (existsSync(theory)) {
  const pages = makeTheory(require, cards.length > 0 ? expectedNumbers(fresh, cards) : null);
  const { render, css } = pages;
  // Articles in English, and in the folders of other languages.
  for (const file of readdirSync(theory, { recursive: true }).sort()) {
    const path = join(theory, file);
    if (statSync(path).isDirectory()) {
      mkdirSync(join(fresh, "theory", file), { recursive: true });
      continue;
    }
    if (!file.endsWith(".md")) {
      cpSync(path, join(fresh, "theory", file));
      continue;
    }
    const { html, problems } = render(readFileSync(path, "utf8"));
    for (const { line, message } of problems) errors.push(`${relative(clone, path)}:${line}: ${message}`);
    const name = file.replace(/\.md$/, "");
    writeFileSync(join(fresh, "theory", `${name}.html`), html);
    writeArticle(name, html, fresh);
  }
  appendFileSync(join(fresh, "article", "theory.css"), css());
  errors.push(...writeCourse(join(web, "course"), fresh, pages));
}
if (errors.length > 0) {
  console.error(errors.join("\n"));
  process.exit(1);
}
rmSync(site, { recursive: true, force: true });
cpSync(fresh, site, { recursive: true, preserveTimestamps: true });
rmSync(fresh, { recursive: true, force: true });
