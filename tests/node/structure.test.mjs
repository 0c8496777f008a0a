// The page's house as src/README.md draws it: the folders of web/ import only what their arrows reach, and nothing lies loose
// beside them but what must for its address. The rooms of src are held by tests/structure.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesBelow } from '../../cmake/files.mjs';
import { references } from '../../cmake/references.mjs';

const web = join(process.env.BASIN_CLONE ?? '.', 'web');

// What a room may import directly; everything those reach is allowed as well.
const kArrows = {
  words: [],
  canvas: [],
  element: [],
  load: ['words'],
  input: ['words'],
  offline: ['words'],
  picture: ['words'],
  fuzz: ['words'],
  state: ['load'],
  core: ['load'],
  bench: ['core'],
  article: ['input', 'load'],
  embed: ['canvas', 'load'],
  form: ['core', 'picture'],
  share: ['canvas', 'input', 'load', 'picture'],
  start: ['article', 'canvas', 'embed', 'form', 'fuzz', 'offline', 'share', 'state'],
};

/** Folders of texts and pictures. */
const kContent = ['course', 'strings', 'theory'];

/** Asked for by these names: pages, what they share, and what other programs look for beside them. */
const kTop = [
  'basin-core.d.ts',
  'basin-lab.d.ts',
  'basin.css',
  'basin.png',
  'bench.html',
  'index.html',
  'manifest.webmanifest',
  'serve',
  'sw.js',
];

/** What the build lays beside the pages. */
const kBuilt = ['app.js', 'app.wasm', 'basin-core.js', 'basin-core.wasm', 'labs.json', 'basin-lab.js', 'gifenc.js'];

const roomOf = (name) => name.split('/')[0];

/** All that can be reached from `start` by `next`, itself included. */
function reachable(start, next) {
  const seen = new Set([start]);
  for (const each of seen) for (const other of next(each)) seen.add(other);
  return seen;
}

/** The files that the file `name` leads to: by import, as a worker or a style sheet, or by what load.mjs is asked for. */
function leadsTo(name, text) {
  const asked = text.matchAll(/\b(?:load|loadModule|loadStyles|compile|place)\(\s*'([^'\n]+)'/g);
  const found = new Set([...references(name, text), ...[...asked].map(([, path]) => path)]);
  found.delete(''); // The page's folder.
  return found;
}

/** What is against the plan in `files`, a map from names to texts, and the arrows [from, to] that are used. */
function examine(files) {
  const problems = [];
  const used = new Set();
  const links = new Map([...files].map(([name, text]) => [name, leadsTo(name, text)]));
  for (const [name, targets] of links) {
    const room = roomOf(name);
    if (!kArrows[room]) {
      problems.push(`${name} is in no room of the plan`);
      continue;
    }
    const allowed = reachable(room, (each) => kArrows[each]);
    for (const target of targets) {
      if (kTop.includes(target) || kBuilt.includes(target)) continue;
      used.add(`${room} ${roomOf(target)}`);
      if (!files.has(target)) problems.push(`${name} leads to ${target}, which there is not`);
      else if (!allowed.has(roomOf(target))) problems.push(`${name} leads to ${target}`);
    }
  }
  for (const name of links.keys()) {
    const behind = [...links.get(name)].flatMap((next) => [...reachable(next, (each) => links.get(each) ?? [])]);
    if (behind.includes(name)) problems.push(`${name} leads to itself`);
  }
  return { problems, used };
}

const inRooms = filesBelow(web).filter(
  (name) => name.includes('/') && !kContent.includes(roomOf(name)),
);
const files = new Map(inRooms.map((name) => [name, readFileSync(join(web, name), 'utf8')]));

test('the rooms of the page lead only where their arrows do', () => {
  const { problems, used } = examine(files);
  assert.deepEqual(problems, []);
  // An arrow that nobody goes is none; and a test that finds nothing to look at would hold for ever.
  for (const [room, next] of Object.entries(kArrows))
    for (const other of next) assert.ok(used.has(`${room} ${other}`), `${room} needs no ${other}`);
  assert.ok(files.size > 70);
});

test('the arrows of the page have no circle', () => {
  for (const [room, next] of Object.entries(kArrows))
    for (const other of next)
      assert.ok(!reachable(other, (each) => kArrows[each]).has(room), `${room} and ${other}`);
});

test('src/README.md draws these arrows', () => {
  const drawing = readFileSync(join(web, '../src/README.md'), 'utf8');
  for (const [room, next] of Object.entries(kArrows).filter(([name]) => name !== 'start')) {
    const drawn = new RegExp(`^    ${room} .*<- (.*)$`, 'm').exec(drawing)?.[1];
    assert.deepEqual(drawn?.split(' ').sort(), next.length > 0 ? next : ['nothing'], room);
  }
});

test('an arrow against the plan is noticed, in whatever way it is gone', () => {
  const against = (name, text) => examine(new Map([...files, [name, text]])).problems;
  for (const text of [
    "import { load } from '../load/load.mjs';",
    "import {\n  load,\n} from '../load/load.mjs';",
    "export { load } from '../load/load.mjs';",
    "import '../load/load.mjs';",
    "await import('../load/load.mjs');",
    "new Worker(new URL('../load/load.mjs', import.meta.url));",
    "loadModule('load/load.mjs');",
  ])
    assert.deepEqual(against('words/new.mjs', text), ['words/new.mjs leads to load/load.mjs'], text);
  assert.deepEqual(against('core/new.mjs', "loadStyles('form/form.css');"), ['core/new.mjs leads to form/form.css']);
  assert.deepEqual(against('core/new.mjs', "import './no.mjs';"), ['core/new.mjs leads to core/no.mjs, which there is not']);
  assert.deepEqual(against('misc/new.mjs', ''), ['misc/new.mjs is in no room of the plan']);
  const circle = against('core/heap.mjs', "import './core_start.mjs';").concat(
    against('core/core_start.mjs', "import './page_worker.mjs';"),
  );
  assert.deepEqual(circle, ['core_start', 'page_worker'].map((name) => `core/${name}.mjs leads to itself`));
});

test('nothing lies loose in web/ but what must for its address', () => {
  const entries = readdirSync(web, { withFileTypes: true });
  const names = (wanted) => entries.filter((each) => each.isDirectory() === wanted).map(({ name }) => name);
  assert.deepEqual(names(false).sort(), kTop);
  assert.deepEqual(names(true).sort(), [...Object.keys(kArrows), ...kContent].sort());
  const scripts = filesBelow(web).filter((name) => kContent.includes(roomOf(name)) && /\.m?js$/.test(name));
  assert.deepEqual(scripts, []);
});

test('what speaks when nothing else has arrived stands alone', () => {
  assert.deepEqual([...leadsTo('load/rescue.js', files.get('load/rescue.js'))], []);
});
