// The browsers that the tests run in, found on this machine and driven by playwright-core.
//
//   BASIN_BROWSER       chromium (when nothing is said) or firefox
//   BASIN_NODE_MODULES  where playwright-core is installed, else NODE_PATH
//   CHROMIUM, FIREFOX   the browsers, else the first of their usual names on PATH
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process, { env } from 'node:process';

const modules = env.BASIN_NODE_MODULES;
const require = createRequire(modules ? join(modules, 'basin.js') : import.meta.url);

/**
 * How long anything may take to happen. It only has to be shorter than for ever: a machine with every
 * core taken is slow by whole factors, and a test of whether something happens is none of how soon.
 */
export const kPatienceMs = 45000;

/** The browser of this run. */
export const kBrowser = env.BASIN_BROWSER || 'chromium';

/** Why a test that needs `what` is skipped in this run, or false: some things only Chromium lets a test do. */
export const onlyInChromium = (what) =>
  kBrowser !== 'chromium' && `${what} cannot be had of ${kBrowser} by WebDriver BiDi`;

function onPath(...names) {
  for (const name of names.filter(Boolean)) {
    for (const folder of name.includes('/') ? [''] : env.PATH.split(delimiter)) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // The next one.
      }
    }
  }
  return null;
}

/** Headless, with WebGL 2 drawn by the processor. */
function launchChromium({ webgl, density }) {
  const executablePath = onPath(env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome');
  if (!executablePath) throw new Error('no Chromium was found; set CHROMIUM');
  const pictures = webgl
    ? ['--use-angle=swiftshader', '--enable-unsafe-swiftshader']
    : ['--disable-gpu', '--disable-3d-apis'];
  return require('playwright-core').chromium.launch({
    executablePath,
    timeout: kPatienceMs,
    args: ['--no-sandbox', `--force-device-scale-factor=${density}`, ...pictures],
  });
}

/** A virtual screen: its name, and how to end it. */
async function openScreen() {
  if (env.DISPLAY) return { display: env.DISPLAY, close() {} };
  const program = onPath('Xvfb');
  if (!program) throw new Error('Firefox needs a screen, and no Xvfb was found');
  const size = ['-screen', '0', '1600x1000x24'];
  const server = spawn(program, ['-displayfd', '1', ...size, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const number = await new Promise((told, failed) => {
    server.stdout.once('data', (text) => told(String(text).trim()));
    server.once('error', failed);
    server.once('exit', () => failed(new Error('the virtual screen did not start')));
  });
  return { display: `:${number}`, close: () => server.kill() };
}

/**
 * playwright-core looks for the element of each new frame, and nobody hears when the frame is gone again by
 * then (bidiBrowser.js). That is no fault of what is tested.
 */
function overlookLostFrames() {
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason, promise) => {
    if (/browsingContext\.locateNodes/.test(reason?.message)) return;
    if (others.length === 0) throw reason;
    for (const other of others) other.call(process, reason, promise);
  });
}

/** Where each Firefox puts its downloads. */
const folders = new Map();

/** Firefox has WebGL 2 without a graphics card only with a window, so it gets a screen that nobody sees. */
async function launchFirefox({ webgl, density, prefs }) {
  const executablePath = onPath(env.FIREFOX, 'firefox-esr', 'firefox');
  if (!executablePath) throw new Error('no Firefox was found; set FIREFOX');
  const { display, close } = await openScreen();
  const downloads = mkdtempSync(join(tmpdir(), 'basin-downloads-'));
  const tidy = () => {
    close();
    rmSync(downloads, { recursive: true, force: true });
  };
  try {
    const browser = await require('playwright-core').firefox.launch({
      executablePath,
      channel: 'moz-firefox', // As it comes, spoken to by WebDriver BiDi.
      headless: false,
      timeout: 2 * kPatienceMs,
      env: { ...env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: '1' },
      firefoxUserPrefs: {
        [webgl ? 'webgl.force-enabled' : 'webgl.disabled']: true,
        'dom.w3c_touch_events.enabled': 1,
        'layout.css.devPixelsPerPx': String(density),
        'browser.download.dir': downloads,
        'browser.download.folderList': 2, // The folder named above.
        ...prefs,
      },
    });
    if (folders.size === 0) overlookLostFrames();
    folders.set(browser, downloads);
    browser.on('disconnected', tidy);
    return browser;
  } catch (error) {
    tidy();
    throw error;
  }
}

/**
 * Starts the browser of this run, on wish without WebGL, on a screen of so many pixels a CSS pixel (for contexts
 * without a viewport of their own), or with other settings of Firefox.
 */
export const launch = ({ webgl = true, density = 1, prefs = {} } = {}) =>
  (kBrowser === 'firefox' ? launchFirefox : launchChromium)({ webgl, density, prefs });

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** The file that `page` downloads while `act()` is done: {name, path}. Firefox tells only its folder of it. */
export async function download(page, act) {
  const folder = folders.get(page.context().browser());
  if (!folder) {
    const [made] = await Promise.all([
      page.waitForEvent('download', { timeout: kPatienceMs }),
      act(),
    ]);
    return { name: made.suggestedFilename(), path: await made.path() };
  }
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  await act();
  for (const end = Date.now() + kPatienceMs; Date.now() < end; await pause(50)) {
    const names = readdirSync(folder);
    // While it comes there is a part beside it.
    if (names.length === 1 && !names[0].endsWith('.part')) {
      return { name: names[0], path: join(folder, names[0]) };
    }
  }
  throw new Error('no file was downloaded');
}
