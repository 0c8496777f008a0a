// The page in other languages: what it says, how it is switched, and that its fonts can write it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { merged, tables } from '../../cmake/strings.mjs';
import {
  booted,
  browser,
  command,
  eventually,
  kViewports,
  openPage,
  server,
  site,
  state,
  useBrowser,
} from './support.mjs';

useBrowser();

const kPatience = 40000;

/** Boots the page on a hash and waits until it speaks. */
async function open(hash, options) {
  const opened = await openPage(browser, `${server.url}#${hash}`, options);
  await booted(opened.page);
  return opened;
}

const speaks = (page, locale) =>
  eventually(async () => (await state(page)).locale === locale, `the app to speak ${locale}`, kPatience);

/** The characters a TrueType font has, by its table of characters. */
function charactersOf(file) {
  const bytes = readFileSync(file);
  const found = new Set();
  for (let table = 0; table < bytes.readUInt16BE(4); ++table) {
    if (bytes.toString('latin1', 12 + 16 * table, 16 + 16 * table) !== 'cmap') continue;
    const cmap = bytes.readUInt32BE(12 + 16 * table + 8);
    for (let i = 0; i < bytes.readUInt16BE(cmap + 2); ++i) {
      const at = cmap + bytes.readUInt32BE(cmap + 4 + 8 * i + 4);
      const format = bytes.readUInt16BE(at);
      const add = (first, last) => {
        for (let code = first; code <= last && code < 0x110000; ++code) found.add(code);
      };
      if (format === 4) {
        const count = bytes.readUInt16BE(at + 6) / 2;
        for (let k = 0; k < count; ++k) {
          const last = bytes.readUInt16BE(at + 14 + 2 * k);
          if (last !== 0xffff) add(bytes.readUInt16BE(at + 16 + 2 * count + 2 * k), last);
        }
      } else if (format === 12) {
        for (let k = 0; k < bytes.readUInt32BE(at + 12); ++k) {
          add(bytes.readUInt32BE(at + 16 + 12 * k), bytes.readUInt32BE(at + 20 + 12 * k));
        }
      }
    }
  }
  return found;
}

test('German: the app, the document, notes and announcements', async () => {
  const { page, errors, close } = await open('lab=saddle&locale=de&seed=none');
  await speaks(page, 'de');
  const { messages } = await state(page);
  assert.ok(messages.some((text) => /^seed: .*keine ganze Zahl von 0 bis/.test(text)), messages.join());
  await eventually(
    async () => /^(läuft|fertig)/.test((await state(page)).shown?.status ?? ''),
    'the status in German',
    kPatience,
  );
  const { statusWords, shown } = await state(page);
  assert.match(statusWords, /^(running|done)/, 'scripts read English');
  assert.match(shown.checks, /treffen zu|keine gilt/);
  assert.equal(await page.getAttribute('html', 'lang'), 'de');
  assert.equal(await page.getAttribute('html', 'dir'), 'ltr');
  assert.match(await page.getAttribute('#theory', 'aria-label'), /Theorie/);
  assert.match(await page.textContent('#canvas-help'), /Leertaste/);
  await command(page, { do: 'pause' });
  await eventually(
    async () => /angehalten|fertig/.test(await page.textContent('#live')),
    'the announcement in German',
    kPatience,
  );
  assert.match((await state(page)).hash, /locale=de/);
  assert.deepEqual(errors, []);
  await close();
});

test('the language changes while the page runs, and is kept for the next visit', async () => {
  const { page, errors, close } = await open('lab=saddle&play=1');
  assert.equal((await state(page)).locale, 'en');
  const label = () => page.textContent('#canvas-help');
  const english = await label();
  await command(page, { locale: 'de' });
  await speaks(page, 'de');
  assert.doesNotMatch((await state(page)).hash, /locale/, 'a link leaves the language to its reader');
  await page.reload();
  await booted(page);
  await speaks(page, 'de');
  assert.match(await label(), /Leertaste/);
  await command(page, { locale: 'en' });
  await speaks(page, 'en');
  assert.equal(await label(), english);
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.deepEqual(errors, []);
  await close();
});

