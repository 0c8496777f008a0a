// The labs there are, their tables, and the core modules that compute them: one for each shelf, so that a page loads what
// its lab needs and nothing of the others.

import { compile, load } from '../load/load.mjs';

/** {lab: shelf}; cmake/page.mjs fills it in from the labs there are. */
const kShelves = {};

/** The shelf that a lab stands on; undefined for one that is not known. */
export const shelfOf = (lab) => (Object.hasOwn(kShelves, lab) ? kShelves[lab] : undefined);

/** The lab that the hash of an address names; '' where it names none that is known. */
export function labOf(hash) {
  const lab = new URLSearchParams(hash.replace(/^#/, '')).get('lab') ?? '';
  return shelfOf(lab) ? lab : '';
}

/** The files of a shelf's core. */
export const coreScript = (shelf) => `basin-core-${shelf}.js`;
const coreBinary = (shelf) => `basin-core-${shelf}.wasm`;

/** What a visit needs of a lab, to be kept for one without a network. */
export const filesOf = (lab) => [`labs/${lab}.json`, coreScript(shelfOf(lab)), coreBinary(shelfOf(lab))];

/** What has been fetched; a failure is forgotten, so that it can be tried again. */
const kept = new Map();
function once(name, fetchIt) {
  if (!kept.has(name)) {
    const coming = fetchIt();
    kept.set(name, coming);
    coming.catch(() => kept.delete(name));
  }
  return kept.get(name);
}

const text = (name) => once(name, async () => (await load(name)).text());

/** The cards of all labs, as the core's list() has them, as JSON. */
export const cardsText = () => text('labs.json');

/** The tables of a lab, what the core's describe() says of it, as JSON. */
export const labText = (lab) => text(`labs/${lab}.json`);

/** The script of a shelf's core. */
export const coreText = (shelf) => text(coreScript(shelf));

/** The compiled core of a shelf, to be posted to workers. */
export const coreModule = (shelf) => once(coreBinary(shelf), () => compile(coreBinary(shelf)));

/** Its bytes, where a module cannot be posted. */
export const coreBytes = async (shelf) => new Uint8Array(await (await load(coreBinary(shelf))).arrayBuffer());
