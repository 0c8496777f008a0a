// How long the tasks of the page's main thread are, from the browser's own trace.

/** What one task may take. */
export const kLongestTaskMs = 20;

const kCategories = [
  'toplevel',
  'gpu',
  'disabled-by-default-devtools.timeline',
  'devtools.timeline',
];

/**
 * Traces while `work()` runs. Returns of the main thread of the page's renderer: `tasks`, the
 * {wall, cpu} milliseconds of each, longest first, and `waits`, how often WebGL calls waited for the
 * graphics process, which takes as long as all drawing that is still to be done there. With `marked` it
 * is the thread of that frame.
 */
export async function traceMainThread(browser, page, work, marked = page) {
  await browser.startTracing(page, { categories: kCategories });
  // Marks the thread: other renderers are in the same trace.
  await marked.evaluate(() => console.timeStamp('basin-page'));
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const mark = traceEvents.find(
    ({ name, args }) => name === 'TimeStamp' && args?.data?.message === 'basin-page',
  );
  if (!mark) throw new Error('the trace does not name the page’s thread');
  const here = traceEvents.filter(
    ({ ph, pid, tid }) => ph === 'X' && pid === mark.pid && tid === mark.tid,
  );
  const tasks = here
    .filter(({ name }) => name === 'RunTask') // Others of that ending are parts of these.
    .map(({ dur, tdur }) => ({ wall: dur / 1000, cpu: (tdur ?? dur) / 1000 }))
    .sort((a, b) => b.wall - a.wall);
  if (tasks.length === 0) throw new Error('the trace holds no task of the page’s thread');
  return { tasks, waits: here.filter(({ name }) => /WaitForCmd$/.test(name)).length };
}
