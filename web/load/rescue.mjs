// Says so when the page's own scripts do not arrive. It stands alone and runs before main.mjs, which
// cannot say it: with one of its modules missing it never runs.

const kWords = {}; // {language: {English: translation}}: filled in when the site is put together.

/** The reader's language, as language.mjs finds it, which may be what is missing. */
function languages() {
  const named = new URLSearchParams(location.hash.slice(1)).get('locale');
  if (named) return [named];
  try {
    return [localStorage.getItem('basin.language') ?? '', ...navigator.languages];
  } catch {
    return navigator.languages;
  }
}

function t(text, value = '') {
  const tags = languages().map((tag) => tag.toLowerCase().split('-')[0]);
  const words = kWords[tags.find((tag) => tag === 'en' || kWords[tag])];
  return (words?.[text] ?? text).replace('{1}', () => value);
}

function show(title, text, detail) {
  const element = (id) => document.getElementById(id);
  element('notice-title').textContent = title;
  element('notice-text').textContent = text;
  element('notice-detail').textContent = detail;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = t('Load again');
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
      show(
        t('A part of Basin did not arrive'),
        t(
          'The connection may have been cut, or the files on the server are incomplete. ' +
            'Your experiment is kept in the address.',
        ),
        t('{1} or a file it needs', file),
      );
    } else if (event instanceof ErrorEvent) {
      show(
        t('Basin could not start'),
        t(
          'This browser may be too old for it: ' +
            'Chrome or Edge 91, Firefox 89, Safari 16.4 or newer will do.',
        ),
        event.message,
      );
    }
  },
  true,
);
