// A static server for the built page: node serve.mjs FOLDER PORT
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const types = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ts": "text/plain; charset=utf-8",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
};

async function find(folder, url) {
  const path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname));
  if (path.includes("\0") || path.split("/").includes("..")) return null;
  let file = join(folder, path);
  let info = await stat(file).catch(() => null);
  if (info?.isDirectory()) {
    file = join(file, "index.html");
    info = await stat(file).catch(() => null);
  }
  return info?.isFile() ? { file, info } : null;
}

/** Answers requests from the files below `folder`. */
export function makeServer(folder) {
  return createServer(async (request, response) => {
    // A frame sandboxed without allow-same-origin has an opaque origin: its fetches need the permission below.
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD" }).end();
      return;
    }
    const found = await find(folder, request.url).catch(() => null);
    if (!found) {
      response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("There is no such page.\n");
      return;
    }
    const { file, info } = found;
    const tag = `"${info.size.toString(36)}-${Math.round(info.mtimeMs).toString(36)}"`;
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("ETag", tag);
    if (request.headers["if-none-match"] === tag) {
      response.writeHead(304).end();
      return;
    }
    response.writeHead(200, {
      "Content-Length": info.size,
      "Content-Type": types[extname(file)] ?? "application/octet-stream",
    });
    if (request.method === "HEAD") response.end();
    else createReadStream(file).on("error", () => response.destroy()).pipe(response);
  });
}

/** Listens at `port` or, when that is taken, the next free one; resolves to the port. */
export function listen(server, port) {
  return new Promise((resolve, reject) => {
    let candidate = port;
    server.on("error", (error) => {
      const taken = error.code === "EADDRINUSE" || error.code === "EACCES";
      if (!taken || candidate >= Math.min(port + 100, 65535)) return reject(error);
      server.listen(++candidate, "127.0.0.1");
    });
    server.on("listening", () => resolve(server.address().port));
    server.listen(candidate, "127.0.0.1");
  });
}

if (process.argv[1] && import.meta.url.endsWith("/serve.mjs") && process.argv[1].endsWith("serve.mjs")) {
  const [folder, wanted] = process.argv.slice(2);
  try {
    const port = await listen(makeServer(folder), Number(wanted));
    if (port !== Number(wanted)) console.log(`Port ${wanted} is taken.`);
    console.log(`Basin is at http://localhost:${port}/ (Ctrl-C stops it)`);
  } catch (error) {
    console.error(`web/serve: no free port from ${wanted} on (${error.code})`);
    process.exitCode = 1;
  }
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
}
