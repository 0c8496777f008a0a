// The page comes up: quickly, small, without errors, under strict rules, and with a clear message
// where it cannot.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { kStrictPolicy, serve } from './server.mjs';
import {
  booted,
  browser,
  command,
  eventually,
  frames,
  launch,
  loseContext,
  moves,
  openLab,
  openPage,
  pause,
  server,
  site,
  state,
  useBrowser,
  onlyInChromium,
} from './support.mjs';

const kFirstPictureMs = 1500;
const kBudgetBytes = 850 * 1024;

useBrowser();

const cardTitle = (page) => page.locator('#notice-title').filter({ visible: true }).textContent();

/** Boots with a server of the given manners, and hands over the opened page. */
async function withServer(manners, use, hash = '#lab=saddle&play=1') {
  const other = await serve(site, manners);
  const opened = await openPage(browser, other.url + hash);
  try {
    await use(opened);
  } finally {
    await opened.close();
    await other.close();
  }
}

describe('a visit', () => {
  test('the gallery draws and stays without errors', async () => {
    const { page, errors, close } = await openPage(browser, server.url);
    await booted(page);
    await pause(1500);
    assert.ok((await frames(page)) > 0);
    const cover = () => getComputedStyle(document.getElementById('boot')).visibility;
    await eventually(async () => (await page.evaluate(cover)) === 'hidden', 'the cover to go');
    assert.deepEqual(errors, []);
    await close();
  });

  test(`a lab moves within ${kFirstPictureMs / 1000} s of navigation`, async (context) => {
    const times = [];
    const isFast = () => Math.min(...times) <= 4 * kFirstPictureMs;
    for (let i = 0; i < 3 || (i < 8 && !isFast()); i += 1) {
      const { page, close } = await openPage(browser, `${server.url}#lab=saddle&play=1`);
      const moving = await page.evaluate(async () => {
        const app = await basin.ready;
        const first = app.frames;
        while (!(basin.command({ get: 'state' }).step > 0 && app.frames > first)) {
          await new Promise(requestAnimationFrame);
        }
        return performance.now();
      });
      times.push(Math.round(moving));
      await close();
    }
    context.diagnostic(`moving after ${times.join(', ')} ms`);
    // The bar is measured on a quiet machine and read off the line above; a busy one must not fail
    // for being busy, only for a page that has become slow by whole factors, and so every time.
    assert.ok(isFast(), `${times} ms`);
  });

  test(`all that is fetched to start is at most ${kBudgetBytes / 1024} KB compressed`, async (context) => {
    const { page, close } = await openPage(browser, 'about:blank');
    const fetched = new Set();
    page.on('response', (response) => {
      const { protocol, pathname } = new URL(response.url());
      // The worker's blob is made of what has been fetched.
      if (protocol !== 'blob:') fetched.add(pathname.replace(/\/$/, '/index.html'));
    });
    await page.goto(`${server.url}#lab=saddle&play=1`);
    await booted(page);
    await close();
    let total = 0;
    for (const name of fetched) {
      // Not from the response: the browser may have let go of its body.
      const size = brotliCompressSync(await readFile(join(site, name))).length;
      if (size > 10 * 1024) context.diagnostic(`${name}: ${(size / 1024).toFixed(0)} KB`);
      total += size;
    }
    context.diagnostic(`together ${(total / 1024).toFixed(0)} KB in ${fetched.size} files`);
    // Of the lab's shelf, and of no other.
    const cores = [...fetched].filter((name) => /basin-core.*\.wasm$/.test(name));
    assert.deepEqual([fetched.has('/app.wasm'), cores], [true, ['/basin-core-optimisation.wasm']]);
    assert.ok(total <= kBudgetBytes, `${total} bytes`);
    // With the core of any other shelf, too.
    const weigh = async (name) => brotliCompressSync(await readFile(join(site, name))).length;
    const own = await weigh('basin-core-optimisation.wasm');
    for (const name of await readdir(site)) {
      const [, shelf] = name.match(/^basin-core-(.*)\.wasm$/) ?? [];
      if (!shelf) continue;
      const core = await weigh(name);
      const start = total - own + core;
      const kilobytes = (bytes) => (bytes / 1024).toFixed(0);
      context.diagnostic(`${shelf}: ${kilobytes(core)} KB, a start ${kilobytes(start)} KB`);
      assert.ok(start <= kBudgetBytes, `${shelf}: ${start} bytes`);
    }
  });
});

