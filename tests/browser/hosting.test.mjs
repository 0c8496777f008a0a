// The page as people put it on their own sites: installed under any path, kept for visits without a
// network, and carried away as one file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { host } from './static_host.mjs';
import { kStrictPolicy, serve } from './server.mjs';
import {
  booted,
  browser,
  command,
  eventually,
  kBrowser,
  onlyInChromium,
  openPage,
  site,
  state,
  useBrowser,
} from './support.mjs';

const kPrefix = '/some/prefix/';
const kBudgetBytes = 900 * 1024;
const clone = process.env.BASIN_CLONE ?? join(site, '../../..');
const work = mkdtempSync(join(tmpdir(), 'basin-hosting-'));
const folder = join(work, 'site');

useBrowser();

/** Puts a built page into a folder, as `cmake --install` does where there is a configured build. */
function install(from, to) {
  const build = dirname(site);
  const command =
    from === site && existsSync(join(build, 'cmake_install.cmake'))
      ? ['cmake', ['--install', build, '--prefix', to]]
      : [process.execPath, [join(clone, 'cmake/publish.mjs'), from, to]];
  const run = spawnSync(...command, { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stdout + run.stderr);
}

const listing = (where = folder) => JSON.parse(readFileSync(join(where, 'files.json'), 'utf8'));

before(() => install(site, folder));
after(() => rmSync(work, { recursive: true }));

const steps = (page) => eventually(async () => (await state(page)).step > 0, 'a step', 30000);

async function article(page) {
  await command(page, { tab: 'theory' });
  const text = () => page.locator('#theory').textContent();
  await eventually(async () => (await text()).length > 500, 'the article', 30000);
  assert.equal(await page.locator('#theory .problem').count(), 0);
}

/** Opens a page that notes what its policy, or that of a frame in it, forbids: as errors of the console. */
async function openStrictly(url) {
  const opened = await openPage(browser, 'about:blank');
  await opened.page.addInitScript(() =>
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      console.error(`forbidden: ${effectiveDirective} ${blockedURI}`),
    ),
  );
  await opened.page.goto(url);
  return opened;
}

/** Starts the lab of a page to be read that is the `index`th, and lets it do some steps. */
async function stepLab(page, index = 0) {
  const lab = page.locator('basin-lab').nth(index);
  await lab.scrollIntoViewIfNeeded();
  assert.equal(await lab.evaluate((each) => each.step(3)), 3);
}

/** Waits until a page to be read is kept. */
const keptPage = (page) =>
  eventually(() => page.evaluate(() => caches.match(location.href).then(Boolean)), 'the page', 30000);

/** Waits until the page is kept: its service worker is active. */
const kept = (page) =>
  eventually(
    () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        return registration?.active?.state === 'activated';
      }),
    'the service worker',
    30000,
  );

/** Waits until the files of a lab are kept. */
const keptLab = (page, lab) =>
  eventually(
    () =>
      page.evaluate(async (id) => {
        const names = (await Promise.all((await caches.keys()).map(async (key) => (await caches.open(key)).keys())))
          .flat()
          .map(({ url }) => url);
        return ['labs', 'theory'].every((folder) => names.some((url) => url.includes(`assets/${folder}/${id}.`)));
      }, lab),
    'the files of the lab',
    30000,
  );

