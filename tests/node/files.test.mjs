// Files of readers as text, whatever wrote them.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const web = pathToFileURL(join(process.env.BASIN_CLONE ?? '.', 'web/'));
const { decoded } = await import(new URL('input/files.mjs', web));

const bytes = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));

test('tables in the encodings of spreadsheets are text', () => {
  const text = 'Länge;Höhe\r\n1,5;−2\r\n';
  assert.equal(decoded(bytes(Buffer.from(text))), text);
  assert.equal(decoded(bytes([0xef, 0xbb, 0xbf], Buffer.from(text))), text);
  assert.equal(decoded(bytes([0xff, 0xfe], Buffer.from(text, 'utf16le'))), text);
  assert.equal(decoded(bytes([0xfe, 0xff], Buffer.from(text, 'utf16le').swap16())), text);
  assert.equal(decoded(bytes(Buffer.from('Länge;Höhe', 'latin1'))), 'Länge;Höhe');
  assert.equal(decoded(bytes([])), '');
});

test('what is no text is none', () => {
  assert.throws(() => decoded(bytes([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13])));
  assert.throws(() => decoded(bytes([0, 0, 0])));
  assert.throws(() => decoded(bytes([0xff, 0xfe, 0x31, 0x00, 0x32])));
});
