// The address holds the state, both ways, and survives whatever is written into it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  booted,
  browser,
  command,
  eventually,
  hashOf,
  kBrowser,
  openLab,
  openPage,
  pause,
  server,
  state,
  useBrowser,
} from './support.mjs';

useBrowser();

test('what the address says is what is shown, and another reader sees the same', async () => {
  const { page, errors, close } = await openPage(
    browser,
    `${server.url}#lab=playground&seed=7&play=0`,
  );
  await booted(page);
  await eventually(async () => (await state(page)).lab === 'playground', 'the playground');
  assert.equal((await state(page)).seed, 7);
  const settled = async (each) => (await hashOf(each)) === (await state(each)).hash;
  await eventually(() => settled(page), 'the address to follow');
  const written = await hashOf(page);
  assert.equal(new URLSearchParams(written).get('seed'), '7');
  // A reader who opens the written address sees the same, and it is written the same again.
  const second = await openPage(browser, `${server.url}#${written}`);
  await booted(second.page);
  await eventually(async () => (await state(second.page)).lab === 'playground', 'the playground');
  await pause(600);
  assert.equal(await hashOf(second.page), written);
  const { lab, seed, params } = await state(second.page);
  assert.deepEqual({ lab, seed }, { lab: 'playground', seed: 7 });
  assert.deepEqual(params, (await state(page)).params);
  assert.deepEqual([...errors, ...second.errors], []);
  await second.close();
  await close();
});

test('a changed address is followed, Back leads to the lab before', async () => {
  const { page, errors, close } = await openLab(browser, server.url, 'saddle');
  await page.evaluate(() => (location.hash = 'lab=playground&seed=3'));
  await eventually(async () => (await state(page)).lab === 'playground', 'the playground');
  assert.equal((await state(page)).seed, 3);
  await pause(400);
  await page.goBack();
  await eventually(async () => (await state(page)).lab === 'saddle', 'the saddle again');
  await command(page, { open: 'square-wave' });
  await eventually(async () => /lab=square-wave/.test(await hashOf(page)), 'the address to follow');
  await page.goBack();
  await eventually(async () => (await state(page)).lab === 'saddle', 'the saddle once more');
  assert.deepEqual(errors, []);
  await close();
});

/** Addresses that say something wrong; each must be answered by words. */
const kWrong = [
  'lab=no-such-lab',
  'lab=saddle&no-such-parameter=3',
  'lab=square-wave&depth=1000000',
  'lab=square-wave&depth=-3',
  'lab=square-wave&depth=three',
  'lab=playground&rate=1e999',
  'lab=playground&rate=nan',
  'lab=saddle&seed=-1',
  'lab=saddle&seed=99999999999999999999999',
  'lab=saddle&preset=no-such-preset',
  'lab=%00%01%02',
  'lab=%ff%fe',
  'lab=<script>alert(1)</script>',
  'lab=../../etc/passwd',
];

/** Addresses that only have to do no harm. */
const kOdd = [
  '=',
  '&&&&',
  '%',
  '%%%',
  'lab',
  'lab=',
  '=saddle',
  'lab=saddle&lab=playground',
  'play=maybe',
  'lab=saddle&play=2',
  'lab=saddle&theme=purple',
  'lab=saddle&locale=xx-YY',
  'embed=perhaps',
  'lab=saddle&show=a,b,,,c',
  `lab=${'x'.repeat(5000)}`,
  `lab=saddle&${'a=1&'.repeat(2000)}`,
  'lab=playground&widths=',
  'lab=playground&widths=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17',
  'lab=playground&widths=9999999',
  '\u{1F600}',
  'lab=saddle&seed=%F0%9F%98%80',
  '{"lab":"saddle"}',
  '#lab=saddle',
];

/** The visible messages so far. */
const said = async (page) => {
  const { messages = [] } = await state(page);
  return [...messages, await page.locator('#live').textContent()].join(' ').trim();
};

