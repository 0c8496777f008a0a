// Keys, files, pasting, theme: what the reader does to the page arrives, and the browser's own keys
// stay the browser's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  booted,
  browser,
  command,
  eventually,
  frames,
  kViewports,
  openLab,
  openPage,
  pause,
  server,
  state,
  targetsOf,
  useBrowser,
  onlyInChromium,
} from './support.mjs';
import { isBrowserKey } from '../../web/input/input.mjs';

useBrowser();

test('the browser keeps its own keys', () => {
  const key = (name, chord = {}) => isBrowserKey({ key: name, ...chord });
  for (const name of ['Tab', 'F5', 'F11', 'F12', 'Alt', 'BrowserBack']) assert.ok(key(name), name);
  for (const name of ['r', 'l', 't', 'w', 's', 'p', 'f', 'v', '+', '0', 'Enter']) {
    assert.ok(key(name, { ctrlKey: true }), `Ctrl+${name}`);
    assert.ok(key(name, { metaKey: true }), `Meta+${name}`);
  }
  assert.ok(key('ArrowLeft', { altKey: true }));
  for (const name of [' ', 'r', '?', 'ArrowRight', 'Escape', 'Enter', 'Backspace'])
    assert.ok(!key(name), name);
  for (const name of ['a', 'c', 'x', 'z', 'Z'])
    assert.ok(!key(name, { ctrlKey: true }), `Ctrl+${name}`);
  const altGraph = { ctrlKey: true, altKey: true, getModifierState: (name) => name === 'AltGraph' };
  assert.ok(!key('@', altGraph), 'AltGr types characters');
});

test('space plays and pauses, the arrow steps, R restarts', async () => {
  const { page, errors, close } = await openLab(browser, server.url, 'playground');
  await eventually(async () => (await state(page)).step > 10, 'steps');
  await page.keyboard.press('Space');
  await eventually(async () => (await state(page)).playing === false, 'the pause');
  await pause(500);
  const { step } = await state(page);
  await pause(500);
  assert.equal((await state(page)).step, step);
  await page.keyboard.press('ArrowRight');
  await eventually(async () => (await state(page)).step > step, 'one more step');
  await page.keyboard.press('r');
  await eventually(async () => (await state(page)).step < step, 'the restart');
  await page.keyboard.press('Space');
  await eventually(async () => (await state(page)).playing === true, 'playing');
  assert.deepEqual(errors, []);
  await close();
});

test('the question mark opens the list of keys', async () => {
  const { page, close } = await openLab(browser, server.url, 'saddle');
  await command(page, { do: 'pause' });
  await pause(800);
  const before = await page.screenshot();
  await page.keyboard.press('Shift+Slash');
  await eventually(async () => !before.equals(await page.screenshot()), 'another picture');
  await close();
});

/** Drops a file on the page, as a browser does. */
const drop = (page, name, text, type = '') =>
  page.evaluate(
    ([fileName, content, fileType]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], fileName, { type: fileType }));
      for (const kind of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(
          new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }),
        );
      }
    },
    [name, text, type],
  );

const toast = (page) =>
  page.locator('#toast').filter({ visible: true }).textContent({ timeout: 5000 });

test('a dropped file is refused by words when it cannot be used', async () => {
  const { page, errors, close } = await openLab(browser, server.url, 'playground');
  await drop(page, 'picture.png', 'PNG', 'image/png');
  assert.match(await toast(page), /picture\.png is neither CSV nor JSON/);
  await drop(page, 'big.csv', '1,2,1\n'.repeat(1500000));
  await eventually(
    async () => /big\.csv is too large: 8\.6 MB/.test(await toast(page)),
    'the size',
  );
  await drop(page, 'binary.csv', '\0\0\0');
  await eventually(async () => /could not be read as text/.test(await toast(page)), 'not text');
  assert.equal(await page.locator('#drop-hint').isVisible(), false);
  for (const [name, text] of [
    ['broken.json', '{"lab": '],
    ['list.json', '[1, 2, 3]'],
    ['empty.csv', ''],
    ['words.csv', 'this is, not a number\nnor, this\n'],
    ['deep.json', '['.repeat(20000)],
  ]) {
    await page.evaluate(() => (document.getElementById('live').textContent = ''));
    await drop(page, name, text);
    await eventually(() => page.locator('#live').textContent(), `words about ${name}`);
  }
  assert.deepEqual(errors, []);
  await close();
});

test('a dropped CSV of points becomes the data', async () => {
  const { page, errors, close } = await openLab(browser, server.url, 'playground');
  const before = await state(page);
  const rows = Array.from({ length: 60 }, (_, i) =>
    [Math.cos(i), Math.sin(i), i % 2].map((x) => x.toFixed(3)).join(','),
  );
  await drop(page, 'points.csv', `x,y,class\n${rows.join('\n')}\n`);
  await eventually(
    async () => JSON.stringify((await state(page)).params) !== JSON.stringify(before.params),
    'the parameters to say so',
  );
  assert.deepEqual(errors, []);
  await close();
});

