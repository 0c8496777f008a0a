// How <basin-lab> looks while its lab is not alive: a poster, a button, a sentence.

import { kWords } from './words.mjs';

const svgNode = (name, attributes, ...children) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};
export const htmlNode = (name, properties, ...children) => {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
};

const kStyle = new CSSStyleSheet();
kStyle.replaceSync(`
  :host { display: block; width: 100%; container-type: inline-size; contain: inline-size; }
  :host([hidden]) { display: none; }
  .box { --paper: #f6f5f1; --ink: #1f242b; --line: #e2dfd8; --accent: #0a7680; --on: #ffffff;
    position: relative; box-sizing: border-box; width: 100%; aspect-ratio: 834 / 504; min-height: 420px;
    overflow: hidden; background: var(--paper); color: var(--ink);
    font: 15px/1.4 system-ui, sans-serif; }
  .box.fixed { aspect-ratio: auto; min-height: 0; }
  @container (max-width: 599px) { .box:not(.fixed) { aspect-ratio: auto; height: 640px; } }
  @media (prefers-color-scheme: dark) { .box:not(.light) { --paper: #15181c; --ink: #e9e7e2;
    --line: #2d333b; --accent: #4fc3cc; --on: #15181c; } }
  .box.dark { --paper: #15181c; --ink: #e9e7e2; --line: #2d333b; --accent: #4fc3cc; --on: #15181c; }
  iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }
  .poster { position: absolute; inset: 0; z-index: 1; background: var(--paper); cursor: pointer; }
  .live .poster { visibility: hidden; }
  .poster > img, .poster > svg { position: absolute; inset: 0; width: 100%; height: 100%;
    object-fit: contain; }
  .poster > svg { color: var(--accent); opacity: 0.2; }
  .poster.failed > svg, .poster.failed > img { opacity: 0.12; }
  .sign { position: absolute; left: 50%; top: 50%; transform: translate(-50%, -50%); display: grid;
    justify-items: center; gap: 12px; width: max-content; max-width: calc(100% - 32px);
    padding: 16px 22px; border-radius: 12px; text-align: center;
    background: color-mix(in srgb, var(--paper) 86%, transparent); }
  .title { font-weight: 600; font-size: 17px; }
  button { display: grid; place-items: center; width: 64px; height: 64px; padding: 0; border: 0;
    border-radius: 50%; background: var(--accent); color: var(--on); font: inherit; cursor: pointer; }
  button svg { width: 36px; height: 36px; }
  button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
  .unclosed { margin: 0 0 8px; padding: 8px 12px; border: 2px solid #b3261e; background: #fff; color: #1f242b;
    font: 15px/1.4 system-ui, sans-serif; }
  .failed button { width: auto; height: auto; padding: 8px 16px; border-radius: 7px; }
  a { color: var(--accent); }
  .booting button { background: transparent; border: 4px solid var(--line);
    border-top-color: var(--accent); color: transparent; }
  @media (prefers-reduced-motion: no-preference) { .booting button { animation: turn 1s linear infinite; } }
  progress { width: 160px; max-width: 100%; accent-color: var(--accent); animation: appear 0s 2s backwards; }
  @keyframes appear { from { visibility: hidden; } }
  @keyframes turn { to { transform: rotate(1turn); } }
  .address { display: none; }
  @media print {
    .box.box.box { --paper: #fff; --ink: #000; --line: #bbb; --accent: #0a7680; break-inside: avoid; color-scheme: light; }
    .sign { inset: auto 0 0; transform: none; width: auto; max-width: none; padding: 4px; gap: 2px;
      background: var(--paper); }
    .poster > img, .poster > svg { height: calc(100% - 4.5em); opacity: 1; }
    .box:not(.live) > iframe, .sign button, .sign progress, .sign a, .unclosed { display: none; }
    .address { display: block; font-size: 11px; overflow-wrap: anywhere; }
  }
`);

/** The box of one element: poster and button over the place of the frame. `start()` is the button. */
export class Look {
  constructor(root, start) {
    root.adoptedStyleSheets = [kStyle];
    this.image = null;
    this.sign = htmlNode('div', { className: 'sign' });
    this.bar = htmlNode('progress', { max: 1, value: 0 });
    this.poster = htmlNode('div', { className: 'poster' }, this.sign);
    this.poster.part = 'poster';
    this.poster.addEventListener('click', (event) => {
      if (!event.target.closest('a')) start();
    });
    this.box = htmlNode('div', { className: 'box' }, this.poster);
    this.box.part = 'box';
    this.box.setAttribute('role', 'group');
    root.append(this.box);
  }

