// axe, which knows what pages must have to be used by everybody.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const modules = process.env.BASIN_NODE_MODULES;
const require = createRequire(modules ? join(modules, 'basin.js') : import.meta.url);
const kAxe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds, a line each. */
export async function axe(page, options) {
  await page.evaluate(`self.axe ?? (() => { ${kAxe} })()`);
  const { violations } = await page.evaluate(
    (more) => self.axe.run({ resultTypes: ['violations'], ...more }),
    options,
  );
  // A link to an experiment has its place behind the '#', too, and leads past nothing.
  const experiment = ({ html }) => /href="#(lab|preset)=/.test(html);
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .filter((node) => id !== 'skip-link' || !experiment(node))
      .map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
  );
}

/** Fails unless axe finds nothing, in light and, of what colours can do, in dark. */
export async function clean(page, where) {
  await page.emulateMedia({ colorScheme: 'light' });
  assert.deepEqual(await axe(page), [], `${where}, light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.deepEqual(await axe(page, { runOnly: ['color-contrast'] }), [], `${where}, dark`);
}
