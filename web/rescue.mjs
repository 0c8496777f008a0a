// Says so when the page's own scripts do not arrive. It stands alone and runs before main.mjs, which
// cannot say it: with one of its modules missing it never runs.

const kMissing =
  'The connection may have been cut, or the files on the server are incomplete. ' +
  'Your experiment is kept in the address.';
const kTooOld =
  'This browser may be too old for it: Chrome or Edge 91, Firefox 89, Safari 16.4 or newer will do.';

function show(title, text, detail) {
  const element = (id) => document.getElementById(id);
  element('notice-title').textContent = title;
  element('notice-text').textContent = text;
  element('notice-detail').textContent = detail;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Load again';
  button.addEventListener('click', () => location.reload());
  element('notice-actions').replaceChildren(button);
  element('notice').hidden = false;
  element('boot').hidden = true;
}

addEventListener(
  'error',
  (event) => {
    // Once main.mjs runs, it answers for everything.
    if (self.basin) return;
    if (event.target instanceof HTMLScriptElement) {
      const file = event.target.getAttribute('src') ?? '';
      show('A part of Basin did not arrive', kMissing, `${file} or a file it needs`);
    } else if (event instanceof ErrorEvent) {
      show('Basin could not start', kTooOld, event.message);
    }
  },
  true,
);
