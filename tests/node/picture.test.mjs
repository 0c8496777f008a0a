// Pictures as text: every output of every lab becomes an SVG which is well-formed, says what it shows,
// and needs nothing that strict pages forbid.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { inflateSync } from 'node:zlib';
import { numberText, toNumber } from '../../web/numbers.mjs';
import { dataOf, isDrawn, picturesOf, pictureLines } from '../../web/picture/words.mjs';
import { pngUri } from '../../web/picture/png.mjs';
import { scale, ticks, tickText } from '../../web/picture/axes.mjs';
import { svgPicture } from '../../web/picture/svg.mjs';

const path = process.env.BASIN_CORE;
const skip = path ? false : 'BASIN_CORE does not name the built module';
const basin = path ? await (await import(pathToFileURL(path).href)).default() : null;

/** Fails unless the tags of `xml` match each other; returns the names of its elements. */
function elementsOf(xml) {
  const open = [];
  const names = [];
  const text = xml.replace(
    /<(\/?)([a-zA-Z]+)((?:\s+[a-zA-Z:-]+="[^"<]*")*)\s*(\/?)>/g,
    (all, end, name, rest, alone) => {
      if (end) assert.equal(open.pop(), name);
      else {
        names.push(name);
        if (!alone) open.push(name);
      }
      return '';
    },
  );
  assert.deepEqual(open, []);
  assert.doesNotMatch(text, /[<>]/);
  assert.doesNotMatch(text.replace(/&(amp|lt|gt|quot);/g, ''), /&/);
  return names;
}

test('every picture of every lab is drawn', { skip }, () => {
  for (const { id } of basin.list()) {
    const session = basin.session(id);
    const lab = basin.describe(id);
    let drawn = 0;
    for (const steps of [0, 1, 120]) {
      session.advance(steps);
      const frame = session.frame();
      for (const output of picturesOf(lab)) {
        const where = `${id} ${output.id} after ${steps} steps`;
        for (const dark of [false, true]) {
          const svg = svgPicture(lab, frame, output.id, { dark, width: 480, height: 320 });
          const names = elementsOf(svg);
          assert.equal(names[0], 'svg', where);
          assert.deepEqual(names.slice(1, 3), ['title', 'desc'], where);
          assert.doesNotMatch(svg, /NaN|undefined|Infinity|style=|<style|<script/, where);
          assert.match(
            svg,
            /role="img" aria-labelledby="([^"]+)-title" aria-describedby="\1-desc"/,
          );
          assert.equal(svg.includes('Nothing measured yet</text>'), !isDrawn(output, frame), where);
        }
        if (isDrawn(output, frame)) drawn += steps === 120;
        const lines = pictureLines(output, frame);
        assert.ok(lines.length > 0 && lines.every((line) => line.length > 3), where);
        assert.doesNotMatch(lines.join('\n'), /NaN|undefined|null/, where);
      }
    }
    assert.ok(drawn > 0, `${id} shows something`);
    session.free();
  }
});

const lab = (output) => ({
  id: 'test',
  outputs: [{ id: 'o', label: 'Output', help: 'What it is', ...output }],
});
const series = (curves, axes = {}) => [
  lab({
    kind: 'series',
    x: { symbol: 't', meaning: 'step', scale: 'linear' },
    y: { symbol: 'L', meaning: 'loss', scale: 'linear' },
    ...axes,
  }),
  { series: { o: { panels: [{ title: '', curves }] } }, fields: {}, points: {}, graphs: {} },
];
const curve = (more) => ({
  name: 'a <b> & "c"',
  style: 'line',
  role: 'measured',
  x: [0, 1, 2],
  y: [1, 2, 4],
  ...more,
});

test('theory is dashed, measurements are solid', () => {
  const dashes = (role) =>
    svgPicture(...series([curve({ role })]), 'o', { decorative: true }).match(/stroke-dasharray/g)
      ?.length ?? 0;
  assert.equal(dashes('measured'), 0);
  assert.equal(dashes('theory'), 2); // The curve and its line in the legend.
});

test('names and missing numbers do no harm', () => {
  const broken = curve({ y: [null, 'Infinity', '-Infinity'] });
  for (const curves of [[curve()], [broken], [curve({ x: [], y: [] })], []]) {
    const svg = svgPicture(...series(curves), 'o');
    elementsOf(svg);
    assert.doesNotMatch(svg, /NaN|Infinity/);
  }
  assert.throws(() => svgPicture(...series([]), 'nowhere'), /no picture 'nowhere'/);
});

test('on a logarithmic axis what is not positive has no place', () => {
  const [description, frame] = series([curve({ y: [0, 1e-6, 100] })], {
    y: { symbol: 'L', meaning: 'loss', scale: 'log' },
  });
  const svg = svgPicture(description, frame, 'o');
  assert.match(svg, /10⁻⁴|10⁻⁶/);
  assert.doesNotMatch(svg, /NaN|Infinity/);
});

test('lines say where a curve ends', () => {
  const [description, frame] = series([curve({ name: 'training' })]);
  assert.deepEqual(pictureLines(description.outputs[0], frame), [
    'Across: t step, from 0 to 2. Up: L loss.',
    'training: 3 points, from 1 to 4, last 4 at 2',
  ]);
  assert.deepEqual(pictureLines(description.outputs[0], { ...frame, series: {} }), [
    'Nothing measured yet.',
  ]);
  assert.equal(dataOf(description.outputs[0], frame), frame.series.o);
});

test('ticks and numbers', () => {
  assert.deepEqual(ticks({ lo: -1.1, hi: 1.1 }, 4), [-1, 0, 1]);
  assert.deepEqual(ticks({ lo: 0, hi: 1 }, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticks({ lo: 0.01, hi: 1000, log: true }, 10), [0.01, 0.1, 1, 10, 100, 1000]);
  assert.deepEqual(
    [0, 0.2, -5, 20000, 1e-5, 3e6].map((v) => tickText(v, true)),
    ['0', '0.2', '−5', '20000', '10⁻⁵', '3·10⁶'],
  );
  assert.deepEqual(
    [0, 3, 0.99999, -0.0314159, 1234.5, 1e-7, null, 'Infinity'].map((v) => numberText(v)),
    ['0', '3', '1.00', '−0.0314', '1235', '1.00e−7', '–', '∞'],
  );
  assert.ok(Number.isNaN(toNumber(null)));
  assert.equal(scale(1, 100, 0, 10, true)(10), 5);
});

test('a PNG holds the indices it was given', () => {
  const indices = Array.from({ length: 300 * 300 }, (_, i) => i % 3);
  const bytes = Buffer.from(
    pngUri(300, 300, indices, [
      [0, 0, 0],
      [9, 9, 9],
      [255, 0, 0],
    ]).split(',')[1],
    'base64',
  );
  const at = bytes.indexOf('IDAT');
  const data = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
  assert.equal(data.length, 300 * 301);
  assert.deepEqual([...data.subarray(301, 305)], [0, 0, 1, 2]);
});
