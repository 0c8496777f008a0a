// What the dialog for sharing is built with.

/** An element with properties and children; texts become text, empty children are left out. */
export function element(tag, properties, ...children) {
  const { role, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  if (role) made.setAttribute('role', role);
  made.append(...children.filter(Boolean));
  return made;
}