test('the page has the name of its lab, in its language', async () => {
  const { page, errors, close } = await open('lab=saddle');
  const isNamed = (name) => eventually(async () => (await page.title()) === name, name, kPatience);
  await isNamed('Leaving a saddle (Basin)');
  await command(page, { locale: 'de' });
  await isNamed('Einen Sattel verlassen (Basin)');
  await command(page, { open: 'ntk' });
  await isNamed(`${merged(tables('de'))['Tangent kernel']} (Basin)`);
  await command(page, { open: '' });
  await isNamed('Basin: die Theorie des Deep Learning in Bewegung');
  await page.goBack();
  await isNamed(`${merged(tables('de'))['Tangent kernel']} (Basin)`);
  await command(page, { locale: 'en' });
  await command(page, { open: '' });
  await isNamed('Basin: see the theory of deep learning happen');
  assert.deepEqual(errors, []);
  await close();
});

test("the browser's language is taken, and a language there is not is English with a note", async () => {
  const german = await open('', { locale: 'de-AT' });
  await speaks(german.page, 'de');
  // The address goes before the browser.
  await german.page.evaluate(() => (location.hash = 'locale=xx'));
  await speaks(german.page, 'en');
  await eventually(
    // In the language that was there when the address arrived.
    async () => (await state(german.page)).messages.some((text) => /^locale: .*xx/.test(text)),
    'the note about the language',
    kPatience,
  );
  assert.deepEqual(german.errors, []);
  await german.close();
});

test('Chinese: its font is fetched for it alone, and has every character', async () => {
  const fetched = [];
  const { page, errors, close } = await open('lab=saddle');
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  assert.ok(!(await page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => /han\.ttf|strings\/\w+\.json/.test(name)))));
  await command(page, { locale: 'zh' });
  await speaks(page, 'zh');
  assert.ok(fetched.some((path) => path.endsWith('/fonts/han.ttf')));
  assert.equal(await page.getAttribute('html', 'lang'), 'zh');
  const has = new Set([...charactersOf(join(site, 'fonts/han.ttf')), ...charactersOf(join(site, 'fonts/sans-regular.ttf')), ...charactersOf(join(site, 'fonts/math.ttf'))]);
  // What only the document says is written with the browser's fonts.
  const { page: _, ...drawn } = tables('zh');
  const used = new Set(Object.values(merged(drawn)).join('') + '中文');
  const lacking = [...used].filter((sign) => sign > ' ' && !has.has(sign.codePointAt(0)));
  assert.deepEqual(lacking, []);
  const names = charactersOf(join(site, 'fonts/names.ttf'));
  for (const sign of '中文') assert.ok(names.has(sign.codePointAt(0)));
  assert.deepEqual(errors, []);
  await close();
});

/** Texts and labels below `selector` with letters that are in no language's brackets. */
const plain = (page, selector) =>
  page.evaluate((where) => {
    const said = [];
    for (const root of document.querySelectorAll(where)) {
      for (const each of [root, ...root.querySelectorAll('*')]) {
        said.push(each.getAttribute('aria-label'), each.getAttribute('alt'));
        for (const node of each.childNodes) {
          if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
        }
      }
    }
    const words = said.map((text) => (text ?? '').replace(/[\w-]+\.csv/, '').trim());
    return words.filter((text) => /[A-Za-z]/.test(text) && !/^\[.*\]:?$/.test(text));
  }, selector);

