// What the dialog for sharing is built with.

/** An element with properties and children; texts become text, empty children are left out. */
export function element(tag, properties, ...children) {
  const { role, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  if (role) made.setAttribute('role', role);
  made.append(...children.filter(Boolean));
  return made;
}

/** A list to choose from, `options` as [value, text]; its label is for who hears it. */
export const select = (id, label, options) =>
  element(
    'label',
    { className: 'pick' },
    element('span', { className: 'unseen' }, label),
    element(
      'select',
      { id },
      ...options.map(([value, text]) => element('option', { value }, text)),
    ),
  );

/** A part of the dialog under a title, with words on what it is for. */
export const section = (title, words, ...content) =>
  element('section', {}, element('h3', {}, title), words && element('p', {}, words), ...content);

export const row = (...content) => element('div', { className: 'row' }, ...content);