test('what was done with a table is said, in whatever bytes it came', async () => {
  const { page, errors, close } = await openLab(browser, server.url, 'playground');
  const said = () => page.locator('#live').textContent();
  const rows = Array.from({ length: 900 }, (_, i) => `${i},5;${(i % 7) * 10};${i % 2 ? 'süß' : 'herb'}`);
  const german = `sep=;\nLänge;Höhe;Art\n${rows.join('\n')}\n;;\n`;
  const utf16 = [0xff, 0xfe, ...Buffer.from(german, 'utf16le')];
  const windows = [...Buffer.from(german, 'latin1')];
  for (const bytes of [utf16, windows]) {
    await command(page, { open: 'playground' });
    await page.evaluate((list) => {
      document.getElementById('live').textContent = '';
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(list)], 'tabelle.csv', { type: 'text/csv' }));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, bytes);
    await eventually(async () => /300 of 900 rows are taken/.test(await said()), 'the rows');
    assert.match(await said(), /x from 0\.500 to 898 is scaled to ±2\.55/);
    assert.match(await said(), /Class 0 stands for 'herb'\. Class 1 stands for 'süß'\./);
    await eventually(async () => (await state(page)).params.points.split(';').length === 300, 'the points');
  }
  assert.deepEqual(errors, []);
  await close();
});

test('pasted text arrives', { skip: onlyInChromium('a paste made by a script') }, async () => {
  const { page, close } = await openLab(browser, server.url, 'playground');
  await page.evaluate(() => {
    document.getElementById('live').textContent = '';
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '{"not": "an experiment"}');
    document
      .getElementById('canvas')
      .dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  });
  const said = () => page.locator('#live').textContent();
  await eventually(async () => /^pasted\.json: /.test(await said()), 'words about it');
  // Cells of a spreadsheet come with their picture.
  const before = (await state(page)).params;
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '1\t2\t0\n2\t1\t1\n3\t1\t1\n1\t4\t0\n');
    clipboardData.items.add(new File(['a picture'], 'image.png', { type: 'image/png' }));
    canvas.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  });
  const now = async () => (await state(page)).params;
  await eventually(async () => JSON.stringify(await now()) !== JSON.stringify(before), 'the cells');
  assert.doesNotMatch(await page.locator('#live').textContent(), /image/);
  await close();
});

test('what a touch keyboard types reaches the canvas as keys', async () => {
  const { page, close } = await openLab(browser, server.url, 'playground');
  const keys = await page.evaluate(() => {
    const got = [];
    canvas.addEventListener('keypress', (event) => got.push(event.charCode), true);
    canvas.addEventListener('keydown', (event) => got.push(event.key));
    const field = document.getElementById('typing');
    const input = (inputType, data) =>
      field.dispatchEvent(new InputEvent('input', { inputType, data }));
    input('insertText', '7');
    input('insertText', 'λ');
    input('deleteContentBackward');
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true }));
    return got;
  });
  assert.deepEqual(keys, [0x37, 0x3bb, 'Backspace', 'Enter']);
  await close();
});

test('a change of the system’s theme is followed', { skip: onlyInChromium('another theme of the system') }, async () => {
  const { page, errors, close } = await openPage(browser, `${server.url}#lab=saddle&play=0`);
  await booted(page);
  await pause(1000);
  const light = await page.screenshot();
  const before = await frames(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await eventually(async () => (await frames(page)) > before, 'a frame');
  await eventually(async () => !light.equals(await page.screenshot()), 'another picture');
  assert.deepEqual(errors, []);
  await close();
});

test('a resized window is drawn in its new size at its density', async () => {
  const { page, close } = await openLab(browser, server.url, 'saddle', { deviceScaleFactor: 2 });
  const size = () => page.evaluate(() => [canvas.width, canvas.height].join('x'));
  assert.equal(await size(), '2880x1800');
  await page.setViewportSize({ width: 700, height: 500 });
  await eventually(async () => (await size()) === '1400x1000', 'the canvas to follow');
  await close();
});

test('what is read stays open in a window of another shape', async () => {
  const { page, errors, close } = await openLab(browser, server.url, 'saddle');
  const [wide, medium, narrow] = kViewports;
  const article = page.locator('#theory').filter({ visible: true });
  await command(page, { tab: 'theory' });
  for (const size of [wide, medium, wide, narrow]) {
    await page.setViewportSize(size);
    await article.waitFor();
  }
  await page.keyboard.press('Escape'); // There is no drawer here that it could close.
  await page.setViewportSize(medium);
  await article.waitFor();
  await page.keyboard.press('Escape');
  await page.locator('#theory').waitFor({ state: 'hidden' });
  const { error } = await command(page, { tab: 'articles' });
  assert.match(error, /controls, checks or theory/);
  assert.deepEqual(errors, []);
  await close();
});

test('what is typed after a click on a number arrives, however slow the frames are', async () => {
  const { page, errors, close } = await openLab(browser, server.url, 'saddle');
  await command(page, { do: 'pause' });
  const place = async () => (await targetsOf(page)).find(({ id }) => id === 'value').whole;
  for (const [milliseconds, wait] of [
    [0, 0],
    [64, 0],
    [64, 300],
    [250, 20],
  ]) {
    // Each frame takes so long.
    await page.evaluate((each) => {
      const draw = (self.plainFrame ??= self.requestAnimationFrame.bind(self));
      self.requestAnimationFrame = (then) =>
        draw((time) => {
          for (const end = performance.now() + each; performance.now() < end; );
          then(time);
        });
    }, milliseconds);
    await command(page, { set: { gamma: 0.5 } });
    const [x, y, width, height] = await place();
    await page.mouse.click(x + width - 8, y + height / 2);
    await pause(wait);
    await page.keyboard.type('1.75');
    await page.keyboard.press('Enter');
    await eventually(
      async () => (await state(page)).params.gamma !== 0.5,
      `a number, with frames of ${milliseconds} ms`,
    );
    assert.equal((await state(page)).params.gamma, 1.75, `frames of ${milliseconds} ms`);
  }
  assert.deepEqual(errors, []);
  await close();
});
