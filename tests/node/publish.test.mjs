// What makes the page a static site: references found and renamed, names that change with what they lead to, posters for both
// themes, icons that are pictures.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { filesBelow } from "../../cmake/files.mjs";
import { writeIcons } from "../../cmake/icons.mjs";
import { plan } from "../../cmake/plan.mjs";
import { bothThemes, shortPath } from "../../cmake/posters.mjs";
import { kPolicy, kReadPolicy, render } from "../../cmake/publish.mjs";
import { references, rewrite } from "../../cmake/references.mjs";

const site = process.env.BASIN_SITE;
const skip = site ? false : "BASIN_SITE does not name the built page";
const kLargestPoster = 30 * 1024;

test("references are found where files name files", () => {
  const script = `import { a } from './a.mjs';
    import './b.mjs'; import c from "fs"; export * from '../d.mjs';
    const e = await import('./e.mjs'), w = new Worker(new URL('w.mjs', import.meta.url));
    load('f.wasm'); new URL('.', import.meta.url); new URL('g.js', base); new URL(name, base);`;
  assert.deepEqual(
    [...references("sub/x.mjs", script)].sort(),
    ["d.mjs", "g.js", "sub", "sub/a.mjs", "sub/b.mjs", "sub/e.mjs", "sub/w.mjs"],
  );
  assert.ok(references("x.mjs", script).has(""));
  const page = '<link href="a.css"><script src="b.mjs"></script><a href="https://c/d"><a href="#e"><img src="data:,x">';
  assert.deepEqual([...references("index.html", page)], ["a.css", "b.mjs"]);
  assert.deepEqual([...references("a.css", "a{b:url('f/g.ttf')} c{d:url(h.svg#i)}")], ["f/g.ttf", "h.svg"]);
});

test("renamed references lead from the new place to the new place", () => {
  const to = { "a.mjs": "assets/a.1.mjs", "index.html": "index.html", "": "" };
  const text = "import './a.mjs'; new URL('.', import.meta.url); new URL('./index.html', import.meta.url); new URL('a.mjs', base)";
  assert.equal(
    rewrite("x.mjs", text, (path) => to[path] ?? null, "assets/x.2.mjs"),
    "import './a.1.mjs'; new URL('../', import.meta.url); new URL('../index.html', import.meta.url); new URL('./assets/a.1.mjs', base)",
  );
  assert.equal(rewrite("x.mjs", text, (path) => to[path] ?? null, "x.mjs").split(";")[0], "import './assets/a.1.mjs'");
});

/** A page of a few files, two of its scripts naming each other. */
const small = (changes = {}) =>
  new Map(
    Object.entries({
      "index.html": '<meta charset="utf-8"><link href="main.css"><script type="module" src="main.mjs"></script>',
      "bench.html": '<meta charset="utf-8"><script type="module" src="bench.mjs"></script>',
      "main.css": "",
      "main.mjs": "import './load/load.mjs'; import './other.mjs'",
      "other.mjs": "import './main.mjs'",
      "load/load.mjs": "const kPlaces = {};",
      "bench.mjs": "",
      "app.wasm": "wasm",
      "theory/a.html": '<p id="x" href="main.mjs">',
      "articles/a.html":
        '<meta charset="utf-8"><link href="../main.css"><link href="../read.css">' +
        '<a href="../bench.html"></a><script src="../basin-lab.js">',
      "read.css": "",
      "basin-lab.js": "import('./other.mjs')",
      "sw.js": "const kVersion = 'unpublished'; const kFiles = []; const kOpened = []; const kRead = {};",
      ...changes,
    }).map(([name, text]) => [name, Buffer.from(text)]),
  );

test("a file's name changes with everything it leads to, and with nothing else", () => {
  const before = plan(small());
  const changed = (changes) => {
    const { places } = plan(small(changes));
    return Object.keys(places).filter((name) => places[name] !== before.places[name]);
  };
  assert.deepEqual(changed({}), []);
  assert.deepEqual(changed({ "bench.mjs": "1" }), ["bench.mjs"]);
  assert.deepEqual(changed({ "app.wasm": "new" }).sort(), ["app.wasm", "load/load.mjs", "main.mjs", "other.mjs"]);
  assert.deepEqual(changed({ "other.mjs": "1" }).sort(), ["main.mjs", "other.mjs"]);
  assert.notEqual(plan(small({ "app.wasm": "new" })).version, before.version);
  assert.notEqual(plan(small({ "index.html": '<meta charset="utf-8">new' })).version, before.version);
  assert.equal(plan(small({ "bench.mjs": "1" })).version, before.version);
  assert.notEqual(plan(small({ "read.css": "1" })).version, before.version);
});

