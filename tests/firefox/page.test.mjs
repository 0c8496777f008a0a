// What must also hold in Firefox: the page starts, draws, computes in workers, and keeps its address.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { serve } from '../browser/server.mjs';
import {
  booted,
  command,
  eventually,
  frames,
  kLabs,
  loseContext,
  moves,
  site,
  state,
} from '../browser/support.mjs';
import { launchFirefox, missing, openPage } from './support.mjs';

const kFrame = `<!doctype html><meta charset="utf-8"><title>A course page</title>
<iframe sandbox="allow-scripts" src="/index.html#lab=saddle&play=1&embed=true" width="834" height="504"></iframe>`;

let server;
let firefox;
before(async () => {
  if (missing) return;
  server = await serve(site, { cors: true, pages: { '/host.html': kFrame } });
  firefox = await launchFirefox();
});
after(async () => {
  await firefox?.close();
  await server?.close();
});

/** A test with a page of its own, that must not complain of anything. */
const inFirefox = (name, hash, use) =>
  test(name, { skip: missing, timeout: 180000 }, async () => {
    const { page, errors, close } = await openPage(firefox, server.url + hash);
    await use(page);
    assert.deepEqual(errors, []);
    await close();
  });

inFirefox('the gallery draws', '', async (page) => {
  await booted(page);
  await eventually(async () => (await frames(page)) > 3, 'frames');
  await eventually(async () => !(await state(page)).busy, 'the pictures of all labs');
});

for (const lab of kLabs) {
  inFirefox(
    `${lab} is a moving picture, computed in a worker`,
    `#lab=${lab}&play=1`,
    async (page) => {
      await booted(page);
      const drawn = await frames(page);
      await moves(page, 3);
      await eventually(async () => (await frames(page)) > drawn + 3, 'frames');
      assert.ok((await page.evaluate(() => basin.workers)) > 0, 'a worker from a blob');
    },
  );
}

inFirefox(
  'a frame with nothing but allow-scripts boots, with a worker',
  'host.html',
  async (page) => {
    const inner = await eventually(
      () => page.frames().find((frame) => /#lab/.test(frame.url())),
      'the frame',
    );
    await booted(inner);
    assert.equal(await inner.evaluate(() => self.origin), 'null');
    await moves(inner, 3);
    assert.ok((await inner.evaluate(() => basin.workers)) > 0, 'a worker from a blob');
  },
);

inFirefox('the address is followed, and follows', '#lab=saddle&seed=7&play=0', async (page) => {
  const hash = () => page.evaluate(() => location.hash);
  await booted(page);
  await eventually(async () => (await state(page)).seed === 7, 'the seed of the address');
  await page.evaluate(() => (location.hash = 'lab=gd&seed=3'));
  await eventually(async () => (await state(page)).lab === 'gd', 'the other lab');
  assert.equal((await state(page)).seed, 3);
  await command(page, { set: { seed: 12 } });
  await eventually(async () => /lab=gd.*seed=12/.test(await hash()), 'the address to follow');
  await command(page, { open: 'ntk' });
  await eventually(async () => /lab=ntk/.test(await hash()), 'the address to follow');
  await page.evaluate(() => history.back());
  await eventually(async () => (await state(page)).lab === 'gd', 'the lab before');
});

inFirefox('a lost graphics context comes back', '#lab=saddle&play=1', async (page) => {
  await booted(page);
  await moves(page);
  await loseContext(page);
  const drawn = await frames(page);
  await command(page, { do: 'restart' });
  await moves(page, 3);
  await eventually(async () => (await frames(page)) > drawn + 3, 'frames');
});

inFirefox('an article is set with mathematics', '#lab=saddle&play=0', async (page) => {
  await booted(page);
  await moves(page);
  await command(page, { tab: 1 });
  const formulas = () =>
    page.evaluate(() => {
      const article = document.getElementById('theory');
      const [first] = article.querySelectorAll('math');
      return article.checkVisibility() && first?.getBoundingClientRect().width > 0;
    });
  await eventually(formulas, 'formulas');
});

inFirefox(
  'everything at once for two seconds',
  '?fuzz=2&seed=3#lab=saddle&play=1',
  async (page) => {
    await booted(page);
    const { errors } = await page.evaluate(() => basin.fuzz);
    assert.deepEqual(errors, []);
  },
);

inFirefox('a lab in a page of its own starts, steps and is pictured', 'articles/saddle.html', async (page) => {
  const { step, picture } = await page.evaluate(async () => {
    const lab = document.querySelector('basin-lab');
    lab.scrollIntoView();
    await lab.ready;
    return { step: await lab.step(3), picture: await lab.screenshot({ width: 417, height: 252 }) };
  });
  assert.equal(step, 3);
  assert.match(picture, /^data:image\/png;base64,.{4000}/);
});

inFirefox('the form sets what it says', '#lab=saddle&play=0', async (page) => {
  await booted(page);
  await page.evaluate(() => document.getElementById('form-link').click());
  await eventually(() => page.evaluate(() => !!document.getElementById('form-seed')), 'the form');
  await page.evaluate(() => {
    const seed = document.getElementById('form-seed');
    seed.value = '9';
    seed.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await eventually(async () => (await state(page)).seed === 9, 'the seed');
});

inFirefox('Chinese is spoken when it is asked for', '#lab=saddle&play=0&locale=zh', async (page) => {
  await booted(page);
  await eventually(async () => /\p{Script=Han}/u.test((await state(page)).shown.title), 'a title');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh');
});

inFirefox('sharing opens', '#lab=saddle&play=0', async (page) => {
  await booted(page);
  await page.focus('#canvas');
  await page.keyboard.press('s');
  await eventually(() => page.evaluate(() => !!document.querySelector('dialog[open]')), 'a dialog');
});

test('Basin in one file plays from a disk', { skip: missing, timeout: 180000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'basin-'));
  const file = join(folder, 'basin.html');
  const maker = fileURLToPath(new URL('../../cmake/single_file.mjs', import.meta.url));
  execFileSync(process.execPath, [maker, site, file]);
  const url = `${pathToFileURL(file).href}#lab=saddle&play=1`;
  const { page, errors, close } = await openPage(firefox, url);
  await booted(page);
  await moves(page, 3);
  assert.ok((await page.evaluate(() => basin.workers)) > 0, 'a worker from a blob');
  assert.deepEqual(errors, []);
  await close();
  rmSync(folder, { recursive: true });
});
