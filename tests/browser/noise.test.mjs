// Browsers that give pages noise for what they have drawn: nobody is given that noise for a picture.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import {
  booted,
  command,
  download,
  eventually,
  kBrowser,
  launch,
  openPage,
  server,
  state,
  useBrowser,
} from './support.mjs';

const kHost = `<!doctype html><title>host</title><script src="/basin-lab.js" async></script>
<basin-lab id="one" lab="saddle" style="display:block;width:720px;height:436px"></basin-lab>`;
useBrowser({ cors: true, pages: { '/host.html': kHost } });

let guarded;
before(async () => (guarded = await launch({ prefs: { 'privacy.resistFingerprinting': true } })));
after(() => guarded.close());

/** Chromium has no such setting: there the page's own reading is replaced by noise. */
async function openGuarded(url) {
  const opened = await openPage(guarded, 'about:blank');
  if (kBrowser !== 'firefox') {
    await opened.page.addInitScript(() => {
      CanvasRenderingContext2D.prototype.getImageData = (x, y, width, height) => {
        const noise = new ImageData(width, height);
        for (let i = 0; i < noise.data.length; ++i) noise.data[i] = 256 * Math.random();
        return noise;
      };
    });
  }
  await opened.page.goto(url);
  return opened;
}

test('the picture that is saved is a drawing, and the reader is told', async () => {
  const { page, errors, close } = await openGuarded(`${server.url}#lab=saddle&seed=7`);
  await booted(page);
  await eventually(async () => (await state(page)).step > 20, 'steps');
  await command(page, { do: 'pause' });
  await page.locator('#canvas').focus();
  await page.keyboard.press('s');
  await page.locator('[data-do="save-png"]').waitFor();
  const { name, path } = await download(page, () => page.locator('[data-do="save-png"]').click());
  assert.match(name, /\.svg$/);
  const svg = readFileSync(path, 'utf8');
  assert.match(svg, /^<svg [^>]*viewBox/);
  assert.ok(svg.split('<svg').length > 2, 'several pictures');
  const problem = await page.evaluate(
    (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent,
    svg,
  );
  assert.equal(problem, undefined);
  await page.locator('#share-status', { hasText: 'noise' }).waitFor();
  await page.locator('[data-do="record"]').click();
  await page.locator('#share-status', { hasText: 'no film' }).waitFor();
  assert.equal(await page.locator('#recording').count(), 0);
  assert.deepEqual(errors, []);
  await close();
});

test('a frame gives no picture, so that a lab that is put aside shows its poster', async () => {
  const { page, close } = await openGuarded(`${server.url}host.html`);
  await page.waitForFunction(() => document.getElementById('one').screenshot);
  const answer = await page.evaluate(() =>
    document
      .getElementById('one')
      .screenshot()
      .then(
        () => 'a picture',
        (error) => error.message,
      ),
  );
  assert.match(answer, /noise/);
  await close();
});
