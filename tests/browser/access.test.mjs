// For everyone: axe finds nothing anywhere, a lab can be used without the picture, the form and the app
// never disagree, and a screen reader hears what matters and not more.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { axe, clean } from './axe.mjs';
import {
  booted,
  browser,
  command,
  eventually,
  fieldValue,
  frames,
  openForm,
  openLab,
  openPage,
  pause,
  server,
  state,
  useBrowser,
  onlyInChromium,
} from './support.mjs';

useBrowser();

const focusedId = (page) => page.evaluate(() => document.activeElement.id);

describe('axe finds nothing', () => {
  test('in the gallery, also with the form', async () => {
    const { page, errors, close } = await openPage(browser, server.url);
    await booted(page);
    await page.locator('#boot').waitFor({ state: 'hidden' });
    await clean(page, 'the gallery');
    await page.locator('#form-link').focus();
    await page.keyboard.press('Enter');
    await page.locator('#form-lab').waitFor();
    await clean(page, 'the form of the gallery');
    // Silence means something only of one who can speak.
    await page.evaluate(() => document.querySelector('label[for=form-lab]').remove());
    assert.match((await axe(page)).join(), /select-name/);
    assert.deepEqual(errors, []);
    await close();
  });

  test('in a lab, its form with pictures and a mistake, its article, a notice', async () => {
    const { page, errors, close } = await openLab(browser, server.url, 'playground');
    await page.locator('#boot').waitFor({ state: 'hidden' });
    await clean(page, 'the lab');
    await openForm(page);
    await page.locator('#form-rate').fill('99');
    await page.keyboard.press('Enter');
    await page.locator('#form-rate-error:not(:empty)').waitFor();
    await page.getByRole('button', { name: 'Describe the pictures' }).click();
    await page.locator('#form-body figure svg').first().waitFor();
    await clean(page, 'the form');
    await page.keyboard.press('Escape');
    await command(page, { tab: 'theory' });
    await page.locator('#theory math').first().waitFor();
    await clean(page, 'the article');
    await page.evaluate(async () => {
      const { showCard } = await import('./words/notice.mjs');
      showCard('A title', 'A text', { actions: [['Go on', () => {}]] });
    });
    await clean(page, 'a notice');
    assert.deepEqual(errors, []);
    await close();
  });
});

