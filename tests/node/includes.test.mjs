// Precompiled headers hide what a file of C++ does not include itself: here each must name what it uses.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesBelow } from '../../cmake/files.mjs';

const clone = process.env.BASIN_CLONE ?? '.';
const calls = (...names) => new RegExp(`\\bstd::(ranges::)?(${names.join('|')})\\(`);

// The headers of cmake/rooms.cmake, and names that stand for each.
const kNames = {
  algorithm: calls(
    ...['sort', 'stable_sort', 'max', 'min', 'clamp', 'find', 'find_if', 'find_if_not', 'any_of', 'all_of', 'none_of'],
    ...['count', 'count_if', 'max_element', 'min_element', 'minmax_element', 'transform', 'fill', 'reverse', 'remove'],
    ...['remove_if', 'nth_element', 'upper_bound', 'lower_bound', 'partition', 'stable_partition', 'equal', 'unique'],
    ...['rotate', 'copy', 'copy_n', 'copy_if'],
  ),
  array: /\bstd::(array<|to_array)/,
  cmath: calls(
    ...['sqrt', 'exp', 'log', 'log2', 'log10', 'log1p', 'expm1', 'pow', 'abs', 'isfinite', 'isnan', 'isinf', 'floor'],
    ...['ceil', 'round', 'lround', 'llround', 'hypot', 'tanh', 'sin', 'cos', 'tan', 'atan', 'atan2', 'acos', 'asin'],
    ...['sinh', 'cosh', 'erf', 'erfc', 'cbrt', 'fmod', 'copysign', 'ldexp', 'trunc', 'nextafter', 'signbit'],
  ),
  functional: /\bstd::(function<|greater|less<|plus<|hash<|invoke|ref\()/,
  limits: /\bstd::numeric_limits\b/,
  map: /\bstd::(multi)?map</,
  memory: /\bstd::(unique_ptr|shared_ptr|make_unique|make_shared)\b/,
  optional: /\bstd::(optional<|nullopt|make_optional)/,
  span: /\bstd::span\b/,
  string: /\bstd::(string|to_string)\b/,
  string_view: /\bstd::string_view\b/,
  utility: /\bstd::(pair[<{]|move\(|exchange\(|swap\(|forward<|make_pair\()/,
  variant: /\bstd::(variant<|visit\(|get_if|monostate|holds_alternative)/,
  vector: /\bstd::vector</,
};

const files = new Map();
for (const house of ['src', 'tests']) {
  for (const name of filesBelow(join(clone, house))) {
    if (!/\.(cpp|h)$/.test(name)) continue;
    const text = readFileSync(join(clone, house, name), 'utf8').replaceAll(/\/\/.*/g, '');
    files.set(name, { text, own: [...text.matchAll(/^#include (["<])([^">]+)/gm)] });
  }
}

/** The headers of others that `name` reaches through those of this house, itself among them. */
function reached(name, seen = new Set()) {
  const found = new Set();
  if (seen.has(name) || !files.has(name)) return found;
  seen.add(name);
  for (const [, sign, header] of files.get(name).own) {
    if (sign === '<') found.add(header);
    else for (const further of reached(header, seen)) found.add(further);
  }
  return found;
}

test('every file of C++ includes, itself or through our own headers, what it uses', () => {
  const rooms = readFileSync(join(clone, 'cmake/rooms.cmake'), 'utf8');
  for (const [, header] of rooms.matchAll(/<([a-z_]+)>/g)) assert.ok(header in kNames, header);
  assert.ok(files.size > 300);
  const missing = [];
  for (const [name, { text }] of files) {
    const headers = reached(name);
    for (const [header, used] of Object.entries(kNames)) {
      if (used.test(text) && !headers.has(header)) missing.push(`${name}: <${header}>`);
    }
  }
  assert.deepEqual(missing, []);
});
