// The dialog "Share and keep": every item gives what it names, by keys alone, and refusals are said.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { crc32 } from '../../web/share/zip.mjs';
import { serve, kStrictPolicy } from './server.mjs';
import {
  booted,
  command,
  download,
  eventually,
  launch,
  onlyInChromium,
  openLab,
  openPage,
  pause,
  site,
  state,
} from './support.mjs';
import { kLongestTaskMs, traceMainThread } from './trace.mjs';

const kSize = { width: 834, height: 504 };

let server;
let browser;
let opened;
let page;
before(async () => {
  server = await serve(site);
  browser = await launch();
  opened = await openLab(browser, server.url, 'saddle', {
    size: kSize,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  page = opened.page;
  await command(page, { set: { 'start-y': 0.01, seed: 7 } });
});
after(async () => {
  await browser.close();
  await server.close();
});

const dialog = (where = page) => where.locator('#share[open]');
const focused = (where = page) =>
  where.evaluate(() => document.activeElement.dataset.do ?? document.activeElement.id);
const status = (pattern, where = page) =>
  eventually(async () => {
    const text = await where.locator('#share-status').textContent();
    return pattern.test(text) && text;
  }, `the dialog to say ${pattern}`);

/** Opens the dialog as a reader with a keyboard does. */
async function share(where = page) {
  if (await dialog(where).isVisible()) return;
  await where.locator('#canvas').press('s');
  await dialog(where).waitFor();
}

const press = (name, where = page) => where.locator(`#share [data-do="${name}"]`).click();

/** What is downloaded when `act` is done: {name, bytes}. */
async function downloaded(act) {
  const { name, path } = await download(page, act);
  return { name, bytes: await readFile(path) };
}

test('by keys: S opens it, Tab stays in it, Enter copies, Escape leads back to the canvas', async () => {
  await page.locator('#canvas').focus();
  await page.keyboard.press('s');
  await dialog().waitFor();
  assert.equal(await focused(), 'copy-link');
  await page.keyboard.press('Enter');
  await status(/Link copied/);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /#lab=saddle&.*start-y=0\.01/);
  assert.match(link, /seed=7/);
  const seen = new Set();
  for (let i = 0; i < 40 && !seen.has('record'); i += 1) {
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement.closest('#share')), 'Tab left it');
    seen.add(await focused());
  }
  for (const name of ['copy-code', 'save-json', 'open-json', 'save-csv', 'save-png', 'record']) {
    assert.ok(seen.has(name), `${name} cannot be reached`);
  }
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  assert.equal(await focused(), 'canvas');
});

test('a key that is let go in the dialog opens it again', async () => {
  await page.locator('#canvas').focus();
  await page.keyboard.down('s');
  await dialog().waitFor();
  await page.keyboard.up('s');
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await page.keyboard.press('s');
  await dialog().waitFor();
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
});

test('opened again in the moment in which it closes, it stays', async () => {
  await share();
  await page.evaluate(async () => {
    const { openShare } = await import('./share/share.mjs');
    document.querySelector('#share').close();
    await openShare(basin);
    for (let i = 0; i < 3; i += 1) await new Promise(requestAnimationFrame);
  });
  assert.ok(await dialog().isVisible());
  assert.equal(await focused(), 'copy-link');
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
});

test('the button in the bar opens it, every target is large, nothing scrolls sideways', async () => {
  for (const width of [834, 390]) {
    await page.setViewportSize({ width, height: width === 834 ? 504 : 844 });
    await eventually(() => page.evaluate((w) => canvas.clientWidth === w, width), 'the canvas');
    // The bar's buttons follow what the pointer does, frame by frame.
    await eventually(async () => {
      await page.mouse.click(width - 10 - 4 * 38 + 18, 25);
      // A second click at once would be taken after the dialog is closed again.
      return dialog()
        .waitFor({ timeout: 3000 })
        .then(() => true, () => false);
    }, 'the dialog');
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('#share :is(button, select, summary, label, #share-link)')]
        .filter((each) => each.getClientRects().length > 0)
        .filter((each) => each.getBoundingClientRect().height < 44)
        .map((each) => each.outerHTML),
    );
    assert.deepEqual(small, []);
    const sideways = await page
      .locator('#share .body')
      .evaluate((body) => body.scrollWidth - body.clientWidth);
    assert.equal(sideways, 0);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  }
  await page.setViewportSize(kSize);
});