  /** Name, size (a number of pixels or a length of CSS, '' for the usual shape) and colours. */
  present({ title, height, theme }) {
    this.box.setAttribute('aria-label', title);
    this.box.classList.toggle('fixed', height !== '');
    this.box.style.height = /^\d+(\.\d+)?$/.test(height) ? `${height}px` : height;
    for (const name of ['light', 'dark']) this.box.classList.toggle(name, theme === name);
  }

  /** Shows the picture at this address, or a neutral one. */
  picture(address) {
    if (this.image && (this.image.getAttribute('src') ?? '') === address) return;
    if (!address) return this.#neutral();
    const image = htmlNode('img', { alt: '', decoding: 'async' });
    image.addEventListener('error', () => this.image === image && this.#neutral(), { once: true });
    image.setAttribute('src', address);
    this.#replace(image);
  }

  /** Shows below what stands inside the element, and says why it does; false when that is so already. */
  spill(language) {
    if (this.box.nextSibling) return false;
    const words = kWords[language];
    const said = htmlNode('p', { className: 'unclosed', lang: language, textContent: words.unclosed });
    this.box.before(said);
    this.box.after(document.createElement('slot'));
    return true;
  }

  /** The part of a start that is done, 0 to 1; to be seen where it takes its time. */
  progress(part) {
    if (Number.isFinite(part)) this.bar.value = part;
  }

  #replace(image) {
    this.image?.remove();
    this.image = image;
    this.poster.prepend(image);
  }

  /** Contours of a basin and a way down. */
  #neutral() {
    const rings = [1, 0.78, 0.58, 0.4, 0.24, 0.1].map((size) =>
      svgNode('ellipse', {
        cx: 417 + 40 * (1 - size),
        cy: 252 + 30 * (1 - size),
        rx: 380 * size,
        ry: 215 * size,
        transform: `rotate(${-14 * size} 417 252)`,
      }),
    );
    const way = svgNode('path', {
      d: 'M120 96c60 90 40 150 130 170s130-40 206 15',
      'stroke-width': 5,
    });
    const style = { fill: 'none', stroke: 'currentColor', 'stroke-width': 2.5 };
    const lines = svgNode('g', style, ...rings, way);
    this.#replace(svgNode('svg', { viewBox: '0 0 834 504', 'aria-hidden': 'true' }, lines));
  }

  /**
   * The button on the poster. `state` is idle, booting, live or parking; with `problem`, failed,
   * unknown or stopped, it says so and offers `link`. `language` is one of words.mjs.
   */
  show({ state, title, language, problem = '', link = '' }) {
    const words = kWords[language];
    this.sign.lang = language;
    this.box.classList.toggle('live', state === 'live' || state === 'parking');
    this.box.classList.toggle('booting', state === 'booting');
    this.poster.classList.toggle('failed', problem !== '');
    const name = htmlNode('span', { className: 'title', textContent: title });
    const plain = link.replace(/&(play|embed|show|goal|theme|locale)=[^&]*/g, '');
    const address = htmlNode('span', { className: 'address', textContent: plain });
    const button = htmlNode('button', { type: 'button' });
    if (!problem) {
      const label = state === 'booting' ? words.loading : words.start;
      button.setAttribute('aria-label', `${label}: ${title}`);
      const arrow = svgNode('path', { d: 'M8 5v18l15-9z', fill: 'currentColor' });
      button.append(svgNode('svg', { viewBox: '0 0 28 28', 'aria-hidden': 'true' }, arrow));
      this.bar.setAttribute('aria-label', label);
      if (state !== 'booting') this.bar.value = 0;
      return this.sign.replaceChildren(button, name, address, ...(state === 'booting' ? [this.bar] : []));
    }
    button.textContent = words.retry;
    const said = { failed: words.failed, unknown: words.unknown, stopped: words.stopped }[problem];
    const line = htmlNode('span', { textContent: said });
    line.setAttribute('role', 'alert');
    const way = link && htmlNode('a', { href: link, target: '_blank', textContent: words.open });
    this.sign.replaceChildren(name, line, address, button, ...(way ? [way] : []));
  }
}
