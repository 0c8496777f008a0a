// Starts the app and stands between it and the browser. Everything is fetched at once; nothing is
// drawn unless somebody asks for it; whatever goes wrong is said on the page.

import { Theory } from '../article/theory.mjs';
import { rememberState } from '../canvas/gl.mjs';
import { Loop, watchSize } from '../canvas/loop.mjs';
import { cardsText, filesOf, labOf, labText, shelfOf } from '../core/cores.mjs';
import { readString, withBytes, withStrings } from '../core/heap.mjs';
import { Workers } from '../core/workers.mjs';
import { linkForm } from '../form/form_link.mjs';
import { acceptFiles, copy, openFile } from '../input/files.mjs';
import { listen } from '../input/input.mjs';
import { touchKeyboard } from '../input/typing.mjs';
import {
  BrowserError,
  LoadError,
  PictureError,
  checkBrowser,
  instantiate,
  load,
  loadFonts,
  loadModule,
  place,
  published,
} from '../load/load.mjs';
import { posterImage } from '../load/posters.mjs';
import { Address } from '../state/address.mjs';
import { Language } from '../state/language.mjs';
import { Theme } from '../state/theme.mjs';
import { announce, fatal, hideCard, showCard, toast } from '../words/notice.mjs';
import { phrase, t } from '../words/strings.mjs';
import { nameAfter } from '../words/title.mjs';

const canvas = document.getElementById('canvas');
const embedded = self !== self.parent;
const root = document.documentElement;
const kFontNames = { 'sans.ttf': 'sans-regular.ttf', 'sans-bold.ttf': 'sans-semibold.ttf' };

// ---- What the page keeps about the app ----

let app = null;
let fonts = new Map();
let failed = false;
let lastWarning = '';
const started = performance.now();
const longTasks = [];
let formLink = null;
const watchers = new Set();
let tellReady;
let tellFailure;
const ready = new Promise((resolve, reject) => ([tellReady, tellFailure] = [resolve, reject]));
ready.catch(() => {});

function fail(error) {
  if (failed) return;
  failed = true;
  loop.halt();
  tellFailure(error);
  const needs = t(
    'It needs WebGL 2 and WebAssembly with SIMD: Chrome or Edge 91, Firefox 89, Safari 16.4 or newer. ' +
      'If yours is newer, switch on hardware acceleration in its settings, then load this page again.',
  );
  const unable = (reason) => fatal(t('This browser cannot show Basin'), needs, reason);
  if (error instanceof PictureError) {
    // The core computes without a picture; a form of the document shows what it finds.
    import('../form/page.mjs')
      .then(({ showFormPage }) => showFormPage({ error, address, theory, theme, language }))
      .then(print, unable);
  } else if (error instanceof BrowserError) {
    unable(error);
  } else if (error instanceof LoadError) {
    fatal(
      t('A part of Basin did not arrive'),
      t(
        'The connection may have been cut, or the files on the server are incomplete. Your experiment is kept in the address.',
      ),
      error,
    );
    addEventListener('online', () => location.reload());
  } else {
    fatal(
      t('Basin has stopped'),
      t(
        'An error ended it. Loading the page again brings back the experiment that the address holds.',
      ),
      error,
    );
  }
}

/** Calls into the app; an error there ends it with a message, never with a frozen picture. */
function call(name, ...values) {
  if (!app || failed) return undefined;
  try {
    return app[name]?.(...values);
  } catch (error) {
    fail(error);
    return undefined;
  }
}

const callText = (name, ...texts) =>
  app && withStrings(app, texts, (...pointers) => call(name, ...pointers));

function wake() {
  call('_basinAppInput');
  loop.want();
}

let named = '';

/** The page is named anew when there is another lab or language, and once at first: the app's start names it "Basin". */
function namePage() {
  const name = `${address.lab} ${language.locale}`;
  if (name === named || failed) return;
  named = name;
  nameAfter(page.command({ get: 'state' }).shown?.title ?? '');
}

const loop = new Loop(canvas, {
  draw(time) {
    const wait = call('_basinAppFrame', time) ?? 0;
    namePage();
    for (const changed of watchers) changed();
    return wait;
  },
  onScreen: (visible) => workers.hold(!visible),
});

