// Pictures of every lab in three sizes, light and dark. BASIN_SHOTS names a folder to keep them in.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { takeShots } from './shots.mjs';
import {
  browser,
  kLabs,
  onlyInChromium,
  openLab,
  pause,
  server,
  useBrowser,
} from './support.mjs';

/** A picture of a flat colour compresses to less than this, one of a lab never does. */
const kLeastBytes = 15000;

useBrowser();
let folder;
before(async () => {
  folder = process.env.BASIN_SHOTS ?? (await mkdtemp(join(tmpdir(), 'basin-shots-')));
});
after(async () => {
  if (!process.env.BASIN_SHOTS) await rm(folder, { recursive: true });
});

for (const hash of ['', ...kLabs.map((lab) => `lab=${lab}&play=1`)]) {
  test(`${hash || 'the gallery'} in every size and theme`, async () => {
    const shots = await takeShots(browser, server.url, folder, hash);
    const pictures = await Promise.all(shots.map(({ path }) => readFile(path)));
    for (const [i, { path, errors, width, viewport }] of shots.entries()) {
      assert.deepEqual(errors, [], path);
      assert.ok(pictures[i].length > kLeastBytes, `${path} is almost empty`);
      assert.equal(width, viewport, `${path} scrolls sideways`);
    }
    if (onlyInChromium('another theme of the system')) return;
    for (let i = 0; i < pictures.length; i += 2) {
      assert.ok(
        !pictures[i].equals(pictures[i + 1]),
        `${shots[i].path} looks the same in the dark`,
      );
    }
  });
}

for (const lab of kLabs) {
  test(`${lab}: its article is set with mathematics`, async () => {
    const { page, errors, close } = await openLab(browser, server.url, lab);
    await page.evaluate(() => basin.command({ tab: 'theory' }));
    const article = page.locator('#theory');
    await article.filter({ visible: true }).waitFor({ timeout: 5000 });
    await article.locator('math').first().waitFor();
    await pause(500);
    await page.screenshot({ path: join(folder, `${lab}-theory.png`) });
    const overflow = await article.evaluate((element) => element.scrollWidth - element.clientWidth);
    assert.equal(overflow, 0, 'the article scrolls sideways');
    assert.deepEqual(errors, []);
    await close();
  });
}
