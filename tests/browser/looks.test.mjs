// Pictures in three sizes, light and dark, the smallest as on a phone: of the gallery and of a lab for each kind of output.
// (Every lab in every size: labs.test.mjs.) BASIN_SHOTS names a folder to keep them in.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { takeShots } from './shots.mjs';
import { browser, kDrawn, kLeastBytes, onlyInChromium, server, useBrowser } from './support.mjs';

useBrowser();
let folder;
before(async () => {
  folder = process.env.BASIN_SHOTS ?? (await mkdtemp(join(tmpdir(), 'basin-shots-')));
});
after(async () => {
  if (!process.env.BASIN_SHOTS) await rm(folder, { recursive: true });
});

for (const hash of ['', ...kDrawn.map((lab) => `lab=${lab}&play=1`)]) {
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
