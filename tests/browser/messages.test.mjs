// What a frame and the page around it say to each other, in the strictest sandbox.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { coloursOf, listeningPage } from './hosts.mjs';
import { kStrictPolicy, serve } from './server.mjs';
import { eventually, launch, openPage, pause, site } from './support.mjs';

let app;
let host;
let browser;
const delays = {};
before(async () => {
  app = await serve(site, { cors: true, policy: kStrictPolicy, delays });
  const src = (more) => `${app.url}index.html#lab=saddle&embed=true&play=0${more}`;
  host = await serve(site, {
    pages: {
      '/quiet.html': listeningPage(src('')),
      '/graded.html': listeningPage(
        src('&goal=far:%20step>=20;named:%20rate=0.3%20and%20step>=1'),
        {
          host: `self.splice = ({ subject }) =>
          subject === 'SPLICE.getState' && { error: { code: 'unauthorized', message: 'no' } };`,
        },
      ),
      '/kept.html': listeningPage(src('&goal=far:%20step>=20'), {
        host: `self.splice = ({ subject }) => subject === 'SPLICE.getState' && { state: { basin: 1,
          recipe: { basin: 1, lab: 'saddle', params: { rate: 0.15 }, seed: 3, steps: 12 },
          playing: false, goals: ['far: step>=20'] } };`,
      }),
      '/stored.html': listeningPage(src('&goal=far:%20step>=20'), {
        host: `self.store = {}; self.noted = []; self.splice = ({ subject, key, value }) => {
          if (/^lti[.](put|get)_data$/.test(subject)) noted.push(subject);
          if (subject === 'SPLICE.getState') return self.state ?? { error: { code: 'unsupported_subject' } };
          if (subject === 'lti.capabilities') return { supported_messages: ['lti.capabilities',
            'lti.put_data', 'lti.get_data'].map((each) => ({ subject: each, frame: self.elsewhere })) };
          if (subject === 'lti.get_data') return { key, value: store[key] };
          if (subject === 'lti.put_data') return { key, value: (store[key] = value) };
        };
        self.again = () => {
          heard.length = noted.length = 0;
          const frame = document.querySelector('iframe');
          frame.replaceWith(frame.cloneNode());
        };`,
      }),
      '/wrong.html': listeningPage(src('&goal=valu<1;%20value<;%20value<fast;%20status=over')),
    },
  });
  browser = await launch();
});
after(async () => {
  await browser.close();
  await app.close();
  await host.close();
});

