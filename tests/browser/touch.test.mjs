// Fingers: one is a mouse, two zoom and move, the keyboard of the screen types numbers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  booted,
  browser,
  command,
  eventually,
  openPage,
  pause,
  server,
  state,
  targetsOf,
  useBrowser,
  onlyInChromium,
} from './support.mjs';

const kFrame = `<!doctype html><title>host</title><body style="margin:0;height:3000px">
<iframe src="/index.html#lab=saddle&play=0&embed=true" style="width:390px;height:504px;border:0"></iframe>`;
useBrowser({ pages: { '/host.html': kFrame } });

const kLeast = 44;

const within = (a, b, axis) =>
  Math.min(a[axis] + a[axis + 2], b[axis] + b[axis + 2]) - Math.max(a[axis], b[axis]);

/**
 * What is wrong with targets {id, window, whole, seen}: too small for a finger, or one over another. Plots are not among
 * the canvas's own, so neither are the handles on them; these are taken from 18 pixels away.
 */
function faults(list) {
  const found = [];
  const at = ({ id, whole }) => `${id} [${whole.map(Math.round).join(' ')}]`;
  list.forEach((each, i) => {
    const [, , width, height] = each.whole;
    if (width < kLeast - 0.1 || height < kLeast - 0.1) found.push(`small: ${at(each)}`);
    for (const other of list.slice(i + 1)) {
      if (other.window !== each.window) continue; // One lies over the other.
      const apart = [0, 1].some((axis) => within(each.seen, other.seen, axis) <= 0.5);
      if (!apart) found.push(`over each other: ${at(each)} and ${at(other)}`);
    }
  });
  return found;
}

/** Controls of the document that are seen: a label counts with its field, links in running text do not. */
const documentTargets = (page, within) =>
  page.locator(within).evaluate((root) =>
    [...root.querySelectorAll('button, select, textarea, summary, input, a')]
      .filter((each) => each.checkVisibility() && !each.closest('p, .unseen'))
      .map((each) => {
        const parts = [each, ...(each.labels ?? [])].filter((part) => part.checkVisibility());
        // A field beside its label is pressed on either; the label of one that is large enough adds nothing.
        const toggles = /checkbox|radio/.test(each.type);
        const boxes = (toggles ? parts : [each]).map((part) => part.getBoundingClientRect());
        const left = Math.min(...boxes.map((box) => box.left));
        const top = Math.min(...boxes.map((box) => box.top));
        const right = Math.max(...boxes.map((box) => box.right));
        const bottom = Math.max(...boxes.map((box) => box.bottom));
        const box = [left, top, right - left, bottom - top];
        return { id: each.id || each.textContent.trim() || each.className, whole: box, seen: box };
      })
      .filter(({ whole: [, , width, height] }) => width > 0 && height > 0),
  );

