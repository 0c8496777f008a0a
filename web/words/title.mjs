// The name of the page, as tabs, histories and bookmarks show it.

import { t } from './strings.mjs';

/** Names the page after the lab of this title, in the reader's words; '' is the gallery. */
export function nameAfter(title) {
  document.title = title ? `${title} (Basin)` : t('Basin: see the theory of deep learning happen');
}
