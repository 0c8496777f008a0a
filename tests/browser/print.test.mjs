// On paper: app, gallery, frame and element, in light colours on a dark screen, and the screen as it was afterwards.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { booted, browser, command, eventually, kBrowser, openPage, server, state, useBrowser } from './support.mjs';

const kWhite = 200;
/** WebDriver BiDi knows no document as it is in print. */
const kEmulates = kBrowser === 'chromium';
useBrowser({ cors: true });

/** A page of somebody with `body` in it, beside the site. */
async function openHost(body) {
  const opened = await openPage(browser, `${server.url}basin.css`, { dark: true });
  await opened.page.evaluate((html) => {
    const made = new DOMParser().parseFromString(`<!doctype html><body>${html}</body>`, 'text/html');
    document.replaceChild(document.adoptNode(made.documentElement), document.documentElement);
    document.head.append(Object.assign(document.createElement('script'), { src: 'basin-lab.js' }));
  }, body);
  return opened;
}

/** What stands on the sheet that the browser is about to print; the print is over when it is told. */
const sheet = (where) =>
  where.evaluate(() => {
    const told = (name) => dispatchEvent(new Event(name));
    told('beforeprint');
    const paper = document.getElementById('paper');
    const text = (selector) => [...(paper?.querySelectorAll(selector) ?? [])].map(({ textContent }) => textContent);
    const canvas = paper?.querySelector('canvas');
    let picture = null;
    if (canvas) {
      const small = new OffscreenCanvas(96, 64).getContext('2d', { willReadFrequently: true });
      small.drawImage(canvas, 0, 0, 96, 64);
      const { data } = small.getImageData(0, 0, 96, 64);
      picture = {
        width: canvas.width,
        light: data.reduce((sum, value) => sum + value, 0) / data.length,
        colours: new Set(new Uint32Array(data.buffer)).size,
        white: new Uint32Array(data.buffer).filter((each) => each === 0xffffffff).length / (96 * 64),
      };
    }
    const [title] = text('h1');
    const seen = { title, picture, own: text('.own'), labs: text('li').length, address: text('.address')[0] };
    told('afterprint');
    return { ...seen, left: document.querySelectorAll('#paper, .on-paper').length };
  });

/** The sheet, once the page can make one. */
const printed = (where) =>
  eventually(async () => {
    const seen = await sheet(where);
    return seen.title && seen;
  }, 'a sheet');

function isLight(picture) {
  const { light, white, colours } = picture;
  assert.ok(light > kWhite && white > 0.4 && colours > 20, JSON.stringify(picture));
}

/** The pictures of a PDF that hold plain colours, three bytes a pixel: [{width, light, colours}]. */
function picturesOf(pdf) {
  const text = pdf.toString('latin1');
  const found = [];
  for (const { 0: head, 1: entries, index } of text.matchAll(/<<((?:(?!endobj)[^])*?)>>\s*stream\r?\n/g)) {
    if (!/\/Image/.test(entries) || !/\/FlateDecode/.test(entries)) continue;
    const [width, height] = ['Width', 'Height'].map((side) => Number(new RegExp(`/${side} (\\d+)`).exec(entries)?.[1]));
    const data = inflateSync(pdf.subarray(index + head.length));
    if (data.length !== 3 * width * height) continue;
    const step = 3 * Math.max(1, Math.floor(data.length / 30000));
    const colours = new Set();
    let sum = 0;
    let count = 0;
    for (let at = 0; at + 2 < data.length; at += step, count += 3) {
      sum += data[at] + data[at + 1] + data[at + 2];
      colours.add(data.readUIntBE(at, 3));
    }
    found.push({ width, light: sum / count, colours: colours.size });
  }
  return found;
}

test('the app on a dark screen prints its picture sharp and light, what was chosen and the address, on one page', async () => {
  const hash = '#lab=saddle&seed=7&rate=0.05&theme=dark&play=1';
  const { page, errors, close } = await openPage(browser, server.url + hash, { dark: true });
  await booted(page);
  const shown = await page.locator('#canvas').evaluate(({ width, height }) => [width, height]);
  const seen = await printed(page);
  assert.equal(seen.title, 'Leaving a saddle');
  assert.deepEqual(seen.own, ['Step size 0.05', 'Seed 7']);
  const { pathname, hash: found } = new URL(seen.address);
  assert.match(`${pathname}${found}`, /^\/#lab=saddle&rate=0\.05&seed=7$/);
  isLight(seen.picture);
  assert.ok(seen.picture.width >= 2000, `${seen.picture.width} pixels`);
  // A document in print has no other look than the sheet's, and before there is one it is not empty.
  if (kEmulates) {
    await page.emulateMedia({ media: 'print' });
    const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.deepEqual([await colour(), await page.locator('#boot').isVisible()], ['rgb(255, 255, 255)', true]);
    assert.equal(await page.locator('#canvas').isVisible(), false);
    await page.emulateMedia({ media: null });
  }
  await command(page, { do: 'play' });
  const { playing } = await state(page);
  const pdf = await page.pdf();
  const large = picturesOf(pdf).filter(({ width }) => width >= 2000);
  assert.equal(large.length, 1, JSON.stringify(picturesOf(pdf)));
  assert.ok(large[0].light > kWhite && large[0].colours > 50, JSON.stringify(large));
  if (kEmulates) assert.equal(pdf.toString('latin1').match(/\/Type \/Page\b/g).length, 1);
  // The screen is as it was.
  assert.equal(seen.left, 0);
  const after = await eventually(async () => {
    const present = await page.locator('#canvas').evaluate(({ width, height }) => [width, height]);
    return String(present) === String(shown) && state(page);
  }, 'the canvas to be as it was');
  assert.equal(after.dark, true);
  assert.equal(after.playing || after.status !== 'running', playing || after.status !== 'running');
  assert.deepEqual(errors, []);
  await close();
});

test('the gallery prints its labs as a list', async () => {
  const { page, errors, close } = await openPage(browser, server.url, { dark: true });
  const { labs, picture, address } = await printed(page);
  assert.deepEqual([labs, picture, address], [(await command(page, { get: 'labs' })).length, null, server.url]);
  assert.deepEqual(errors, []);
  await close();
});

test('in another page a lab prints in its place: the frame as the app, an element that is not started its poster', async () => {
  const { page, errors, close } = await openHost(
    '<basin-lab lab="saddle" rate="0.05" theme="dark"></basin-lab><basin-lab lab="gd" rate="0.3" loading="click"></basin-lab>',
  );
  const frame = await eventually(() => page.frames().find((each) => /index\.html/.test(each.url())), 'the frame');
  const { title, own, address, picture } = await printed(frame);
  assert.deepEqual([title, own], ['Leaving a saddle', ['Step size 0.05', 'Seed 1']]);
  assert.match(address, /index\.html#lab=saddle&rate=0\.05$/);
  isLight(picture);
  const idle = page.locator('basin-lab').nth(1);
  assert.match(await idle.locator('.address').textContent(), /index\.html#lab=gd&rate=0\.3$/);
  if (kEmulates) {
    await page.emulateMedia({ media: 'print' });
    assert.equal(await idle.locator('button').isVisible(), false);
    assert.ok(await idle.locator('.address').isVisible());
    assert.equal(await idle.locator('.box').evaluate((box) => getComputedStyle(box).backgroundColor), 'rgb(255, 255, 255)');
  }
  assert.deepEqual(errors, []);
  await close();
});
