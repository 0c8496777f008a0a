// The way to the form: the link that Tab meets first, and the button behind the canvas. The form itself
// is fetched, made and kept up to date only while it is open.

import { loadStyles } from '../load/load.mjs';

const element = (id) => document.getElementById(id);

/**
 * Wires link and button. `makeForm(body)` resolves to a Form; `failed(error)` hears why there is none.
 * Where `peeks`, the form also shows when Tab leads to its button, and goes when Tab leads away. Returns
 * {renew}, which makes the form anew, in another language.
 */
export function linkForm({ makeForm, failed, peeks }) {
  const [section, button, body, link] = ['form', 'form-open', 'form-body', 'form-link'].map(
    element,
  );
  let form = null;
  let pinned = false;

  const isOpen = () => button.getAttribute('aria-expanded') === 'true';

  const open = async (pin) => {
    pinned ||= pin;
    if (isOpen()) return;
    button.setAttribute('aria-expanded', 'true');
    try {
      const styles = loadStyles('form/form.css').catch(() => {}); // Plain is better than not at all.
      form ??= Promise.all([makeForm(body), styles]).then(([made]) => made);
      const made = await form;
      if (!isOpen()) return;
      body.hidden = false;
      section.classList.add('open');
      await made.open();
    } catch (error) {
      form = null;
      close();
      failed(error);
    }
  };

  const close = () => {
    pinned = false;
    button.setAttribute('aria-expanded', 'false');
    section.classList.remove('open');
    body.hidden = true;
    form?.then((made) => made.close()).catch(() => {});
  };

  link.addEventListener('click', async (event) => {
    event.preventDefault(); // Behind the '#' stands the experiment.
    await open(true);
    body.querySelector('h2')?.focus({ preventScroll: true });
  });
  button.addEventListener('click', () => (isOpen() ? close() : open(true)));
  section.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen()) return;
    event.stopPropagation();
    close();
    element('canvas').focus({ preventScroll: true });
  });
  section.addEventListener('input', () => (pinned = true));
  section.addEventListener('click', () => (pinned = isOpen()));
  if (peeks) {
    button.addEventListener('focus', () => button.matches(':focus-visible') && open(false));
    section.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget && !section.contains(relatedTarget) && isOpen() && !pinned) close();
    });
  }

  return {
    renew() {
      if (!form) return;
      const [again, pin] = [isOpen(), pinned];
      close();
      form = null;
      body.replaceChildren(body.querySelector('h2'));
      if (again) open(pin);
    },
  };
}
