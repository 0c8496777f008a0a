// The service worker of a published site. Hashed files never change under their names, so they are
// answered from the cache first; pages, and what keeps its name, come from the network while there is
// one. A page names the files of its own version only, so versions never mix. The app is kept whole
// from the start; what belongs to a lab or its shelf, an article or a chapter is kept when somebody has opened it.

'use strict';

// cmake/publish.mjs fills these in.
const kVersion = 'unpublished';
const kFiles = [];
const kOpened = []; // What belongs to labs.
const kRead = {}; // {page to be read: [what it needs beyond those files]}

const kPatienceMs = 3000;
const scope = self.registration.scope;
// An origin may hold several sites, and other people's caches.
const prefix = `basin ${scope} `;
const own = prefix + kVersion;
const full = (name) => new URL(name, scope).href;
const kept = new Set(kFiles.map(full));
const opened = new Set(kOpened.map(full));
const read = new Map(Object.entries(kRead).map(([page, files]) => [full(page), files.map(full)]));
const readFiles = new Set([...read.values()].flat());
const isPoster = (url) => url.startsWith(full('posters/'));
const isHashed = (url) => url.startsWith(full('assets/'));

async function ownCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(prefix));
}

/** From an older version's cache where it is the same file, else from the network. */
async function obtain(url, older) {
  for (const cache of isHashed(url) ? older : []) {
    const found = await cache.match(url, { ignoreVary: true });
    if (found) return found;
  }
  const response = await fetch(url, { cache: isHashed(url) ? 'default' : 'no-cache' });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

/** A page as it is on the server, refused while the server still (or already) has another version. */
async function obtainPage(url) {
  const response = await fetch(url, { cache: 'no-cache' });
  const text = await response.text();
  if (!response.ok || !text.includes(`content="${kVersion}"`)) {
    throw new Error(`the page on the server is not of version ${kVersion}`);
  }
  // Made anew, for a response that was redirected may not answer a navigation.
  return new Response(text, { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

/** Puts a page into this version's cache, behind the files that it needs. */
async function putPage(url, files, older = []) {
  const cache = await caches.open(own);
  const put = async (each) => cache.put(each, await obtain(each, older));
  await Promise.all(files.map(put));
  await cache.put(url, await obtainPage(url));
}

/** The page to be read at this address; hosts may leave its ending away. */
const readAt = (url) => [url, `${url}.html`].find((each) => read.has(each));

/** A page to be read stays, once it was opened. */
async function keep(address) {
  const { origin, pathname } = new URL(address);
  const url = readAt(origin + pathname);
  if (url && !(await match(url))) await putPage(url, read.get(url));
}

async function install() {
  const names = (await ownCaches()).filter((name) => name !== own);
  const older = await Promise.all(names.map((name) => caches.open(name)));
  await putPage(scope, [...kept], older);
  // What was opened or read goes along into the new version; what it has no more, or not now, is no loss to it.
  for (const url of opened) {
    const before = await Promise.all(older.map((cache) => cache.match(url)));
    const found = before.find(Boolean);
    if (found) await (await caches.open(own)).put(url, found);
  }
  for (const [url, files] of read) {
    const before = await Promise.all(older.map((cache) => cache.match(url)));
    if (before.some(Boolean)) await putPage(url, files, older).catch(() => {});
  }
}

async function activate() {
  const old = (await ownCaches()).filter((name) => name !== own);
  await Promise.all(old.map((name) => caches.delete(name)));
}

const match = async (url) => (await caches.open(own)).match(url, { ignoreVary: true });

/** From the network while there is one, else what is kept as `url`. */
async function answerFresh(event, url) {
  // Without navigation preload: where that fails for want of a network, Firefox shows an error of its own.
  const network = fetch(event.request);
  event.waitUntil(network.catch(() => {}));
  const found = await match(url);
  if (!found) return network;
  const late = new Promise((resolve) => setTimeout(resolve, kPatienceMs, found));
  const fresh = network.then(
    (response) => (response.status < 500 ? response : found),
    () => found,
  );
  return Promise.race([fresh, late]);
}

const answerFile = async (request) => (await match(request.url)) ?? fetch(request);

/** What belongs to a lab is kept as soon as somebody asks for it. */
async function answerOpened(event) {
  const found = await match(event.request.url);
  if (found) return found;
  const response = await fetch(event.request);
  if (response.ok) event.waitUntil(put(event.request.url, response.clone()));
  return response;
}
const put = async (url, response) => (await caches.open(own)).put(url, response);

/** Files of a lab that was opened before this worker could see it. */
async function hold(urls) {
  const wanted = urls.filter((url) => opened.has(url) || isPoster(url));
  await Promise.all(wanted.map(async (url) => (await match(url)) ?? put(url, await obtain(url, []))));
}

/** Posters keep their names: from the network while there is one. */
async function answerPoster(event) {
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(put(event.request.url, response.clone()));
    return response;
  } catch (error) {
    const found = await match(event.request.url);
    if (found) return found;
    throw error;
  }
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  const { data, ports } = event;
  if (data?.tellVersion) ports[0].postMessage(kVersion);
  else if (data?.activate) self.skipWaiting();
  else if (data?.hold) event.waitUntil(hold(data.hold).catch(() => {}));
  else if (data?.keep) event.waitUntil(keep(data.keep).catch(() => {}));
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const url = origin + pathname;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    const page = url === `${scope}index.html` ? scope : (readAt(url) ?? url);
    if (page === scope || read.has(page)) event.respondWith(answerFresh(event, page));
  } else if (opened.has(url)) {
    event.respondWith(answerOpened(event));
  } else if (isPoster(url)) {
    event.respondWith(answerPoster(event));
  } else if (isHashed(url) && (kept.has(url) || readFiles.has(url))) {
    event.respondWith(answerFile(request));
  } else if (readFiles.has(url)) {
    event.respondWith(answerFresh(event, url));
  }
});
