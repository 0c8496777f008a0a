// Nothing is drawn when nothing changes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  atRest,
  browser,
  command,
  eventually,
  framesDuring,
  kDrawn,
  openLab,
  openPage,
  pause,
  server,
  state,
  useBrowser,
} from './support.mjs';

const frame = (hash) => `<!doctype html><title>host</title><body style="margin:0;height:4000px">
<iframe id="frame" src="/index.html#${hash}" style="width:834px;height:504px;border:0"></iframe>`;
useBrowser({ pages: { '/host.html': frame('lab=playground&play=1') } });

// Every lab is watched for a shorter time in labs.test.mjs.
for (const lab of kDrawn) {
  test(`${lab}: no frame in 5 s at rest`, async () => {
    const { page, close } = await openLab(browser, server.url, lab);
    await command(page, { do: 'pause' });
    await atRest(page);
    assert.equal(await framesDuring(page, 5000), 0);
    await close();
  });
}

test('no frame while off screen, and on again when seen', async () => {
  const { page, close } = await openPage(browser, `${server.url}host.html`);
  const inner = page.frame({ url: /index\.html/ });
  await inner.waitForFunction(() => window.basin?.ready.then(() => true));
  await eventually(async () => (await state(inner)).step > 0, 'a step');
  await page.evaluate(() => scrollTo(0, 3000));
  await eventually(
    async () => (await framesDuring(inner, 1500)) === 0,
    'the drawing to stop',
    20000,
  );
  assert.equal(await framesDuring(inner, 2000), 0);
  const { step } = await state(inner);
  await pause(500);
  assert.equal((await state(inner)).step, step, 'the lab is held, too');
  await page.evaluate(() => scrollTo(0, 0));
  await eventually(async () => (await framesDuring(inner, 1000)) > 1, 'frames');
  await eventually(async () => (await state(inner)).step > step, 'steps');
  await close();
});
