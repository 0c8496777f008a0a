// Makes the page a static site for any host: node publish.mjs SITE FOLDER
//
// What a page, a script or a person asks for by name keeps its name; everything else goes to FOLDER/assets under a name with a
// hash and may be cached for ever. Text and WebAssembly lie there compressed as well. FOLDER may be served under any path.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { compressed, isCompressible } from "./compress.mjs";
import { filesBelow, sweep } from "./files.mjs";
import { isCore, isPage, isRead, isScanned, isStable, plan } from "./plan.mjs";
import { rewrite } from "./references.mjs";
import { singleFile } from "./single_file.mjs";

// Who may show a page in a frame is not mentioned: that is for the host to say.
const kPolicyOfAll = [
  "default-src 'none'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
];

/** What the page with the app allows itself. */
export const kPolicy = [
  ...kPolicyOfAll,
  "script-src 'self' 'wasm-unsafe-eval'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self' blob:",
].join("; ");

/** What a page to be read allows itself: its labs are in frames, which have a policy of their own. */
export const kReadPolicy = [...kPolicyOfAll, "script-src 'self'", "worker-src 'self'", "frame-src 'self'"].join("; ");

const kSingleFile = "basin.html";

function replaceOnce(text, from, to, name) {
  if (text.split(from).length !== 2) throw new Error(`publish: ${name} should have one "${from}"`);
  return text.replace(from, () => to);
}

/** The published text of `name`, as it will lie at `home`. */
function publishedText(name, text, home, { version, places, table, kept, opened, read }, files) {
  const rename = (path) => (path === "" ? "" : (places[path] ?? (files.has(path) ? path : null)));
  text = rewrite(name, text, rename, home);
  if (name === "load/load.mjs") {
    const entries = JSON.stringify(Object.fromEntries(table.map((each) => [each, places[each]])));
    text = replaceOnce(text, "const kPlaces = {}", `const kPlaces = ${entries}`, name);
  } else if (isPage(name)) {
    const charset = '<meta charset="utf-8">';
    const metas = [
      charset,
      `<meta http-equiv="Content-Security-Policy" content="${isRead(name) ? kReadPolicy : kPolicy}">`,
      `<meta name="basin-version" content="${version}">`,
    ];
    text = replaceOnce(text, charset, metas.join("\n"), name);
  } else if (name === "sw.js") {
    text = replaceOnce(text, "kVersion = 'unpublished'", `kVersion = '${version}'`, name);
    text = replaceOnce(text, "kFiles = []", `kFiles = ${JSON.stringify(kept)}`, name);
    text = replaceOnce(text, "kOpened = []", `kOpened = ${JSON.stringify(opened)}`, name);
    text = replaceOnce(text, "kRead = {}", `kRead = ${JSON.stringify(read)}`, name);
  }
  return text;
}

/** All files of the published site: a map from paths to bytes. */
export function render(files, planned) {
  const site = new Map();
  const put = (name, bytes, home) => {
    const text = isScanned(name) && !isCore(name);
    site.set(home, text ? Buffer.from(publishedText(name, bytes.toString(), home, planned, files)) : bytes);
  };
  for (const [name, bytes] of files) {
    if (planned.places[name]) put(name, bytes, planned.places[name]);
    if (isStable(name)) put(name, bytes, name);
  }
  return site;
}

// Several hosts of static sites read a file of this name; others can be set up after it.
const kHeaders = `# How this site likes to be served. The paths are those of a site at the root of its host.
/*
  X-Content-Type-Options: nosniff
  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
/assets/*
  Cache-Control: public, max-age=31536000, immutable
/sw.js
  Cache-Control: no-cache
`;

/** Writes `site` into `folder`, and takes away what an earlier publication wrote and this one did not. */
async function write(site, folder) {
  const list = join(folder, "files.json");
  const before = existsSync(list) ? Object.keys(JSON.parse(readFileSync(list, "utf8")).sizes) : [];
  const lay = (path, bytes) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  const packed = await Promise.all([...site].filter(([path]) => isCompressible(path)).map(async ([path, bytes]) => {
    return (await compressed(bytes, path === kSingleFile)).map(({ suffix, bytes: small }) => [path + suffix, small]);
  }));
  for (const [path, bytes] of packed.flat()) site.set(path, bytes);
  // Pages come last: whoever opens one meanwhile finds the files it names.
  const last = (path) => Number(/^(index\.html|sw\.js)/.test(path));
  const order = [...site.keys()].sort((a, b) => last(a) - last(b) || (a < b ? -1 : 1));
  for (const path of order) lay(path, site.get(path));
  for (const path of before) {
    if (!site.has(path) && !posix.normalize(path).startsWith("..")) rmSync(join(folder, path), { force: true });
  }
  return Object.fromEntries(order.sort().map((path) => [path, site.get(path).length]));
}

/** Publishes the built page in `source` to `folder`; returns {version, places, sizes}. */
export async function publish(source, folder) {
  if (!existsSync(join(source, "index.html"))) {
    throw new Error(`publish: there is no built page in ${source}; web/serve --build-only makes it`);
  }
  const files = new Map(filesBelow(source).map((name) => [name, readFileSync(join(source, name))]));
  const planned = plan(files);
  const site = render(files, planned);
  site.set(kSingleFile, Buffer.from(await singleFile(files, planned)));
  site.set("_headers", Buffer.from(kHeaders));
  const sizes = await write(site, folder);
  const { version, places } = planned;
  const listing = { version, places, sizes };
  writeFileSync(join(folder, "files.json"), `${JSON.stringify(listing, null, 1)}\n`);
  sweep("compressed");
  return listing;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [source, folder] = process.argv.slice(2);
  if (!folder) {
    console.error("usage: node publish.mjs SITE FOLDER");
    process.exit(2);
  }
  try {
    const { version, sizes } = await publish(source, folder);
    console.log(`-- Basin ${version}: ${Object.keys(sizes).length} files in ${folder}`);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