const workers = new Workers({
  onBytes(id, bytes) {
    withBytes(app, bytes, (pointer, length) => call('_basinAppReceive', id, pointer, length));
    loop.want();
  },
  onLost(id) {
    call('_basinAppWorkerLost', id);
    loop.want();
  },
});

const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
reducedMotion.addEventListener('change', ({ matches }) => {
  call('_basinAppReducedMotion', matches ? 1 : 0);
});

const theme = new Theme((dark) => {
  call('_basinAppTheme', dark ? 1 : 0);
  loop.want();
});

const language = new Language(({ locale, json, articles }) => {
  callText('_basinAppStrings', locale, json);
  theory.speak(locale, articles);
  formLink?.renew();
  loop.want();
});

const address = new Address({
  embedded,
  labs: {
    has: (lab) => shelfOf(lab) !== undefined,
    tables: async (lab) => JSON.parse(await labText(lab)),
  },
  arrived(hash) {
    theme.fromHash(hash);
    language.fromHash(hash);
    callText('_basinAppHash', hash);
    loop.want();
    if (/(^|&)goal=/.test(hash)) talk();
    company?.then(
      (conversation) => conversation.readdress(),
      () => {},
    );
  },
});

// A page around this frame, or a teacher's goals; nobody else waits for these files.
let company = null;
function talk() {
  if (company) return;
  company = import('../embed/messages.mjs').then(({ converse }) =>
    converse({ page, loop, workers, address }),
  );
  company.catch((error) => stayed().then(() => console.error('basin: messages', error)));
}

/** Frames that the app takes to see what a click has opened: a field, say, that wants the keys. */
const kSettlingFrames = 3;
let settled = 0;
addEventListener('pointerdown', () => (settled = loop.frames + kSettlingFrames), true);

/** Gives a key that the app has no use for to the page around this frame; true when it did. */
function passKey(event) {
  const { key, code, keyCode, shiftKey, ctrlKey, metaKey } = event;
  if (ctrlKey || metaKey || event.isComposing || loop.frames < settled) return false;
  if (callText('_basinAppTakesKey', key) !== 0) return false;
  company?.then(
    (conversation) => conversation.passKey({ key, code, keyCode, shiftKey }),
    () => {},
  );
  return true;
}

const theory = new Theory(document.getElementById('theory'));

/** Hands the app the tables of a lab, with its words in the reader's language. */
async function bringLab(lab) {
  const [tables, error] = await Promise.all([labText(lab), language.learn(lab)]).then(
    ([text]) => [text, ''],
    (reason) => ['', reason.message],
  );
  callText('_basinAppLab', tables, error);
  loop.want();
  if (!error) keepLab(lab);
}

/** Has a lab kept for visits without a network, once something can keep it. */
let keepFiles = null;
function keepLab(lab) {
  if (lab) keepFiles?.(filesOfVisit(lab).map((name) => place(name).href));
}

/** What the app calls (the names are those in src/app's web bridge). */
const options = {
  canvas,
  basinPost: (id, bytes) => workers.post(id, bytes),
  basinStartWorker: (id, shelf) => workers.start(id, shelf),
  basinStopWorker: (id) => workers.stop(id),
  basinFetchLab: (lab) => void bringLab(lab),
  basinPoster(lab, dark, width, use) {
    posterImage(lab, dark, width).then(use, (error) => console.warn(`basin: ${error.message}`));
  },
  basinWantFrame: () => loop.want(),
  basinHash: (hash) => address.write(hash),
  basinDoubt: (hash, guess) => address.doubt(hash, guess),
  basinTheory: (lab, x, y, w, h) => theory.show(lab, x, y, w, h),
  basinClipboard: (text) => void copy(text),
  basinShare() {
    // Few visits share anything, so the dialog is fetched by those who do.
    import('../share/share.mjs').then(
      ({ openShare }) => openShare(page),
      (error) => toast(t('The dialog for sharing did not arrive ({1}).', error.message)),
    );
  },
  basinAsset(name) {
    const file = name.slice(name.lastIndexOf('/') + 1);
    return fonts.get(kFontNames[file] ?? file) ?? language.fonts.get(file) ?? null;
  },
  basinAnnounce: (text) => announce(text),
  basinFullscreen() {
    const asked = document.fullscreenElement
      ? document.exitFullscreen()
      : root.requestFullscreen?.();
    (asked ?? Promise.reject()).catch(() =>
      toast(t('The page around this frame does not allow full screen.')),
    );
  },
  basinThemeChosen: (mode) => theme.choose(mode),
  basinLocaleChosen: (locale) => language.choose(locale),
  basinOpenFile: () => openFile(),
  basinTextInput: touchKeyboard(canvas, wake),
  print: (line) => console.log(line),
  printErr(line) {
    lastWarning = line;
    console.warn(line);
  },
  onAbort: (reason) => fail(new Error(String(reason))),
};

