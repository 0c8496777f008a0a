// <basin-lab> in pages of teachers: one tag, good manners, and ten of them in a sandbox.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { coloursOf } from './hosts.mjs';
import { serve } from './server.mjs';
import {
  eventually,
  kBrowser,
  launch,
  onlyInChromium,
  openPage,
  pause,
  site,
} from './support.mjs';
import { traceMainThread } from './trace.mjs';

const kMegabytes = 600;
const kLongestTaskMs = 50;
const kTen = ['saddle', 'gd', 'square-wave', 'ntk', 'playground'].flatMap((lab) => [lab, lab]);

/** A course page that notes what its labs tell. */
const course = (body, script) => `<!doctype html><html lang="en"><title>Course</title>
<body style="margin:0 auto;max-width:834px"><input id="field" autofocus><p id="above">Text above.</p>
${body}<p id="below">Text below.</p><script>
self.told = [];
for (const lab of document.querySelectorAll('basin-lab'))
  for (const name of ['ready', 'change', 'check', 'goal', 'error'])
    lab.addEventListener(name, ({ detail }) => told.push({ name, detail, id: lab.id }));
</script>${script}</body>`;

/** Ten labs; notes the most frames and the most that start at one time. */
const ten = (script) => `<!doctype html><title>Ten</title><body style="margin:0">
${kTen.map((lab, i) => `<h2>Part ${i}</h2><basin-lab id="lab${i}" lab="${lab}" autoplay></basin-lab>`).join('\n')}
${script}<script>
self.most = { frames: 0, booting: 0 };
const labs = [...document.querySelectorAll('basin-lab')];
setInterval(() => {
  const frames = labs.filter((lab) => lab.shadowRoot.querySelector('iframe')).length;
  const booting = labs.filter((lab) => lab.turn.state === 'booting').length;
  most.frames = Math.max(most.frames, frames);
  most.booting = Math.max(most.booting, booting);
}, 20);
</script>`;

/** Two labs and a frame; notes what each frame tells by itself until it is ready. */
const slow = (src, script) =>
  course(
    `<basin-lab lab="saddle" loading="eager"></basin-lab><basin-lab lab="ntk" loading="eager"></basin-lab>
<iframe src="${src}" style="width:834px;height:504px;border:0"></iframe>`,
    `<script>
self.news = new Map();
addEventListener('message', ({ source, data, timeStamp }) => {
  if (!/^basin[.](loading|ready)$/.test(data?.subject)) return;
  if (!news.has(source)) news.set(source, []);
  news.get(source).push({ what: data.subject, progress: data.progress, at: timeStamp });
});</script>${script}`,
  );

