// Inside another page: in the strictest sandbox, and with good manners.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serve } from './server.mjs';
import { command, eventually, frames, launch, openPage, pause, site, state } from './support.mjs';

/** A course page with fields before and behind the frame. */
const hostPage = (src, attributes, [width, height] = [834, 504]) => `<!doctype html><title>A course page</title>
<body style="margin:0;height:3000px"><input id="before" autofocus>
<iframe ${attributes} src="${src}" style="display:block;width:${width}px;height:${height}px;border:0"></iframe>
<input id="after">`;

let app;
let host;
let browser;
before(async () => {
  app = await serve(site, { cors: true });
  const whole = `${app.url}index.html#lab=saddle&play=1`;
  const src = `${whole}&embed=true`;
  host = await serve(site, {
    pages: {
      '/sandbox.html': hostPage(src, 'sandbox="allow-scripts"'),
      '/plain.html': hostPage(src, ''),
      // With everything around the picture.
      '/whole.html': hostPage(whole, '', [1300, 800]),
      '/whole-sandbox.html': hostPage(whole, 'sandbox="allow-scripts"', [1300, 800]),
    },
  });
  browser = await launch();
});
after(async () => {
  await browser.close();
  await app.close();
  await host.close();
});

async function openHost(name, options) {
  const opened = await openPage(browser, `${host.url}${name}.html`, options);
  const inner = await eventually(() => opened.page.frame({ url: /#lab/ }), 'the frame');
  await inner.waitForFunction(() => window.basin?.ready.then(() => true), null, { timeout: 30000 });
  return { ...opened, inner };
}

test('a frame with nothing but allow-scripts boots, with a worker', async () => {
  const { inner, errors, close } = await openHost('sandbox');
  assert.equal(await inner.evaluate(() => self.origin), 'null');
  await eventually(async () => (await state(inner)).step > 5, 'steps');
  const before = await frames(inner);
  await eventually(async () => (await frames(inner)) > before + 10, 'frames');
  assert.ok((await inner.evaluate(() => basin.workers)) > 0, 'a worker from a blob');
  assert.deepEqual(errors, []);
  await close();
});

test('it takes no focus by itself, and Tab leads through it', async () => {
  const { page, inner, close } = await openHost('plain');
  await pause(500);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'before');
  const seen = [];
  for (let i = 0; i < 8 && seen.at(-1) !== 'after'; i += 1) {
    await page.keyboard.press('Tab');
    seen.push(
      await page.evaluate(() => document.activeElement.id || document.activeElement.tagName),
    );
    if (seen.at(-1) === 'IFRAME')
      seen.push(`in ${await inner.evaluate(() => document.activeElement.id)}`);
  }
  assert.ok(seen.includes('in canvas'), seen.join(' '));
  assert.equal(seen.at(-1), 'after');
  await close();
});

test('the wheel scrolls the host page until the picture is clicked', async () => {
  const { page, inner, close } = await openHost('plain');
  const scrolled = () => page.evaluate(() => scrollY);
  await page.mouse.move(300, 300);
  await page.mouse.wheel(0, 120);
  await eventually(async () => (await scrolled()) > 50, 'the page to scroll');
  await page.evaluate(() => scrollTo(0, 0));
  await page.mouse.click(300, 300);
  await eventually(() => inner.evaluate(() => document.activeElement.id === 'canvas'), 'the focus');
  await page.mouse.wheel(0, 120);
  await pause(400);
  assert.equal(await scrolled(), 0);
  await close();
});

/** Shows the article in a frame and follows the way to its own page. */
async function leaveByLink(inner) {
  await command(inner, { tab: 'theory' });
  await inner.locator('#theory .own-page a').click();
}

test('a link opens in a new tab, which knows nothing of the frame', async () => {
  const { page, inner, errors, close } = await openHost('whole');
  const [tab] = await Promise.all([page.waitForEvent('popup'), leaveByLink(inner)]);
  await tab.waitForURL(/articles\/saddle\.html$/);
  assert.equal(await tab.evaluate(() => self.opener), null);
  assert.deepEqual(errors, []);
  await close();
});

test('where a link may open no tab, its reader is told and can take it along', async () => {
  const { inner, close } = await openHost('whole-sandbox');
  await leaveByLink(inner);
  const told = /does not let it open tabs/;
  assert.match(await inner.locator('#toast').textContent(), told);
  assert.match(await inner.locator('#live').textContent(), told);
  await inner.locator('#toast button').click();
  // Where there is no clipboard either, the address is shown, to be copied by hand.
  const copied = async () => /Link copied/.test(await inner.locator('#toast').textContent());
  const shown = async () =>
    /articles\/saddle\.html$/.test(await inner.locator('#notice-detail').textContent());
  await eventually(async () => (await copied()) || shown(), 'the address');
  await close();
});
