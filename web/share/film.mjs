// Recording with somebody watching: the chip over the stage says how long it has been running and
// ends it.

import { announce, tell } from '../words/notice.mjs';
import { t } from '../words/strings.mjs';
import { element } from './dom.mjs';
import { record, whyNot } from './record.mjs';

/** The button that ends the present recording, or null. */
export const stopFilm = { button: null };

const clock = (seconds) => `0:${String(Math.floor(seconds)).padStart(2, '0')}`;

const progress = (passed, seconds) => t('Recording {1} of {2}', clock(passed), clock(seconds));

function chip(seconds, stop) {
  const words = element('span', {}, progress(0, seconds));
  const button = element('button', { type: 'button', ariaLabel: t('Stop recording') }, t('Stop'));
  button.addEventListener('click', stop);
  const made = element(
    'div',
    { id: 'recording', role: 'group', ariaLabel: t('Recording') },
    element('span', { className: 'dot' }),
    words,
    button,
  );
  document.body.append(made);
  return { made, words, button };
}

/**
 * Records the stage; `begin()` is called when it starts. Returns {content, ending}, or null when
 * there is none, after saying why through `status(text)`.
 */
export async function film(page, { kind, seconds, fromStart, begin, status }) {
  const reason = whyNot(kind);
  if (reason) {
    status(t(reason));
    return null;
  }
  const limit = new AbortController();
  begin();
  const { made, words, button } = chip(seconds, () => limit.abort());
  stopFilm.button = button;
  announce(t('Recording, at most {1} seconds. The Stop button ends it.', seconds));
  if (fromStart) page.command({ do: 'restart' });
  if (!page.command({ get: 'state' }).playing) page.command({ do: 'play' });
  try {
    const { blob, ending } = await record(page, {
      kind,
      seconds,
      signal: limit.signal,
      tick: (passed) => (words.textContent = progress(passed, seconds)),
      working(share) {
        button.hidden = true;
        words.textContent = t('Making the GIF: {1} %', Math.round(share * 100));
      },
    });
    announce(t('The recording is ready.'));
    return { content: blob, ending };
  } catch (error) {
    tell(t('Nothing was recorded: {1}.', error.message));
    return null;
  } finally {
    stopFilm.button = null;
    made.remove();
  }
}