// ---- The graphics context ----

function watchContext() {
  let patience = 0;
  let title = '';
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault(); // Otherwise it would never come back.
    loop.halt();
    call('_basinAppContextLost');
    announce(t('The graphics was interrupted.'));
    title = t('The picture was interrupted');
    patience = setTimeout(() => {
      showCard(
        title,
        t(
          'The browser took the graphics away, perhaps because too many pages use it. The experiment is kept in the address.',
        ),
        { actions: [[t('Load again'), () => location.reload()]] },
      );
    }, 1500);
  });
  canvas.addEventListener('webglcontextrestored', () => {
    clearTimeout(patience);
    if (!app?._basinAppContextRestored) return location.reload();
    hideCard(title);
    call('_basinAppContextRestored');
    loop.go();
  });
}

// ---- Start ----

// Firefox cuts off what is on its way to a page as soon as its reader leaves, and goes on showing it until the
// next one has come. What fails by that is no failure, unless the reader stays after all (for a download, say).
const kLeavingMs = 10000;
let leaving = false;
const leave = () => (leaving = true);
const stayed = () => new Promise((resolve) => setTimeout(resolve, leaving ? kLeavingMs : 0));
// A page that listens to this is not kept for the way back.
const deafen = () => removeEventListener('beforeunload', leave);
addEventListener('beforeunload', leave);
ready.then(deafen, deafen);

function observeLongTasks() {
  try {
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        longTasks.push({ startTime, duration });
      longTasks.splice(0, longTasks.length - 1000);
    }).observe({ entryTypes: ['longtask'] });
  } catch {
    // Only some browsers measure them.
  }
}

/** Runs the app's module; an error of its WebAssembly would otherwise leave the promise open. */
function createInstance(create, fetched) {
  return new Promise((resolve, reject) => {
    options.instantiateWasm = (imports, done) => {
      instantiate(fetched, imports).then(({ instance, module }) => done(instance, module), reject);
      return {};
    };
    create(options).then(resolve, reject);
  });
}

async function start() {
  rememberState(canvas);
  await address.read();
  language.learn(labOf(address.current));
  language.fromHash(address.current);
  const fetchedWasm = load('app.wasm');
  const script = loadModule('app.js');
  const fetchedFonts = loadFonts();
  const lab = labOf(address.current);
  const cards = cardsText();
  const tables = lab ? labText(lab) : null;
  const workersReady = lab ? workers.prepare(shelfOf(lab)) : null;
  const parts = [fetchedWasm, script, fetchedFonts, cards, tables, workersReady, language.settled];
  let done = 0;
  const onward = () => self.basinStarts?.((done += 1) / (parts.length + 3));
  for (const part of parts) Promise.resolve(part).then(onward, () => {});
  checkBrowser(canvas);
  onward();
  const slow = setTimeout(() => {
    document.getElementById('boot-status').textContent = t('Still loading …');
    document.getElementById('boot-progress').hidden = false;
  }, 3000);
  fonts = await fetchedFonts;
  await workersReady;
  await language.settled;
  app = await createInstance((await script).default, fetchedWasm);
  onward();
  callText('_basinAppCards', await cards);
  if (lab) callText('_basinAppLab', await tables, '');
  clearTimeout(slow);

  const { clientWidth, clientHeight } = canvas;
  theme.fromHash(address.current);
  call('_basinAppStart', clientWidth, clientHeight, theme.dark ? 1 : 0);
  call('_basinAppReducedMotion', reducedMotion.matches ? 1 : 0);
  if (page.command({ get: 'state' }).error) {
    throw new PictureError(lastWarning || phrase('The app could not open a picture to draw on.'));
  }
  onward();
  callText('_basinAppStrings', language.locale, language.json);
  address.deliver();
  watchContext();
  page.resize = watchSize(canvas, (...size) => {
    call('_basinAppResize', ...size);
    loop.now();
  });
  page.resize();
  listen(canvas, { embedded, wake, pass: passKey });
  formLink = linkForm({
    peeks: !embedded,
    async makeForm(body) {
      const { formOfApp } = await import('../form/app.mjs');
      return formOfApp(body, page, theme);
    },
    failed: (error) => toast(t('The form could not be loaded ({1}).', error.message)),
  });
  acceptFiles({
    take: (name, text) => (callText('_basinAppDrop', name, text), loop.want()),
    paste(text) {
      const taken = app?._basinAppPaste && callText('_basinAppPaste', text) === 1;
      loop.want();
      return taken;
    },
  });
  loop.start();
  loop.now();
  if (failed) return;
  if (!embedded && document.activeElement === document.body) canvas.focus({ preventScroll: true });
  const shown = () => {
    clearTimeout(unseen);
    if (root.classList.contains('booted')) return;
    root.classList.add('booted');
    setTimeout(() => (document.getElementById('boot').hidden = true), 400); // Its animation costs frames.
    page.firstPicture = performance.now();
    tellReady(page);
  };
  requestAnimationFrame(shown);
  // Pages in the background and frames off screen get no animation frame; they are ready all the same.
  const unseen = document.hidden ? setTimeout(shown) : embedded ? setTimeout(shown, 1000) : 0;
}

