// Elements without ceremony, in the reader's language. Nothing is ever made of markup, so no text of a
// lab can become markup.

import { t } from './strings.mjs';

/**
 * An element with properties and children. Names with a dash are attributes, `on` holds listeners, a
 * string as child is text, translated where that is known; null and false are left out.
 */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key === 'on') {
      for (const [event, listener] of Object.entries(value))
        element.addEventListener(event, listener);
    } else if (/-|^(?:role|for|autocorrect)$/.test(key)) {
      element.setAttribute(key, value);
    } else {
      element[key] = value;
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === false) continue;
    element.append(typeof child === 'string' ? t(child) : child);
  }
  return element;
}

/** For fields whose text is no prose: nothing is to correct it, or to begin it with a capital. */
export const kAsTyped = {
  spellcheck: false,
  autocomplete: 'off',
  autocapitalize: 'off',
  autocorrect: 'off',
};

/** Sets a text only where it differs: a reader's place in it is not lost for nothing. */
export function say(element, text) {
  const translated = t(text);
  if (element.textContent !== translated) element.textContent = translated;
}
