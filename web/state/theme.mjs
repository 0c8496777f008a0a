// Light or dark: what the reader chose, else what the system says.

const kKey = 'basin.theme';
const kModes = ['light', 'dark', 'auto'];

/** Reads and keeps the choice; frames without an origin have no storage, and do without. */
function stored() {
  try {
    return localStorage.getItem(kKey);
  } catch {
    return null;
  }
}

function store(mode) {
  try {
    localStorage.setItem(kKey, mode);
  } catch {
    // Nothing is lost but the choice for the next visit.
  }
}

/** The page's theme. `changed(dark)` is called whenever the effective theme changes. */
export class Theme {
  constructor(changed) {
    this.system = matchMedia('(prefers-color-scheme: dark)');
    this.changed = changed;
    this.mode = 'auto';
    this.system.addEventListener('change', () => this.#apply());
    this.#set(stored());
  }

  get dark() {
    return this.mode === 'auto' ? this.system.matches : this.mode === 'dark';
  }

  /** The reader's choice in the app. */
  choose(mode) {
    if (!kModes.includes(mode)) return;
    store(mode);
    this.#set(mode);
    this.#apply();
  }

  /** A theme named in the address holds for this visit only. */
  fromHash(hash) {
    const mode = new URLSearchParams(hash).get('theme');
    if (mode === null || !kModes.includes(mode) || mode === this.mode) return;
    this.#set(mode);
    this.#apply();
  }

  #set(mode) {
    this.mode = kModes.includes(mode) ? mode : 'auto';
    if (this.mode === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.mode;
  }

  #apply() {
    this.changed(this.dark);
  }
}