const kPhone = { size: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Real touches, through the browser's own input: `to(type, [x, y]...)`. */
async function fingers(page) {
  const session = await page.context().newCDPSession(page);
  return async (type, ...places) => {
    const touchPoints = places.map(([x, y], id) => ({ x, y, id }));
    await session.send('Input.dispatchTouchEvent', { type, touchPoints });
    await pause(16);
  };
}

/** Opens a lab at rest on a phone, touched once so that the app knows. */
async function openPhone(hash) {
  const opened = await openPage(browser, server.url + hash, kPhone);
  const { page } = opened;
  await booted(page);
  await eventually(async () => (await state(page)).step >= 0, 'a frame');
  const to = await fingers(page);
  const [left, top] = (await state(page)).stage;
  await to('touchStart', [left + 60, top + 6]); // On the sentence, where there is nothing to press.
  await to('touchEnd');
  await pause(300);
  const [x, y, w, h] = (await state(page)).stage;
  return { ...opened, to, middle: [x + w / 2, y + h / 2] };
}

/** Opens a page of a size, touched once: on the lab's sentence, or beside the sign of the gallery. */
async function openTouched(hash, size) {
  const opened = await openPage(browser, server.url + hash, { ...kPhone, size });
  const { page } = opened;
  await booted(page);
  if (hash) await eventually(async () => (await state(page)).step >= 0, 'a frame');
  const to = await fingers(page);
  const tap = async ([x, y]) => {
    await to('touchStart', [x, y]);
    await to('touchEnd');
    await pause(300);
  };
  const [left, top] = (await state(page)).stage ?? [120, 28];
  await tap([left + 60, top - 2]); // Between bar and stage.
  /** Presses a control by its name. */
  const press = async (id) => {
    const { seen } = (await targetsOf(page, true)).find((each) => each.id === id);
    await tap([seen[0] + seen[2] / 2, seen[1] + seen[3] / 2]);
  };
  return { ...opened, tap, press };
}

/** What SDL is told, in short. */
const listen = (page) =>
  page.evaluate(() => {
    const listening = self.told !== undefined;
    self.told = [];
    if (listening) return;
    for (const name of ['mousedown', 'mouseup', 'mousemove', 'wheel', 'touchstart', 'touchend']) {
      document
        .getElementById('canvas')
        .addEventListener(name, (event) =>
          told.push({ name, button: event.button, x: event.clientX, deltaY: event.deltaY }),
        );
    }
  });
const told = (page) => page.evaluate(() => self.told);
const picture = (page, [x, y]) =>
  page.screenshot({ clip: { x: x - 80, y: y - 80, width: 160, height: 160 } });

test('two fingers zoom a map and move it, and nothing is pressed', { skip: onlyInChromium('more than one finger') }, async () => {
  const { page, errors, to, middle, close } = await openPhone('#lab=playground&play=0');
  const [x, y] = middle;
  const { params } = await state(page);
  await listen(page);
  const before = await picture(page, middle);
  // Together: what a busy machine makes of one after the other depends on its speed.
  await to('touchStart', [x - 20, y], [x + 20, y]);
  for (let i = 1; i <= 20; i += 1) await to('touchMove', [x - 20 - 2 * i, y], [x + 20 + 2 * i, y]);
  await to('touchEnd');
  await pause(300);
  const events = await told(page);
  const turned = events.reduce((sum, { name, deltaY }) => sum + (name === 'wheel' ? deltaY : 0), 0);
  // The distance has tripled: so many notches of a fifth, away from the reader.
  assert.ok(Math.abs(-turned / 100 - Math.log(3) / Math.log(1.2)) < 0.1, `${turned}`);
  const buttons = events.filter(({ name }) => /mousedown|mouseup|touch/.test(name));
  assert.deepEqual(
    buttons.map(({ name, button }) => `${name} ${button}`),
    ['mousedown 1', 'mouseup 1'],
  );
  const zoomed = await picture(page, middle);
  assert.ok(!before.equals(zoomed), 'a larger map');
  await to('touchStart', [x - 20, y], [x + 20, y]);
  for (let i = 1; i <= 10; i += 1) await to('touchMove', [x - 20 + 5 * i, y], [x + 20 + 5 * i, y]);
  await to('touchEnd');
  await pause(300);
  assert.ok(!zoomed.equals(await picture(page, middle)), 'another part of the map');
  assert.deepEqual((await state(page)).params, params, 'no point was painted');
  assert.deepEqual(errors, []);
  await close();
});

test('two fingers turn and enlarge a surface; the handle stays', { skip: onlyInChromium('more than one finger') }, async () => {
  const { page, to, middle, close } = await openPhone('#lab=saddle&play=0');
  const [x, y] = middle;
  const { params } = await state(page);
  const before = await picture(page, middle);
  await to('touchStart', [x - 60, y], [x + 60, y]);
  for (let i = 1; i <= 10; i += 1) await to('touchMove', [x - 60 - 3 * i, y], [x + 60 + 6 * i, y]);
  await to('touchEnd');
  await pause(300);
  assert.ok(!before.equals(await picture(page, middle)), 'another picture');
  assert.deepEqual((await state(page)).params, params);
  await close();
});

test('no button stays pressed when a finger joins late, a third one lands or a touch is cancelled', { skip: onlyInChromium('more than one finger') }, async () => {
  const { page, to, middle, close } = await openPhone('#lab=saddle&play=0');
  const [x, y] = middle;
  const finish = [
    async () => to('touchEnd'),
    async () => to('touchCancel'),
    async () => {
      await to('touchStart', [x, y], [x + 50, y], [x, y + 50]);
      await to('touchEnd');
    },
  ];
  for (const [i, end] of finish.entries()) {
    await listen(page);
    await to('touchStart', [x, y]);
    await pause(150); // By now the first one is a mouse.
    await to('touchMove', [x + 20, y]);
    await to('touchStart', [x + 20, y], [x + 60, y]);
    await to('touchMove', [x + 10, y], [x + 70, y]);
    await end();
    await eventually(async () => {
      const names = (await told(page)).map(({ name }) => name);
      const count = (name) => names.filter((each) => each === name).length;
      return (
        count('mousedown') === 1 &&
        count('mouseup') === 1 &&
        count('touchstart') === 1 &&
        count('touchend') === 1
      );
    }, `everything to be let go of, case ${i}`);
  }
  await close();
});

test('a finger scrolls the controls without moving a slider, and slides one without scrolling', { skip: onlyInChromium('more than one finger') }, async () => {
  const { page, to, close } = await openPhone('#lab=saddle&play=0');
  const shot = () => page.screenshot({ clip: { x: 0, y: 620, width: 390, height: 220 } });
  const drag = async ([x0, y0], [x1, y1]) => {
    await to('touchStart', [x0, y0]);
    for (let i = 1; i <= 12; i += 1) {
      await to('touchMove', [x0 + ((x1 - x0) * i) / 12, y0 + ((y1 - y0) * i) / 12]);
    }
    await to('touchEnd');
    await pause(300);
  };
  const { params } = await state(page);
  for (let i = 0; i < 2; i += 1) {
    const before = await shot();
    await drag([60, 820], [62, 640]);
    assert.ok(!before.equals(await shot()), 'the controls to scroll');
  }
  assert.deepEqual((await state(page)).params, params, 'nothing was set in passing');
  // Somewhere in the pane there is a slider now; the sweep is level, so that nothing scrolls.
  for (let y = 640; y < 830 && same(params, (await state(page)).params); y += 22) {
    await drag([150, y], [230, y]);
  }
  assert.notDeepEqual((await state(page)).params, params, 'a slider to follow');
  await close();
});

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

test('a tap on a number brings up the digits; Enter takes them, Escape does not', { skip: onlyInChromium('more than one finger') }, async () => {
  const { page, errors, to, close } = await openPhone('#lab=saddle&play=0');
  const field = page.locator('#typing');
  // The seed, in the transport: see Transport::draw.
  const [, y, , h] = (await state(page)).stage;
  const seed = [290, y + h + 8 + 54 + 22];
  const tap = async ([tapX, tapY]) => {
    await to('touchStart', [tapX, tapY]);
    await to('touchEnd');
  };
  const focused = () => page.evaluate(() => document.activeElement.id);
  await tap(seed);
  await eventually(async () => (await focused()) === 'typing', 'the keyboard');
  assert.equal(await field.evaluate((element) => element.inputMode), 'decimal');
  await page.keyboard.insertText('4');
  await page.keyboard.insertText('2');
  await page.keyboard.press('Enter');
  await eventually(async () => (await state(page)).seed === 42, 'the seed');
  await eventually(async () => (await focused()) === 'canvas', 'the keyboard to go');
  await tap(seed);
  await eventually(async () => (await focused()) === 'typing', 'the keyboard again');
  await page.keyboard.insertText('7');
  await pause(200);
  await page.keyboard.press('Escape');
  await eventually(async () => (await focused()) === 'canvas', 'the keyboard to go');
  assert.equal((await state(page)).seed, 42);
  // A keyboard that covers the field shifts the page up, and back when it goes.
  await tap(seed);
  await eventually(async () => (await focused()) === 'typing', 'the keyboard');
  const shifted = () =>
    page.evaluate(() => new DOMMatrix(getComputedStyle(document.body).transform).f);
  const keyboard = (height) =>
    page.evaluate((each) => {
      Object.defineProperty(visualViewport, 'height', { value: each, configurable: true });
      visualViewport.dispatchEvent(new Event('resize'));
    }, height);
  assert.equal(await shifted(), 0);
  await keyboard(400);
  const up = -(await shifted());
  assert.ok(seed[1] - up < 400 && seed[1] - up > 300, `shifted by ${up}`);
  await keyboard(844);
  assert.equal(await shifted(), 0);
  assert.deepEqual(errors, []);
  await close();
});

test('in a frame one finger scrolls the page around until the picture is tapped', { skip: onlyInChromium('more than one finger') }, async () => {
  const { page, close } = await openPage(browser, `${server.url}host.html`, kPhone);
  const inner = await eventually(() => page.frame({ url: /index\.html/ }), 'the frame');
  await booted(inner);
  const to = await fingers(page);
  const swipe = async () => {
    await to('touchStart', [200, 300]);
    for (let y = 300; y > 120; y -= 15) await to('touchMove', [200, y]);
    await to('touchEnd');
    await pause(300);
    return page.evaluate(() => scrollY);
  };
  assert.ok((await swipe()) > 50, 'the page scrolls');
  await page.evaluate(() => scrollTo(0, 0));
  await pause(300);
  await page.touchscreen.tap(200, 250);
  await eventually(() => inner.evaluate(() => document.activeElement.id === 'canvas'), 'the focus');
  assert.equal(await swipe(), 0);
  await close();
});

const kSmall = [
  { width: 390, height: 844 },
  { width: 834, height: 504 },
  { width: 844, height: 390 },
];

for (const size of kSmall) {
  const where = `${size.width} x ${size.height}`;

  test(`every control of the canvas is large enough for a finger, at ${where}`, { skip: onlyInChromium('a finger') }, async () => {
    const labs = ['', ...['saddle', 'playground', 'square-wave', 'ntk'].map((lab) => `#lab=${lab}&play=0`)];
    for (const hash of labs) {
      const { page, errors, close } = await openTouched(hash, size);
      for (const tab of hash ? [undefined, 0, 1, 2] : [undefined]) {
        if (tab !== undefined) await command(page, { tab });
        await pause(400); // A drawer comes out.
        const list = await targetsOf(page, true);
        assert.ok(list.length >= 5, `${hash} tells of ${list.length}`);
        assert.deepEqual(faults(list), [], `${hash} tab ${tab}`);
      }
      assert.deepEqual(errors, []);
      await close();
    }
  });

  test(`menus are as large, at ${where}`, { skip: onlyInChromium('a finger') }, async () => {
    const { page, press, tap, close } = await openTouched('#lab=playground&play=0', size);
    const [left, top] = (await state(page)).stage;
    for (const menu of ['labs', 'language', 'title']) {
      const before = new Set((await targetsOf(page, true)).map(({ window }) => window));
      await press(menu);
      const list = await targetsOf(page, true);
      const rows = list.filter(({ window }) => !before.has(window));
      assert.ok(rows.length >= 3, `${menu} has ${rows.length} rows`);
      assert.deepEqual(faults(list), [], menu);
      await tap([left + 4, top + 4]); // Beside it.
    }
    await close();
  });

  test(`so are the buttons and fields of the document, at ${where}`, { skip: onlyInChromium('a finger') }, async () => {
    const { page, errors, press, close } = await openTouched('#lab=saddle&play=0', size);
    await page.locator('#form-link').focus();
    await page.keyboard.press('Enter');
    await page.locator('#form-body .form-controls fieldset').first().waitFor();
    await page.getByRole('button', { name: 'Describe the pictures' }).click();
    await page.locator('#form-body figure svg').first().waitFor();
    const form = await documentTargets(page, '#form');
    assert.ok(form.length > 20, `${form.length} in the form`);
    assert.deepEqual(faults(form), [], 'the form');
    await page.locator('#form-open').click();
    await press('share');
    await page.locator('#share h2').waitFor();
    const dialog = await documentTargets(page, '#share');
    assert.ok(dialog.length > 5, `${dialog.length} in the dialog`);
    assert.deepEqual(faults(dialog), [], 'the dialog');
    assert.deepEqual(errors, []);
    await close();
  });
}

test('all controls of a lab, also what needs scrolling, are as large', { skip: onlyInChromium('a finger') }, async () => {
  const tall = { width: 390, height: 3000 };
  for (const hash of ['#lab=playground&play=0', '#lab=playground&task=regression&play=0', '#lab=square-wave&play=0']) {
    const { page, close } = await openTouched(hash, tall);
    await command(page, { tab: 'controls' });
    const list = await targetsOf(page, true);
    const kinds = new Set(list.map(({ id }) => id));
    for (const id of ['track', 'value', 'toggle', 'part']) assert.ok(kinds.has(id), `${hash}: ${id}`);
    assert.deepEqual(faults(list), [], hash);
    await close();
  }
});

test('nobody who has not touched is asked to have large fingers', async () => {
  const { page, close } = await openPage(browser, `${server.url}#lab=saddle&play=0`);
  await booted(page);
  const asked = () => command(page, { get: 'targets' });
  await asked();
  const { touch, targets: list } = await eventually(async () => {
    const each = await asked();
    return each.pending ? null : each;
  }, 'a frame that tells');
  assert.equal(touch, false);
  assert.ok(faults(list).length > 0, 'a mouse needs less room');
  await close();
});
