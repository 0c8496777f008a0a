// How long the tasks of the page's main thread are, from the browser's own trace.

/** What one task may take. */
export const kLongestTaskMs = 20;

const kCategories = ['toplevel', 'disabled-by-default-devtools.timeline', 'devtools.timeline'];

/**
 * Traces while `work()` runs; returns {wall, cpu} milliseconds of the tasks on the main thread of
 * the page's renderer, longest first.
 */
export async function mainThreadTasks(browser, page, work) {
  await browser.startTracing(page, { categories: kCategories });
  // Marks the thread: other renderers are in the same trace.
  await page.evaluate(() => console.timeStamp('basin-page'));
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const mark = traceEvents.find(
    ({ name, args }) => name === 'TimeStamp' && args?.data?.message === 'basin-page',
  );
  if (!mark) throw new Error('the trace does not name the page’s thread');
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid }) =>
      ph === 'X' && pid === mark.pid && tid === mark.tid && /RunTask$/.test(name),
  );
  if (tasks.length === 0) throw new Error('the trace holds no task of the page’s thread');
  return tasks
    .map(({ dur, tdur }) => ({ wall: dur / 1000, cpu: (tdur ?? dur) / 1000 }))
    .sort((a, b) => b.wall - a.wall);
}
