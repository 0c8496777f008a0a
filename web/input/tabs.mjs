// New tabs, which the page around a frame may forbid.

import { tell } from '../words/notice.mjs';
import { t } from '../words/strings.mjs';
import { copy } from './files.mjs';

/** Opens `address` in a new tab, and tells whether that was allowed. */
export function openTab(address) {
  try {
    const tab = self.open(address, '_blank');
    if (tab) tab.opener = null;
    return tab !== null;
  } catch {
    return false; // So Firefox says it.
  }
}

/** Where a link in `element` can have no new tab, its reader is told, and can take the address along. */
export function offerLinks(element) {
  element.addEventListener('click', (event) => {
    const link = event.target.closest('a[target="_blank"]');
    if (!link || self === self.parent) return;
    event.preventDefault();
    if (openTab(link.href)) return;
    const take = async () => (await copy(link.href)) && tell(t('Link copied.'));
    tell(t('The page around this frame does not let it open tabs.'), [t('Copy link'), take]);
  });
}
