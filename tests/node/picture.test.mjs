// Pictures as text: every output of every lab becomes an SVG which is well-formed, says what it shows,
// and needs nothing that strict pages forbid.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { inflateSync } from 'node:zlib';
import { numberText, shortNumber, toNumber } from '../../web/words/numbers.mjs';
import { dataOf, isDrawn, picturesOf, pictureLines } from '../../web/picture/words.mjs';
import { colourAt, colours, contrast, hex } from '../../web/picture/colours.mjs';
import { isolines, scaled } from '../../web/picture/contours.mjs';
import { imageOf } from '../../web/picture/field.mjs';
import { pngUri } from '../../web/picture/png.mjs';
import { scale } from '../../web/picture/axes.mjs';
import { axisTicks, tickTexts } from '../../web/picture/ticks.mjs';
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

/** The table both the app's and the scripts' colours are held to (tests/gfx/colormap_test.cpp). */
const table = new Map(
  readFileSync(new URL('../gfx/colours.inc', import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, first]) => first)
    .map(([name, ...list]) => [name, list]),
);
const slots = (dark) => table.get(dark ? 'slots-dark' : 'slots-light');

test('colours are those of the table', () => {
  const places = [0, 0.1, 0.25, 0.4, 0.5, 0.65, 0.85, 1];
  const map = (look) => places.map((share) => hex(colourAt(share, look)));
  for (const dark of [false, true]) {
    assert.deepEqual(
      slots(dark).map((_, i) => colours(dark).slot(i)),
      slots(dark),
    );
    const name = dark ? 'diverging-dark' : 'diverging-light';
    assert.deepEqual(map({ diverging: true, dark }), table.get(name));
  }
  assert.deepEqual(map({}), table.get('lagoon'));
});

/** What is drawn solid, dashed or filled in a picture, in its order: [colour, dashed]. */
const strokes = (svg) =>
  [...svg.matchAll(/<path [^>]*fill="none" stroke="(#\w+)" stroke-width="(?:1\.2|2|2\.2|2\.6)"[^>]*>/g)].map(
    ([all, colour]) => [colour, all.match(/dasharray="([\d ]+)"/)?.[1] ?? ''],
  );

/** How a curve is to be drawn: [colour, dashes], whichever pattern of dashes. */
function lookOf({ colour, role }, dark) {
  const ink = colours(dark);
  if (role === 'theory') return [ink.ink, true];
  if (role === 'guide') return [ink.muted, true];
  return [role === 'context' ? ink.pale(colour) : slots(dark)[colour % 7], false];
}

