// What holds for every lab, asked in one visit to it: it moves, is said by its address, rests, is drawn in every size
// and theme, has its article, its form and its picture, and comes back when its graphics was lost. BASIN_SHOTS names
// a folder to keep its pictures in.
//
// Firefox differs in what it draws and how, not in labs: there a visit is paid to one lab for each kind of output, and
// all others are opened and drawn in one page.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  atRest,
  booted,
  browser,
  command,
  eventually,
  frames,
  hashOf,
  isDrawn,
  kBrowser,
  kDrawn,
  kLabs,
  kLeastBytes,
  kViewports,
  loseContext,
  moves,
  onlyInChromium,
  openForm,
  openLab,
  openPage,
  server,
  state,
  useBrowser,
} from './support.mjs';

const folder = process.env.BASIN_SHOTS;

useBrowser();

/** The kinds of outputs of the labs that were visited. */
const kinds = new Map();

/** What is asked of each lab, in this order, in the same page. */
const kQuestions = {
  async 'is a moving picture'(page, lab) {
    const before = await frames(page);
    await moves(page, 3);
    await eventually(async () => (await frames(page)) > before + 3, 'frames');
    await isDrawn(page);
    const { outputs } = await command(page, { get: 'describe' });
    kinds.set(lab, outputs.map(({ kind, surface }) => (surface ? 'surface' : kind)));
  },

  async 'is what its address says, and the other way round'(page, lab) {
    const settled = async () => (await hashOf(page)) === (await state(page)).hash;
    await command(page, { do: 'pause' });
    await command(page, { set: { seed: 7 } });
    await eventually(settled, 'the address to follow');
    const written = await hashOf(page);
    const { params } = await state(page);
    assert.equal(new URLSearchParams(written).get('seed'), '7');
    await command(page, { open: '' });
    const inGallery = async () => !/lab=/.test((await state(page)).hash) && (await settled());
    await eventually(inGallery, 'the gallery');
    await page.evaluate((hash) => (location.hash = hash), written);
    await eventually(async () => (await state(page)).hash === written, 'the address to be followed');
    const now = await state(page);
    assert.equal(await hashOf(page), written);
    assert.deepEqual([now.lab, now.seed], [lab, 7]);
    assert.deepEqual(now.params, params);
  },

  // (In rest.test.mjs some are watched for longer.)
  async 'comes to rest'(page) {
    await moves(page);
    await command(page, { do: 'pause' });
    await atRest(page, 1500);
  },

  async 'is drawn in every size and theme'(page, lab) {
    for (const size of kViewports) {
      await page.setViewportSize(size);
      await eventually(
        () => page.evaluate((width) => canvas.clientWidth === width, size.width),
        'the size',
      );
      const shots = [];
      for (const theme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme: theme });
        await page.evaluate(() => basin.drawNow());
        await atRest(page, 200);
        const name = `${lab}-${size.width}x${size.height}-${theme}.png`;
        shots.push(await page.screenshot(folder ? { path: join(folder, name) } : {}));
        assert.ok(shots.at(-1).length > kLeastBytes, `${name} is almost empty`);
      }
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(width, size.width, 'it scrolls sideways');
      if (!onlyInChromium('another theme of the system')) {
        assert.ok(!shots[0].equals(shots[1]), `it looks the same in the dark, ${size.width} wide`);
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(kViewports[0]);
  },

  async 'has an article set with mathematics'(page, lab) {
    await command(page, { tab: 'theory' });
    const article = page.locator('#theory');
    await article.filter({ visible: true }).waitFor();
    await article.locator('math').first().waitFor();
    if (folder) await page.screenshot({ path: join(folder, `${lab}-theory.png`) });
    const overflow = await article.evaluate((element) => element.scrollWidth - element.clientWidth);
    assert.equal(overflow, 0, 'the article scrolls sideways');
    await command(page, { tab: 'controls' });
  },

  async 'has every parameter in its form, with its value, and hides what has no effect'(page) {
    await openForm(page);
    const { params } = await command(page, { get: 'describe' });
    const now = await state(page);
    const shown = await page.evaluate(
      (ids) =>
        ids.map((id) => {
          const field = document.getElementById(`form-${id}`);
          return field && [field.type === 'checkbox' ? field.checked : field.value, field.checkVisibility()];
        }),
      params.map(({ id }) => id),
    );
    for (const [i, { id, kind }] of params.entries()) {
      const expected = kind === 'boolean' ? now.params[id] : [now.params[id]].flat().join(', ');
      assert.deepEqual(shown[i], [expected, !now.irrelevant.includes(id)], id);
    }
    // A lab that prepares something first has no picture before.
    await command(page, { do: 'play' });
    await eventually(async () => {
      await page.locator('.form-about button').click();
      return (await page.locator('#form-body figure').count()) > 0;
    }, 'pictures in words');
    await page.keyboard.press('Escape');
    await page.locator('#form-body').waitFor({ state: 'hidden' });
  },

  async 'gives its picture as a file'(page) {
    const colours = await page.evaluate(async () => {
      const { stagePicture } = await import('./share/capture.mjs');
      const picture = await createImageBitmap(await stagePicture(basin, 1));
      const copy = new OffscreenCanvas(64, 64).getContext('2d');
      copy.drawImage(picture, 0, 0, 64, 64);
      return new Set(new Uint32Array(copy.getImageData(0, 0, 64, 64).data.buffer)).size;
    });
    assert.ok(colours > 3, `${colours} colours`);
  },

  async 'draws again after its graphics was lost'(page) {
    await loseContext(page);
    await command(page, { do: 'restart' });
    await moves(page, 2);
    await isDrawn(page);
  },
};

if (folder) await mkdir(folder, { recursive: true });
const visited = kBrowser === 'chromium' ? kLabs : kDrawn;
let opened; // One page is enough for all visits, unless one ends badly.
for (const lab of visited) {
  test(`${lab}`, async (visit) => {
    if (opened) await command(opened.page, { open: lab });
    else opened = await openLab(browser, server.url, lab);
    const { page, errors } = opened;
    let well = true; // After a question that failed the page is not what the next one expects.
    for (const [question, ask] of Object.entries(kQuestions)) {
      await visit.test(`${lab} ${question}`, { skip: !well && 'the visit had ended' }, async () => {
        well = false;
        await ask(page, lab);
        assert.deepEqual(errors, []);
        well = true;
      });
    }
    if (well) return;
    await opened.close();
    opened = undefined;
  });
}

test('all other labs are drawn, too', { skip: kBrowser === 'chromium' }, async () => {
  const { page, errors, close } = await openPage(browser, server.url);
  await booted(page);
  for (const lab of kLabs.filter((each) => !visited.includes(each))) {
    await command(page, { open: lab });
    await moves(page, 2);
    await isDrawn(page);
    assert.deepEqual(errors, [], lab);
  }
  await close();
});

test('what is asked of drawing is asked of every kind of output', { skip: onlyInChromium('all labs') }, () => {
  const of = (labs) => [...new Set(labs.flatMap((lab) => kinds.get(lab) ?? []))].sort();
  assert.ok(of(kLabs).length > 3);
  assert.deepEqual(of(kDrawn), of(kLabs));
});