/** What a visit without a network needs of a lab. */
function filesOfVisit(lab) {
  const { locale } = language;
  const own = locale === 'en' ? [] : [`strings/${locale}/${lab}.json`];
  if (language.articles.includes(lab)) own.push(`theory/${locale}/${lab}.html`);
  return [...filesOf(lab), ...own, `theory/${lab}.html`, `posters/${lab}.svg`];
}

/** For tests, and for scripts of a page that shows Basin in a frame of its own origin. */
const page = {
  ready,
  longTasks,
  startedAt: started,
  firstPicture: NaN,
  get frames() {
    return loop.frames;
  },
  get workers() {
    return [...workers.running.values()].filter(({ handle }) => !handle?.onThisPage).length;
  },
  /** Draws for paper, light, or for the screen again. */
  paper: (on) => call('_basinAppPaper', on ? 1 : 0),
  afterNextFrame: (callback) => loop.afterNextFrame(callback),
  drawNow: () => loop.now(),
  /** Tells the app the canvas' size anew, and draws; on wish at another density. */
  resize() {},
  /** Calls `changed` after every frame drawn: at rest, never. Returns what ends it. */
  watch(changed) {
    watchers.add(changed);
    return () => watchers.delete(changed);
  },
  command(request) {
    const asks = request?.get !== undefined && Object.keys(request).length === 1;
    if (!asks) address.acted();
    const answer = callText('_basinAppCommand', JSON.stringify(request));
    const text = app && answer ? readString(app, answer) : '';
    if (!asks) loop.want();
    return text ? JSON.parse(text) : { error: 'the app is not running' };
  },
  /** The same for what may have to be made first, a frame or its tables. */
  async whole(request) {
    for (;;) {
      const answer = page.command(request);
      if (!answer.pending) return answer;
      await new Promise((soon) => setTimeout(soon, 20));
    }
  },
};
self.basin = page;

// A print waits for nobody, so what it takes is fetched before.
const print = (page) =>
  import('../share/print.mjs').then(({ printable }) => printable(page)).catch(() => {});
ready.then(() => setTimeout(print, 500, page), () => {});

root.classList.toggle('embedded', embedded);
observeLongTasks();
if (embedded) talk();
// What ends the start is said in the reader's language, if its words come soon.
const soon = new Promise((later) => setTimeout(later, 2000));
start().catch((error) =>
  Promise.race([language.settled, soon])
    .then(stayed)
    .then(() => fail(error)),
);
if (new URLSearchParams(location.search).has('fuzz')) {
  page.fuzz = import('../fuzz/fuzz.mjs').then(({ fuzz }) => fuzz({ canvas, app: page, workers }));
}
if (published && !embedded) {
  ready
    .then(() => import('../offline/offline.mjs'))
    .then(({ keep }) => keep())
    .then((files) => ((keepFiles = files), keepLab(labOf(address.current))))
    .catch(() => {});
}
