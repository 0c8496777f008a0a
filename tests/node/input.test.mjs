// What the page takes of what its reader brings: the clipboard's shapes of one thing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meant } from '../../web/input/files.mjs';

test('of a clipboard that holds one thing in several shapes, what was copied is taken', () => {
  const picture = { name: 'image.png', type: 'image/png' };
  const table = { name: 'points.csv', type: '' };
  const saved = { name: 'basin.bin', type: 'application/json' };
  const cells = '1\t2\t0\n2\t1\t1\n';
  assert.deepEqual(meant(cells, [picture]), { text: cells }, 'cells of a spreadsheet');
  assert.deepEqual(meant(cells, []), { text: cells });
  assert.deepEqual(meant(cells, [table]), { text: cells });
  assert.deepEqual(meant('', [picture]), { files: [picture] }, 'only a picture, which is then refused by its name');
  assert.deepEqual(meant(' \n', [picture]), { files: [picture] });
  for (const name of ['points.csv', '/home/me/points.csv', 'file:///home/me/points.csv\n'])
    assert.deepEqual(meant(name, [table]), { files: [table] }, 'a file of a file manager');
  assert.deepEqual(meant('', [picture, saved]), { files: [saved] }, 'what can be read');
  assert.deepEqual(meant('image.png', [picture]), { text: 'image.png' });
  assert.deepEqual(meant('', []), { text: '' });
});
