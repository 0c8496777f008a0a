// A lab lives in a worker, outlives it, and does without one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kStrictPolicy, serve } from './server.mjs';
import {
  booted,
  browser,
  eventually,
  frames,
  openLab,
  openPage,
  pause,
  server,
  site,
  state,
  useBrowser,
} from './support.mjs';

useBrowser();

/** Ends the page's workers by `how`, and checks that the session comes back where it was. */
async function survives(how) {
  const { page, errors, close } = await openLab(browser, server.url, 'saddle');
  await eventually(async () => (await state(page)).step > 20, 'some steps');
  const before = await state(page);
  const doomed = page.workers();
  assert.ok(doomed.length > 0, 'a worker');
  await Promise.all(doomed.map((worker) => worker.evaluate(how).catch(() => {})));
  await pause(300);
  await eventually(
    async () => page.workers().some((worker) => !doomed.includes(worker)),
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

test('a worker that ends silently is replaced', () => survives(() => self.close()));

test('a worker that throws is replaced', () =>
  survives(() => {
    setTimeout(() => {
      throw new Error('broken on purpose');
    });
  }));

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
  await page.addInitScript(() => {
    const now = performance.now.bind(performance);
    self.ahead = 0;
    performance.now = () => now() + self.ahead;
    self.started = 0;
    self.Worker = class extends Worker {
      constructor(...arguments_) {
        super(...arguments_);
        self.started += 1;
        if (self.started === 2) this.terminate();
      }
    };
  });
  await page.goto(`${server.url}#lab=saddle&play=1`);
  await booted(page);
  await eventually(async () => (await state(page)).step > 5, 'steps');
  const { step } = await state(page);
  const [first] = page.workers();
  first.evaluate(() => self.close()).catch(() => {});
  await eventually(() => page.evaluate(() => self.started === 2), 'a second worker');
  await page.evaluate(() => (self.ahead = 60000));
  await eventually(() => page.evaluate(() => self.started === 3), 'a third worker');
  await eventually(async () => (await state(page)).step > step, 'the session to go on');
  await close();
});
