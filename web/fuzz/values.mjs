// Addresses, files and saved sessions for fuzz.mjs: right ones, wrong ones and very wrong ones.

const kJunk = [
  ...['', '-1', '0', '1e999', 'nan', 'inf', '1,5', '0x10', '3.5', '99999999999999999999999'],
  ...['three', '%00', '%FF%FE', '%F0%9F%98%80', '<script>alert(1)</script>', '__proto__', ';;;,,,'],
  ...['1,,2', '9999999', '1,2,3,4,5,6,7,8,9,10,11,12,13', '-4', '%', 'a'.repeat(3000)],
  ...['√|x|²⁻', 'y = 0,5x', 'sin x/2', '1,5|2|0;3|4|1', '1,2,0\r\n3,4,1', 'NA,NA,1'],
];

const kWrongHashes = [
  ...[
    '',
    '=',
    '&&&&',
    '%%%',
    'lab',
    'lab=',
    '=saddle',
    'rate=1',
    'javascript:alert(1)',
    '\u{1F600}',
  ],
  ...['lab=no-such-lab', 'lab=%00%01%02', 'lab=../../etc/passwd', '#lab=saddle', '{"lab":"gd"}'],
];

/** An address (without '#'): mostly of the present lab, with values in and out of range. */
export function makeHash(chance, labs, { id: present, params = [] }) {
  if (chance.random() < 0.15) return chance.pick(kWrongHashes);
  if (chance.random() < 0.1) return `lab=${chance.pick(labs)?.id ?? 'gd'}&play=1`;
  const parts = [`lab=${present}`];
  for (let i = chance.below(4); i > 0 && params.length > 0; i -= 1) {
    const { id, kind, min = 0, max = 1, choices, default: usual } = chance.pick(params);
    const kinds = [chance.pick(kJunk), String(usual), String(min - 1), String(max * 10)];
    if (choices) kinds.push(...choices.map((choice) => choice.id));
    if (kind === 'real') kinds.push(String(min + chance.random() * (max - min)), String(min));
    if (kind === 'integer') kinds.push(String(Math.min(max, min + chance.below(10))));
    parts.push(`${id}=${chance.pick(kinds)}`);
  }
  if (chance.random() < 0.4) parts.push(`seed=${chance.pick([1, 7, ...kJunk])}`);
  if (chance.random() < 0.3) parts.push(`preset=${chance.pick(['none', ...kJunk])}`);
  if (chance.random() < 0.7) parts.push('play=1');
  // Sometimes an embedded face, which the next address ends.
  if (chance.random() < 0.1) parts.push('embed=true', 'show=rate,depth');
  return parts.join('&');
}

/** A saved session, whole or changed in one place. */
export function makeRecipe(chance, recipe) {
  if (recipe.error || chance.random() < 0.2) return chance.pick([null, 7, [], {}, { lab: 7 }]);
  const copy = structuredClone(recipe);
  const key = chance.pick(Object.keys(copy));
  // Not millions of steps to repeat: a long computation is no error.
  copy.steps = Math.min(copy.steps ?? 0, 200);
  if (chance.random() < 0.4) copy[key] = chance.pick([null, -1, 'x', [], {}, [null], { a: 1 }]);
  if (chance.random() < 0.1) delete copy[key];
  return copy;
}

function table(chance, junk) {
  const cell = () => (chance.random() * 4 - 2).toFixed(3);
  const rows = Array.from({ length: 3 + chance.below(80) }, () =>
    [cell(), cell(), chance.below(2)].join(','),
  );
  if (junk)
    rows[chance.below(rows.length)] = chance.pick(['1,2', 'a,b,c', ',,,', '1e999,0,1', '"']);
  return `x,y,class\n${rows.join('\n')}\n`;
}

/** [name, text, type] of a file somebody drops. */
export function makeFile(chance, recipe) {
  const whole = JSON.stringify(makeRecipe(chance, recipe));
  return chance.pick([
    () => ['experiment.json', whole, 'application/json'],
    () => ['cut.json', whole.slice(0, chance.below(whole.length)), ''],
    () => ['points.csv', table(chance, false), 'text/csv'],
    () => ['broken.csv', table(chance, true), 'text/csv'],
    () => ['empty.csv', '', ''],
    () => ['deep.json', '['.repeat(5000), ''],
    () => ['binary.csv', '\0\u0001\uFFFF', ''],
    () => ['picture.png', 'PNG', 'image/png'],
    () => ['words.txt', 'neither, this\nnor that\n', 'text/plain'],
  ])();
}
