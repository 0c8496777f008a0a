// A chapter of a course, as a student meets it: with labs that run, on a phone, without scripts. And the
// links of all articles open what they name.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import {
  browser,
  eventually,
  onlyInChromium,
  openPage,
  server,
  site,
  useBrowser,
} from './support.mjs';

const kChapter = 'course/saddles.html';
const kMostLive = 3;
useBrowser({ cors: true });

test('links of the articles and of the chapter name labs, presets and values there are', async () => {
  const { default: createBasin } = await import(pathToFileURL(join(site, 'basin-core.js')));
  const basin = await createBasin({ wasmBinary: await readFile(join(site, 'basin-core.wasm')) });
  const own = new Set(['lab', 'preset', 'seed', 'play']);
  let links = 0;
  for (const folder of ['theory', 'course']) {
    for (const file of (await readdir(join(site, folder))).filter((name) =>
      name.endsWith('.html'),
    )) {
      const html = await readFile(join(site, folder, file), 'utf8');
      for (const [, text] of html.matchAll(/href="[^"#]*#(lab=[^"]*)"/g)) {
        const hash = text.replace(/&(?:amp|#38);/g, '&');
        const state = new URLSearchParams(hash);
        const lab = basin.describe(state.get('lab'));
        const preset = state.get('preset') ?? lab.presets[0].id;
        const start = lab.presets.find(({ id }) => id === preset);
        assert.ok(start, `${file}: ${hash}: no such preset`);
        const params = { ...start.params };
        for (const [id, value] of state) {
          if (own.has(id)) continue;
          const { kind } = lab.params.find((param) => param.id === id) ?? {};
          assert.ok(kind, `${file}: ${hash}: no parameter ${id}`);
          if (kind === 'boolean') params[id] = value === '1' || value === 'true';
          else if (kind === 'integer-list') params[id] = value.split(',').map(Number);
          else params[id] = kind === 'choice' || kind === 'text' ? value : Number(value);
        }
        assert.doesNotThrow(() => basin.session(lab.id, params).free(), `${file}: ${hash}`);
        links += 1;
      }
      if (folder !== 'theory') continue;
      const labId = file.replace('.html', '');
      assert.match(html, new RegExp(`#lab=${labId}[&"]`), `${file} opens its own lab nowhere`);
      for (const part of ['What to try', 'References'])
        assert.ok(html.includes(`<h2>${part}`), file);
    }
  }
  assert.ok(links > 40, `${links} links`);
});

const live = (page) =>
  page.evaluate(() => [...document.querySelectorAll('basin-lab')].filter((lab) => lab.live).length);

test('its labs start as the reader comes to them, at most three at a time', async () => {
  const { page, errors, close } = await openPage(browser, server.url + kChapter);
  await page.evaluate(() => {
    self.complaints = [];
    const note = (event) =>
      complaints.push(event.detail?.message ?? event.target.src ?? 'an error');
    document.addEventListener('error', note, true);
  });
  assert.equal(await page.locator('basin-lab').count(), 5);
  const used = await page.locator('basin-lab').evaluateAll((labs) => labs.map(({ lab }) => lab));
  assert.ok(new Set(used).size >= 4, used.join(' '));
  const first = page.locator('basin-lab').first();
  await first.scrollIntoViewIfNeeded();
  await eventually(() => first.evaluate((lab) => lab.live), 'the first lab', 60000);
  await first.evaluate((lab) => {
    lab.steps = 0;
    lab.observe('step', (step) => (lab.steps = step));
    return lab.play();
  });
  await eventually(() => first.evaluate((lab) => lab.steps > 10), 'its steps', 30000);
  let most = 0;
  for (const lab of await page.locator('basin-lab').all()) {
    await lab.scrollIntoViewIfNeeded();
    await eventually(
      async () => {
        most = Math.max(most, await live(page));
        return lab.evaluate((each) => each.live);
      },
      'a lab in sight to start',
      60000,
    );
  }
  assert.ok(most >= 2 && most <= kMostLive, `${most} live`);
  assert.deepEqual(await page.evaluate(() => complaints), []);
  assert.deepEqual(errors, []);
  await close();
});

test('on a phone nothing scrolls sideways, and formulas are MathML', async () => {
  const size = { width: 390, height: 844 };
  const { page, errors, close } = await openPage(browser, server.url + kChapter, { size });
  const seen = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    formulas: [...document.querySelectorAll('math')].filter(
      (math) =>
        math.namespaceURI === 'http://www.w3.org/1998/Math/MathML' &&
        math.getBoundingClientRect().width > 0,
    ).length,
    display: document.querySelectorAll('p.display > math[display="block"]').length,
    left: document.querySelector('main').textContent.includes('$'),
  }));
  assert.equal(seen.width, size.width);
  assert.ok(seen.formulas > 30 && seen.display >= 6, JSON.stringify(seen));
  assert.equal(seen.left, false, 'a formula that was not set');
  assert.deepEqual(errors, []);
  await close();
});

test('without scripts it is a text with pictures, and so it is on paper', { skip: onlyInChromium('a page without scripts') }, async () => {
  const options = { javaScriptEnabled: false };
  const { page, close } = await openPage(browser, server.url + kChapter, options);
  const stills = await page.locator('.still').all();
  assert.equal(stills.length, 5);
  for (const still of stills) {
    await still.scrollIntoViewIfNeeded();
    assert.ok((await still.boundingBox()).height > 300, 'a still is not shown');
    assert.match(await still.getAttribute('href'), /index\.html#lab=/);
  }
  assert.equal(await page.locator('basin-lab').first().isVisible(), false);
  const pdf = await page.pdf();
  assert.ok(pdf.length > 50000);
  await close();
  const withScripts = await openPage(browser, server.url + kChapter);
  // A dark screen makes no dark paper.
  await withScripts.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const colours = await withScripts.page.evaluate(() =>
    [document.documentElement, document.body].map((each) => {
      const { backgroundColor, color, colorScheme } = getComputedStyle(each);
      return [backgroundColor, color, colorScheme].join(' ');
    }),
  );
  assert.deepEqual(new Set(colours), new Set(['rgb(255, 255, 255) rgb(0, 0, 0) light']));
  assert.ok(await withScripts.page.locator('.still').first().isVisible());
  assert.equal(await withScripts.page.locator('basin-lab').first().isVisible(), false);
  assert.equal(await withScripts.page.locator('footer').innerText(), server.url + kChapter);
  await withScripts.close();
});

for (const name of ['square-wave', 'zh/mean-field']) {
  test(`the article ${name} is a page of its own, with its lab in it`, async () => {
    const { page, errors, close } = await openPage(browser, `${server.url}articles/${name}.html`, {
      size: { width: 390, height: 844 },
    });
    const wide = () => document.documentElement.scrollWidth - innerWidth;
    assert.ok((await page.evaluate(wide)) <= 0, 'nothing sideways');
    assert.equal(await page.evaluate(() => document.documentElement.lang), name.includes('/') ? 'zh' : 'en');
    assert.ok((await page.locator('math').count()) > 5, 'mathematics');
    const step = await page.evaluate(async () => {
      const lab = document.querySelector('basin-lab');
      lab.scrollIntoView();
      await lab.ready;
      return lab.step(3);
    });
    assert.equal(step, 3);
    assert.ok((await page.evaluate(wide)) <= 0, 'nothing sideways with the lab');
    assert.deepEqual(errors, []);
    await close();
  });
}
