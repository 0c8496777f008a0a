// What a reader downloads to see a lab does not grow with labs that are not opened: the built page is published with a
// made-up registry of forty labs, and what every start fetches is weighed before and after.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { filesBelow } from '../../cmake/files.mjs';
import { plan } from '../../cmake/plan.mjs';
import { render } from '../../cmake/publish.mjs';

const site = process.env.BASIN_SITE;
const skip = site ? false : 'BASIN_SITE does not name the built page';
const kLabs = 40;
const kMostForALab = 1.5 * 1024;

const text = (files, name) => files.get(name).toString();

/** The built page with made-up labs on a shelf of their own, each with all the files that a lab has. */
function withLabs(files, count) {
  const cards = JSON.parse(text(files, 'labs.json'));
  const words = [...new Set(cards.flatMap(({ title, claim, keywords }) => `${title} ${claim} ${keywords.join(' ')}`.split(/\s+/)))];
  const all = new Map(files);
  const made = [];
  let seed = 1;
  const pick = () => words[(seed = (seed * 16807) % 2147483647) % words.length];
  const sentence = (length) => Array.from({ length }, pick).join(' ');
  for (let i = cards.length; i < count; i += 1) {
    const id = `${pick().toLowerCase().replace(/[^a-z]/g, '') || 'lab'}-${i}`;
    made.push({ ...cards[i % cards.length], id, title: sentence(3), claim: sentence(14), shelf: 'features', group: 'Features', authors: sentence(3), keywords: [pick(), pick(), pick()] });
    for (const [name, bytes] of files) {
      const own = /^(labs|theory|strings)\/(.*\/)?saddle\.(json|html)$/.exec(name);
      if (own) all.set(name.replace('saddle', id), bytes);
    }
  }
  for (const kind of ['js', 'wasm']) all.set(`basin-core-features.${kind}`, files.get(`basin-core-tying.${kind}`));
  all.set('labs.json', Buffer.from(JSON.stringify([...cards, ...made])));
  const shelves = Object.fromEntries([...cards, ...made].map(({ id, shelf }) => [id, shelf]));
  const cores = text(files, 'core/cores.mjs').replace(/const kShelves = \{[^}]*\};/, () => `const kShelves = ${JSON.stringify(shelves)};`);
  assert.notEqual(cores, text(files, 'core/cores.mjs'));
  all.set('core/cores.mjs', Buffer.from(cores));
  return all;
}

/** Bytes of what every start fetches and what names labs, compressed: the rest is the same with any number of them. */
function weigh(files) {
  const planned = plan(files);
  const published = render(files, planned);
  const names = ['index.html', ...['load/load.mjs', 'core/cores.mjs', 'labs.json'].map((name) => planned.places[name])];
  return names.reduce((sum, name) => sum + brotliCompressSync(published.get(name)).length, 0);
}

test('a start grows by at most 1.5 KB for a lab on another shelf', { skip }, (context) => {
  const files = new Map(filesBelow(site).map((name) => [name, readFileSync(join(site, name))]));
  const now = JSON.parse(text(files, 'labs.json')).length;
  const [before, after] = [weigh(files), weigh(withLabs(files, kLabs))];
  const each = (after - before) / (kLabs - now);
  context.diagnostic(`${before} bytes with ${now} labs, ${after} with ${kLabs}: ${each.toFixed(0)} for each`);
  assert.ok(each > 50, 'labs that weigh nothing were not there');
  assert.ok(each <= kMostForALab);
});