let app;
let late;
let broken;
let host;
let browser;
before(async () => {
  app = await serve(site, { cors: true });
  // Longer than anybody waits for a page that says nothing.
  late = await serve(site, { cors: true, delays: { '/embed/messages.mjs': 15000 } });
  broken = await serve(site, { cors: true, missing: new Set(['/core/heap.mjs']) });
  const tag = `<script src="${app.url}basin-lab.js"></script>`;
  const lab = (attributes) => `<basin-lab id="lab" lab="saddle" ${attributes}></basin-lab>`;
  host = await serve(site, {
    cors: true,
    pages: {
      '/course.html': course(
        lab(
          'rate="0.2" rat="3" seed="7" controls="rate, noise" goal="ten: step>=10" loading="eager"',
        ),
        tag,
      ),
      '/click.html': course(
        lab('loading="click" height="320" poster="basin.png"'),
        // Of the page's own origin, and as a module.
        '<script type="module" src="basin-lab.js"></script>',
      ),
      '/words.html': `<!doctype html><html lang="de"><title>Kurs</title>${lab('loading="click"')}
<p lang="fr"><basin-lab id="french" lab="saddle" loading="click"></basin-lab></p>
<basin-lab id="chinese" lab="saddle" locale="zh-Hans" loading="click"></basin-lab>${tag}`,
      '/deck.html': `<!doctype html><title>Slides</title><body style="margin:0"><script>
self.pressed = [];
for (const name of ['keydown', 'keyup'])
  document.addEventListener(name, ({ type, key, keyCode, target }) => pressed.push([type, key, keyCode, target.id]));
</script>${lab('loading="eager" height="504"')}${tag}`,
      '/unclosed.html': course(
        `<basin-lab id="lab" lab="“Saddle”" rate="“0.2”" autoplay="false" loading="EAGER" height=200 />
<h2 id="next">Next</h2><p>Text.</p><basin-lab id="second" lab="gd" autoplay loading="click" />`,
        tag,
      ),
      '/instead.html': course(`<div>${lab('loading="click"').replace('></', '><p>A <a href="/">link</a> instead.</p></')}</div>`, tag),
      '/slow.html': slow(`${app.url}index.html#lab=gd&embed=true`, tag),
      '/late.html': course(lab(`loading="eager" src="${late.url}"`), tag),
      '/broken.html': course(lab(`loading="eager" src="${broken.url}"`), tag),
      '/lost.html': course(`${lab('src="/nowhere/"')}<basin-lab id="none"></basin-lab>`, tag),
      '/moved.html': course(
        `<div id="here">${lab('loading="click" goal="ten: step>=10" rate="0.001"')}</div><div id="there"></div>`,
        `${tag}<script>
self.states = [];
addEventListener('message', ({ data, timeStamp }) => {
  if (data.subject === 'basin.getState.response')
    states.push({ steps: data.state.recipe.steps, playing: data.state.playing, timeStamp });
});</script>`,
      ),
      '/ten.html': ten(tag),
      '/crash.html': course(
        lab(`loading="click" src="${app.url.replace('localhost', '127.0.0.1')}"`),
        tag,
      ),
      '/outer.html': `<!doctype html><title>Outer</title><body style="margin:0">
<iframe sandbox="allow-scripts" src="/ten.html" style="width:900px;height:800px;border:0"></iframe>`,
    },
  });
  browser = await launch();
});
after(async () => {
  await browser.close();
  for (const each of [app, late, broken, host]) await each.close();
});

const told = (page, name) =>
  page.evaluate((wanted) => self.told.filter((each) => each.name === wanted), name);
const isReady = (page) =>
  page.waitForFunction(() => lab.ready.then(() => true), null, { timeout: 60000 });

