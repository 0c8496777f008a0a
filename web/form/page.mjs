// Without WebGL 2 there is no app, but there is Basin: the form becomes the page, the core computes in a
// worker, and the pictures are SVG.

import { loadStyles } from '../load/load.mjs';
import { h } from '../words/dom.mjs';
import { fatal } from '../words/notice.mjs';
import { t } from '../words/strings.mjs';
import { nameAfter } from '../words/title.mjs';
import { CoreSource } from './core.mjs';
import { Form } from './form.mjs';

const element = (id) => document.getElementById(id);

const notice = (error) =>
  h(
    'div',
    { id: 'form-notice', role: 'note' },
    h('h3', {}, t('This browser cannot draw the moving pictures')),
    h(
      'p',
      {},
      t(
        'They need WebGL 2: Chrome or Edge 56, Firefox 51, Safari 15 or newer, with hardware acceleration ' +
          'switched on. Everything else works here: the labs, their checks and still pictures.',
      ),
    ),
    h('p', { className: 'form-help' }, error.message),
  );

/** Makes the form the page. Returns it. */
export async function showFormPage({ error, address, theory, theme, language }) {
  await language.settled;
  const body = element('form-body');
  for (const sheet of ['form', 'page']) await loadStyles(`form/${sheet}.css`).catch(() => {});
  const source = new CoreSource((reason) =>
    fatal(
      t('Basin has stopped'),
      t(
        'An error ended it. Loading the page again brings back the experiment that the address holds.',
      ),
      reason,
    ),
  );
  document.documentElement.classList.add('form-page');
  for (const id of ['canvas', 'canvas-help', 'form-open', 'boot']) element(id).hidden = true;
  element('form-link').href = '#form-body';
  element('form-link').hidden = true;
  body.hidden = false;
  body.querySelector('h2').textContent = 'Basin';
  body.append(
    h('p', { className: 'form-lead' }, t('See the theory of deep learning happen.')),
    notice(error),
  );
  let lab = null;
  let opened = false;
  let arriving = 0; // Until an address is put on, the form may still tell of the state before.
  const form = new Form(body, source, {
    page: true,
    isDark: () => theme.dark,
    updated(state) {
      if (!arriving) address.write(state.hash ?? '');
      if (state.lab === lab) return;
      lab = state.lab;
      theory.show(lab, 0, 0, lab ? 1 : 0, lab ? 1 : 0);
      nameAfter(lab ? t(form.labs.get(lab).title) : '');
    },
  });
  // What is made of the address replaces it, whoever changed it.
  address.arrived = async (hash) => {
    theme.fromHash(hash);
    arriving += 1;
    try {
      const { notes = [], guess = '' } = await source.address(hash);
      const shown = (await source.state()).hash ?? '';
      if (notes.length > 0) address.doubt(shown, guess, notes);
      else address.write(shown);
      if (opened) await form.refresh();
    } finally {
      arriving -= 1;
    }
  };
  theme.changed = () => form.refresh();
  // The core answers in order: what it is asked first about its state is what the address says.
  address.deliver();
  opened = true;
  await form.open();
  return form;
}