// The words are the app's own: Firefox is asked for a few.
test('a wrong address is answered by a visible message, never by an error', async () => {
  for (const hash of kBrowser === 'chromium' ? kWrong : kWrong.slice(-4)) {
    const { page, errors, close } = await openPage(browser, `${server.url}#${hash}`);
    await booted(page);
    await eventually(() => said(page), `a message about #${hash}`, 5000);
    assert.deepEqual(errors, [], hash);
    await close();
  }
});

test('odd addresses one after the other leave the app well', async () => {
  const { page, errors, close } = await openLab(browser, server.url, 'saddle');
  for (const hash of [...kOdd, ...kWrong, ...kOdd]) {
    await page.evaluate((each) => (location.hash = each), hash);
    await pause(60);
  }
  await page.evaluate(() => (location.hash = 'lab=saddle&play=1'));
  await eventually(async () => (await state(page)).lab === 'saddle', 'the saddle');
  const { step } = await state(page);
  await eventually(async () => (await state(page)).step !== step, 'steps');
  assert.equal(await page.locator('#notice').isVisible(), false);
  assert.deepEqual(errors, []);
  await close();
});

/** Links as other systems leave them; all of them mean the saddle at the rate 0.3. */
const kMangled = [
  '#lab=saddle&amp;rate=0.3',
  '#lab%3Dsaddle%26rate%3D0.3',
  '#LAB=SADDLE&RATE=0.3).',
  '#lab=saddle&rate=0.3\u00a0',
  '#lab=saddle&rate=0.3\u200b',
  '#lab=saddle&rate=0.3%0D%0A',
  '?lab=saddle&rate=0.3',
  '?utm_source=x#lab=Saddle&rate=0.3',
];

test('a link that another system has encoded anew is understood, and stays until something is changed', async () => {
  for (const link of kMangled) {
    const { page, errors, close } = await openPage(browser, `${server.url}${link}`);
    await booted(page);
    const came = page.url();
    await eventually(async () => (await state(page)).lab === 'saddle', `the saddle of ${link}`);
    const { params, messages } = await state(page);
    assert.equal(params.rate, 0.3, link);
    assert.deepEqual(messages, [], link);
    await pause(500);
    assert.equal(page.url(), came);
    await command(page, { set: { rate: 0.4 } });
    await eventually(async () => /#lab=saddle&rate=0\.4$/.test(page.url()), `a new address after ${link}`);
    assert.equal(/[?&]lab/.test(page.url()), false, page.url());
    assert.deepEqual(errors, []);
    await close();
  }
});

test('what cannot be understood is said, the guess can be pressed, and the address stays until then', async () => {
  for (const [wrong, right] of [
    ['lab=sadle&rate=0.3', 'lab=saddle&rate=0.3'],
    ['lab=saddle&rat=0.3', 'lab=saddle&rate=0.3'],
  ]) {
    const { page, errors, close } = await openPage(browser, `${server.url}#${wrong}`);
    await booted(page);
    await eventually(() => said(page), 'a message');
    await page.locator('#toast', { hasText: right }).waitFor();
    // A click that changes nothing changes nothing here either.
    await page.mouse.click(2, 2);
    await pause(500);
    assert.equal(await hashOf(page), wrong);
    await page.locator('#toast button').click();
    await eventually(async () => (await state(page)).params?.rate === 0.3, 'what was meant');
    assert.equal(await hashOf(page), right);
    assert.deepEqual(errors, []);
    await close();
  }
  const { page, close } = await openPage(browser, `${server.url}#lab=saddle&rate=fast`);
  await booted(page);
  await eventually(async () => (await state(page)).lab === 'saddle', 'the saddle');
  await pause(500);
  assert.equal(await hashOf(page), 'lab=saddle&rate=fast');
  assert.equal(await page.locator('#toast').isVisible(), false);
  await command(page, { set: { rate: 0.4 } });
  await eventually(async () => (await hashOf(page)) === 'lab=saddle&rate=0.4', 'a new address');
  await close();
});