test("the published files name each other", () => {
  const files = small();
  const planned = plan(files);
  const { places, version, table, kept } = planned;
  const published = render(files, planned);
  const text = (path) => published.get(path).toString();
  assert.deepEqual(table, ["app.wasm", "theory/a.html"]);
  assert.ok(!kept.includes(places["bench.mjs"]) && kept.includes(places["app.wasm"]));
  assert.ok(text(places["load/load.mjs"]).includes(`"app.wasm":"${places["app.wasm"]}"`));
  assert.ok(text("index.html").includes(`content="${kPolicy}"`));
  assert.ok(text("index.html").includes(`src="${places["main.mjs"]}"`));
  assert.ok(text("sw.js").includes(`kVersion = '${version}'`) && text("sw.js").includes(places["main.mjs"]));
  assert.equal(text("basin-lab.js"), `import('./${places["other.mjs"]}')`);
  assert.equal(text(places["theory/a.html"]), '<p id="x" href="main.mjs">');
  assert.deepEqual(planned.read, { "articles/a.html": [places["read.css"], "basin-lab.js"].sort() });
  assert.ok(!kept.includes(places["read.css"]) && text("sw.js").includes(`kRead = {"articles/a.html":[`));
  assert.ok(text("articles/a.html").includes(`content="${kReadPolicy}"`));
  assert.ok(text("articles/a.html").includes(`name="basin-version" content="${version}"`));
  assert.throws(() => render(small({ "load/load.mjs": "" }), plan(small({ "load/load.mjs": "" }))), /load\/load\.mjs should have one/);
});

test("every reference of the built page leads to a file", { skip }, () => {
  const files = new Map(filesBelow(site).map((name) => [name, readFileSync(join(site, name))]));
  const planned = plan(files);
  const published = render(files, planned);
  let seen = 0;
  for (const [path, bytes] of published) {
    if (!/\.(mjs|css|html|webmanifest)$/.test(path) || path.includes("/theory/")) continue;
    for (const target of references(path, bytes.toString())) {
      if (target === "") continue;
      assert.ok(published.has(target), `${path} refers to ${target}`);
      ++seen;
    }
  }
  assert.ok(seen > 50);
  for (const name of planned.table) assert.ok(published.has(planned.places[name]), name);
});

test("names that are put together go through load.mjs, which knows where publication put the files", { skip }, () => {
  for (const name of filesBelow(site).filter((each) => each.endsWith(".mjs") && each !== "load/load.mjs")) {
    const text = readFileSync(join(site, name), "utf8");
    // What begins with '#' is an address of the page.
    const found = /\bnew URL\(\s*(?!['"`]#)(?!['"][\w./-]*['"])[^)]*?,\s*base\b/.exec(text);
    assert.equal(found, null, `${name}: ${found?.[0]} (place, load, loadModule and loadStyles of load.mjs find files)`);
  }
});

test("paths become shorter and stay where they are", () => {
  assert.equal(shortPath("M10 20L10.5 19.7L9.9 19.7"), "m10 20l.5-.3l-.6 0");
  assert.equal(shortPath("M1.5 -2h0M3 4h0"), "m1.5-2h0m1.5 6h0");
  assert.equal(shortPath("M1 2Z"), "M1 2Z");
});

test("a poster holds both themes", { skip }, () => {
  const both = bothThemes('<svg a="1"><b fill="#fff"/><c fill="#123"/></svg>', '<svg a="1"><b fill="#000"/><c fill="#123"/></svg>');
  assert.match(both, /^<svg a="1"><style>@media \(prefers-color-scheme:dark\)\{\[fill="#fff"\]\{fill:#000\}\}<\/style><b fill="#fff"/);
  assert.throws(() => bothThemes("<svg><b/></svg>", "<svg></svg>"), /more than colours/);
  const articles = readdirSync(join(site, "theory")).filter((file) => file.endsWith(".html"));
  const labs = articles.map((file) => file.replace(".html", ".svg"));
  assert.deepEqual(readdirSync(join(site, "posters")), labs);
  for (const lab of labs) {
    const svg = readFileSync(join(site, "posters", lab), "utf8");
    assert.ok(svg.length <= kLargestPoster, `${lab}: ${svg.length} bytes`);
    assert.match(svg, /^<svg [^>]*xmlns=[^>]*><style>.*prefers-color-scheme:dark/);
    assert.ok(!/Nothing measured yet|NaN|undefined/.test(svg), lab);
    assert.ok((svg.match(/<(path|image|rect)/g) ?? []).length > 5, lab);
  }
});

test("icons are pictures of their size", () => {
  const folder = mkdtempSync(join(tmpdir(), "basin-icons-"));
  writeIcons(folder);
  for (const [name, size] of [["icon-192.png", 192], ["maskable-512.png", 512]]) {
    const png = readFileSync(join(folder, name));
    assert.equal(png.readUInt32BE(16), size);
    const at = png.indexOf("IDAT");
    const pixels = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
    assert.equal(pixels.length, size * (4 * size + 1));
    const middle = (size >> 1) * (4 * size + 1) + 1 + 4 * (size >> 1);
    assert.deepEqual([...pixels.subarray(middle, middle + 4)], [255, 255, 255, 255]);
    assert.equal(pixels[4], name.startsWith("icon") ? 0 : 255, "the corner");
  }
  rmSync(folder, { recursive: true });
});
