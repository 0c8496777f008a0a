// The whole page as one file that runs from a disk, without a server: node single_file.mjs SITE FILE
//
// Browsers import no modules from files, so that they become one inline script; whatever the page would fetch lies in the file
// too, compressed, where web/load/load.mjs looks first.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { filesBelow, requirePackage } from "./files.mjs";
import { isFirst, plan } from "./plan.mjs";
import { rewrite } from "./references.mjs";

const types = {
  ".css": "text/css",
  ".csv": "text/csv",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

const base64 = (bytes) => Buffer.from(bytes).toString("base64");
const sha256 = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** The names that the page's scripts give to `call` of load.mjs. */
function namesGivenTo(call, files) {
  const pattern = new RegExp(`\\b${call}\\(\\s*'([^'\\n]+)'`, "g");
  const scripts = [...files].filter(([name]) => name.endsWith(".mjs"));
  return new Set(scripts.flatMap(([, bytes]) => [...bytes.toString().matchAll(pattern)].map(([, name]) => name)));
}

/** The style sheets joined, and the fonts they name: a page from a disk makes those from the bytes that it carries. */
function styles(files, names) {
  const faces = [];
  const css = names
    .map((name) => files.get(name).toString())
    .join("\n")
    .replace(/@font-face\s*\{([^}]*)\}/g, (_, rule) => {
      const value = (property) => new RegExp(`${property}\\s*:\\s*([^;]+)`).exec(rule)?.[1].trim();
      const file = /url\(["']?([^"')]+)/.exec(rule)[1];
      faces.push({
        family: value("font-family").replace(/['"]/g, ""),
        file,
        weight: value("font-weight") ?? "400",
        unicodeRange: value("unicode-range"),
      });
      return "";
    });
  if (/url\(\s*["']?(?!data:|#)/.test(css)) throw new Error("single_file: a style sheet refers to a file");
  return { css, faces };
}

/** The cores of shelves, which one file with all labs has no use for: it carries the core of all, under each of their names. */
const isShelf = (name) => /^basin-core-/.test(name);
const kCore = ["basin-core.js", "basin-core.wasm"];

/** Runs before main.mjs: hands over what the page carries. */
const entry = (faces, modules, shelves) => `
import { carried, load } from './load/load.mjs';
for (const element of document.querySelectorAll('script[data-file]')) {
  const { file, kind } = element.dataset;
  carried.files.set(file, () => {
    const bytes = Uint8Array.from(atob(element.textContent), (each) => each.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Response(stream, { headers: { 'Content-Type': kind } });
  });
}
for (const name of ${JSON.stringify(shelves)}) {
  const core = 'basin-core.' + name.split('.')[1];
  carried.files.set(name, () => carried.files.get(core)());
  carried.modules.set(name, () => carried.modules.get(core)());
}
${modules.map((name) => `carried.modules.set('${name}', () => import('./${name}'));`).join("\n")}
const addFace = ({ family, file, ...rest }) =>
  load(file)
    .then((response) => response.arrayBuffer())
    .then((bytes) => document.fonts.add(new FontFace(family, bytes, rest)))
    .catch((error) => console.warn('basin: ' + error.message));
// Characters that few texts have can wait until the picture is there.
for (const face of ${JSON.stringify(faces)}) setTimeout(addFace, face.unicodeRange ? 3000 : 0, face);
`;

/** All modules of the page as the text of one. */
async function bundle(files, faces, modules, shelves) {
  const { build } = requirePackage("esbuild");
  const virtual = new Map([
    ["carry.mjs", entry(faces, modules, shelves)],
    ["entry.mjs", "import './carry.mjs';\nimport './start/main.mjs';\n"],
  ]);
  const site = {
    name: "site",
    setup(job) {
      job.onResolve({ filter: /^\.{0,2}\// }, ({ path }) => ({ path: posix.normalize(path), namespace: "site" }));
      // What remains are Node's own modules, which the core module asks for under Node only.
      job.onResolve({ filter: /^[a-z:]+$/ }, ({ path }) => ({ path, external: true }));
      job.onLoad({ filter: /.*/, namespace: "site" }, ({ path }) => {
        const text = virtual.get(path) ?? files.get(path)?.toString();
        if (text === undefined) return { errors: [{ text: `there is no ${path}` }] };
        // The script stands in the page, and so does whatever its modules find from where they are.
        return { contents: rewrite(path, text, (name) => name, "entry.mjs"), loader: "js" };
      });
    },
  };
  const { outputFiles } = await build({
    entryPoints: ["./entry.mjs"],
    bundle: true,
    write: false,
    format: "esm",
    target: "esnext",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "silent",
    plugins: [site],
  });
  const text = outputFiles[0].text.trim();
  // What would end the element, or start a part of it that does not count.
  if (/<\/script|<!--/i.test(text)) throw new Error("single_file: the scripts hold what HTML takes for its own");
  return text;
}

function policy(scripts, css) {
  return [
    "default-src 'none'",
    `script-src ${scripts.map(sha256).join(" ")} 'wasm-unsafe-eval'`,
    `style-src ${sha256(css)}`,
    "img-src data: blob:",
    "media-src blob:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** The text of the file, from the files of the built page and the plan of its site. */
export async function singleFile(files, { table }) {
  const page = files.get("index.html").toString();
  const sheets = [...page.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)].map(([, name]) => name);
  const { css, faces } = styles(files, sheets);
  const modules = namesGivenTo("loadModule", files);
  const ownModules = [...table.filter((name) => modules.has(name)), "basin-core.js"];
  const script = await bundle(files, faces, ownModules, table.filter(isShelf));
  // Scripts are modules, text for workers, or both; some are imported by name and need no other entry.
  const texts = namesGivenTo("load", files);
  const wanted = (name) => !isShelf(name) && (!/\.m?js$/.test(name) || texts.has(name));
  const posters = [...files.keys()].filter((name) => name.startsWith("posters/"));
  const fetched = [...table.filter(wanted), ...kCore, ...posters];
  const carriedFiles = fetched.map((name) => {
    const kind = types[extname(name)] ?? "application/octet-stream";
    const packed = base64(gzipSync(files.get(name), { level: 9 }));
    return `<script type="text/plain" data-file="${name}" data-kind="${kind}">${packed}</script>`;
  });
  const first = [...files.keys()].filter(isFirst).map((name) => [name, files.get(name).toString()]);
  const metas = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy([script, ...first.map(([, text]) => text)], css)}">`,
  ];
  const firstTags = new Map(first.map(([name, text]) => [`<script src="${name}"></script>`, `<script>${text}</script>`]));
  return page
    .replace(/<script src="[^"]*"><\/script>/g, (tag) => firstTags.get(tag) ?? tag)
    .replace(/<link rel="(stylesheet|preload|modulepreload|manifest|apple-touch-icon)"[^>]*>\n?/g, "")
    .replace(/<script type="module"[^>]*><\/script>\n?/g, "")
    .replace('<meta charset="utf-8">', () => metas.join("\n"))
    .replace("</head>", () => `<style>${css}</style>\n</head>`)
    .replace("</body>", () => `${carriedFiles.join("\n")}\n<script type="module">${script}</script>\n</body>`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [site, output] = process.argv.slice(2);
  if (!output || !existsSync(join(site, "index.html"))) {
    console.error("usage: node single_file.mjs SITE FILE    (web/serve --build-only makes SITE, build/web/site)");
    process.exit(2);
  }
  const files = new Map(filesBelow(site).map((name) => [name, readFileSync(join(site, name))]));
  const text = await singleFile(files, plan(files));
  writeFileSync(output, text);
  console.log(`-- ${output}: ${(text.length / 1e6).toFixed(2)} MB`);
}
