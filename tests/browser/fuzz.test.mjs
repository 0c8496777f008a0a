// A monkey at the page (web/fuzz/fuzz.mjs), in every lab (in Firefox in one for each kind of output), with a mouse, fingers, keys, files, addresses, lost
// graphics and killed workers. BASIN_FUZZ_SECONDS=120 lets it play for longer, BASIN_FUZZ_SEED differently.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, kBrowser, kDrawn, kLabs, openPage, server, useBrowser } from './support.mjs';

const seconds = Number(process.env.BASIN_FUZZ_SECONDS ?? 1.5);
const seed = Number(process.env.BASIN_FUZZ_SEED ?? 1);

useBrowser({ cors: true });

const labs = kBrowser === 'chromium' ? kLabs : kDrawn;
for (const lab of process.env.BASIN_FUZZ_LABS?.split(',') ?? labs) {
  test(`${lab} survives ${seconds} s of everything`, async (context) => {
    const { page, errors, close } = await openPage(
      browser,
      `${server.url}?fuzz=${seconds}&seed=${seed}#lab=${lab}&play=1`,
      { hasTouch: true },
    );
    const report = await page.evaluate(() => basin.fuzz);
    context.diagnostic(`${report.gestures} gestures in ${report.seconds} s`);
    assert.deepEqual(report.errors, []);
    assert.deepEqual(errors, []);
    assert.ok(report.gestures > 20 * seconds, `only ${report.gestures} gestures`);
    await close();
  });
}
