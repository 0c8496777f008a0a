// Where the files of a page name each other, and how to rename them: in HTML by attributes, in style sheets by url(), in scripts
// by import and by new URL(). Names that are put together while the page runs go through web/load/load.mjs and its table.
import { posix } from "node:path";

const patterns = {
  html: [/(?<=\s(?:href|src|poster|data)=")([^"#?]+)/g],
  css: [/(?<=url\(["']?)([^"')#?]+)/g, /(?<=@import\s+["'])([^"']+)/g],
  // Bare names in imports are packages, not files.
  js: [
    /(?<=\bfrom\s*["'])(\.\.?\/[^"'\n]+)(?=["'])/g,
    /(?<=\bimport\s*["'])(\.\.?\/[^"'\n]+)(?=["'])/g,
    /(?<=\bimport\s*\(\s*["'])(\.\.?\/[^"'\n]+)(?=["'])/g,
    /(?<=\bnew\s+URL\(\s*["'])([^"'\n]+)(?=["']\s*,\s*import\.meta\.url\b)/g,
  ],
  json: [/(?<="src":\s*")([^"]+)/g],
};
/** Relative to the page's folder, wherever the script is. */
const fromBase = /(?<=\bnew\s+URL\(\s*["'])([^"'\n]+)(?=["']\s*,\s*base\b)/g;

const kinds = { html: "html", css: "css", js: "js", mjs: "js", webmanifest: "json" };

/**
 * Calls `rename(path)` for every path that the file `name` refers to, relative to the site's folder ("" is the folder
 * itself), and returns the text with what it answers in place; null leaves a reference as it is. Answers are relative to the
 * site's folder too, and `home` is where the file itself will be.
 */
export function rewrite(name, text, rename, home = name) {
  const kind = kinds[name.slice(name.lastIndexOf(".") + 1)];
  const replace = (from, to) => (whole, path) => {
    if (/^[a-z][a-z0-9+.-]*:|^\//i.test(path)) return whole;
    const target = posix.normalize(posix.join(from, path)).replace(/^\.?\/?$/, "");
    if (target.startsWith("..")) return whole;
    const renamed = rename(target);
    if (renamed === null) return whole;
    const relative = posix.relative(to, renamed) || ".";
    const folder = path.endsWith("/") || path === "." ? "/" : "";
    return (relative.startsWith(".") || kind !== "js" ? relative : `./${relative}`) + folder;
  };
  for (const pattern of patterns[kind] ?? []) text = text.replace(pattern, replace(posix.dirname(name), posix.dirname(home)));
  if (kind === "js") text = text.replace(fromBase, replace("", ""));
  return text;
}

/** The paths that the file `name` refers to. */
export function references(name, text) {
  const found = new Set();
  rewrite(name, text, (path) => (found.add(path), null));
  return found;
}
