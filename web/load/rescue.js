// The first of the page's own to run, and alone: a classic script, which browsers load from a disk, too. It tells the page
// around a frame that there is something here, and says so when the scripts after it do not arrive. main.mjs
// cannot: with one of its modules missing it never runs.

(() => {
  'use strict';

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

  /** Tells the page around this frame something; basin-lab.js and embed/messages.mjs know what. */
  let serial = 0;
  function tell(what, news) {
    if (self.parent === self) return;
    const message_id = `basin-start-${(serial += 1)}`;
    self.parent.postMessage({ subject: `basin.${what}`, message_id, ...news }, '*');
  }

  /** The part of the start that is done, 0 to 1: for who waits here and for who waits around the frame. */
  self.basinStarts = (part) => {
    tell('loading', { progress: part });
    const bar = document.getElementById('boot-progress');
    if (bar) bar.value = part;
  };

  function show(title, text, detail, [label, act] = [t('Load again'), () => location.reload()]) {
    const element = (id) => document.getElementById(id);
    element('notice-title').textContent = title;
    element('notice-text').textContent = text;
    element('notice-detail').textContent = detail;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.addEventListener('click', act);
    element('notice-actions').replaceChildren(button);
    element('notice').hidden = false;
    element('boot').hidden = true;
    tell('error', { error: { code: 'unavailable', message: `${title}. ${detail}` } });
  }

  addEventListener(
    'error',
    (event) => {
      // Once main.mjs runs, it answers for everything.
      if (self.basin) return;
      if (event.target instanceof HTMLScriptElement && location.protocol === 'file:') {
        show(
          t('This page needs a server'),
          t(
            'Browsers do not let a page on a disk load its parts. Open basin.html instead: it lies beside this page ' +
              'where Basin is installed, and is all of it in one file.',
          ),
          '',
          [t('Open basin.html'), () => location.assign(`basin.html${location.hash}`)],
        );
      } else if (event.target instanceof HTMLScriptElement) {
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

  self.basinStarts(0);
})();