describe('the form', () => {
  test('link, picture, form and article follow each other, and closed it is one stop', async () => {
    const { page, close } = await openLab(browser, server.url, 'saddle');
    await command(page, { tab: 'theory' });
    await page.locator('#theory math').first().waitFor();
    await page.locator('#form-link').focus();
    assert.equal(await page.locator('#form-link').isVisible(), true);
    await page.keyboard.press('Tab');
    assert.equal(await focusedId(page), 'canvas');
    await page.keyboard.press('Tab');
    assert.equal(await focusedId(page), 'form-open');
    // Tab has led to it, so it shows, and goes again with Tab, unless something was done there.
    await page.locator('#form-lab').waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.locator('#form-body').waitFor({ state: 'hidden' });
    assert.equal(await focusedId(page), 'canvas');
    await page.keyboard.press('Tab');
    await page.locator('#form-lab').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#form-body').waitFor({ state: 'hidden' });
    await page.keyboard.press('Tab');
    assert.equal(await focusedId(page), 'theory');
    await openForm(page);
    await page.keyboard.press('Tab');
    assert.equal(await focusedId(page), 'form-lab');
    await page.keyboard.press('Escape');
    assert.equal(await focusedId(page), 'canvas');
    assert.match(await page.evaluate(() => location.hash), /^#lab=saddle/);
    // The button that opens it closes it, where a mouse finds it, too.
    await openForm(page);
    await page.locator('#form-open').click();
    await page.locator('#form-body').waitFor({ state: 'hidden' });
    await close();
  });

  test('a lab is used by nothing but the keyboard', async () => {
    const { page, errors, close } = await openPage(browser, server.url);
    await booted(page);
    const tabTo = async (what) => {
      const there = () =>
        page.evaluate((selector) => document.activeElement.matches(selector), what);
      for (let i = 0; i < 60 && !(await there()); i += 1) await page.keyboard.press('Tab');
      assert.ok(await there(), `Tab leads to ${what}`);
    };
    await page.keyboard.press('Shift+Tab');
    assert.equal(await focusedId(page), 'form-link');
    await page.keyboard.press('Enter');
    await page.locator('#form-lab').waitFor();
    await tabTo('#form-lab');
    await page.keyboard.type('Playgr');
    await page.keyboard.press('Enter');
    await eventually(async () => (await state(page)).lab === 'playground', 'the lab');
    await page.locator('#form-rate').waitFor();
    await tabTo('.form-main');
    await eventually(
      async () => (await page.locator('.form-main').textContent()) === 'Pause',
      'it to run',
    );
    await page.keyboard.press('Space');
    await eventually(async () => (await state(page)).playing === false, 'the pause');
    await tabTo('[name=form-preset]');
    await page.keyboard.press('ArrowDown');
    const second = await page.evaluate(() => basin.command({ get: 'describe' }).presets[1].id);
    await eventually(async () => (await state(page)).preset === second, 'the second preset');
    await tabTo('#form-task');
    await tabTo('#form-rate');
    const before = Number(await fieldValue(page, 'rate'));
    await page.keyboard.press('ArrowUp');
    await eventually(async () => (await state(page)).params.rate > before, 'a larger step size');
    await tabTo('.form-about button');
    await page.keyboard.press('Enter');
    await page.locator('#form-body figure').first().waitFor();
    const words = await page.locator('#form-body figure').first().innerText();
    assert.match(words, /Decision surface[\s\S]*Across: first coordinate x, from −3 to 3/);
    assert.deepEqual(errors, []);
    await close();
  });

  test('numbers are taken as they were meant, or refused with words', async () => {
    const { page, errors, close } = await openLab(browser, server.url, 'playground');
    await openForm(page);
    for (const [id, text] of [
      ['seed', '\u22121'],
      ['seed', '1.5'],
      ['rate', '1.2.3'],
    ]) {
      await page.locator(`#form-${id}`).click();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(text);
      await page.keyboard.press('Enter');
      await eventually(
        async () => (await page.locator(`#form-${id}-error`).textContent()) !== '',
        `words on ${text}`,
      );
      assert.equal(await fieldValue(page, id), text);
      await page.locator(`#form-${id}`).fill(id === 'seed' ? '1e3' : '0,25');
      await page.keyboard.press('Enter');
      await eventually(
        async () => (await fieldValue(page, id)) === (id === 'seed' ? '1000' : '0.25'),
        `the number typed for ${id}`,
      );
    }
    assert.deepEqual(
      await page
        .locator('#form-body :is(textarea, input[type=text])')
        .evaluateAll((fields) =>
          fields.filter(
            (field) => field.getAttribute('autocapitalize') !== 'off' || field.getAttribute('autocorrect') !== 'off',
          ).length,
        ),
      0,
    );
    assert.deepEqual(errors, []);
    await close();
  });

  test('app and form follow each other', async () => {
    const { page, errors, close } = await openLab(browser, server.url, 'playground');
    await openForm(page);
    // From the app to the form, also what becomes relevant by it.
    await command(page, { set: { rate: 0.123, 'input-xx': true, dataset: 'own', widths: [3] } });
    await eventually(async () => (await fieldValue(page, 'rate')) === '0.123', 'the step size');
    await eventually(() => page.locator('#form-input-xx').isChecked(), 'the switch');
    await eventually(async () => (await fieldValue(page, 'widths')) === '3', 'the list');
    await page.locator('#form-points').waitFor();
    assert.equal(await page.locator('#form-formula').isVisible(), false);
    // From the form to the app.
    await page.locator('#form-widths').fill('5, 4');
    await page.keyboard.press('Enter');
    await eventually(async () => String((await state(page)).params.widths) === '5,4', 'the widths');
    await page.locator('#form-activation').selectOption('tanh');
    await eventually(async () => (await state(page)).params.activation === 'tanh', 'the choice');
    await page.locator('#form-input-xx').uncheck();
    await eventually(async () => (await state(page)).params['input-xx'] === false, 'the switch');
    await page.locator('#form-seed').fill('42');
    await page.keyboard.press('Enter');
    await eventually(async () => (await state(page)).seed === 42, 'the seed');
    await page.locator('#form-speed').selectOption('4');
    await eventually(async () => (await state(page)).speed === 4, 'the speed');
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => (await state(page)).seed === 1, 'the undoing');
    await eventually(async () => (await fieldValue(page, 'seed')) === '1', 'the old seed in the form');
    // What is being typed is nobody's to change, and keeps the focus.
    await page.locator('#form-rate').focus();
    await page.keyboard.press('End');
    await page.keyboard.type('4');
    await command(page, { set: { momentum: 0.5, rate: 0.2 } });
    await eventually(async () => (await fieldValue(page, 'momentum')) === '0.5', 'the other field');
    assert.equal(await fieldValue(page, 'rate'), '0.1234');
    assert.equal(await focusedId(page), 'form-rate');
    // In another language it is made anew, with what it held.
    await command(page, { locale: 'de' });
    await page.getByRole('button', { name: 'Neu beginnen' }).waitFor();
    await eventually(async () => (await fieldValue(page, 'momentum')) === '0.5', 'the value again');
    assert.deepEqual(errors, []);
    await close();
  });

  test('what cannot be read is told beside its field, and nothing runs', async () => {
    const hash = 'lab=playground&task=regression&target=formula&formula=2%20%2B%20foo&play=1';
    const { page, close } = await openPage(browser, `${server.url}#${hash}`);
    await booted(page);
    await openForm(page);
    const error = page.locator('#form-formula-error');
    await eventually(async () => /position 5: unknown name 'foo'/.test(await error.textContent()), 'the message');
    const field = page.locator('#form-formula');
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    const results = () => command(page, { get: 'results' });
    assert.equal((await results()).unreadable, 'formula');
    assert.match((await results()).statusWords, /^nothing to run: Your formula/);
    await pause(300);
    assert.equal((await results()).step, 0);
    await field.fill('|x| − √(x²)');
    await page.keyboard.press('Tab');
    await eventually(async () => (await error.textContent()) === '', 'no message');
    assert.equal(await field.getAttribute('aria-invalid'), null);
    assert.equal((await results()).unreadable, null);
    await field.fill('x^2');
    await page.keyboard.press('Enter');
    await eventually(async () => (await state(page)).params.formula === 'x^2', 'what Enter took');
    await field.fill('sin(2§x)');
    await page.keyboard.press('Tab');
    await eventually(async () => /'§' is no sign/.test(await error.textContent()), 'the next message');
    await close();
  });

  test('rows pasted into a field of the form stay rows', async () => {
    const { page, close } = await openLab(browser, server.url, 'extra-neuron');
    await openForm(page);
    const field = page.locator('#form-samples');
    await field.fill('');
    // As a browser pastes: the field decides what becomes of line ends.
    await field.evaluate((element) => {
      element.focus();
      document.execCommand('insertText', false, '-1,5;-1\n0,5;1\n');
    });
    await page.keyboard.press('Tab');
    await eventually(async () => /0,5/.test((await state(page)).params.samples), 'the text');
    assert.equal((await command(page, { get: 'results' })).unreadable, null);
    assert.equal(await page.locator('#form-samples-error').textContent(), '');
    await close();
  });

  test('what is not allowed is answered beside the field, and stays until it is put right', async () => {
    const { page, close } = await openLab(browser, server.url, 'playground');
    await openForm(page);
    const { params } = await state(page);
    const refused = async (id, text, message) => {
      const field = page.locator(`#form-${id}`);
      await field.fill(text);
      await page.keyboard.press('Tab');
      const error = page.locator(`#form-${id}-error`);
      await eventually(async () => message.test(await error.textContent()), `words about ${id}`);
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      assert.equal(await error.getAttribute('aria-live'), 'polite');
      assert.match(await field.getAttribute('aria-describedby'), new RegExp(`form-${id}-error`));
    };
    await refused('rate', '1000', /'1000' is not a number from 0\.0001 to 10/);
    await refused('rate', '', /Please enter a number from/);
    await refused('count', '10.5', /'10\.5' is not a whole number/);
    await refused('widths', 'eight', /Please enter a list of at most 8 whole numbers/);
    await refused('widths', '99', /99/);
    await refused('seed', '-1', /whole number from 0/);
    await pause(600);
    assert.equal(await fieldValue(page, 'count'), '10.5', 'the answer belongs to what was typed');
    assert.deepEqual((await state(page)).params, params, 'nothing has changed');
    await page.locator('#form-count').fill('150');
    await page.keyboard.press('Enter');
    await eventually(async () => (await state(page)).params.count === 150, 'the right value');
    assert.equal(await page.locator('#form-count').getAttribute('aria-invalid'), null);
    assert.equal(await page.locator('#form-count-error').textContent(), '');
    await close();
  });

  test('results are a table in words', async () => {
    const { page, close } = await openLab(browser, server.url, 'saddle');
    await openForm(page);
    await command(page, { speed: 0 });
    await eventually(async () => (await state(page)).status === 'done', 'the end', 30000);
    await eventually(
      async () => /done/.test(await page.locator('.form-status').textContent()),
      'the status',
    );
    const { checks, scalars } = await command(page, { get: 'results' });
    const table = page.getByRole('table', { name: 'Checks' });
    assert.deepEqual(await table.getByRole('columnheader').allTextContents(), [
      'Measured',
      'Relation',
      'Predicted',
      'Verdict',
    ]);
    assert.equal(await page.locator('.form-table tbody[data-state]').count(), checks.length);
    const applying = checks.filter(({ state: verdict }) => verdict !== 'not-applicable');
    assert.equal(await table.locator('tbody').count(), applying.length);
    const first = await table.locator('tbody').first().innerText();
    assert.match(
      first,
      new RegExp(
        `${checks[0].name.slice(0, 12)}[\\s\\S]*1\\.17[^≤]*≤ at most\\s+1\\.21[\\s\\S]*holds`,
      ),
    );
    const numbers = page.getByRole('table', { name: 'Numbers' });
    assert.equal(await numbers.getByRole('rowheader').count(), Object.keys(scalars).length);
    await close();
  });

  test('open and at rest it draws nothing and asks nothing', async () => {
    const { page, close } = await openLab(browser, server.url, 'saddle');
    await openForm(page);
    await command(page, { do: 'pause' });
    await pause(1000);
    await page.evaluate(() => {
      const ask = basin.command;
      self.asked = 0;
      basin.command = (request) => ((self.asked += 1), ask(request));
    });
    const quiet = async () => {
      const before = await frames(page);
      await pause(1500);
      return (await frames(page)) === before;
    };
    await eventually(quiet, 'rest', 15000);
    await page.evaluate(() => (self.asked = 0));
    assert.equal(await quiet(), true);
    assert.equal(await page.evaluate(() => self.asked), 0);
    // While it runs it asks a few times in a second.
    await page.getByRole('button', { name: 'Play' }).click();
    await pause(2000);
    const asked = await page.evaluate(() => self.asked);
    assert.ok(asked > 2 && asked <= 24, `${asked} questions in 2 s`);
    // Closed it asks nothing.
    await page.keyboard.press('Escape');
    await pause(500);
    await page.evaluate(() => (self.asked = 0));
    await pause(1000);
    assert.equal(await page.evaluate(() => self.asked), 0);
    await close();
  });
});

