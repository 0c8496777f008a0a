// Firefox for the tests, driven by puppeteer-core. It has WebGL 2 on a machine without a graphics card
// only with a window, so a virtual screen is made where there is none. The pages which it opens answer
// the same calls as those of the Chromium tests (evaluate, and what tests/browser/support.mjs makes of it).
//
//   FIREFOX   the browser, else the first of the usual names on PATH
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';
import { kPatienceMs } from '../browser/support.mjs';

const modules = env.BASIN_NODE_MODULES;
const require = createRequire(modules ? join(modules, 'basin.js') : import.meta.url);

function onPath(name) {
  for (const folder of name.includes('/') ? [''] : env.PATH.split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // The next one.
    }
  }
  return null;
}

const firefox = [env.FIREFOX, 'firefox-esr', 'firefox'].filter(Boolean).map(onPath).find(Boolean);
const screen = env.DISPLAY ? null : onPath('Xvfb');

/** Why there is no Firefox to test with, or false. */
export const missing =
  (!firefox && 'no Firefox was found') ||
  (!env.DISPLAY && !screen && 'Firefox needs a screen, and no Xvfb was found');

/** A virtual screen: its number, and how to end it. */
async function openScreen() {
  if (!screen) return { display: env.DISPLAY, close() {} };
  const arguments_ = ['-displayfd', '1', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  const server = spawn(screen, arguments_, { stdio: ['ignore', 'pipe', 'ignore'] });
  const number = await new Promise((told, failed) => {
    server.stdout.once('data', (text) => told(String(text).trim()));
    server.once('error', failed);
    server.once('exit', () => failed(new Error('the virtual screen did not start')));
  });
  return { display: `:${number}`, close: () => server.kill() };
}

/** Starts Firefox; `close()` ends it and its screen. */
export async function launchFirefox() {
  const { display, close } = await openScreen();
  const puppeteer = require('puppeteer-core').default ?? require('puppeteer-core');
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefox,
    headless: false,
    timeout: 2 * kPatienceMs,
    protocolTimeout: 2 * kPatienceMs,
    defaultViewport: { width: 1440, height: 900 },
    env: { ...env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: '1', MOZ_CRASHREPORTER_DISABLE: '1' },
    extraPrefsFirefox: { 'webgl.force-enabled': true, 'dom.w3c_touch_events.enabled': 1 },
  });
  return {
    browser,
    async close() {
      await browser.close();
      close();
    },
  };
}

/** Opens a page; `errors` collects everything that went wrong in it. */
export async function openPage({ browser }, url) {
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(`page: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(url, { timeout: kPatienceMs });
  return { page, errors, close: () => page.close() };
}