test('code for other pages names the experiment and the chosen controls', async () => {
  await share();
  const code = page.locator('#share-code');
  await page.locator('#share details').evaluate((each) => (each.open = true));
  for (const box of await page.locator('#share .boxes input').all()) await box.uncheck();
  await page.locator('#share .boxes [value="rate"]').check();
  const parse = () =>
    code.evaluate(({ value }) => {
      const made = new DOMParser().parseFromString(value, 'text/html');
      const part = made.querySelector('basin-lab, iframe');
      const pairs = [...part.attributes].map((each) => [each.name, each.value]);
      return { script: made.querySelector('script')?.src, ...Object.fromEntries(pairs) };
    });
  const asElement = await parse();
  assert.match(asElement.script, /\/basin-lab\.js$/);
  assert.equal(asElement.lab, 'saddle');
  assert.equal(asElement['start-y'], '0.01');
  assert.equal(asElement.seed, '7');
  assert.equal(asElement.controls, 'rate');
  await page.getByText('Plain frame').click();
  const asFrame = await parse();
  assert.match(asFrame.src, /#lab=saddle&.*embed=true&show=rate/);
  assert.match(asFrame.sandbox, /allow-scripts/);
  assert.equal(asFrame.loading, 'lazy');
  assert.ok(asFrame.title.length > 5);
  await press('copy-code');
  await status(/Code copied/);
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^<iframe /);
});

let saved;
test('a saved experiment comes back to its step, parameters and seed', async () => {
  await share();
  await command(page, { do: 'pause' });
  await eventually(async () => !(await state(page)).busy, 'rest');
  saved = await downloaded(() => press('save-json'));
  const held = JSON.parse(saved.bytes);
  assert.equal(saved.name, `basin-saddle-seed7-step${held.steps}.json`);
  assert.ok(held.steps > 0);
  assert.ok(Object.keys(held.series).length > 0 && held.checks.length > 0, 'curves and checks');
  const before = await state(page);
  await command(page, { set: { 'start-y': 0.5, seed: 3 } });
  await eventually(async () => (await state(page)).seed === 3, 'the other experiment');
  await page
    .locator('#share-file')
    .setInputFiles({ name: saved.name, mimeType: 'application/json', buffer: saved.bytes });
  await dialog().waitFor({ state: 'detached' });
  await eventually(async () => (await state(page)).step === held.steps, 'the saved step');
  const restored = await state(page);
  assert.deepEqual(restored.params, before.params);
  assert.equal(restored.seed, 7);
  assert.equal(await focused(), 'canvas');
  const { scalars } = await command(page, { get: 'frame' });
  assert.deepEqual(scalars, held.scalars);
});

test('a file that cannot be opened is refused in words, and nothing is lost', async () => {
  await share();
  const before = await command(page, { get: 'recipe' });
  const bad = JSON.parse(saved.bytes);
  bad.recipe.params.rate = 'fast';
  for (const [name, text, words] of [
    ['cut.json', saved.bytes.subarray(0, 500), /cut\.json is not valid JSON/],
    ['list.json', '[1, 2]', /list\.json was not opened/],
    ['other.json', '{"lab": "no-such-lab"}', /no-such-lab/],
    ['wrong.json', JSON.stringify(bad), /rate/],
    ['picture.png', 'PNG', /neither CSV nor JSON/],
  ]) {
    const buffer = Buffer.from(text);
    await page.locator('#share-file').setInputFiles({ name, mimeType: '', buffer });
    await status(words);
    assert.ok(await dialog().isVisible());
  }
  assert.deepEqual(await command(page, { get: 'recipe' }), before);
});

/** The files of an archive, each checked against its checksum. */
function unzip(bytes) {
  const files = {};
  const end = bytes.length - 22;
  assert.equal(bytes.readUInt32LE(end), 0x06054b50);
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < bytes.readUInt16LE(end + 10); i += 1) {
    const [crc, size, path] = [16, 24, 28].map((k) =>
      k === 28 ? bytes.readUInt16LE(at + k) : bytes.readUInt32LE(at + k),
    );
    const name = bytes.toString('utf8', at + 46, at + 46 + path);
    const data = bytes.readUInt32LE(at + 42) + 30 + path;
    const content = bytes.subarray(data, data + size);
    assert.equal(crc32(content), crc, name);
    files[name] = content.toString('utf8');
    at += 46 + path;
  }
  return files;
}

