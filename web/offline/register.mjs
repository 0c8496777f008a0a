// The service worker that keeps a published site for visits without a network.

// Not load.mjs's: pages to be read need nothing else of it.
const base = new URL('../', import.meta.url);

/** The version that publication has written into the page; '' for a page that is not published. */
export const version = document.querySelector('meta[name="basin-version"]')?.content ?? '';

function storageAllowed() {
  try {
    localStorage.getItem('basin.theme');
    return true;
  } catch {
    return false;
  }
}

/** The registration, or null where a service worker is not to be had. */
export async function register() {
  if (!version || !('serviceWorker' in navigator) || !/^https?:$/.test(location.protocol)) return null;
  if (!storageAllowed()) return null;
  return navigator.serviceWorker.register(new URL('sw.js', base), { scope: base });
}