test('every curve has the colour of its role and slot, and is dashed where it is theory', { skip }, () => {
  let checked = 0;
  for (const { id } of basin.list()) {
    const session = basin.session(id);
    session.advance(120);
    const [about, frame] = [basin.describe(id), session.frame()];
    session.free();
    const shown = picturesOf(about).filter((output) => isDrawn(output, frame));
    for (const output of shown.filter(({ kind }) => kind === 'series')) {
      const { panels } = dataOf(output, frame);
      const drawn = panels
        .flatMap(({ curves }) => curves)
        .filter(({ style }) => style === 'line');
      for (const dark of [false, true]) {
        const svg = svgPicture(about, frame, output.id, { dark, decorative: true });
        const wanted = drawn.map((curve) => lookOf(curve, dark).join(' ')).sort();
        const seen = strokes(svg).map(([colour, dashes]) => `${colour} ${dashes !== ''}`);
        assert.deepEqual(seen.sort(), wanted, `${id} ${output.id}`);
        checked += wanted.length;
      }
    }
  }
  assert.ok(checked > 100, `${checked} curves`);
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
  { series: { o: { columns: 1, panels: [{ title: '', curves }] } }, fields: {}, points: {}, graphs: {} },
];
const curve = (more) => ({
  name: 'a <b> & "c"',
  style: 'line',
  role: 'measured',
  colour: 0,
  x: [0, 1, 2],
  y: [1, 2, 4],
  ...more,
});

test('theory is drawn last, in ink', () => {
  const ink = colours(false);
  const svg = svgPicture(
    ...series([curve({ role: 'theory' }), curve(), curve({ role: 'guide' }), curve({ role: 'context' })]),
    'o',
    { decorative: true },
  );
  assert.deepEqual(strokes(svg), [
    [ink.muted, '2 4'],
    [ink.pale(0), ''],
    [slots(false)[0], ''],
    [ink.ink, '7 5'],
  ]);
});

test('curves and marks stand out on their paper', () => {
  const bytes = (text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
  for (const dark of [false, true]) {
    const ink = colours(dark);
    for (let i = 0; i < 7; i += 1) {
      for (const colour of [ink.slot(i), ink.pale(i)]) {
        assert.ok(contrast(bytes(colour), bytes(ink.panel)) >= 3, `${colour} on ${ink.panel}`);
      }
    }
    for (const colour of [ink.ink, ink.muted]) {
      assert.ok(contrast(bytes(colour), bytes(ink.panel)) >= 4.5, colour);
    }
  }
});

test('the legend is below the plot, and a line of it never leaves the picture', () => {
  const many = Array.from({ length: 9 }, (_, i) => curve({ name: `curve number ${i}`, colour: i }));
  const svg = svgPicture(...series(many), 'o', { decorative: true, width: 360, height: 300 });
  const texts = [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)/g)];
  const named = texts.filter(([, , , text]) => text.startsWith('curve number'));
  const axis = texts.find(([, , , text]) => text === 'step t');
  assert.equal(named.length, 9);
  for (const [, x, y] of named) assert.ok(Number(y) > Number(axis[2]) && Number(x) < 360);
});

test('theory is dashed, measurements are solid', () => {
  const dashes = (role) =>
    svgPicture(...series([curve({ role })]), 'o', { decorative: true }).match(/stroke-dasharray/g)
      ?.length ?? 0;
  assert.equal(dashes('measured'), 0);
  assert.equal(dashes('theory'), 2); // The curve and its line in the legend.
});

test('a point that no line leads to is a dot', () => {
  const dotsOf = (more) =>
    svgPicture(...series([curve(more)]), 'o', { decorative: true }).match(/M[\d. ]+h0/g)?.length ?? 0;
  assert.equal(dotsOf({}), 0);
  assert.equal(dotsOf({ x: [0], y: [1] }), 1);
  assert.equal(dotsOf({ x: [0, 1, 2, 3, 4, 5, 6], y: [1, null, 2, 3, null, 4, null] }), 2);
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
    'Across: step t, from 0 to 2. Up: loss L.',
    'training: 3 points, from 1 to 4, last 4 at 2',
  ]);
  assert.deepEqual(pictureLines(description.outputs[0], { ...frame, series: {} }), [
    'Nothing measured yet.',
  ]);
  assert.equal(dataOf(description.outputs[0], frame), frame.series.o);
});

const plane = (data, more = {}) => [
  lab({ kind: data.values ? 'field' : 'points', x: { symbol: 'x', meaning: '', scale: 'linear' }, ...more }),
  {
    series: {},
    graphs: {},
    [data.values ? 'fields' : 'points']: { o: { x: [-1, 1], y: [-1, 1], paths: [], marks: [], ...data } },
  },
];