test('tables come as one archive or one by one', async () => {
  assert.equal(crc32(Buffer.from('123456789')), 0xcbf43926);
  await command(page, { do: 'pause' }); // What is compared below is read at two moments.
  const shown = async () => JSON.stringify(await command(page, { get: 'frame' }));
  await eventually(async () => {
    const before = await shown();
    await pause(200);
    return before === (await shown());
  }, 'the lab to rest');
  await share();
  const all = await downloaded(() => press('save-csv'));
  assert.match(all.name, /\.zip$/);
  const files = unzip(all.bytes);
  const frame = await command(page, { get: 'frame' });
  assert.match(files['run.csv'], /^key,value\nlab,saddle\n/);
  for (const [id, { panels }] of Object.entries(frame.series)) {
    const [head, ...rows] = files[`${id}.csv`].trimEnd().split('\n');
    assert.equal(head, 'panel,curve,role,x,y,lo,hi');
    const points = panels.flatMap(({ curves }) => curves).reduce((n, { x }) => n + x.length, 0);
    assert.equal(rows.length, points, id);
  }
  const checks = files['checks.csv'].trimEnd().split('\n');
  assert.equal(checks[0], 'id,name,measured,relation,predicted,tolerance,holds,state,detail,reference');
  assert.equal(checks.length - 1, frame.checks.length);
  await page.locator('#share-table').dispatchEvent('pointerdown');
  await page.locator('#share-table').selectOption('scalars.csv');
  const one = await downloaded(() => press('save-csv'));
  assert.equal(one.bytes.toString('utf8'), files['scalars.csv']);
});

/** Size and number of colours of a picture that the browser can show. */
const look = (bytes, type) =>
  page.evaluate(
    async ([base64, mime]) => {
      const raw = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([raw], { type: mime }));
      const copy = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
      copy.drawImage(picture, 0, 0);
      const { data } = copy.getImageData(0, 0, picture.width, picture.height);
      return {
        width: picture.width,
        height: picture.height,
        colours: new Set(new Uint32Array(data.buffer)).size,
      };
    },
    [bytes.toString('base64'), type],
  );

test('a picture has the size of the stage, or twice that', async () => {
  await share();
  const [, , width, height] = (await state(page)).stage;
  for (const ratio of [1, 2]) {
    await page.locator('#share-density').selectOption(String(ratio));
    const { name, bytes } = await downloaded(() => press('save-png'));
    assert.match(name, /\.png$/);
    const picture = await look(bytes, 'image/png');
    assert.ok(Math.abs(picture.width - width * ratio) <= 1, `${picture.width} wide`);
    assert.ok(Math.abs(picture.height - height * ratio) <= 1, `${picture.height} high`);
    assert.ok(picture.colours > 100, `${picture.colours} colours`);
  }
  assert.deepEqual(await page.evaluate(() => [canvas.width, devicePixelRatio]), [kSize.width, 1]);
});

/** Chooses in the open dialog what to record, as a film that begins with step 0. */
async function chooseFilm(choice) {
  // A start so near the saddle keeps the lab moving for longer than a film.
  await command(page, { set: { 'start-y': 1e-9, noise: 1e-6 } });
  await page.locator('#share-length').selectOption(choice);
  await page.locator('#share-start').check();
}

const recordingFor = (seconds) =>
  page.getByText(new RegExp(`Recording 0:0${seconds}`)).waitFor();

async function stopRecording() {
  await page.getByRole('button', { name: 'Stop recording' }).click();
  await dialog().waitFor({ timeout: 60000 });
}

/** Records what `choice` says until it has run for `passed` seconds, and saves it. */
async function recorded(choice, passed) {
  await share();
  await chooseFilm(choice);
  await press('record');
  await recordingFor(passed);
  assert.equal(await dialog().count(), 0);
  await stopRecording();
  assert.equal(await page.locator('#recording').count(), 0);
  return downloaded(() => press('save-result'));
}

/** Sizes, frames and length of a GIF, read block by block. */
function readGif(bytes) {
  assert.equal(bytes.toString('latin1', 0, 6), 'GIF89a');
  const table = (flags) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const gif = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8), frames: 0, delay: 0 };
  let at = 13 + table(bytes[10]);
  const skip = () => {
    while (bytes[at] !== 0) at += bytes[at] + 1;
    at += 1;
  };
  while (bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) {
      if (bytes[at + 1] === 0xf9) gif.delay += bytes.readUInt16LE(at + 4) / 100;
      at += 2;
    } else {
      assert.equal(bytes[at], 0x2c, `a block at ${at}`);
      gif.frames += 1;
      at += 11 + table(bytes[at + 9]);
    }
    skip();
  }
  return gif;
}

