// A lab lives in a worker, outlives it, and does without one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kStrictPolicy, serve } from './server.mjs';
import {
  booted,
  browser,
  eventually,
  frames,
  openPage,
  server,
  site,
  state,
  useBrowser,
} from './support.mjs';

useBrowser();

/** Workers that listen to a test: they close or throw when told so. */
function obedient() {
  self.crew = [];
  const orders = `addEventListener('message', (event) => {
    if (event.data === 'close') close();
    else if (event.data === 'throw') setTimeout(() => { throw new Error('broken on purpose'); });
    else return;
    event.stopImmediatePropagation();
  });`;
  self.Worker = class extends Worker {
    constructor(url) {
      const source = `${orders}importScripts(${JSON.stringify(String(url))});`;
      super(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
      crew.push(this);
    }
  };
}

/** Ends the page's workers by an order, and checks that the session comes back where it was. */
async function survives(order) {
  const { page, errors, close } = await openPage(browser, 'about:blank');
  await page.addInitScript(obedient);
  await page.goto(`${server.url}#lab=saddle&play=1`);
  await booted(page);
  await eventually(async () => (await state(page)).step > 20, 'some steps');
  const before = await state(page);
  const many = await page.evaluate((what) => {
    for (const worker of crew) worker.postMessage(what);
    return crew.length;
  }, order);
  assert.ok(many > 0, 'a worker');
  await eventually(
    async () => (await page.evaluate(() => crew.length)) > many,
    'a new worker',
  );
  await eventually(async () => (await state(page)).step > before.step, 'the session to go on');
  const now = await state(page);
  assert.equal(now.lab, before.lab);
  assert.equal(now.seed, before.seed);
  assert.deepEqual(now.params, before.params);
  assert.equal(await page.locator('#notice').isVisible(), false);
  assert.deepEqual(
    errors.filter((line) => !/broken on purpose/.test(line)),
    [],
  );
  await close();
}

test('a worker that ends silently is replaced', () => survives('close'));

test('a worker that throws is replaced', () => survives('throw'));

test('where no worker can start, the page computes by itself', async () => {
  const other = await serve(site, {
    policy: kStrictPolicy.replace('worker-src blob:', "worker-src 'none'"),
  });
  const { page, close } = await openPage(browser, `${other.url}#lab=saddle&play=1`);
  await booted(page);
  await eventually(async () => (await state(page)).step > 5, 'steps without a worker');
  const before = await frames(page);
  await eventually(async () => (await frames(page)) > before + 10, 'frames');
  assert.equal(await page.evaluate(() => basin.workers), 0);
  await close();
  await other.close();
});

test('a worker that is ended before it has started is missed, too', async () => {
  const { page, close } = await openPage(browser, 'about:blank');
  await page.addInitScript(obedient);
  await page.addInitScript(() => {
    const now = performance.now.bind(performance);
    self.ahead = 0;
    performance.now = () => now() + self.ahead;
    const Obedient = self.Worker;
    self.Worker = class extends Obedient {
      constructor(...arguments_) {
        super(...arguments_);
        if (crew.length === 2) this.terminate();
      }
    };
  });
  await page.goto(`${server.url}#lab=saddle&play=1`);
  await booted(page);
  await eventually(async () => (await state(page)).step > 5, 'steps');
  const { step } = await state(page);
  await page.evaluate(() => crew[0].postMessage('close'));
  await eventually(() => page.evaluate(() => crew.length === 2), 'a second worker');
  await page.evaluate(() => (self.ahead = 60000));
  await eventually(() => page.evaluate(() => crew.length === 3), 'a third worker');
  await eventually(async () => (await state(page)).step > step, 'the session to go on');
  await close();
});
