// HTML knows no <basin-lab ... />: the tag stays open, and what follows becomes its inside, where nobody sees it.

/** What stands in a lab on purpose, for browsers without scripts. */
const kInstead = 'a, p, img, picture, source, video, figure, figcaption, br, em, strong, b, i, span, small, code';

/** Whether the rest of its parent, or more, has got into this element. For when all of it has been read. */
export function swallows(element) {
  // Behind an end tag there is something, if only the end of a line.
  if (element.nextSibling) return false;
  const inside = [...element.querySelectorAll('*')];
  return inside.some((each) => !each.matches(kInstead)) || inside.filter((each) => each.matches('p')).length > 1;
}