test('a GIF of the running lab has its frames and its length', async () => {
  const { name, bytes } = await recorded('gif 6', 2);
  assert.equal(name, 'basin-saddle-seed7.gif');
  const gif = readGif(bytes);
  const [, , width, height] = (await state(page)).stage;
  assert.ok(gif.frames >= 3, `${gif.frames} frames`);
  assert.ok(gif.delay > 1.5 && gif.delay < 6.5, `${gif.delay} s`);
  assert.ok(Math.abs(gif.width / gif.height / (width / height) - 1) < 0.02, 'its shape');
  const picture = await look(bytes, 'image/gif');
  assert.ok(picture.colours > 20, `${picture.colours} colours`);
});

test('a film plays as long as it was recorded', async () => {
  const { name, bytes } = await recorded('video 10', 2);
  assert.equal(name, 'basin-saddle-seed7.webm');
  assert.equal(bytes.readUInt32BE(0), 0x1a45dfa3);
  const film = await page.evaluate(async (base64) => {
    const raw = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
    const video = document.createElement('video');
    video.muted = true;
    video.src = URL.createObjectURL(new Blob([raw], { type: 'video/webm' }));
    await video.play();
    return { seconds: video.duration, shape: video.videoWidth / video.videoHeight };
  }, bytes.toString('base64'));
  const [, , width, height] = (await state(page)).stage;
  assert.ok(film.seconds > 1.5 && film.seconds < 11, `${film.seconds} s`);
  assert.ok(Math.abs(film.shape / (width / height) - 1) < 0.02, `${film.shape}`);
});

test('the page is held up neither by opening it nor by beginning and ending a film', { skip: onlyInChromium('a trace') }, async (context) => {
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  const phases = {
    opening: share,
    async beginning() {
      await press('record');
      await recordingFor(1);
    },
    async ending() {
      await stopRecording();
      await pause(500); // Until the film is shown.
    },
  };
  for (const [name, work] of Object.entries(phases)) {
    if (name === 'beginning') await chooseFilm('video 10');
    const { tasks } = await traceMainThread(browser, page, work);
    const cpu = Math.max(...tasks.map((task) => task.cpu));
    context.diagnostic(
      `${name}: longest task ${tasks[0].wall.toFixed(1)} ms, of the processor ${cpu.toFixed(1)} ms`,
    );
    // Half of this is the measure; what it looks for costs several times as much. The page's first film
    // also waits some fifty milliseconds, without computing, for the graphics process to take up drawing
    // outside WebGL; here the films before have done that.
    assert.ok(cpu <= 2 * kLongestTaskMs, `${name}: ${cpu} ms`);
  }
});