describe('hosts and their manners', () => {
  test('a strict content security policy is respected', () =>
    withServer({ policy: kStrictPolicy }, async ({ page, errors }) => {
      await booted(page);
      await eventually(async () => (await state(page)).step > 0, 'a step');
      assert.equal(await page.evaluate(() => basin.workers > 0), true);
      assert.deepEqual(errors, []);
    }));

  test('a server that does not know WebAssembly’s type is enough', () =>
    withServer({ plainWasm: true }, async ({ page, errors }) => {
      await booted(page);
      await eventually(async () => (await state(page)).step > 0, 'a step');
      assert.deepEqual(errors, []);
    }));

  for (const file of ['/app.wasm', '/app.js']) {
    test(`without ${file} there is a message and a way on`, () =>
      withServer({ missing: new Set([file]) }, async ({ page }) => {
        assert.equal(await cardTitle(page), 'A part of Basin did not arrive');
        assert.match(await page.locator('#notice-detail').textContent(), new RegExp(file.slice(1)));
        assert.equal(await page.getByRole('button', { name: 'Load again' }).isVisible(), true);
      }));
  }

  test('a damaged module gives a message', () =>
    withServer({ broken: new Set(['/app.wasm']) }, async ({ page }) => {
      assert.equal(await cardTitle(page), 'Basin has stopped');
    }));

  test('without fonts it still runs', () =>
    withServer(
      { missing: new Set(['/fonts/sans-regular.ttf', '/fonts/math.ttf']) },
      async ({ page }) => {
        await booted(page);
        await eventually(async () => (await state(page)).step > 0, 'a step');
      },
    ));
});

describe('a page that is left while it starts', () => {
  // Firefox cuts off its files then, and shows it until the next page has come.
  test('has nothing to complain of', async () => {
    const delays = { '/app.js': 4000, '/next.html': 1500 };
    const slow = await serve(site, { delays, pages: { '/next.html': '<title>Next</title>' } });
    const { page, errors, close } = await openPage(browser, 'about:blank');
    await page.goto(`${slow.url}#lab=saddle&play=1`, { waitUntil: 'domcontentloaded' });
    await page.evaluate(() => void setTimeout(() => location.assign('next.html')));
    await page.waitForURL('**/next.html');
    assert.deepEqual(errors, []);
    await close();
    await slow.close();
  });
});

describe('browsers that lack something', () => {
  // What then works is in nowebgl.test.mjs.
  test('without WebGL 2 there is a message', async () => {
    const poor = await launch({ webgl: false });
    const { page } = await openPage(poor, server.url);
    const notice = page.locator('#form-notice').filter({ visible: true });
    assert.match(await notice.textContent({ timeout: 15000 }), /WebGL 2 is missing/);
    await poor.close();
  });

  test('without WebAssembly there is a message', async () => {
    const { page, close } = await openPage(browser, 'about:blank');
    await page.addInitScript(() => delete self.WebAssembly);
    await page.goto(server.url);
    assert.equal(await cardTitle(page), 'This browser cannot show Basin');
    assert.match(await page.locator('#notice-detail').textContent(), /WebAssembly with SIMD/);
    await close();
  });

  test('without scripts there is a picture and a sentence', { skip: onlyInChromium('a page without scripts') }, async () => {
    const { page, close } = await openPage(browser, server.url, { javaScriptEnabled: false });
    await page.locator('#boot svg').waitFor({ state: 'visible' });
    for (const [lang, words] of [
      ['en', /needs JavaScript/],
      ['de', /braucht deshalb JavaScript/],
      ['es', /necesita JavaScript/],
      ['zh', /需要 JavaScript/],
    ]) {
      const line = page.locator(`noscript p:lang(${lang})`);
      assert.match(await line.textContent(), words);
      assert.ok(await line.isVisible(), lang);
    }
    await close();
  });

  test('a lost graphics context comes back', async () => {
    const { page, errors, close } = await openLab(browser, server.url, 'saddle');
    const before = await frames(page);
    await loseContext(page);
    await command(page, { do: 'restart' });
    await moves(page, 3);
    await eventually(async () => (await frames(page)) > before + 5, 'frames after the restoration');
    assert.deepEqual(errors, []);
    await close();
  });

  test('a context that stays lost is explained', async () => {
    const { page, close } = await openLab(browser, server.url, 'saddle');
    await page.evaluate(() =>
      document
        .getElementById('canvas')
        .getContext('webgl2')
        .getExtension('WEBGL_lose_context')
        .loseContext(),
    );
    assert.equal(await cardTitle(page), 'The picture was interrupted');
    await close();
  });
});
