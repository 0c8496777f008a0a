// Without WebGL 2 the form is the page.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { clean } from './axe.mjs';
import { kStrictPolicy, serve } from './server.mjs';
import { eventually, fieldValue, launch, onlyInChromium, openPage, pause, server, site, useBrowser } from './support.mjs';

useBrowser();

describe('without WebGL 2', () => {
  let poor;
  before(async () => (poor = await launch({ webgl: false })));
  after(() => poor.close());

  const hash = '#lab=saddle&rate=0.2&seed=7';
  const step = async (page) => {
    const status = await page.locator('.form-status').textContent();
    return Number(/\d+/.exec(status.replace('\u2009', ''))?.[0]);
  };

  test('the form is the page, and axe finds nothing in it', async () => {
    const { page, errors, close } = await openPage(poor, server.url + hash);
    await page.locator('#form-body figure svg').first().waitFor({ timeout: 20000 });
    assert.match(
      await page.locator('#form-notice').textContent(),
      /cannot draw the moving pictures.*WebGL 2/s,
    );
    assert.equal(await page.locator('#notice').isVisible(), false);
    // What the address says.
    assert.equal(await fieldValue(page, 'rate'), '0.2');
    assert.equal(await fieldValue(page, 'seed'), '7');
    await eventually(async () => (await step(page)) > 3, 'steps');
    await page.locator('.form-main').click();
    await eventually(
      async () => (await page.locator('.form-main').textContent()) === 'Play',
      'the pause',
    );
    await clean(page, 'the page without pictures');
    // What is changed comes back into the address.
    await page.locator('#form-rate').fill('0.5');
    await page.keyboard.press('Enter');
    await eventually(
      async () => /rate=0\.5/.test(await page.evaluate(() => location.hash)),
      'the address',
    );
    await page.locator('#form-rate').fill('77');
    await page.keyboard.press('Enter');
    await eventually(
      async () =>
        /'77' is not a number from/.test(await page.locator('#form-rate-error').textContent()),
      'words',
    );
    // And what comes into the address is put on.
    await page.evaluate(() => (location.hash = '#lab=ntk&width=300&seed=3&play=0'));
    await eventually(
      async () => (await page.locator('#form-lab').inputValue()) === 'ntk',
      'the other lab',
    );
    assert.equal(await fieldValue(page, 'width'), '300');
    assert.deepEqual(
      errors.filter((line) => !/WebGL/.test(line)),
      [],
    );
    await close();
  });

  test('on paper stand its pictures, light, with parameters and address, and none of its controls', { skip: onlyInChromium('a document in print') }, async () => {
    const { page, errors, close } = await openPage(poor, `${server.url}${hash}&theme=dark`, { dark: true });
    await page.locator('#form-body figure svg').first().waitFor({ timeout: 20000 });
    await page.emulateMedia({ media: 'print' });
    await eventually(
      () => page.evaluate(() => (dispatchEvent(new Event('beforeprint')), document.querySelector('#paper svg') !== null)),
      'a sheet',
    );
    assert.equal(await page.locator('#paper h1').innerText(), 'Leaving a saddle');
    assert.deepEqual(await page.locator('#paper .own').allInnerTexts(), ['Step size 0.2', 'Seed 7']);
    assert.match(await page.locator('#paper .address').innerText(), /#lab=saddle&rate=0\.2&seed=7$/);
    assert.equal(await page.locator('#paper svg > rect').first().getAttribute('fill'), '#ffffff');
    assert.equal(await page.locator('#form-body').isVisible(), false);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: null });
    assert.equal(await page.locator('#form-body').isVisible(), true);
    assert.equal(await page.locator('#paper').count(), 0);
    assert.deepEqual(
      errors.filter((line) => !/WebGL/.test(line)),
      [],
    );
    await close();
  });

  test('what an address says wrongly is said, and the guess can be pressed', async () => {
    for (const [wrong, right] of [
      ['#lab=saddle&rat=0.3', '#lab=saddle&rate=0.3'],
      ['#lab=sadle&rate=0.3', ''],
    ]) {
      const { page, errors, close } = await openPage(poor, server.url + wrong);
      const toast = page.locator('#toast', { hasText: right ? 'rat' : 'sadle' });
      await toast.waitFor({ timeout: 20000 });
      await page.waitForTimeout(500);
      assert.equal(await page.evaluate(() => location.hash), wrong);
      if (right) {
        await toast.getByRole('button').click();
        await eventually(async () => (await fieldValue(page, 'rate')) === '0.3', 'what was meant');
        await page.waitForTimeout(500);
        assert.equal(await page.evaluate(() => location.hash), right);
      }
      assert.deepEqual(
        errors.filter((line) => !/WebGL/.test(line)),
        [],
      );
      await close();
    }
  });

  test('it runs, draws its pictures, undoes and steps, under a strict policy', async () => {
    const strict = await serve(site, { policy: kStrictPolicy });
    const { page, errors, close } = await openPage(poor, `${strict.url}#lab=gd`);
    const picture = page.locator('#form-body figure svg').first();
    await picture.waitFor({ timeout: 20000 });
    const first = await picture.innerHTML();
    await eventually(async () => (await picture.innerHTML()) !== first, 'another picture');
    await page.locator('.form-main').click();
    await eventually(
      async () => (await page.locator('.form-main').textContent()) === 'Play',
      'the pause',
    );
    const before = await step(page);
    await page.getByRole('button', { name: 'Step' }).click();
    // A step of the lab is several steps of descent.
    await eventually(async () => (await step(page)) > before, 'one step');
    await page.locator('#form-seed').fill('5');
    await page.keyboard.press('Enter');
    await eventually(async () => (await step(page)) === 0, 'the beginning');
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => (await fieldValue(page, 'seed')) === '1', 'the old seed');
    assert.deepEqual(
      errors.filter((line) => !/WebGL/.test(line)),
      [],
    );
    await close();
    await strict.close();
  });
});