test('an element boots, follows its attributes, answers and tells', async () => {
  const { page, errors, close } = await openPage(browser, `${host.url}course.html`);
  await isReady(page);
  const box = () => page.evaluate(() => lab.getBoundingClientRect().toJSON());
  const size = await box();
  assert.deepEqual([size.width, size.height], [834, 504]);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'field', 'no focus is taken');
  const frame = await page.evaluate(() => {
    const { src, title, allowFullscreen, sandbox, scrolling } =
      lab.shadowRoot.querySelector('iframe');
    return { src, title, allowFullscreen, sandbox: sandbox.value, scrolling };
  });
  assert.match(frame.src, /index\.html#lab=saddle&.*seed=7&play=0&embed=true&show=rate%2Cnoise/);
  assert.equal(frame.title, 'Leaving a saddle');
  assert.equal(frame.sandbox, 'allow-scripts allow-downloads allow-popups allow-same-origin');
  assert.deepEqual([frame.allowFullscreen, frame.scrolling], [true, 'no']);

  const [unknown] = await told(page, 'error');
  assert.equal(unknown.detail.code, 'unknown_attribute');
  assert.equal(unknown.detail.attribute, 'rat');
  assert.match(unknown.detail.message, /no parameter 'rat'; did you mean 'rate'/);

  const results = await page.evaluate(async () => {
    const values = [];
    lab.observe('step', (value) => values.push(value));
    const first = await lab.step(4);
    const kept = await lab.getState();
    const second = await lab.step(8);
    const score = lab.score;
    await lab.setState(kept);
    const again = await lab.getState();
    await lab.reset();
    const zero = (await lab.getState()).recipe.steps;
    const blob = await lab.screenshot({ width: 100, height: 100, type: 'blob' });
    const refused = await lab.setState({ basin: 2 }).catch((error) => error.code);
    return { first, second, score, kept, again, zero, type: blob.type, refused, values };
  });
  assert.deepEqual([results.first, results.second, results.zero], [4, 12, 0]);
  assert.deepEqual(results.again, { ...results.kept, goals: ['ten: step>=10'] });
  assert.equal(results.kept.recipe.params.rate, 0.2);
  assert.equal(results.kept.recipe.seed, 7);
  assert.deepEqual([results.type, results.refused, results.score], ['image/png', 'bad_state', 1]);
  assert.ok(results.values.includes(12), `${results.values}`);
  const [goal] = await told(page, 'goal');
  assert.deepEqual([goal.detail.goal, goal.detail.score], ['ten', 1]);
  const shot = await page.evaluate(() => lab.screenshot());
  assert.ok((await coloursOf(page, shot)) > 200, 'a picture is drawn');

  await page.evaluate(() => lab.setAttribute('rate', '0.05'));
  await eventually(
    async () => (await told(page, 'change')).some(({ detail }) => detail.params.rate === 0.05),
    'the attribute to be followed',
  );
  await page.evaluate(() => lab.setAttribute('ratte', '1'));
  await eventually(
    async () =>
      (await told(page, 'error')).some(({ detail }) => /“ratte”.*“rate”/.test(detail.message)),
    'the error of an unknown attribute',
  );
  await page.evaluate(() => {
    lab.play();
    lab.removeAttribute('rate');
  });
  await eventually(async () => (await told(page, 'check')).length > 0, 'a check', 30000);
  await page.evaluate(() => lab.setAttribute('lab', 'gd'));
  await eventually(
    async () => (await told(page, 'change')).some(({ detail }) => detail.lab === 'gd'),
    'the other lab',
  );
  assert.deepEqual(await box(), size, 'the page is not moved');
  await page.evaluate(() => lab.destroy());
  assert.equal(await page.evaluate(() => lab.shadowRoot.querySelector('iframe')), null);
  assert.equal(await page.evaluate(() => lab.step().catch((error) => error.code)), 'destroyed');
  assert.deepEqual(errors, []);
  await close();
});

test('a poster waits for the reader, by keyboard too, on the page’s own origin', async () => {
  const { page, errors, close } = await openPage(browser, `${host.url}click.html`);
  await pause(500);
  const inside = (selector) => page.locator(`#lab ${selector}`);
  assert.equal(await inside('iframe').count(), 0);
  assert.match(await inside('.poster > img').getAttribute('src'), /basin\.png$/);
  assert.equal(await page.evaluate(() => lab.offsetHeight), 320);
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Start: Leaving a saddle' }).press('Enter');
  await isReady(page);
  // The two together would undo the sandbox of a frame of the page's own origin.
  assert.equal(
    await inside('iframe').getAttribute('sandbox'),
    'allow-scripts allow-downloads allow-popups',
  );
  await eventually(
    async () => (await page.evaluate(() => lab.getState())).recipe.steps > 3,
    'it to play',
  );
  assert.equal(await inside('.poster').isVisible(), false);
  assert.deepEqual(errors, []);
  await close();
});

