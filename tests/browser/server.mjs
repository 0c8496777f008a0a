// A static server for the tests, with the kindnesses and unkindnesses of real hosts.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const kTypes = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** The media type of a file by its name. */
export const typeOf = (file) => kTypes[extname(file)] ?? 'application/octet-stream';

/** Lets `answer(request, response)` serve a free port of localhost: its origin, and how to end it. */
export async function listen(answer) {
  const server = createServer(answer);
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  // A test that fails does not come to closing it: the others have to end all the same.
  server.unref();
  return {
    origin: `http://localhost:${server.address().port}`,
    close() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

/** What a strict site would send: nothing inline, no eval, workers from blobs only. */
export const kStrictPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  'worker-src blob:',
].join('; ');

/**
 * Serves `folder` on a free port of localhost. Options: `cors` sends Access-Control-Allow-Origin,
 * `policy` a Content-Security-Policy, `plainWasm` the wrong type for WebAssembly, `missing` is a set of
 * paths answered with 404, `broken` one of paths cut to half, `delays` {path: milliseconds}, `pages` extra {path: html}.
 */
export async function serve(folder, { cors, policy, plainWasm, missing, broken, delays, pages } = {}) {
  const answer = async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const file = normalize(path === '/' ? '/index.html' : path);
    const headers = { 'Cache-Control': 'no-cache' };
    if (cors) headers['Access-Control-Allow-Origin'] = '*';
    if (policy) headers['Content-Security-Policy'] = policy;
    // Browsers ask for it by themselves where a page names no icon.
    if (file === '/favicon.ico') return response.writeHead(204, headers).end();
    if (delays?.[file]) await new Promise((later) => setTimeout(later, delays[file]));
    try {
      if (missing?.has(file)) throw new Error('missing');
      let body = pages?.[file] ?? (await readFile(join(folder, file)));
      if (broken?.has(file)) body = body.subarray(0, body.length >> 1);
      const type = typeOf(file);
      headers['Content-Type'] = plainWasm && type === 'application/wasm' ? 'text/plain' : type;
      response.writeHead(200, headers).end(body);
    } catch {
      response.writeHead(404, headers).end('not found');
    }
  };
  const { origin, close } = await listen(answer);
  return { url: `${origin}/`, close };
}
