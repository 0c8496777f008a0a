// Screens where a fraction of a pixel goes on a CSS pixel: the picture has exactly the device's pixels, or the browser
// would stretch it by the one that is missing and blur all of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, isDrawn, launch, openLab, server, useBrowser } from './support.mjs';

useBrowser();

/** The canvas: the device's pixels that it covers, those of its buffer, and those that are drawn into. */
const measured = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        const canvas = document.getElementById('canvas');
        const box = 'device-pixel-content-box';
        new ResizeObserver((entries, observer) => {
          observer.disconnect();
          const [{ inlineSize, blockSize }] = entries[0].devicePixelContentBoxSize;
          const gl = canvas.getContext('webgl2');
          basin.drawNow();
          done({
            covers: `${inlineSize} ${blockSize}`,
            buffer: `${canvas.width} ${canvas.height}`,
            drawn: [...gl.getParameter(gl.VIEWPORT)].slice(2).join(' '),
            ratio: devicePixelRatio,
          });
        }).observe(canvas, { box });
      }),
  );

for (const density of [1, 1.1, 1.25, 1.5, 1.75, 2.25]) {
  test(`the picture has the pixels of a screen at ${density}`, async (context) => {
    const browser = await launch({ density });
    context.after(() => browser.close());
    const { page, errors, close } = await openLab(browser, server.url, 'saddle', { viewport: null });
    // As large as the window, and as frames in other pages come.
    for (const [width, height, left] of [
      ['100%', '100%', '0'],
      ['801px', '503px', '0'],
      ['641.6px', '403.3px', '0.3px'],
    ]) {
      await page.evaluate(
        (size) => {
          const { style } = document.getElementById('canvas');
          ['width', 'height', 'left'].forEach((name, i) => style.setProperty(name, size[i], 'important'));
        },
        [width, height, left],
      );
      const last = {};
      await eventually(
        async () => {
          Object.assign(last, await measured(page));
          return last.covers === last.buffer && last.covers === last.drawn;
        },
        `the pixels of ${width} x ${height}: ${JSON.stringify(last)}`,
        8000,
      ).catch((error) => assert.fail(`${error.message} ${JSON.stringify(last)}`));
      // Firefox rounds a little.
      assert.ok(Math.abs(last.ratio - density) < 0.03, `${last.ratio} pixels a CSS pixel`);
      await isDrawn(page);
    }
    assert.deepEqual(errors, []);
    await close();
  });
}
