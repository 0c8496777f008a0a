// Links as mail programs, chats and editors leave them.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const web = pathToFileURL(join(process.env.BASIN_CLONE ?? '.', 'web/'));
const { mend } = await import(new URL('state/mend.mjs', web));

const tables = {
  params: [
    { id: 'rate', kind: 'real' },
    { id: 'start-y', kind: 'real' },
    { id: 'depth', kind: 'integer' },
    { id: 'widths', kind: 'integer-list' },
    { id: 'tied', kind: 'boolean' },
    { id: 'start', kind: 'choice', choices: [{ id: 'random' }, { id: 'far' }] },
    { id: 'formula', kind: 'text' },
  ],
  presets: [{ id: 'two-saddles' }],
};
const labs = { has: (id) => ['saddle', 'square-wave'].includes(id), tables: async () => tables };

/** What a system made of a link, and what was meant. */
const kLinks = [
  // Separators, encoded and escaped.
  ['lab=saddle&amp;rate=0.2', 'lab=saddle&rate=0.2'],
  ['lab=saddle&amp;amp;rate=0.2&#38;seed=7', 'lab=saddle&rate=0.2&seed=7'],
  ['lab%3Dsaddle%26rate%3D0.2', 'lab=saddle&rate=0.2'],
  ['lab%253Dsaddle%2526rate%253D0.2', 'lab=saddle&rate=0.2'],
  ['lab%3dsaddle%26formula%3Dsin%2528x%2529', 'lab=saddle&formula=sin(x)'],
  ['lab=saddle%26rate%3D0.2', 'lab=saddle&rate=0.2'],
  ['lab%3Dsaddle%26amp%3Brate%3D0.2', 'lab=saddle&rate=0.2'],
  ['lab=saddle\\u0026rate=0.2', 'lab=saddle&rate=0.2'],
  ['lab\\u003dsaddle\\u0026rate\\u003d0.2', 'lab=saddle&rate=0.2'],
  ['lab=3Dsaddle&rate=3D0.2', 'lab=saddle&rate=0.2'],
  // Where the link begins.
  ['#lab=saddle', 'lab=saddle'],
  ['/lab=saddle', 'lab=saddle'],
  ['!lab=saddle', 'lab=saddle'],
  ['?lab=saddle&rate=0.2', 'lab=saddle&rate=0.2'],
  ['https://example.org/basin/#lab=saddle&rate=0.2', 'lab=saddle&rate=0.2'],
  // What a sentence goes on with.
  ['lab=saddle.', 'lab=saddle'],
  ['lab=saddle),', 'lab=saddle'],
  ['lab=saddle%EF%BC%89%E3%80%82', 'lab=saddle'],
  ['lab=saddle&rate=0.2)', 'lab=saddle&rate=0.2'],
  ['lab=saddle&rate=0.2.', 'lab=saddle&rate=0.2'],
  ['lab=saddle&depth=3%22%3E', 'lab=saddle&depth=3'],
  ['lab=saddle&seed=7;', 'lab=saddle&seed=7'],
  ['lab=saddle&widths=4,2)', 'lab=saddle&widths=4,2'],
  ['lab=saddle&start=far!', 'lab=saddle&start=far'],
  ['lab=saddle&play=0.', 'lab=saddle&play=0'],
  ['lab=saddle&locale=de.', 'lab=saddle&locale=de'],
  // Capitals, dashes, quotes.
  ['lab=Saddle', 'lab=saddle'],
  ['LAB=SADDLE&Rate=0.2&START=FAR', 'lab=saddle&rate=0.2&start=far'],
  ['lab=square%E2%80%91wave', 'lab=square-wave'],
  ['lab=%E2%80%9Csaddle%E2%80%9D', 'lab=saddle'],
  ['lab=saddle&start_y=%E2%88%920.3', 'lab=saddle&start-y=-0.3'],
  ['lab=saddle&preset=Two%E2%80%93Saddles', 'lab=saddle&preset=two-saddles'],
  ['lab=saddle&locale=de_DE', 'lab=saddle&locale=de-DE'],
  ['lab=saddle&show=Rate,start', 'lab=saddle&show=rate,start'],
  // Blanks, seen and unseen.
  ['lab=saddle%C2%A0', 'lab=saddle'],
  ['lab=sad%C2%ADdle%E2%80%8B', 'lab=saddle'],
  ['lab=saddle&rate=0.2%C2%A0', 'lab=saddle&rate=0.2'],
  ['lab=saddle&rate=0.2%E2%80%8B', 'lab=saddle&rate=0.2'],
  ['lab=saddle&rate=0.2%0D%0A', 'lab=saddle&rate=0.2'],
  ['lab=saddle&rate=0.2%0A&seed=7%0D', 'lab=saddle&rate=0.2&seed=7'],
  ['lab=saddle&formula=sin(x)%E2%80%8B', 'lab=saddle&formula=sin(x)'],
  // Decimal commas, and what systems add.
  ['lab=saddle&rate=0,2', 'lab=saddle&rate=0.2'],
  ['lab=saddle&utm_source=x&fbclid=Iw', 'lab=saddle'],
  ['lab=saddle?utm_source=x', 'lab=saddle'],
];

test('what a system made of a link is undone', async () => {
  for (const [made, meant] of kLinks) assert.equal(await mend(made, labs), meant, made);
});

test('what is right, and what nobody can know, stays', async () => {
  const kept = [
    '',
    'lab=saddle&rate=1e-06&seed=7&play=1',
    'lab=saddle&rate=-.5',
    'lab=saddle&formula=sin(2*x)%20%2B%20x%5E2',
    'lab=saddle&formula=a%26b%3Dc',
    'lab=saddle&goal=low:%20value%3C0.1%20%26%20step%3C9',
    'lab=saddle&rate=fast',
    'lab=saddle&rate=1,500',
    'lab=saddle&rate=50%25',
    'lab=saddle&rate=1e999',
    'lab=saddle&depth=-3',
    'lab=saddle&nothing=3.',
    'lab=sadle&rate=0.2.',
    'lab=%00%01%02',
    'seed=7',
    'play',
  ];
  for (const hash of kept) assert.equal(await mend(hash, labs), hash, hash);
});

test('a mended link is mended to itself, and no text is refused', async () => {
  for (const [, meant] of kLinks) assert.equal(await mend(meant, labs), meant);
  for (const odd of ['=', '&&&&', '%', '%%%', '%ff%fe', '=saddle', '{"lab":"saddle"}', '\u{1F600}', 'lab=%00']) {
    const once = await mend(odd, labs);
    assert.equal(await mend(once, labs), once, odd);
  }
});