async function open(name) {
  const opened = await openPage(browser, `${host.url}${name}.html`);
  const { page } = opened;
  await eventually(() => heard(page, 'basin.ready'), 'basin.ready', 60000);
  const ask = (subject, body) => page.evaluate(([s, b]) => self.ask(s, b), [subject, body]);
  const inner = page.frame({ url: /#lab/ });
  return { ...opened, ask, inner };
}

/** The last message of this subject, or undefined. */
const heard = (page, subject) =>
  page.evaluate((wanted) => self.heard.findLast((each) => each.subject === wanted), subject);

test('a frame presents itself, and asks for a size only when it has a picture', async () => {
  const { page, inner, errors, close } = await open('quiet');
  await eventually(() => heard(page, 'lti.frameResize'), 'a size');
  const all = await page.evaluate(() => self.heard);
  const at = (test) => all.findIndex(test);
  const texts = all.filter((each) => typeof each === 'string').map((each) => JSON.parse(each));
  const size = all.find(({ subject }) => subject === 'lti.frameResize');
  assert.ok(Number.isInteger(size.height) && size.height >= 400 && size.height <= 720);
  assert.ok(at((each) => each.subject === 'basin.ready') < all.indexOf(size));
  assert.ok(await inner.evaluate(() => basin.firstPicture > 0));
  assert.deepEqual(
    texts.find(({ context }) => context === 'iframe.resize'),
    { context: 'iframe.resize', height: size.height },
  );
  assert.match(texts.find(({ type }) => type === 'load').url, /index\.html#lab=saddle/);
  for (const subject of ['SPLICE.getState', 'lti.capabilities'])
    assert.ok(at((each) => each.subject === subject && each.message_id) >= 0, subject);
  assert.deepEqual(errors, []);
  await close();
});

test('state, parameters, steps, pictures and settings can be had and changed', async () => {
  const { page, ask, inner, errors, close } = await open('quiet');
  assert.equal((await ask('basin.do', { action: 'step', count: 9 })).step, 9);
  const { state } = await ask('basin.getState');
  assert.equal(state.recipe.steps, 9);
  await ask('basin.observe', { output: 'step' });
  await ask('basin.set', { params: { rate: '0.2', 'show-noisy': 'false' }, seed: 5 });
  const { results } = await ask('basin.results');
  assert.deepEqual(
    [results.params.rate, results.params['show-noisy'], results.seed],
    [0.2, false, 5],
  );
  const change = await eventually(() => heard(page, 'basin.change'), 'basin.change');
  assert.ok(change.changed.includes('rate'));
  await ask('basin.set', { params: { rate: null } });
  assert.equal((await ask('basin.results')).results.params.rate, state.recipe.params.rate);
  await ask('basin.do', { action: 'step', count: 3 });
  await eventually(async () => (await heard(page, 'basin.observed'))?.output === 'step', 'a value');

  assert.equal((await ask('basin.setState', { state })).error, undefined);
  const back = await ask('basin.getState');
  assert.deepEqual(back.state, state);

  const framesOf = () => inner.evaluate(() => basin.frames);
  await eventually(async () => {
    const before = await framesOf();
    await pause(1000);
    return (await framesOf()) === before;
  }, 'rest, although somebody watches');

  const { dataUrl, width, height } = await ask('basin.screenshot', { width: 417 });
  assert.deepEqual([width, height], [417, 252]);
  assert.ok((await coloursOf(page, dataUrl)) > 200, 'a picture');

  await ask('basin.settings', { controls: 'rate', theme: 'dark' });
  const shown = await inner.evaluate(() => basin.command({ get: 'state' }));
  assert.match(shown.hash, /show=rate/);
  assert.equal(shown.dark, true);
  assert.equal((await ask('basin.getState')).state.recipe.steps, 9, 'the state stays');
  const { settings } = await ask('basin.settings', { lab: 'gd' });
  assert.equal(settings.lab, 'gd');
  assert.equal((await ask('basin.describe')).description.id, 'gd');
  assert.deepEqual(errors, []);
  await close();
});

test('what is malformed is answered, what is not ours is ignored, a flood is survived', async () => {
  const { page, ask, inner, errors, close } = await open('quiet');
  const code = async (subject, body) => (await ask(subject, body)).error.code;
  assert.equal(await code('basin.fly'), 'unsupported_subject');
  assert.equal((await ask('basin.ping')).error, undefined);
  assert.equal(await code('basin.constructor'), 'unsupported_subject');
  assert.equal(await code('basin.set', { params: 'rate' }), 'bad_request');
  assert.equal(await code('basin.set', { params: { rat: 1 } }), 'unknown_parameter');
  assert.match(
    (await ask('basin.set', { params: { rat: 1 } })).error.message,
    /did you mean “rate”/,
  );
  assert.equal(await code('basin.set', { params: { rate: 1e9 } }), 'bad_value');
  assert.equal(
    await code('basin.set', { params: { __proto__x: {}, rate: {} } }),
    'unknown_parameter',
  );
  assert.equal(await code('basin.set', { seed: -1 }), 'bad_value');
  assert.equal(await code('basin.do', { action: 'explode' }), 'bad_request');
  assert.equal(await code('basin.do', { action: 'step', count: 1.5 }), 'bad_request');
  assert.equal(await code('basin.observe', { output: { id: 'step' } }), 'unknown_output');
  assert.equal(await code('basin.screenshot', { width: 1e9 }), 'bad_request');
  assert.equal(await code('basin.settings', { lab: 7 }), 'bad_request');
  for (const state of [null, 1, 'x', {}, { basin: 1, recipe: { lab: 'nope' } }])
    assert.equal(await code('basin.setState', { state }), 'bad_state');
  await page.evaluate(() => {
    self.heard.length = 0;
    say({ subject: 'basin.getState' });
    say({ subject: 'basin.getState', message_id: {} });
  });
  await eventually(
    () =>
      page.evaluate(
        () => self.heard.filter((each) => each.error?.code === 'bad_request').length === 2,
      ),
    'two refusals',
  );
  const before = await page.evaluate(() => self.heard.length);
  await page.evaluate(() => {
    const odd = [
      null,
      undefined,
      0,
      '',
      '{',
      '[]',
      '{"subject":1}',
      [],
      {},
      new Map(),
      new ArrayBuffer(8),
    ];
    odd.push({ subject: null }, { subject: 'other.thing', message_id: 1 }, { subject: 'basin' });
    odd.push({ subject: 'basin.ready' + '.response', message_id: 1 }, { messageName: 'dance' });
    odd.push({ subject: 'SPLICE.getState.response', message_id: 'never asked', state: {} });
    for (const each of odd) say(each);
  });
  // From anybody but the page around it, here the frame itself, nothing is heard.
  await inner.evaluate(() =>
    postMessage({ subject: 'basin.do', message_id: 1, action: 'play' }, '*'),
  );
  await pause(300);
  assert.equal(await page.evaluate(() => self.heard.length), before);

  await page.evaluate(() => {
    for (let i = 0; i < 20000; i += 1) say({ subject: 'basin.getState', message_id: `flood-${i}` });
    for (let i = 0; i < 20000; i += 1)
      say({ subject: 'noise', message_id: i, text: 'x'.repeat(100) });
  });
  await eventually(
    async () => (await ask('basin.getState')).state,
    'an answer after the flood',
    60000,
  );
  assert.equal(await inner.evaluate(() => basin.command({ get: 'state' }).playing), false);
  assert.deepEqual(errors, []);
  await close();
});

test('goals are ticked, scored and reported; pause and flush are obeyed', async () => {
  const { page, ask, inner, errors, close } = await open('graded');
  const items = inner.locator('#tasks li');
  assert.deepEqual(await items.allTextContents(), ['To do: far', 'To do: named']);
  const [canvas, strip] = await inner.evaluate(() =>
    ['canvas', 'tasks'].map((id) => document.getElementById(id).getBoundingClientRect().toJSON()),
  );
  assert.ok(
    Math.abs(canvas.bottom - strip.top) < 1 && strip.height > 20,
    'the strip has its place',
  );
  await ask('basin.do', { action: 'step', count: 30 });
  const goal = await eventually(() => heard(page, 'basin.goal'), 'the first goal');
  assert.deepEqual([goal.goal, goal.score], ['far', 0.5]);
  await eventually(() => heard(page, 'SPLICE.reportScoreAndState'), 'a report');
  await ask('basin.set', { params: { rate: 0.3 } });
  await ask('basin.do', { action: 'step' });
  await eventually(async () => (await heard(page, 'basin.goal')).score === 1, 'the second goal');
  assert.deepEqual(await items.allTextContents(), ['Reached: far', 'Reached: named']);
  const report = await eventually(async () => {
    const last = await heard(page, 'SPLICE.reportScoreAndState');
    return last.score === 1 && last;
  }, 'the full score');
  assert.deepEqual(report.state.goals.length, 2);
  const event = await page.evaluate(() =>
    self.heard.find((each) => each.subject === 'SPLICE.sendEvent' && each.name === 'basin.goal'),
  );
  assert.deepEqual(event.data, { goal: 'far' });

  const flushed = await ask('SPLICE.flushState');
  assert.deepEqual([flushed.success, flushed.hadState], [true, true]);
  const playing = () => inner.evaluate(() => basin.command({ get: 'state' }).playing);
  await ask('basin.do', { action: 'reset' });
  await ask('basin.do', { action: 'play' });
  await page.evaluate(() => say({ messageName: 'pause' }));
  await eventually(async () => !(await playing()), 'the pause');
  await page.evaluate(() => say({ messageName: 'resume' }));
  await eventually(playing, 'the going on');
  assert.deepEqual(errors, []);
  await close();
});

test('what a learning system has kept comes back', async () => {
  const { ask, errors, inner, close } = await open('kept');
  await eventually(async () => {
    const { recipe } = (await ask('basin.getState')).state;
    return recipe.steps === 12 && recipe.seed === 3 && recipe.params.rate === 0.15;
  }, 'the state');
  assert.deepEqual(await inner.locator('#tasks li').allTextContents(), ['Reached: far']);
  assert.deepEqual(errors, []);
  await close();
});

test('where only LTI can store, it keeps the state', async () => {
  const { page, ask, errors, close } = await open('stored');
  const ready = () => eventually(() => heard(page, 'basin.ready'), 'basin.ready', 60000);
  const steps = async () => (await ask('basin.getState')).state.recipe.steps;
  await ask('basin.do', { action: 'step', count: 25 });
  const stored = () => page.evaluate(() => Object.values(store).map((text) => JSON.parse(text)));
  await eventually(async () => (await stored())[0]?.recipe.steps === 25, 'the state to be stored');
  // The app has put the address into words of its own when this comes.
  delays['/embed/messages.mjs'] = 3000;
  await page.evaluate(() => again());
  await ready();
  delete delays['/embed/messages.mjs'];
  await eventually(async () => (await steps()) === 25, 'the state to come back');
  assert.equal((await stored()).length, 1, 'one place for one exercise');

  // With SPLICE there is no need of it, and a store in another frame is out of reach.
  for (const host of ["self.state = { state: null }", "self.state = null; self.elsewhere = 'store'"]) {
    await page.evaluate(`${host}; again()`);
    await ready();
    await ask('basin.do', { action: 'step', count: 21 });
    await eventually(() => heard(page, 'SPLICE.reportScoreAndState'), 'a report');
    const noted = await page.evaluate(() => self.noted);
    assert.ok(!noted.includes('lti.put_data'), `${host}: ${noted}`);
    assert.equal((await stored())[0].recipe.steps, 25);
  }
  assert.deepEqual(errors, []);
  await close();
});

test('a goal that cannot be read is named, with what there is', async () => {
  const { page, inner, close } = await open('wrong');
  const messages = await page.evaluate(() =>
    self.heard.filter(({ subject }) => subject === 'basin.error').map(({ error }) => error.message),
  );
  assert.equal(messages.length, 4);
  assert.match(
    messages[0],
    /“valu” is not measured here; did you mean “value”\? There are: step, /,
  );
  assert.match(messages[1], /not of the form/);
  assert.match(messages[2], /“fast” is not a number/);
  assert.match(messages[3], /not one of running, done, diverged/);
  assert.equal(await inner.locator('#tasks li').count(), 0);
  await close();
});

test('goals need no frame', async () => {
  const url = `${app.url}#lab=saddle&play=1&goal=a%20few:%20step>3%20and%20checks!=fails`;
  const { page, errors, close } = await openPage(browser, url);
  await page.locator('#tasks li.met').waitFor({ timeout: 60000 });
  assert.match(await page.evaluate(() => location.hash), /goal=a%20few:%20step%3E3/);
  assert.deepEqual(errors, []);
  await close();
});