test('every text around the picture is translated: the dialog for sharing, goals and errors', async () => {
  const { page, errors, close } = await open('lab=saddle&locale=qps-long&goal=step>=1e6;loss<1');
  await speaks(page, 'qps-long');
  await page.locator('#tasks li').first().waitFor();
  await eventually(async () => /^\[/.test(await page.textContent('#toast')), 'the toast', kPatience);
  await eventually(async () => (await page.locator('#tasks li').textContent()).includes('['), 'a goal', kPatience);
  await page.locator('#canvas').press('s');
  await page.locator('#share[open]').waitFor();
  const buttons = await page.locator('#share :is(button, label, option, h3)').count();
  assert.ok(buttons > 15, `${buttons} things to read`);
  assert.deepEqual(await plain(page, '#share, #toast'), []);
  await page.locator('#share [data-do="copy-code"]').click();
  const said = () => page.textContent('#share-status');
  await eventually(async () => (await said()) !== '', 'an answer');
  const copied = await said();
  assert.match(copied, /^\[.*\]$/);
  await page
    .locator('#share-file')
    .setInputFiles({ name: 'x.json', mimeType: '', buffer: Buffer.from('{"lab": "none"}') });
  await eventually(async () => (await said()) !== copied, 'the refusal');
  assert.match(await said(), /^\[.*\]$/);
  // And in a language that is one.
  await page.keyboard.press('Escape');
  await command(page, { locale: 'de' });
  await speaks(page, 'de');
  await eventually(async () => /Schritt ≥/.test(await page.textContent('#tasks')), 'the goal in German', kPatience);
  await page.locator('#canvas').press('s');
  await page.locator('#share[open]').waitFor();
  assert.equal(await page.textContent('#share-title'), 'Teilen und aufheben');
  assert.match(await page.textContent('#share .head p'), /^Einen Sattel verlassen, Startwert \d+$/);
  assert.deepEqual(errors, []);
  await close();
});

for (const locale of ['qps-long', 'qps-rtl']) {
  test(`${locale}: every size, without an error`, async () => {
    const { page, errors, close } = await open(`lab=saddle&play=1&locale=${locale}`);
    await speaks(page, locale);
    assert.equal(await page.getAttribute('html', 'dir'), locale === 'qps-rtl' ? 'rtl' : 'ltr');
    const { shown } = await state(page);
    assert.match(shown.title, locale === 'qps-long' ? /^\[.*\]$/ : /^\u200f.*\u200f$/);
    for (const size of kViewports) {
      await page.setViewportSize(size);
      const before = (await state(page)).framesDrawn;
      await eventually(async () => (await state(page)).framesDrawn > before + 3, 'a few frames', kPatience);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= size.width);
    }
    assert.deepEqual(errors, []);
    await close();
  });
}

/** Where everything in a part of the document lies, as [name, distance from where lines begin, width]. */
const places = (page, part) =>
  page.locator(part).evaluate((root) => {
    const outer = root.getBoundingClientRect();
    const turned = getComputedStyle(root).direction === 'rtl';
    return [...root.querySelectorAll('*')]
      .filter((each) => each.checkVisibility() && !each.closest('math, svg, .display, option'))
      .map((each) => {
        const { left, right, width } = each.getBoundingClientRect();
        const start = turned ? outer.right - right : left - outer.left;
        return [`${each.localName}.${each.className}#${each.id}`, start, width];
      })
      .filter(([, , width]) => width > 0);
  });

/** Fails unless both documents are mirror images of each other but for the width of a mark. */
function assertMirrored(turned, plain, where) {
  assert.ok(plain.length > 5, `${where}: ${plain.length} elements`);
  assert.deepEqual(
    turned.map(([name]) => name),
    plain.map(([name]) => name),
    where,
  );
  const apart = plain.filter(([, start, width], i) => {
    const [, start2, width2] = turned[i];
    return Math.abs(start - start2) > 3 || Math.abs(width - width2) > 3;
  });
  assert.deepEqual(apart, [], where);
}

