// The article about a lab lies over the canvas, in the rectangle which the app leaves free for it.

import { offerLinks } from '../input/tabs.mjs';
import { carried, load } from '../load/load.mjs';
import { t } from '../words/strings.mjs';

/** The way to the article as a page of its own, with the lab in it: for reading, printing and linking. */
function ownPage(address) {
  const line = document.createElement('p');
  line.className = 'own-page';
  const link = document.createElement('a');
  link.href = address;
  link.textContent = t('As a page of its own');
  line.append(link);
  return line;
}

/** Loads, shows and places the articles. */
export class Theory {
  constructor(element) {
    this.element = element;
    this.pages = new Map();
    this.lab = '';
    this.locale = 'en';
    this.articles = [];
    this.place = '';
    offerLinks(element);
    document.addEventListener('keydown', (event) => {
      // Escape leads from the article back to the picture.
      if (event.key === 'Escape' && element.contains(event.target)) {
        document.getElementById('canvas').focus({ preventScroll: true });
      }
    });
  }

  /** Puts the article of `lab` at a place in CSS pixels; no width hides it. */
  show(lab, x, y, width, height) {
    const place = width > 0 && height > 0 ? [x, y, width, height].join(' ') : '';
    if (place !== this.place) {
      this.place = place;
      this.element.hidden = place === '';
      const style = this.element.style;
      [style.left, style.top, style.width, style.height] = [x, y, width, height].map(
        (n) => `${n}px`,
      );
    }
    if (place !== '' && lab !== this.lab) this.#open(lab);
  }

  /** Shows the articles in this language; `articles` are the labs that have one in it. */
  speak(locale, articles) {
    if (locale === this.locale) return;
    Object.assign(this, { locale, articles });
    this.pages.clear();
    const { lab } = this;
    this.lab = '';
    if (lab && this.place !== '') this.#open(lab);
  }

  async #open(lab) {
    this.lab = lab;
    const { locale } = this;
    this.element.replaceChildren();
    let page;
    try {
      page = await this.#page(lab);
    } catch (error) {
      this.pages.delete(lab);
      page = this.#problem(lab, error);
    }
    if (this.lab !== lab || this.locale !== locale) return;
    this.element.lang = this.articles.includes(lab) ? locale : 'en';
    this.element.dir = this.articles.includes(lab) ? '' : 'ltr';
    this.element.replaceChildren(page.cloneNode(true));
    this.element.scrollTop = 0;
  }

  #page(lab) {
    if (!this.pages.has(lab)) this.pages.set(lab, this.#load(lab));
    return this.pages.get(lab);
  }

  async #load(lab) {
    if (!/^[a-z0-9-]+$/.test(lab)) throw new Error(`no lab is called ${lab}`);
    const folder = this.articles.includes(lab) ? `${this.locale}/` : '';
    const response = await load(`theory/${folder}${lab}.html`);
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fragment = document.createDocumentFragment();
    fragment.append(...page.body.childNodes);
    // A page in one file has no others beside it.
    const alone = carried.files.size > 0;
    if (!alone) fragment.append(ownPage(`articles/${folder}${lab}.html`));
    // Styles set this way are allowed where a page's policy forbids style attributes.
    for (const styled of fragment.querySelectorAll('[style]')) {
      const text = styled.getAttribute('style');
      styled.removeAttribute('style');
      styled.style.cssText = text;
    }
    for (const formula of fragment.querySelectorAll('math[display="block"]')) {
      const display = document.createElement('span');
      display.className = 'display';
      formula.replaceWith(display);
      display.append(formula);
    }
    for (const link of fragment.querySelectorAll('a[href]')) {
      const target = link.getAttribute('href');
      if (target.startsWith('#')) continue;
      if (alone && !/^[a-z]+:/.test(target)) {
        link.replaceWith(...link.childNodes);
        continue;
      }
      link.target = '_blank';
      link.rel = 'noopener';
    }
    return fragment;
  }

  #problem(lab, error) {
    const fragment = document.createDocumentFragment();
    const line = document.createElement('p');
    line.className = 'problem';
    line.textContent = `${t('The article could not be loaded ({1}).', error.message)} `;
    const again = document.createElement('button');
    again.type = 'button';
    again.textContent = t('Try again');
    // Cloned nodes lose listeners, so the article listens.
    this.element.onclick = (event) => {
      if (event.target.closest('.problem + button')) this.#open(lab);
    };
    fragment.append(line, again);
    return fragment;
  }
}