test('what the browser lacks or refuses is said', async () => {
  await share();
  await page.evaluate(() => {
    self.MediaRecorder = undefined;
    navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
    document.execCommand = () => false;
  });
  await page.locator('#share-length').selectOption('video 10');
  await press('record');
  await status(/records no films/);
  assert.ok(await dialog().isVisible());
  await press('copy-link');
  await status(/does not let it use the clipboard/);
  const cut = await page
    .locator('#share-status')
    .evaluate((line) => line.scrollHeight - line.clientHeight);
  assert.equal(cut, 0, 'lines of the status that are not seen');
  const selected = await page.evaluate(() => {
    const { value, selectionStart, selectionEnd } = document.activeElement;
    return value.slice(selectionStart, selectionEnd);
  });
  assert.match(selected, /^http:.*#lab=saddle/);
  await page.keyboard.press('Escape');
  assert.deepEqual(opened.errors, []);
});

/** The lab in a frame of another page, with these attributes, served in that manner. */
async function openFramed(attributes, manners, options = {}) {
  const app = await serve(site, { cors: true, ...manners });
  const host = await serve(site, {
    pages: {
      '/host.html': `<!doctype html><iframe ${attributes} width="834" height="504"
        src="${app.url}index.html#lab=saddle&play=1"></iframe>`,
    },
  });
  const outer = await openPage(browser, `${host.url}host.html`, { size: kSize, ...options });
  const inner = await eventually(() => outer.page.frame({ url: /#lab/ }), 'the frame');
  await inner.waitForFunction(() => window.basin?.ready.then(() => true), null, { timeout: 30000 });
  await eventually(async () => (await state(inner)).step > 0, 'a step');
  const close = async () => {
    await outer.close();
    await host.close();
    await app.close();
  };
  return { ...outer, inner, close };
}

const result = (inner) => inner.locator('#share-result');

/** Records in a frame what `choice` says until its result is shown. */
async function recordedIn(inner, choice) {
  await inner.locator('#share-length').selectOption(choice);
  await press('record', inner);
  await inner.getByText(/Recording 0:01/).waitFor();
  await inner.getByRole('button', { name: 'Stop recording' }).click();
  await inner.locator('#share [data-do="save-result"]').waitFor({ timeout: 60000 });
}

test('in a sandbox under a strict policy it opens, shows what it saves, and makes a GIF', async () => {
  const { inner, close } = await openFramed('sandbox="allow-scripts"', { policy: kStrictPolicy });
  await share(inner);
  const display = await inner.locator('#share').evaluate((each) => getComputedStyle(each).display);
  assert.equal(display, 'flex', 'its style sheet');
  await press('save-json', inner);
  const text = await result(inner).locator('textarea').inputValue();
  assert.equal(JSON.parse(text).lab, 'saddle');
  await recordedIn(inner, 'gif 3');
  await status(/GIF is ready/, inner);
  await close();
});

test('in a frame that may save nothing it says so and names another way', async () => {
  const { page: outer, inner, errors, close } = await openFramed('sandbox="allow-scripts"');
  let downloads = 0;
  outer.on('download', () => (downloads += 1));
  const ways = () => result(inner).locator('p').textContent();
  await share(inner);
  await press('save-json', inner);
  await status(/^basin-saddle-.*\.json \(.*\) was handed to the browser/, inner);
  assert.match(await ways(), /If no file arrives.*Copy the text/);
  await press('copy-text', inner);
  await status(/Text copied|press Ctrl C/, inner);
  const json = await result(inner).locator('textarea').inputValue();
  assert.equal(JSON.parse(json).lab, 'saddle');

  await press('save-csv', inner);
  await status(/\.zip .*handed/, inner);
  assert.match(await ways(), /A single table is shown as a text/);
  await inner.locator('#share-table').dispatchEvent('pointerdown');
  await inner.locator('#share-table').selectOption('scalars.csv');
  await press('save-csv', inner);
  assert.match(await result(inner).locator('textarea').inputValue(), /^[a-z]/);

  await press('save-png', inner);
  await status(/\.png .*handed/, inner);
  assert.match(await ways(), /menu of the preview/);
  const width = () => result(inner).locator('img').evaluate((each) => each.naturalWidth);
  await eventually(async () => (await width()) > 100, 'the picture');
  for (const [choice, what] of [
    ['gif 3', 'img'],
    ['video 10', 'video'],
  ]) {
    await recordedIn(inner, choice);
    assert.match(await ways(), /menu of the preview/);
    assert.ok(await result(inner).locator(what).isVisible());
    await press('save-result', inner);
    await status(/handed to the browser/, inner);
  }

  await press('open-tab', inner);
  await status(/does not let it open tabs/, inner);
  assert.equal(await focused(inner), 'share-link');
  assert.equal(downloads, 0);
  // What the browser itself writes about a tab and a clipboard that it forbids is no mistake.
  const told = /^Blocked opening|^Permissions policy violation: The Clipboard API/;
  assert.deepEqual(
    errors.filter((text) => !told.test(text)),
    [],
  );
  await close();
});

test('in a frame that may save and open tabs it does', async () => {
  const {
    page: outer,
    inner,
    errors,
    close,
  } = await openFramed('sandbox="allow-scripts allow-downloads allow-popups"');
  await share(inner);
  const { path } = await download(outer, () => press('save-json', inner));
  assert.equal(JSON.parse(await readFile(path)).lab, 'saddle');
  await status(/handed to the browser/, inner);
  const [tab] = await Promise.all([outer.waitForEvent('popup'), press('open-tab', inner)]);
  await tab.waitForURL(/#lab=saddle/);
  await booted(tab);
  // It is in the sandbox still, of which nothing but its origin tells.
  await share(tab);
  await press('save-csv', tab);
  await status(/handed to the browser/, tab);
  assert.equal(await tab.locator('#share [data-do="open-tab"]').count(), 0);
  assert.deepEqual(errors, []);
  await close();
});
