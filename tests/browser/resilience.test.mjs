// What happens to pages in the real world: graphics that go, hidden tabs, windows of any size and density,
// storage that is denied.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  booted,
  browser,
  command,
  eventually,
  frames,
  isDrawn,
  moves,
  openLab,
  openPage,
  pause,
  server,
  state,
  useBrowser,
  onlyInChromium,
} from './support.mjs';

useBrowser();

/** Calls `before` in the page ahead of its own scripts. */
async function openAfter(before, hash) {
  const opened = await openPage(browser, 'about:blank');
  await opened.page.addInitScript(before);
  await opened.page.goto(server.url + hash);
  return opened;
}

test('without storage everything works but the choice for the next visit', async () => {
  const { page, errors, close } = await openAfter(() => {
    const denied = {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
      Object.defineProperty(window, name, denied);
    }
  }, '#lab=saddle&play=1&theme=dark');
  await booted(page);
  await moves(page, 2);
  assert.equal((await state(page)).dark, true);
  const { width } = page.viewportSize();
  await page.mouse.click(width - 74, 29); // The sun in the bar.
  await eventually(async () => !(await state(page)).dark, 'the light theme');
  assert.deepEqual(errors, []);
  await close();
});

/** Lets a page be hidden, as when another tab lies over it, and its clock be put forward. */
function hideable() {
  let hidden = self.startHidden ?? false;
  let ahead = 0;
  const waiting = [];
  const { requestAnimationFrame: real } = window;
  Object.defineProperty(document, 'visibilityState', {
    get: () => (hidden ? 'hidden' : 'visible'),
  });
  Object.defineProperty(document, 'hidden', { get: () => hidden });
  window.requestAnimationFrame = (callback) =>
    hidden ? waiting.push(callback) : real(() => callback(performance.now()));
  const now = performance.now.bind(performance);
  performance.now = () => now() + ahead;
  self.hide = (value, passed = 0) => {
    hidden = value;
    ahead += passed;
    document.dispatchEvent(new Event('visibilitychange'));
    if (!hidden) waiting.splice(0).forEach((callback) => window.requestAnimationFrame(callback));
  };
}

test('a tab that was hidden for an hour rests, comes back at once and does not catch up', async () => {
  const { page, errors, close } = await openAfter(hideable, '#lab=playground&play=1');
  await booted(page);
  await moves(page, 2);
  await page.evaluate(() => hide(true));
  await pause(500);
  const [drawn, { step }] = [await frames(page), await state(page)];
  await pause(4000);
  assert.ok((await frames(page)) <= drawn, 'nothing is drawn');
  const shown = await page.evaluate(async () => {
    const since = basin.frames;
    hide(false, 3600e3);
    const start = Date.now();
    while (basin.frames < since + 2) await new Promise(requestAnimationFrame);
    const first = basin.command({ get: 'state' }).step;
    return { after: Date.now() - start, first };
  });
  // 120 steps a second: an hour would be 432000, the seconds that the tab was hidden in fact 480. What
  // counts are those since it is shown again, and a second and a half for what was on its way.
  const most = (milliseconds) => 0.12 * (milliseconds + 1500);
  const passed = shown.first - step;
  assert.ok(passed <= most(shown.after), `${passed} steps, ${shown.after} ms after it was shown`);
  assert.ok(shown.after < 10000, `${shown.after} ms until it moved`);
  const since = Date.now();
  await pause(1000);
  const later = (await state(page)).step - step;
  assert.ok(later <= most(shown.after + Date.now() - since), `a burst of ${later} steps`);
  await moves(page, 2);
  assert.deepEqual(errors, []);
  await close();
});

test('a page that loads in the background waits, and moves when it is seen', async () => {
  const { page, errors, close } = await openAfter(
    `self.startHidden = true; (${hideable})()`,
    '#lab=saddle&play=1',
  );
  await booted(page);
  await pause(1000);
  assert.ok((await frames(page)) <= 2, 'nothing is drawn');
  await page.evaluate(() => hide(false));
  await moves(page, 2);
  await isDrawn(page);
  assert.ok((await state(page)).step < 1000);
  assert.deepEqual(errors, []);
  await close();
});

test('a change of density makes the picture crisp', { skip: onlyInChromium('another density') }, async () => {
  const { page, errors, close } = await openLab(browser, server.url, 'saddle');
  const session = await page.context().newCDPSession(page);
  const size = () => page.evaluate(() => `${canvas.width}x${canvas.height}`);
  for (const [deviceScaleFactor, expected] of [
    [2, '1440x1000'],
    [1.5, '1080x750'],
    [1, '720x500'],
  ]) {
    const metrics = { width: 720, height: 500, deviceScaleFactor, mobile: false };
    await session.send('Emulation.setDeviceMetricsOverride', metrics);
    await command(page, { do: 'play' }); // Nothing else tells of this change, unlike of a real one.
    await eventually(async () => (await size()) === expected, `${expected}, not ${await size()}`);
    await isDrawn(page);
  }
  assert.deepEqual(errors, []);
  await close();
});

test('a canvas of no size, a tiny and a huge one leave the app well', async () => {
  const { page, errors, close } = await openLab(browser, server.url, 'saddle');
  const resize = (width, height) =>
    page.evaluate(
      ([w, h]) => {
        const { style } = document.getElementById('canvas');
        style.setProperty('width', w, 'important');
        style.setProperty('height', h, 'important');
      },
      [width, height],
    );
  for (const [width, height] of [
    ['0', '0'],
    ['1px', '1px'],
    ['0', '300px'],
    ['100%', '3px'],
  ]) {
    await resize(width, height);
    await pause(150);
  }
  await resize('6000px', '5000px');
  await eventually(() => page.evaluate(() => canvas.width === 6000), 'the huge canvas');
  await isDrawn(page);
  await resize('100%', '100%');
  await eventually(() => page.evaluate(() => canvas.width === 1440), 'the size of before');
  await command(page, { do: 'restart' });
  await moves(page, 2);
  await isDrawn(page);
  assert.deepEqual(errors, []);
  await close();
});