for (const size of kViewports) {
  test(`from right to left the document is mirrored, at ${size.width} x ${size.height}`, async () => {
    const look = async (locale) => {
      const { page, errors, close } = await open(`lab=saddle&play=0&locale=${locale}`, { size });
      if (locale !== 'en') await speaks(page, locale);
      const found = {};
      await page.locator('#form-link').focus();
      await page.keyboard.press('Enter');
      await page.locator('#form-body .form-controls fieldset').first().waitFor();
      await page.locator('#form-body .form-note:not(:empty)').first().waitFor();
      found.form = await places(page, '#form');
      await page.locator('#form-open').click();
      await page.locator('#canvas').press('s');
      await page.locator('#share[open]').waitFor();
      found.share = await places(page, '#share');
      await page.keyboard.press('Escape');
      await page.evaluate(async () => {
        const { showCard } = await import('./words/notice.mjs');
        showCard('A title', 'A text', { actions: [['Go on', () => {}]] });
      });
      found.notice = await places(page, '#notice');
      assert.deepEqual(errors, []);
      await close();
      return found;
    };
    const [turned, plain] = [await look('qps-rtl'), await look('en')];
    for (const part of Object.keys(plain)) assertMirrored(turned[part], plain[part], part);
  });
}

test('from right to left numbers, formulas, plots and what is English run from the left', async () => {
  const { page, close } = await open('lab=saddle&play=1&locale=qps-rtl');
  await speaks(page, 'qps-rtl');
  await page.locator('#form-link').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Describe the pictures' }).click();
  await page.locator('#form-body figure svg').first().waitFor();
  // Found and asked at one moment: what the page makes anew has no direction any more.
  const direction = async (part) => {
    await page.locator(part).first().waitFor({ state: 'attached' });
    return page.evaluate((each) => getComputedStyle(document.querySelector(each)).direction, part);
  };
  assert.equal(await direction('#form-body .form-help'), 'rtl');
  assert.equal(await direction('#form-body .form-number'), 'ltr');
  assert.equal(await direction('#form-body input.form-entry'), 'ltr');
  assert.equal(await direction('#form-body figure svg text'), 'ltr');
  await page.locator('#form-open').click();
  await command(page, { tab: 'theory' });
  await page.locator('#theory math').first().waitFor();
  assert.equal(await direction('#theory'), 'ltr', 'an article nobody has translated');
  await page.evaluate(() => (location.hash += '&goal=step>=100'));
  assert.equal(await direction('#tasks li'), 'rtl');
  const goal = page.locator('#tasks li bdi');
  // Written and asked at one moment: the list is made anew while the lab runs.
  const written = await goal.evaluate((each) => {
    each.textContent = 'step ≥ 100';
    return getComputedStyle(each).direction;
  });
  assert.equal(written, 'ltr', 'a goal of signs and Latin letters');
  await page.evaluate(() => (document.getElementById('theory').dir = 'rtl'));
  assert.equal(await direction('#theory p'), 'rtl');
  assert.equal(await direction('#theory math'), 'ltr');
  assert.equal(await direction('#theory .display'), 'ltr');
  await close();
});

test('Chinese sentences are joined by Chinese signs', async () => {
  // Small multiples have titles before the names of their curves.
  const { page, errors, close } = await open('lab=mean-field&play=1&locale=zh');
  await speaks(page, 'zh');
  await page.locator('#form-link').focus();
  await page.keyboard.press('Enter');
  await page.locator('#form-body button', { hasText: '描述图像' }).click();
  await page.locator('#form-body figure li').first().waitFor();
  await command(page, { do: 'pause' });
  const spoken = await eventually(
    () =>
      page.evaluate(() =>
        [...document.querySelectorAll('[aria-live], [role=status]')]
          .map((each) => each.textContent)
          .find((text) => /^平均场.*(成立|待测)/.test(text)),
      ),
    'the pause to be announced',
  );
  const shown = await page.locator('#form-body :is(p, li, label, td, th)').allTextContents();
  assert.ok(shown.some((text) => /^平均场，1\/n：粒子/.test(text)), 'a panel and its curve');
  assert.ok(shown.some((text) => /。.*到.*。/.test(text)), 'a help and its range');
  assert.match(spoken, /^平均场，已暂停。/);
  const foreign = [spoken, ...shown].filter((text) => /[\u4e00-\u9fff] ?[:,.](\s|$)|[:,.] ?[\u4e00-\u9fff]/u.test(text));
  assert.deepEqual(foreign, []);
  assert.deepEqual(errors, []);
  await close();
});
