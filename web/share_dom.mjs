// What the dialog for sharing is built with.

import { base, LoadError } from './load.mjs';

/** An element with properties and children; texts become text, empty children are left out. */
export function element(tag, properties, ...children) {
  const { role, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  if (role) made.setAttribute('role', role);
  made.append(...children.filter(Boolean));
  return made;
}

const sheets = new Map();

/** Adds a style sheet of the build, once; resolves when it holds. */
export function sheet(name) {
  if (!sheets.has(name)) {
    const link = element('link', { rel: 'stylesheet', href: new URL(name, base).href });
    sheets.set(
      name,
      new Promise((resolve, reject) => {
        link.addEventListener('load', resolve);
        link.addEventListener('error', () => {
          sheets.delete(name);
          link.remove();
          reject(new LoadError(`${name} did not arrive`));
        });
      }),
    );
    document.head.append(link);
  }
  return sheets.get(name);
}
