// One output of a frame as an accessible SVG, from nothing but the JSON that describe() and frame()
// give: a pure function of its arguments, in a browser, a worker or Node.

import { t } from '../words/strings.mjs';
import { escaped, kSmall, tag, words } from './axes.mjs';
import { colours } from './colours.mjs';
import { planeMarkup } from './field.mjs';
import { graphMarkup } from './graph.mjs';
import { leastHeight, seriesMarkup } from './series.mjs';
import { dataOf, isDrawn, pictureLines } from './words.mjs';

const kWriters = {
  series: seriesMarkup,
  field: planeMarkup,
  points: planeMarkup,
  graph: graphMarkup,
};
const kFamily = "'Basin Sans', 'IBM Plex Sans', system-ui, sans-serif";

/**
 * The SVG of the output `id` of a lab. `lab` is what describe() gives, `frame` what frame() gives.
 * Options: `width` and `height` in pixels (many panels take more height), `dark`; `idPrefix` where one
 * page holds the same picture twice; `decorative` leaves out title and description, for a picture whose
 * words stand beside it.
 */
export function svgPicture(
  lab,
  frame,
  id,
  {
    width = 640,
    height: wanted = 400,
    dark = false,
    idPrefix = `picture-${lab.id}`,
    decorative = false,
  } = {},
) {
  const output = lab.outputs.find((each) => each.id === id);
  const write = kWriters[output?.kind];
  if (!write) throw new Error(`${lab.id} has no picture '${id}'`);
  const ink = colours(dark);
  const prefix = `${idPrefix}-${id}`;
  const data = dataOf(output, frame);
  const drawn = data && isDrawn(output, frame);
  const height = drawn && output.kind === 'series' ? Math.max(wanted, leastHeight(data, width)) : wanted;
  const content = drawn
    ? write(output, data, { width, height, ink, dark, id: prefix })
    : words(width / 2, height / 2, t('Nothing measured yet'), {
        'text-anchor': 'middle',
        'font-size': kSmall,
        fill: ink.muted,
      });
  const about = decorative
    ? ''
    : tag('title', { id: `${prefix}-title` }, escaped(t(output.label))) +
      tag(
        'desc',
        { id: `${prefix}-desc` },
        escaped([t(output.help ?? ''), ...pictureLines(output, frame)].filter(Boolean).join('\n')),
      );
  return tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      'font-family': kFamily,
      // Plots run from the left in every language.
      direction: 'ltr',
      ...(decorative
        ? { 'aria-hidden': 'true' }
        : {
            role: 'img',
            'aria-labelledby': `${prefix}-title`,
            'aria-describedby': `${prefix}-desc`,
          }),
    },
    about + tag('rect', { width, height, fill: ink.panel }) + content,
  );
}
