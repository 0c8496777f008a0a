// Screenshots: node tests/browser/shots.mjs OUTDIR [HASH...]
//
// Each hash (without '#', e.g. "lab=saddle&play=1"; an empty one is the gallery) is taken in three
// sizes, light and dark. BASIN_SITE names the built page.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { booted, kLabs, kViewports, launch, openPage, pause, site } from './support.mjs';
import { serve } from './server.mjs';

/** File name for a hash. */
const nameOf = (hash) =>
  hash
    .replace(/^lab=/, '')
    .replace(/&play=1/, '')
    .replace(/[^a-z0-9]+/gi, '-') || 'gallery';

/**
 * Takes the pictures of one hash; returns {path, errors, width, viewport} of each. `after` milliseconds
 * let it move.
 */
export async function takeShots(browser, url, outdir, hash, { after = 2500, ratio = 1 } = {}) {
  await mkdir(outdir, { recursive: true });
  const taken = [];
  for (const size of kViewports) {
    const narrow = size.width < 600;
    const { page, errors, close } = await openPage(browser, `${url}#${hash}`, {
      size,
      deviceScaleFactor: narrow ? Math.max(2, ratio) : ratio,
      hasTouch: narrow,
    });
    await booted(page);
    await pause(after);
    for (const theme of ['light', 'dark']) {
      // The page follows the system's theme: one visit shows both.
      await page.emulateMedia({ colorScheme: theme });
      await pause(300);
      const path = join(outdir, `${nameOf(hash)}-${size.width}x${size.height}-${theme}.png`);
      await page.screenshot({ path });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      taken.push({ path, errors, width, viewport: size.width });
    }
    await close();
  }
  return taken;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [outdir, ...hashes] = argv.slice(2);
  if (!outdir) throw new Error('usage: node tests/browser/shots.mjs OUTDIR [HASH...]');
  const server = await serve(site);
  const browser = await launch();
  for (const hash of hashes.length > 0
    ? hashes
    : ['', ...kLabs.map((lab) => `lab=${lab}&play=1`)]) {
    for (const { path, errors } of await takeShots(browser, server.url, outdir, hash)) {
      console.log(path, ...errors);
    }
  }
  await browser.close();
  await server.close();
}