test('it speaks as its attribute says, else as the text around it, else as the reader', async () => {
  const { page, errors, close } = await openPage(browser, `${host.url}words.html`, {
    locale: 'es-MX',
  });
  const label = (id) => page.locator(`#${id} button`).getAttribute('aria-label');
  await eventually(async () => (await page.locator('#chinese button').count()) > 0, 'the buttons');
  assert.equal(await label('lab'), 'Starten: Einen Sattel verlassen');
  assert.equal(await label('french'), 'Iniciar: Salir de un punto de silla');
  assert.equal(await label('chinese'), '开始: 离开鞍点');
  await page.evaluate(() => lab.play());
  const spoken = () =>
    page
      .frames()
      .find((frame) => /#lab=/.test(frame.url()))
      ?.evaluate(() => self.basin.command({ get: 'state' }).locale);
  await eventually(async () => (await spoken()) === 'de', 'the lab to speak German', 30000);
  await page.evaluate(() => lab.setAttribute('locale', 'es'));
  await eventually(async () => (await spoken()) === 'es', 'the lab to speak Spanish', 30000);
  await page.evaluate(() => lab.removeAttribute('locale'));
  await eventually(async () => (await spoken()) === 'de', 'the lab to speak German again', 30000);
  assert.deepEqual(errors, []);
  await close();
});

test('what is missing is said, as an event, not as an exception', async () => {
  const { page, close } = await openPage(browser, `${host.url}lost.html`);
  const codes = async () => (await told(page, 'error')).map(({ detail }) => detail.code);
  await eventually(async () => (await codes()).includes('no_lab'), 'no lab');
  await page.evaluate(() => none.setAttribute('lab', 'sadle'));
  await page.evaluate(() => void none.play().catch(() => {}));
  await eventually(async () => (await codes()).includes('unknown_lab'), 'an unknown lab', 30000);
  assert.equal(await page.locator('#none [role=alert]').textContent(), 'There is no lab of this name.');
  assert.equal(await page.locator('#none iframe').count(), 0, 'nobody asked for the gallery');
  await page.evaluate(() => none.setAttribute('lab', 'SADDLE'));
  await eventually(() => page.evaluate(() => none.live), 'the lab that is meant', 60000);
  await page.evaluate(() => none.setAttribute('lab', 'sadle'));
  await page.locator('#none [role=alert]').waitFor({ timeout: 60000 });
  await eventually(async () => (await codes()).includes('load_failed'), 'the failure', 60000);
  assert.equal(await page.locator('#lab').getByRole('button', { name: 'Try again' }).isVisible(), true);
  await close();
});

const kThrottled = { skip: onlyInChromium('a processor six times as slow'), timeout: 300000 };
test('three labs on a slow machine start, and say so from the first', kThrottled, async (context) => {
  const { page, close } = await openPage(browser, 'about:blank');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  await page.goto(`${host.url}slow.html`, { timeout: 120000 });
  const heard = () => page.evaluate(() => [...news.values()]);
  const isOver = (list) => list.length === 3 && list.every((each) => each.at(-1).what === 'basin.ready');
  await eventually(async () => isOver(await heard()) || (await told(page, 'error')).length > 0, 'all', 280000);
  assert.deepEqual(await told(page, 'error'), []);
  for (const list of await heard()) {
    const signs = list.slice(0, -1);
    const [first, last] = [list[0].at, list.at(-1).at];
    context.diagnostic(list.map(({ progress, at }) => `${Math.round(at - first)}: ${progress ?? 'ready'}`).join(', '));
    assert.ok(signs.length >= 4 && signs.every(({ what }) => what === 'basin.loading'));
    const progress = signs.map((each) => each.progress);
    assert.deepEqual(progress, [...progress].sort((a, b) => a - b));
    assert.deepEqual([progress[0], progress.at(-1)], [0, 1]);
    assert.ok(last > first);
  }
  await close();
});

test('what is only late is waited for, and shows how far it is', async () => {
  const { page, close } = await openPage(browser, 'about:blank');
  // Firefox counts a page as loaded once its frames are.
  await page.goto(`${host.url}late.html`, { waitUntil: 'commit' });
  const bar = page.locator('basin-lab progress');
  assert.equal(await bar.getAttribute('aria-label'), 'Loading');
  // On a slow machine the rest may take longer than what is late.
  const seen = () => bar.getAttribute('value', { timeout: 1000 }).catch(() => 0);
  await eventually(async () => (await seen()) > 0, 'the bar to move');
  await isReady(page);
  assert.deepEqual(await told(page, 'error'), []);
  assert.equal(await bar.count(), 0);
  await close();
});

test('a frame that cannot start is shown, for it says why', async () => {
  const { page, close } = await openPage(browser, `${host.url}broken.html`);
  await eventually(async () => (await told(page, 'error')).length > 0, 'an error');
  const [{ detail }] = await told(page, 'error');
  assert.equal(detail.code, 'unavailable');
  assert.match(detail.message, /A part of Basin did not arrive.*main\.mjs/);
  const card = page.frameLocator('basin-lab iframe').locator('#notice-title');
  assert.equal(await card.textContent(), 'A part of Basin did not arrive');
  assert.equal(await page.locator('basin-lab .poster').isVisible(), false);
  await close();
});

test('a tag that was never closed swallows nothing silently', async () => {
  const { page, close } = await openPage(browser, `${host.url}unclosed.html`);
  await isReady(page);
  const heard = await told(page, 'error');
  assert.deepEqual(
    heard.filter(({ id }) => id === 'lab').map(({ detail }) => detail.code),
    ['not_closed'],
    JSON.stringify(heard),
  );
  // Each says so, and what was swallowed is seen.
  for (const id of ['lab', 'second']) {
    const line = page.locator(`#${id} > .unclosed`);
    assert.match(await line.textContent(), /Write <\/basin-lab>/);
    assert.ok(await line.isVisible());
  }
  for (const what of ['#next', '#second', '#below']) assert.ok(await page.locator(what).isVisible(), what);
  // What a word processor has made of the attributes is understood.
  const { recipe, playing } = await page.evaluate(() => lab.getState());
  assert.deepEqual([recipe.lab, recipe.params.rate, playing, recipe.steps], ['saddle', 0.2, false, 0]);
  assert.equal(await page.evaluate(() => lab.autoplay), false);
  assert.equal(await page.evaluate(() => second.autoplay), true);
  await close();

  const other = await openPage(browser, `${host.url}instead.html`);
  await other.page.getByRole('button', { name: 'Start: Leaving a saddle' }).waitFor();
  assert.deepEqual(await told(other.page, 'error'), [], 'a link for browsers without scripts is none of that');
  await other.close();
});

test('in slides, keys that the lab has no use for turn the pages', async () => {
  const { page, close } = await openPage(browser, `${host.url}deck.html`);
  await isReady(page);
  const frame = page.frames().find((each) => /#lab=/.test(each.url()));
  const pressed = () => page.evaluate(() => self.pressed.splice(0));
  const step = () => frame.evaluate(() => basin.command({ get: 'state' }).step ?? 0);
  await page.mouse.click(300, 200);
  await eventually(() => frame.evaluate(() => document.activeElement.id === 'canvas'), 'the focus');
  const drawn = await frame.evaluate(() => basin.frames);
  await eventually(() => frame.evaluate((n) => basin.frames > n + 3 || basin.drawNow() && false, drawn), 'frames');
  await pressed();
  const before = await step();
  await page.keyboard.press('ArrowRight');
  await eventually(async () => (await step()) > before, 'the step: this key is the lab’s');
  for (const key of ['PageDown', 'ArrowLeft', 'f', 'Escape']) await page.keyboard.press(key);
  const wanted = [['PageDown', 34], ['ArrowLeft', 37], ['f', 70], ['Escape', 27]];
  const expected = wanted.flatMap(([key, code]) => ['keydown', 'keyup'].map((type) => [type, key, code, 'lab']));
  const got = [];
  // Once Escape has given the focus back, that it is let go may be heard by the page itself.
  const own = ([type, key, , target]) => type === 'keyup' && key === 'Escape' && target === '';
  const heard = async () => got.push(...(await pressed()).filter((each) => !own(each)));
  await eventually(async () => (await heard()) >= expected.length, 'the keys');
  assert.deepEqual(got, expected);
  // Escape has given the page its keys back.
  await eventually(() => page.evaluate(() => document.activeElement === document.body), 'the focus');
  await page.keyboard.press('ArrowRight');
  const after = (await pressed()).filter((each) => !own(each));
  assert.deepEqual(after.map(([type, key]) => [type, key]), [['keydown', 'ArrowRight'], ['keyup', 'ArrowRight']]);
  await close();
});

/** Moves the lab at step 7 by moveBefore(), which loses nothing. */
async function movesWhole(page) {
  const moved = await page.evaluate(async () => {
    const { contentWindow } = lab.shadowRoot.querySelector('iframe');
    here.moveBefore(lab, null);
    const live = lab.live && lab.shadowRoot.querySelector('iframe').contentWindow === contentWindow;
    return { live, step: await lab.step(5) };
  });
  assert.deepEqual(moved, { live: true, step: 12 });
}

test('moved in the page or loaded again, it goes on from where it was', async () => {
  const { page, errors, close } = await openPage(browser, `${host.url}moved.html`);
  // What waits for the lab goes on waiting when the element is moved meanwhile.
  await page.evaluate(() => {
    const steps = lab.step(7);
    there.append(lab);
    return steps;
  });
  const stepsKept = (count) =>
    eventually(() => page.evaluate((n) => states.at(-1)?.steps === n, count), `${count} steps to be kept`);
  const frameOf = () => page.frames().find((frame) => /#lab=/.test(frame.url()));
  await stepsKept(7);

  const isBack = () => eventually(() => page.evaluate(() => lab.live), 'the lab', 60000);
  if (kBrowser === 'firefox') {
    // It loads frames in shadow trees again, whichever way they are moved.
    await page.evaluate(() => here.moveBefore(lab, null));
    await eventually(() => page.evaluate(() => !lab.live), 'the frame to be loaded again');
    await isBack();
    assert.equal(await page.evaluate(() => lab.step(5)), 12);
  } else await movesWhole(page);

  // This way the frame is lost.
  await stepsKept(12);
  await page.evaluate(() => there.append(lab));
  assert.equal(await page.evaluate(() => lab.live), false);
  await isBack();
  assert.equal(await page.evaluate(() => lab.step()), 13);
  assert.equal(await page.evaluate(() => lab.score), 1, 'goals stay met');

  // A step of the reader's own is known, too, without a script of the page's.
  await frameOf().evaluate(() => basin.command({ do: 'step' }));
  await stepsKept(14);
  const kept = await page.evaluate(() => states.length);
  await frameOf().evaluate(() => location.reload());
  await eventually(() => page.evaluate(() => !lab.live), 'the frame to begin again');
  await isBack();
  assert.equal((await page.evaluate(() => lab.getState())).recipe.steps, 14);

  // At rest nobody asks; playing, now and then.
  await pause(5000);
  const rested = await page.evaluate(() => states.length);
  assert.ok(rested <= kept + 3, `${rested - kept} questions`);
  await pause(5000);
  assert.equal(await page.evaluate(() => states.length), rested);
  await page.evaluate(() => lab.play());
  await eventually(() => page.evaluate((n) => states.length >= n + 3, rested), 'states while it plays');
  const asked = await page.evaluate((n) => states.slice(n), rested);
  for (const [i, { timeStamp }] of asked.slice(1).entries())
    assert.ok(timeStamp - asked[i].timeStamp > 3500, JSON.stringify(asked));
  const before = asked.at(-1).steps;
  await page.evaluate(() => here.append(lab));
  await isBack();
  const after = await page.evaluate(() => lab.getState());
  assert.ok(before > 14 && after.recipe.steps >= before && after.playing, JSON.stringify([before, after]));
  assert.deepEqual(errors, []);
  await close();
});

const kEnds = { skip: onlyInChromium('a frame that crashes') };
test('a lab that the browser has ended says so, and goes on from its last known state', kEnds, async () => {
  const { page, close } = await openPage(browser, `${host.url}crash.html`);
  await page.evaluate(() => {
    self.known = false;
    addEventListener('message', ({ data }) => {
      if (data.subject === 'basin.getState.response') known = data.state.recipe.steps === 7;
    });
    return lab.step(7);
  });
  await eventually(() => page.evaluate(() => known), 'the state to be known');
  const frame = page.frames().find((each) => /#lab=/.test(each.url()));
  const session = await page.context().newCDPSession(frame);
  session.send('Page.crash').catch(() => {}); // Who has crashed gives no answer.
  await pause(500);
  assert.equal(await page.evaluate(() => lab.live), true, 'nobody was told');

  // Its reader comes back to the page.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await eventually(() => page.evaluate(() => !lab.live), 'the silence to be noticed');
  assert.deepEqual(await page.evaluate(() => told.flatMap(({ detail }) => detail.code ?? [])), ['stopped']);
  assert.match(await page.locator('#lab [role="alert"]').textContent(), /browser has ended this lab/);
  await page.locator('#lab button').click();
  await eventually(() => page.evaluate(() => lab.live), 'the lab');
  assert.ok((await page.evaluate(() => lab.getState())).recipe.steps >= 7);
  await close();
});

/** Process numbers of what holds pages; of Firefox all that run on this machine. */
async function renderers() {
  if (kBrowser === 'firefox') {
    const holdsPages = (id) => {
      try {
        return / -contentproc .* tab\0$/s.test(readFileSync(`/proc/${id}/cmdline`, 'latin1'));
      } catch {
        return false;
      }
    };
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && holdsPages(name));
  }
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** Memory of all renderers of the browser, in megabytes; what they share is counted once. */
async function rendererMegabytes() {
  const sizes = (await renderers()).map((id) => {
    try {
      const text = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
      return Number(/^Pss:\s+(\d+) kB/m.exec(text)[1]) / 1024;
    } catch {
      return 0; // It has ended, or this is no Linux.
    }
  });
  return sizes.reduce((sum, each) => sum + each, 0);
}

test('ten labs in a sandbox: three alive, two starting, little memory, smooth scrolling', async (context) => {
  const { page, errors, close } = await openPage(browser, `${host.url}outer.html`, {
    size: { width: 920, height: 820 },
  });
  const inner = await eventually(() => page.frame({ url: /ten\.html/ }), 'the course page');
  await inner.waitForFunction(() => self.most);
  assert.equal(await inner.evaluate(() => self.origin), 'null');
  const live = (id) => inner.evaluate((which) => document.getElementById(which).live, id);
  await eventually(() => live('lab0'), 'the first lab', 60000);
  const state = await inner.evaluate(async () => {
    await lab0.pause();
    return lab0.getState();
  });

  let memory = await rendererMegabytes();
  for (let i = 1; i < kTen.length; i += 4) {
    await inner.evaluate(
      (id) => document.getElementById(id).scrollIntoView({ block: 'center' }),
      `lab${i}`,
    );
    await eventually(() => live(`lab${i}`), `lab ${i}`, 60000);
    memory = Math.max(memory, await rendererMegabytes());
  }
  // Past everything, as a reader scrolls who looks for something.
  const past = () =>
    inner.evaluate(async () => {
      for (let y = document.documentElement.scrollHeight; y >= 0; y -= 60) {
        scrollTo(0, y);
        await new Promise(requestAnimationFrame);
      }
    });
  const scrolling = async () => {
    await past();
    await eventually(() => live('lab0'), 'the first lab again', 60000);
  };
  let tasks = [];
  if (kBrowser === 'chromium') {
    ({ tasks } = await traceMainThread(browser, page, scrolling, inner));
    assert.ok(tasks.length > 0);
  } else await scrolling(); // Tasks are only traced in Chromium.
  assert.deepEqual(
    await inner.evaluate(() => lab0.getState()),
    state,
    'it goes on from where it was',
  );
  const shot = await inner.evaluate(() => lab0.screenshot());
  assert.ok((await coloursOf(page, shot)) > 200, 'a picture is drawn');
  memory = Math.max(memory, await rendererMegabytes());

  const most = await inner.evaluate(() => self.most);
  const longest = tasks
    .slice(0, 5)
    .map(({ wall, cpu }) => `${wall.toFixed(1)} (${cpu.toFixed(1)})`);
  context.diagnostic(`at most ${most.frames} frames, ${most.booting} starting at a time`);
  context.diagnostic(`renderers: at most ${memory.toFixed(0)} MB`);
  context.diagnostic(`longest tasks in ms, of the clock (of the processor): ${longest.join(', ')}`);
  assert.ok(most.frames >= 2 && most.frames <= 3, `${most.frames} frames`);
  assert.ok(most.booting >= 1 && most.booting <= 2, `${most.booting} starting`);
  assert.ok(memory < kMegabytes, `${memory} MB`);
  // The clock also counts what other programs did meanwhile.
  assert.ok(Math.max(0, ...tasks.map(({ cpu }) => cpu)) <= kLongestTaskMs, longest.join(', '));
  assert.deepEqual(errors, []);
  await close();
});
