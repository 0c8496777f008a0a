// The service worker of a published site. Hashed files never change under their names, so they are
// answered from the cache first; the page itself comes from the network while there is one. A page
// names the files of its own version only, so versions never mix.

'use strict';

// cmake/publish.mjs fills these in.
const kVersion = 'unpublished';
const kFiles = [];

const kPatienceMs = 3000;
const scope = self.registration.scope;
// An origin may hold several sites, and other people's caches.
const prefix = `basin ${scope} `;
const own = prefix + kVersion;
const kept = new Set(kFiles.map((name) => new URL(name, scope).href));

async function ownCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(prefix));
}

/** From an older version's cache where it is the same file, else from the network. */
async function obtain(url, older) {
  for (const cache of older) {
    const found = await cache.match(url, { ignoreVary: true });
    if (found) return found;
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

/** The page as it is on the server, refused while the server still (or already) has another version. */
async function obtainPage() {
  const response = await fetch(scope, { cache: 'no-cache' });
  const text = await response.text();
  if (!response.ok || !text.includes(`content="${kVersion}"`)) {
    throw new Error(`the page on the server is not of version ${kVersion}`);
  }
  // Made anew, for a response that was redirected may not answer a navigation.
  return new Response(text, { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

async function install() {
  const older = await Promise.all((await ownCaches()).map((name) => caches.open(name)));
  const cache = await caches.open(own);
  const put = async (url) => cache.put(url, await obtain(url, older));
  await Promise.all([...kept].map(put));
  await cache.put(scope, await obtainPage());
}

async function activate() {
  const old = (await ownCaches()).filter((name) => name !== own);
  await Promise.all(old.map((name) => caches.delete(name)));
}

const match = async (url) => (await caches.open(own)).match(url, { ignoreVary: true });

async function answerPage(event) {
  // Without navigation preload: where that fails for want of a network, Firefox shows an error of its own.
  const network = fetch(event.request);
  event.waitUntil(network.catch(() => {}));
  const page = await match(scope);
  if (!page) return network;
  const late = new Promise((resolve) => setTimeout(resolve, kPatienceMs, page));
  const fresh = network.then(
    (response) => (response.status < 500 ? response : page),
    () => page,
  );
  return Promise.race([fresh, late]);
}

const answerFile = async (request) => (await match(request.url)) ?? fetch(request);

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', ({ data, ports }) => {
  if (data?.tellVersion) ports[0].postMessage(kVersion);
  else if (data?.activate) self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const url = origin + pathname;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    if (url === scope || url === `${scope}index.html`) event.respondWith(answerPage(event));
  } else if (kept.has(url)) {
    event.respondWith(answerFile(request));
  }
});
