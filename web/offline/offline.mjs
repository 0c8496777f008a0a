// Keeps a published page for visits without a network, and offers a newer version once it has
// arrived. Loaded after the first picture; where anything of this is not to be had, nothing is missed.

import { toast } from '../words/notice.mjs';
import { t } from '../words/strings.mjs';
import { register, version } from './register.mjs';

function offer(worker) {
  const use = () => {
    // Other pages of this site go on with what they have; only this one asked.
    const reload = () => {
      if (worker.state === 'activated') location.reload();
    };
    worker.addEventListener('statechange', reload);
    worker.postMessage({ activate: true });
    reload(); // Where nothing ran by the old one it has taken its place already.
  };
  toast(t('A newer version of Basin is ready; the next visit will use it.'), [
    t('Use it now'),
    use,
  ]);
}

/** A worker that waits may be of this very page: then there is nothing to offer. */
function compare(worker) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    port1.close();
    if (data !== version) offer(worker);
  };
  worker.postMessage({ tellVersion: true }, [port2]);
}

function watch(registration) {
  if (registration.waiting) compare(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      // Without an active one before it, this was the first visit.
      if (worker.state === 'installed' && registration.active) compare(worker);
    });
  });
}

/** Keeps the site. Returns what keeps the files at some addresses, too: those of a lab that is opened. */
export async function keep() {
  const registration = await register();
  if (!registration) return () => {};
  watch(registration);
  const { active } = await navigator.serviceWorker.ready;
  return (files) => (registration.active ?? active).postMessage({ hold: files });
}
