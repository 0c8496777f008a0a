// What every browser test needs: the built page, a browser, and a page that notes its errors.
//
//   BASIN_SITE          folder with the built page (index.html, app.js, ...), else build/web/site
//   BASIN_SHOTS         folder for screenshots; none are kept without it
// Which browser that is and where it is found: browsers.mjs.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { after, before } from 'node:test';
import { download, kBrowser, kPatienceMs, launch, onlyInChromium, pause } from './browsers.mjs';
import { serve } from './server.mjs';

export { download, kBrowser, kPatienceMs, launch, onlyInChromium, pause };

export const site = resolve(process.env.BASIN_SITE ?? 'build/web/site');
if (!existsSync(join(site, 'index.html'))) {
  throw new Error(`BASIN_SITE must name the folder of the built page; there is none in ${site}`);
}

/** Every lab: each has its article. */
export const kLabs = readdirSync(join(site, 'theory'))
  .filter((file) => file.endsWith('.html'))
  .map((file) => basename(file, '.html'));

/**
 * Labs that draw, together, every kind of output (labs.test.mjs holds them to that): for what is asked of the
 * drawing rather than of a lab.
 */
export const kDrawn = ['playground', 'saddle', 'ntk'];

/** A picture of a flat colour compresses to less than this, one of a lab never does. */
export const kLeastBytes = 15000;

export const kViewports = [
  { width: 1440, height: 900 },
  { width: 834, height: 504 },
  { width: 390, height: 844 },
];

/** The server and the browser of the test file, between its first and its last test. */
export let server;
export let browser;

/** Lets the tests of a file have `server`, of these manners (see server.mjs), and `browser`. */
export function useBrowser(manners) {
  before(async () => {
    server = await serve(site, manners);
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    await server.close();
  });
}

/** Lines which SwiftShader and headless mode write about themselves. */
const kIgnored = /GPU stall due to ReadPixels|swiftshader|Automatic fallback to software WebGL/i;

/** What Firefox says of each load that it cuts off because the page is left. */
const kCutOff =
  /ServiceWorker intercepted the request and encountered an unexpected error|download failed .* status=2152398850/;

/** Opens a page in a context of its own; `errors` collects everything that went wrong in it. */
export async function openPage(browser, url, { size = kViewports[0], dark = false, ...more } = {}) {
  const context = await browser.newContext({
    viewport: size,
    colorScheme: dark ? 'dark' : 'light',
    ...more,
  });
  context.setDefaultTimeout(kPatienceMs);
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', ({ message }) => {
    if (!kCutOff.test(message)) errors.push(`page: ${message}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !kIgnored.test(message.text())) errors.push(message.text());
  });
  await page.goto(url);
  return { page, errors, close: () => context.close() };
}

/** Waits until the app has drawn. (Pages and frames of any driver know `evaluate`.) */
export const booted = (page) =>
  eventually(
    () =>
      page.evaluate(() =>
        Promise.race([
          window.basin?.ready.then(() => true),
          new Promise((next) => setTimeout(next, 200, false)),
        ]),
      ),
    'the page to start',
  );

export const command = (page, request) => page.evaluate((each) => basin.command(each), request);
export const state = (page) => command(page, { get: 'state' });
export const frames = (page) => page.evaluate(() => basin.frames);
export const hashOf = (page) => page.evaluate(() => location.hash.slice(1));

/** Frames drawn during `milliseconds`. */
export async function framesDuring(page, milliseconds) {
  const before = await frames(page);
  await pause(milliseconds);
  return (await frames(page)) - before;
}

/** Waits until nothing has been drawn for `milliseconds`: what moves has eased out, messages have gone. */
export const atRest = (page, milliseconds = 1000) =>
  eventually(async () => (await framesDuring(page, milliseconds)) === 0, 'rest', 20000);

/** How many colours a coarse copy of the picture has, read in the task that drew it. */
const colours = (page) =>
  page.evaluate(() => {
    if (!basin.drawNow()) return 0;
    const copy = new OffscreenCanvas(64, 64).getContext('2d');
    copy.drawImage(document.getElementById('canvas'), 0, 0, 64, 64);
    return new Set(new Uint32Array(copy.getImageData(0, 0, 64, 64).data.buffer)).size;
  });

export const isDrawn = (page) => eventually(async () => (await colours(page)) > 3, 'a picture');

/** Where the canvas has its controls now (see src/app/ui/targets.h); `touched` says that the app must know of fingers. */
export async function targetsOf(page, touched = false) {
  const ask = () => command(page, { get: 'targets' });
  await ask(); // Of an earlier frame, if any.
  const answer = await eventually(async () => {
    const each = await ask();
    return each.pending ? null : each;
  }, 'a frame that tells');
  if (touched && !answer.touch) throw new Error('the app does not know of fingers');
  return answer.targets;
}

/** Opens the form as a reader of the link does. */
export async function openForm(page) {
  await page.locator('#form-link').focus();
  await page.keyboard.press('Enter');
  await page.locator('#form-body .form-controls fieldset').first().waitFor();
}

/** What stands in the form's field of a parameter. */
export const fieldValue = (page, id) => page.locator(`#form-${id}`).inputValue();

/** Polls `probe()` until it is truthy; fails with `what` after some seconds. */
export async function eventually(probe, what, milliseconds = kPatienceMs) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${milliseconds / 1000} s for: ${what}`);
    await pause(50);
  }
}

/**
 * Waits until the lab's steps go on. Labs come to their end within seconds, of which there may be none
 * left on a slow machine: one that has ended is played again, as a reader would.
 */
export async function moves(page, steps = 1) {
  const seen = new Set([(await state(page)).step]);
  await eventually(async () => {
    const { step, playing } = await state(page);
    seen.add(step);
    if (!playing) await command(page, { do: 'play' });
    return seen.size > steps;
  }, `${steps} new steps`);
}

/** Takes the graphics away, waits until the page has been told, and gives it back. */
export async function loseContext(page) {
  await page.evaluate(() => {
    const canvas = document.getElementById('canvas');
    self.lost = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
    const told = new Promise((next) => canvas.addEventListener('webglcontextlost', next));
    self.lost.loseContext();
    return told.then(() => {}); // Before, there is nothing to restore.
  });
  await page.evaluate(() => self.lost.restoreContext());
}

/** Boots the page on a lab and waits until its steps advance. */
export async function openLab(browser, url, lab, options = {}) {
  const opened = await openPage(browser, `${url}#lab=${lab}&play=1`, options);
  await booted(opened.page);
  await eventually(async () => (await state(opened.page)).step > 0, `${lab} to take a step`);
  return opened;
}
