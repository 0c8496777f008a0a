// A file on show in the dialog for sharing, and what helps when saving it comes to nothing.

import { t } from '../words/strings.mjs';
import { element, row } from './dom.mjs';

const framed = self !== self.parent;

/**
 * Whether a page around this one may forbid downloads, of which the browser tells nobody here: in a
 * frame, and in a tab which a frame without an origin has opened.
 */
export const confined = framed || (self.origin === 'null' && location.protocol !== 'file:');

const isShown = (content) => /^(image|video)\//.test(content.type);

/** What helps when the file does not arrive. */
function wayOut(content) {
  if (typeof content === 'string')
    return t('If no file arrives, the page around this frame forbids it. Copy the text instead:');
  if (isShown(content))
    return t(
      'If no file arrives, the page around this frame forbids it. ' +
        'The menu of the preview (right button or long press) can save it, too.',
    );
  return t(
    'If no file arrives, the page around this frame forbids it. ' +
      'A single table is shown as a text to be copied.',
  );
}

function previewOf(dialog, name, content) {
  const isVideo = content.type.startsWith('video');
  const src = URL.createObjectURL(content);
  dialog.addEventListener('close', () => URL.revokeObjectURL(src));
  return isVideo
    ? element('video', { src, controls: true, loop: true, muted: true, autoplay: true })
    : element('img', { src, alt: t('The picture to be saved as {1}', name) });
}

/**
 * Shows a file in the dialog, with what can be done with it; `acts` are the dialog's own
 * {button, save, copyFrom, openAlone}.
 */
export function showResult(dialog, { name, content }, { button, save, copyFrom, openAlone }) {
  const area = dialog.querySelector('#share-result');
  const words = confined && element('p', {}, wayOut(content));
  const buttons = [button('save-result', t('Save {1}', name), () => save(name, content), 'main')];
  let shown = null;
  if (typeof content === 'string') {
    const properties = { readOnly: true, rows: 4, value: content, ariaLabel: name };
    shown = element('textarea', properties);
    buttons.push(button('copy-text', t('Copy text'), () => copyFrom(shown, t('Text copied.'))));
  } else if (isShown(content)) {
    shown = previewOf(dialog, name, content);
    // A strict page shows no pictures made by scripts; the file can be saved all the same.
    shown.addEventListener('error', () => {
      shown.remove();
      if (!words) return;
      words.textContent = t(
        'If no file arrives, the page around this frame forbids it. ' +
          'In a tab of its own the lab can save it.',
      );
    });
  }
  if (framed) buttons.push(button('open-tab', t('Open in a tab of its own'), openAlone));
  area.replaceChildren(...[words, shown, row(...buttons)].filter(Boolean));
  area.hidden = false;
  dialog.querySelector('.body').scrollTop = 0;
  buttons[0].focus();
}