test('a screen reader hears changes, and little', async () => {
  const { page, close } = await openLab(browser, server.url, 'saddle');
  // So slow that no run ends before its line is due, on the slowest machine either.
  await command(page, { speed: 0.25 });
  await command(page, { do: 'restart' });
  await page.evaluate(() => {
    self.heard = [];
    new MutationObserver(() => {
      const text = document.getElementById('live').textContent;
      if (text) self.heard.push([performance.now(), text]);
    }).observe(document.getElementById('live'), {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  const heard = () => page.evaluate(() => self.heard.map(([, text]) => text));
  await openForm(page);
  await command(page, { do: 'pause' });
  await eventually(async () => /paused/i.test((await heard()).join()), 'the pause');
  await page.getByRole('button', { name: 'Restart' }).click();
  await page.getByRole('button', { name: 'Play' }).click();
  await eventually(async () => /Running/.test((await heard()).join()), 'that it runs');
  await page.locator('#form-speed').selectOption('16');
  await eventually(async () => (await state(page)).status === 'done', 'the end', 30000);
  await eventually(async () => /: now holds\./.test((await heard()).join()), 'a check', 30000);
  const all = await page.evaluate(() => self.heard);
  // Those of the form keep their distance; the app's own come where the reader did something.
  const ours = all
    .filter(([, text]) => /Running|now (holds|fails)/.test(text))
    .map(([time]) => time);
  ours.slice(1).forEach((time, i) => assert.ok(time - ours[i] > 3500, JSON.stringify(all)));
  for (const [, text] of all) assert.ok(text.length < 400, text);
  // The last checks may be worth one more line, which waits for its turn.
  const silent = async () => {
    const before = (await heard()).length;
    await pause(4500);
    return (await heard()).length === before;
  };
  await eventually(silent, 'silence at rest', 25000);
  await close();
});

describe('what readers have chosen', () => {
  test('less motion: the drawer of a narrow screen does not glide', { skip: onlyInChromium('the wish for less motion') }, async () => {
    // The article is there when the drawer is: frames from the order to it.
    const framesToArticle = async (reducedMotion) => {
      const { page, close } = await openLab(browser, server.url, 'saddle', {
        size: { width: 834, height: 504 },
        reducedMotion,
      });
      await page.locator('#boot').waitFor({ state: 'hidden' });
      const count = await page.evaluate(
        () =>
          new Promise((done) => {
            let drawn = 0;
            const stop = basin.watch(() => {
              drawn += 1;
              if (document.getElementById('theory').hidden) return;
              stop();
              done(drawn);
            });
            basin.command({ tab: 'theory' });
          }),
      );
      const animations = await page.evaluate(() => document.getAnimations().length);
      await close();
      return { count, animations };
    };
    const still = await framesToArticle('reduce');
    assert.deepEqual(still, { count: 1, animations: 0 });
    // On a machine that draws three frames a second the gliding, too, is over at once.
    let most = 0;
    for (let i = 0; i < 3 && most < 2; i += 1) {
      most = Math.max(most, (await framesToArticle('no-preference')).count);
    }
    assert.ok(most >= 2, 'otherwise it glides');
  });

  test('twice as large a text and forced colours break nothing', async () => {
    const size = { width: 834, height: 504 };
    const { page, close } = await openLab(browser, server.url, 'saddle', {
      size,
      forcedColors: 'active',
    });
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    await openForm(page);
    await page.getByRole('button', { name: 'Describe the pictures' }).click();
    await page.locator('#form-body figure svg').first().waitFor();
    const wrong = await page.evaluate(() => {
      const body = document.getElementById('form-body');
      const { left, right } = body.getBoundingClientRect();
      const out = [
        ...body.querySelectorAll('label, input, select, button, p, legend, h3, figcaption'),
      ]
        .filter((each) => each.checkVisibility() && !each.closest('.form-table'))
        .filter((each) => {
          const box = each.getBoundingClientRect();
          return (
            box.left < left - 1 || box.right > right + 1 || each.scrollWidth > each.clientWidth + 20
          );
        })
        .filter(
          (each) =>
            !/^(INPUT|SELECT)$/.test(each.tagName) ||
            each.getBoundingClientRect().right > right + 1,
        );
      return [
        ...out.map((each) => each.outerHTML.slice(0, 120)),
        body.scrollWidth > body.clientWidth ? 'sideways' : '',
      ].filter(Boolean);
    });
    assert.deepEqual(wrong, []);
    await close();
  });
});