describe('the installed folder', () => {
  test('every file is there, and what is compressed is the same', () => {
    const { sizes, places } = listing();
    for (const [path, size] of Object.entries(sizes)) {
      const bytes = readFileSync(join(folder, path));
      assert.equal(bytes.length, size, path);
      const plain = path.replace(/\.(br|gz)$/, '');
      if (plain === path) continue;
      const unpack = path.endsWith('.br') ? brotliDecompressSync : gunzipSync;
      assert.ok(unpack(bytes).equals(readFileSync(join(folder, plain))), path);
    }
    for (const [name, path] of Object.entries(places)) assert.ok(path in sizes, name);
    for (const path of Object.keys(sizes)) {
      const packed = /\.(html|css|m?js|json|svg|ttf|wasm)$/.test(path);
      if (packed) assert.ok(`${path}.br` in sizes && `${path}.gz` in sizes, path);
    }
    for (const name of ['index.html', 'sw.js', 'manifest.webmanifest', 'basin-core.wasm']) {
      assert.ok(name in sizes, name);
    }
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.webmanifest'), 'utf8'));
    for (const { src } of manifest.icons) assert.ok(src in sizes, src);
  });

  test('it plays under a prefix and strict rules, small, and cached for ever', async (context) => {
    const there = await host(folder, kPrefix, { policy: kStrictPolicy });
    const { page, errors, close } = await openPage(browser, `${there.url}#lab=saddle&play=1`);
    await booted(page);
    const atStart = there.answered.slice();
    await steps(page);
    await article(page);
    assert.ok((await page.evaluate(() => basin.workers)) > 0);
    // This host forbids the service worker; all else has to pass its rules and the page's own.
    const refused = (line) => /service ?worker|sw\.js|worker-src/i.test(line);
    assert.deepEqual(
      errors.filter((line) => !refused(line)),
      [],
    );
    await close();
    await there.close();

    const once = new Map(atStart.map(({ path, sent }) => [path, sent]));
    const total = [...once.values()].reduce((sum, sent) => sum + sent, 0);
    context.diagnostic(`${(total / 1024).toFixed(0)} KB in ${once.size} files to start`);
    assert.ok([...once.keys()].some((path) => /^assets\/app\.\w+\.wasm$/.test(path)));
    assert.ok(total <= kBudgetBytes, `${total} bytes`);
    const hashed = new Set(Object.values(listing().places));
    for (const { path, status, headers } of there.answered) {
      assert.equal(status, 200, path);
      assert.equal(/immutable/.test(headers['Cache-Control'] ?? ''), hashed.has(path), path);
      const named = /^(index\.html|sw\.js|manifest\.webmanifest|icons\/.*)$/.test(path);
      assert.ok(hashed.has(path) || named, path);
    }
  });

  test('the page forbids itself what it does not need', async () => {
    const there = await host(folder, kPrefix);
    const { page, errors, close } = await openPage(browser, `${there.url}#lab=saddle&play=1`);
    await booted(page);
    await steps(page);
    await kept(page);
    assert.deepEqual(errors, []);
    const results = await page.evaluate(async () => {
      const attempt = async (act) => {
        try {
          await act();
          return 'done';
        } catch {
          return 'refused';
        }
      };
      const inline = document.createElement('script');
      inline.textContent = 'self.inlineRan = true';
      document.body.append(inline);
      return {
        // From a timer, for what a debugger evaluates is allowed more.
        evaluated: await attempt(async () => {
          await new Promise((resolve, reject) =>
            setTimeout(() => {
              try {
                resolve(eval('1'));
              } catch (error) {
                reject(error);
              }
            }),
          );
        }),
        inline: self.inlineRan ?? 'refused',
        elsewhere: await attempt(() => fetch('https://localhost:1/', { mode: 'no-cors' })),
      };
    });
    assert.deepEqual(results, { evaluated: 'refused', inline: 'refused', elsewhere: 'refused' });
    await close();
    await there.close();
  });

  test('articles and chapters forbid themselves even more, and lack nothing of it', async () => {
    const there = await host(folder, kPrefix);
    for (const name of ['articles/de/saddle', 'course/saddles']) {
      const { page, errors, close } = await openStrictly(`${there.url}${name}.html`);
      await stepLab(page);
      await kept(page);
      const looks = await page.evaluate(() => ({
        math: getComputedStyle(document.querySelector('math')).fontFamily,
        broken: [...document.images].filter((each) => each.complete && !each.naturalWidth).length,
        poster: Boolean(document.querySelector('basin-lab').shadowRoot.querySelector('img')),
      }));
      assert.match(looks.math, /Basin Math/, name);
      assert.deepEqual([looks.broken, looks.poster], [0, true], name);
      assert.deepEqual(errors, [], name);
      const forbidden = await page.evaluate(async () => {
        const heard = [];
        const listen = ({ effectiveDirective }) => heard.push(effectiveDirective);
        addEventListener('securitypolicyviolation', listen);
        const add = (kind, more) =>
          document.body.append(Object.assign(document.createElement(kind), more));
        add('script', { textContent: 'self.inlineRan = true' });
        add('style', { textContent: 'p { color: red }' });
        add('iframe', { src: 'https://localhost:1/' });
        add('img', { src: 'https://localhost:1/a.png' });
        await fetch('https://localhost:1/', { mode: 'no-cors' }).catch(() => {});
        setTimeout('self.evaluated = true', 0);
        await new Promise((later) => setTimeout(later, 100));
        return { heard: heard.sort(), ran: self.inlineRan ?? self.evaluated ?? null };
      });
      assert.deepEqual(forbidden, {
        // Of a frame Firefox tells only the frame.
        heard: ['connect-src', ...(kBrowser === 'firefox' ? [] : ['frame-src']), 'img-src', 'script-src', 'script-src-elem', 'style-src-elem'],
        ran: null,
      });
      await close();
    }
    await there.close();
  });

  test('in a frame without an origin it plays, and keeps nothing', async () => {
    const there = await host(folder, kPrefix);
    const course = `<!doctype html><title>A course</title><iframe sandbox="allow-scripts"
      width="834" height="504" src="${there.url}#lab=saddle&play=1&embed=true"></iframe>`;
    const around = await serve(folder, { pages: { '/course.html': course } });
    const { page, errors, close } = await openPage(browser, `${around.url}course.html`);
    const inner = await eventually(() => page.frame({ url: /#lab/ }), 'the frame');
    await booted(inner);
    await steps(inner);
    assert.ok((await inner.evaluate(() => basin.workers)) > 0);
    assert.deepEqual(errors, []);
    assert.ok(!there.answered.some(({ path }) => path === 'sw.js'));
    await close();
    await around.close();
    await there.close();
  });
});

describe('without a network', () => {
  test('a second visit plays a lab and shows its article', async () => {
    const there = await host(folder, kPrefix);
    const { page, errors, close } = await openPage(browser, `${there.url}#lab=ntk`);
    await booted(page);
    await kept(page);
    await keptLab(page, 'ntk');
    // Another one that is opened later is kept as it comes, and one that never was is not.
    await page.evaluate(() => (location.hash = '#lab=saddle'));
    await eventually(async () => (await state(page)).lab === 'saddle', 'another lab');
    await keptLab(page, 'saddle');
    await page.context().setOffline(true);
    await there.close();
    await page.goto('about:blank');
    await page.goto(`${there.url}#lab=ntk&play=1`);
    await booted(page);
    await steps(page);
    await article(page);
    await page.evaluate(() => (location.hash = '#lab=square-wave'));
    await eventually(
      async () => (await state(page)).messages.some((text) => /could not be loaded/.test(text)),
      'what a lab that was never opened says',
    );
    const failed = errors.splice(0);
    assert.ok(failed.every((line) => /Failed to load resource|NetworkError/.test(line)), failed.join());
    await page.evaluate(() => (location.hash = '#lab=saddle&play=1'));
    await eventually(async () => (await state(page)).lab === 'saddle', 'the lab that was opened');
    await steps(page);
    assert.ok((await page.evaluate(() => basin.workers)) > 0);
    assert.deepEqual(errors, []);
    await close();
  });

  test('a chapter and an article that were opened once come back with their labs, others do not', async () => {
    const there = await host(folder, kPrefix);
    const { page, errors, close } = await openPage(browser, `${there.url}course/saddles.html`);
    await keptPage(page);
    await stepLab(page);
    await page.goto(`${there.url}articles/zh/ntk.html`);
    await keptPage(page);
    await stepLab(page);
    await kept(page);
    await page.context().setOffline(true);
    await there.close();
    for (const name of ['course/saddles.html', 'articles/zh/ntk.html']) {
      await page.goto('about:blank');
      await page.goto(`${there.url}${name}`);
      assert.ok((await page.locator('math').count()) > 5, name);
      await stepLab(page);
      await page.emulateMedia({ media: 'print' });
      const still = page.locator('.still img').first();
      await eventually(() => still.evaluate((image) => image.naturalWidth > 0), 'the still');
      await page.emulateMedia({ media: null });
    }
    assert.deepEqual(errors, []);
    await assert.rejects(page.goto(`${there.url}articles/gd.html`), /ERR_|NS_ERROR_/);
    await close();
  });

  test('a newer version comes when asked for, whole, and the old one goes', async () => {
    const live = join(work, 'live');
    const next = join(work, 'next');
    cpSync(folder, live, { recursive: true });
    cpSync(site, next, { recursive: true });
    const changed = '<article><h1>Rewritten</h1><p>A second version of this article.</p></article>';
    writeFileSync(join(next, 'theory/saddle.html'), changed);
    const there = await host(live, kPrefix);
    const chapter = `${there.url}course/saddles.html`;
    const { page, errors, close } = await openPage(browser, chapter);
    await keptPage(page);
    await page.goto(`${there.url}#lab=saddle`);
    await booted(page);
    await kept(page);
    await keptLab(page, 'saddle');
    const first = listing(live).version;
    install(next, live);
    const second = listing(live).version;
    assert.notEqual(first, second);
    assert.ok(existsSync(join(live, listing(live).places['theory/saddle.html'])));
    assert.ok(!existsSync(join(live, listing(folder).places['theory/saddle.html'])));

    // The page goes on as it is, with the files of its version, until its reader agrees.
    const version = () => page.locator('meta[name="basin-version"]').getAttribute('content');
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    const button = page.getByRole('button', { name: 'Use it now' });
    await button.waitFor({ timeout: 30000 });
    assert.equal(await version(), first);
    await button.click();
    await eventually(async () => (await version()) === second, 'the new version');
    await booted(page);
    const rewritten = there.url + listing(live).places['theory/saddle.html'];
    await eventually(
      () => page.evaluate((url) => caches.match(url).then(Boolean), rewritten),
      'the files of the lab in the new version',
      30000,
    );
    await page.context().setOffline(true);
    await page.goto('about:blank');
    await page.goto(`${there.url}#lab=saddle`);
    await booted(page);
    await command(page, { tab: 'theory' });
    const text = () => page.locator('#theory').textContent();
    await eventually(async () => /Rewritten/.test(await text()), 'the new article', 30000);
    const caches = await page.evaluate(() => self.caches.keys());
    assert.deepEqual(caches, [`basin ${there.url} ${second}`]);
    await page.goto(chapter);
    assert.equal(await version(), second, 'what was read before came along');
    assert.deepEqual(errors, []);
    await close();
    await there.close();
  });
});

describe('one file', () => {
  test('from a disk it plays a lab and shows its article, and asks for nothing', async (context) => {
    const file = join(work, 'carried.html');
    cpSync(join(folder, 'basin.html'), file);
    const size = readFileSync(file).length;
    context.diagnostic(`${(size / 1e6).toFixed(2)} MB`);
    // It carries every lab, with its words in four languages.
    const labs = readdirSync(join(site, 'labs')).length;
    assert.ok(size < 2.4e6 + 5e4 * labs, `${size} bytes for ${labs} labs`);
    const { page, errors, close } = await openPage(browser, 'about:blank');
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    const url = pathToFileURL(file).href;
    await page.goto(`${url}#lab=saddle&play=1`);
    await booted(page);
    await steps(page);
    await article(page);
    assert.ok((await page.evaluate(() => basin.workers)) > 0);
    // There are no other pages beside the file: what led to one is its plain name.
    const ways = await page.locator('#theory a').evaluateAll((links) =>
      links.map((link) => link.getAttribute('href')),
    );
    assert.deepEqual(ways.filter((way) => !/^(#lab=|https:)/.test(way)), []);
    assert.match(await page.locator('#theory').textContent(), /Why gradient descent leaves saddles/);
    await page.locator('#theory a[href*="preset=octopus"]').first().click();
    await eventually(async () => (await state(page)).preset === 'octopus', 'the link to a preset');
    await eventually(() => page.evaluate(() => document.fonts.check('12px "Basin Sans"')), 'fonts');
    const beyond = asked.filter((each) => !each.startsWith(url) && !each.startsWith('blob:'));
    assert.deepEqual(
      beyond.map((each) => each.slice(0, 80)).filter((each) => !each.startsWith('data:image/svg')),
      [],
    );
    assert.deepEqual(errors, []);
    await close();
  });
});

describe('a page that needs a server', () => {
  const skip = onlyInChromium('a file that may not load other files');
  test('opened from a disk it names the one that does not, in a frame too', { skip }, async () => {
    const { page, close } = await openPage(browser, 'about:blank', { locale: 'de-DE' });
    await page.goto(`${pathToFileURL(join(folder, 'index.html')).href}#lab=gd`);
    const title = page.locator('#notice-title').filter({ visible: true });
    assert.equal(await title.textContent(), 'Diese Seite braucht einen Server');
    assert.match(await page.locator('#notice-text').textContent(), /basin\.html/);
    await page.getByRole('button', { name: 'basin.html öffnen' }).click();
    await booted(page);
    assert.match(page.url(), /\/basin\.html#lab=gd/);
    await page.goto(pathToFileURL(join(folder, 'articles', 'saddle.html')).href);
    const card = page.frameLocator('basin-lab iframe').first().locator('#notice-title');
    await page.locator('basin-lab').first().scrollIntoViewIfNeeded();
    // The article names its language.
    assert.equal(await card.filter({ visible: true }).textContent(), 'This page needs a server');
    await close();
  });
});

describe('when something is missing', () => {
  test('a module that does not arrive is told, with a way on', async () => {
    const there = await serve(site, { missing: new Set(['/core/heap.mjs']) });
    const { page, close } = await openPage(browser, there.url);
    const title = page.locator('#notice-title').filter({ visible: true });
    assert.equal(await title.textContent({ timeout: 15000 }), 'A part of Basin did not arrive');
    assert.equal(await page.getByRole('button', { name: 'Load again' }).isVisible(), true);
    await close();
    await there.close();
  });

  test('without main.mjs the reader is told in their language', async () => {
    const there = await serve(site, { missing: new Set(['/start/main.mjs']) });
    for (const [hash, title, button] of [
      ['', 'Una parte de Basin no ha llegado', 'Volver a cargar'],
      ['#lab=gd&locale=de', 'Ein Teil von Basin ist nicht angekommen', 'Neu laden'],
    ]) {
      const { page, close } = await openPage(browser, there.url + hash, { locale: 'es-MX' });
      const shown = page.locator('#notice-title').filter({ visible: true });
      assert.equal(await shown.textContent(), title);
      assert.match(await page.locator('#notice-detail').textContent(), /main\.mjs/);
      assert.ok(await page.getByRole('button', { name: button }).isVisible());
      await close();
    }
    await there.close();
  });

  test('a server that is busy for a moment is asked again', async () => {
    const { page, errors, close } = await openPage(browser, 'about:blank');
    let refusals = 0;
    await page.route('**/*.wasm', (route) => {
      refusals += 1;
      return refusals > 2 ? route.continue() : route.fulfill({ status: 503, body: 'busy' });
    });
    const there = await serve(site);
    await page.goto(`${there.url}#lab=saddle&play=1`);
    await booted(page);
    await steps(page);
    assert.ok(refusals > 2);
    assert.deepEqual(
      errors.filter((line) => !/503/.test(line)),
      [],
    );
    await close();
    await there.close();
  });

  test('storage that is denied is not missed', async () => {
    const there = await host(folder, kPrefix);
    const { page, errors, close } = await openPage(browser, 'about:blank');
    await page.addInitScript(() => {
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
        Object.defineProperty(self, name, {
          get() {
            throw new DOMException('denied', 'SecurityError');
          },
        });
      }
    });
    await page.goto(`${there.url}#lab=saddle&play=1&theme=dark`);
    await booted(page);
    await steps(page);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    assert.deepEqual(errors, []);
    assert.ok(!there.answered.some(({ path }) => path === 'sw.js'));
    await close();
    await there.close();
  });
});