test('points have their class in colour and shape, and one that can be dragged has a ring', () => {
  const mark = (more) => ({ name: 'm', class: 0, x: [0, 0.5], y: [0, 0.5], ...more });
  const draw = (marks, dark) => svgPicture(...plane({ marks }), 'o', { dark, decorative: true });
  for (let each = 0; each < 7; each += 1) {
    assert.ok(draw([mark({ class: each })], true).includes(slots(true)[each]), `class ${each}`);
  }
  const shapes = new Set(
    [0, 1, 2, 3, 4, 5].map((each) => draw([mark({ class: each })]).replace(/#\w{6}/g, '')),
  );
  assert.equal(shapes.size, 6);
  const handle = draw([mark({ class: 3, handle: true })]);
  assert.match(handle, new RegExp(`stroke="${colours(false).ink}" stroke-width="19"`));
});

test('a path has its own colour, and a mark at its end does not name it again', () => {
  const path = { name: 'way', role: 'measured', colour: 3, x: [0, 0.5], y: [0, 0.5] };
  const end = { name: 'way now', class: 3, x: [0.5], y: [0.5] };
  const svg = svgPicture(...plane({ paths: [path], marks: [end] }), 'o', { decorative: true });
  assert.match(svg, new RegExp(`stroke="${slots(false)[3]}" stroke-width="2.6"`));
  assert.match(svg, />way</);
  assert.doesNotMatch(svg, />way now</);
});

const field = (more) => ({ nx: 3, ny: 2, map: 'sequential', values: [0, 1, 10, 0, 1, 100], ...more });

test("a field's colours end where the frame says", () => {
  assert.deepEqual([scaled(field()).lo, scaled(field()).hi], [0, 100]);
  const given = scaled(field({ range: [-2, 8] }));
  assert.deepEqual([given.lo, given.hi], [-2, 8]);
  const even = scaled(field({ map: 'diverging', range: [-2, 8] }));
  assert.deepEqual([even.lo, even.hi], [-8, 8]);
  const [description, frame] = plane(field({ range: [-2, 8] }));
  assert.match(svgPicture(description, frame, 'o'), />−2<.*>8</);
});

test('logarithmic colours tell small values apart', () => {
  const spread = scaled(field({ logColour: true }));
  const share = (value) => (value - spread.lo) / (spread.hi - spread.lo);
  assert.ok(share(spread.values[1]) > 0.3 && share(spread.values[2]) > 0.6);
  assert.ok(Math.abs(spread.invert(spread.hi) - 100) < 1e-9);
  assert.ok(Math.abs(spread.invert(spread.values[2]) - 10) < 1e-9);
});

test('lines of equal value run around what they enclose, and along a slope', () => {
  const n = 9;
  const at = (i) => [(i % n) - 4, Math.floor(i / n) - 4];
  const bowl = Array.from({ length: n * n }, (_, i) => Math.hypot(...at(i)));
  const [ring, ...others] = isolines({ values: bowl, nx: n, ny: n }, 2.5);
  assert.equal(others.length, 0);
  assert.deepEqual(ring[0], ring.at(-1));
  for (const [x, y] of ring) assert.ok(Math.abs(Math.hypot(x - 4, y - 4) - 2.5) < 0.1);
  const slope = Array.from({ length: n * n }, (_, i) => at(i)[0]);
  const [line] = isolines({ values: slope, nx: n, ny: n }, 0.5);
  assert.equal(line.length, n);
  assert.ok(line.every(([x]) => Math.abs(x - 4.5) < 1e-9));
  assert.deepEqual(isolines({ values: slope, nx: n, ny: n }, 0.5, () => true), []);
});

test('panels have common axes where the lab says so', () => {
  const panels = [1, 1000].map((top) => ({ title: '', curves: [curve({ y: [0, top / 2, top] })] }));
  const draw = (more) => {
    const [description, frame] = series([], more);
    frame.series.o = { columns: 2, panels };
    return svgPicture(description, frame, 'o', { decorative: true });
  };
  assert.equal(draw({ commonRange: true }).match(/>1000</g).length, 2);
  assert.equal(draw({}).match(/>1000</g).length, 1);
});

test('units are drawn in colours even about 0, weights as lines, a minus on the negative', () => {
  const node = (layer, picture) => ({ layer, label: 'u', value: 0, picture });
  const net = {
    title: '',
    nodes: [node(0, { nx: 2, ny: 2, values: [-1, 0, 0, 0.5] }), node(1)],
    edges: [{ from: 0, to: 1, weight: -2 }],
  };
  const graph = (weight) => ({ o: { nets: [{ ...net, edges: [{ ...net.edges[0], weight }] }] } });
  const draw = (weight) =>
    svgPicture(lab({ kind: 'graph' }), { graphs: graph(weight) }, 'o', { decorative: true });
  assert.equal(draw(-2).match(/<circle/g)?.length, 1);
  assert.equal(draw(2).match(/<circle/g), null);
  assert.match(draw(2), /<image/);
});

test('ticks and numbers', () => {
  // As the app writes them (tests/app/ticks_test.cpp).
  const texts = (axis, lo, hi, count) => tickTexts(axis, axisTicks(axis, lo, hi, count));
  const log = { scale: 'log' };
  assert.deepEqual(texts({}, 0, 1, 5), ['0', '0.2', '0.4', '0.6', '0.8', '1.0']);
  assert.deepEqual(texts({}, -1, 1, 3), ['−1', '0', '1']);
  assert.deepEqual(texts({}, 0, 2e-5, 2), ['0', '1·10⁻⁵', '2·10⁻⁵']);
  assert.deepEqual(texts(log, 1, 1000, 5), ['1', '10', '100', '1000']);
  assert.deepEqual(texts(log, 2, 2560, 2), ['10', '100', '1000']);
  assert.deepEqual(texts(log, 1e-8, 1, 4), ['10⁻⁸', '10⁻⁶', '10⁻⁴', '10⁻²', '10⁰']);
  assert.deepEqual(texts({ turn: 360 }, 0, 350, 4), ['0', 'π/2', 'π', '3π/2']);
  assert.deepEqual(axisTicks(log, -1, 1, 5), []);
  assert.deepEqual(
    [0, 0.1 + 0.2, -5, 20000, 1e-5, -1e7, 3e6].map(shortNumber),
    ['0', '0.3', '−5', '20000', '10⁻⁵', '−10⁷', '3·10⁶'],
  );
  assert.deepEqual(
    [0, 3, 0.99999, -0.0314159, 1234.5, 1e-7, null, 'Infinity'].map((v) => numberText(v)),
    ['0', '3', '1.00', '−0.0314', '1235', '1.00·10⁻⁷', '–', '∞'],
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
  // The index behind the last colour is a hole.
  const alpha = bytes.indexOf('tRNS');
  assert.deepEqual([...bytes.subarray(alpha + 4, alpha + 8)], [255, 255, 255, 0]);
});

test('values of separate settings are flat cells around their places', () => {
  const draw = (more) => svgPicture(...plane(field(more)), 'o', { decorative: true });
  const smooth = draw({});
  const cells = draw({ cells: true });
  assert.match(cells, /image-rendering="pixelated"/);
  assert.doesNotMatch(smooth, /image-rendering/);
  // No lines lie between settings that were never run: all that is left of paths is the axes'.
  const paths = (svg) => svg.match(/<path/g)?.length ?? 0;
  assert.ok(paths(cells) < paths(smooth));
  // The first of three values is in the middle of its cell, a sixth of the width inside.
  const marks = [{ name: 'm', class: 0, x: [-1], y: [0] }];
  const [, left] = draw({ cells: true }).match(/<clipPath[^>]*><rect x="([\d.]+)"/);
  const [, width] = draw({ cells: true }).match(/<clipPath[^>]*><rect [^>]*width="([\d.]+)"/);
  const [, at] = draw({ cells: true, marks }).match(/clip-path.*?M([\d.]+) [\d.]+h0/);
  assert.ok(Math.abs(Number(at) - (Number(left) + Number(width) / 6)) < 0.1);
});

test('what has no value in a field is a hole', () => {
  const palette = [
    [0, 0, 0],
    [255, 255, 255],
  ];
  const image = imageOf({ values: [0, NaN, null, 1], nx: 2, ny: 2 }, { lo: 0, hi: 1 }, palette);
  const bytes = Buffer.from(image.split(',')[1], 'base64');
  const at = bytes.indexOf('IDAT');
  const rows = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
  assert.deepEqual([...rows], [0, 2, 1, 0, 0, 2]); // The upper row first, each after its filter.
});
