// The attributes of <basin-lab>: which are its own, which are parameters of the lab, and what the frame is told of them.

export const kOwn = ['lab', 'preset', 'seed', 'controls', 'goal', 'theme', 'locale', 'loading'];
kOwn.push('autoplay', 'height', 'poster', 'src');
const kSettings = ['lab', 'preset', 'controls', 'goal', 'theme', 'locale'];
/** Attributes that any element may have; "param-" before a name makes it a parameter for sure. */
const kGlobal =
  /^(data-.*|aria-.*|on.*|xml.*|class|id|style|title|lang|dir|hidden|slot|part|exportparts|role|is|tabindex|translate|draggable|inert|nonce|spellcheck|contenteditable|accesskey|item.*)$/;

/** Whether a change of this attribute is of interest to the lab. */
export const concernsLab = (name) => !kGlobal.test(name);

const withoutSpaces = (text) => text?.replaceAll(/\s+/g, '');
const idOf = (name) => name.replace(/^param-/, '');

/** Attributes that are parameters of the lab: [id, value]. */
export const paramsOf = (element) =>
  element
    .getAttributeNames()
    .filter((name) => !kOwn.includes(name) && concernsLab(name))
    .map((name) => [idOf(name), element.getAttribute(name)]);

/** The address of the lab on the page of `site`; null without a lab. */
export function addressOf(element, site, locale) {
  const lab = element.getAttribute('lab');
  if (!site || !lab) return null;
  const pairs = [['lab', lab]];
  const add = (key, value) => value && pairs.push([key, value]);
  add('preset', element.getAttribute('preset'));
  for (const [id, value] of paramsOf(element)) pairs.push([id, value === '' ? '1' : value]);
  add('seed', element.getAttribute('seed'));
  pairs.push(['play', element.hasAttribute('autoplay') ? '1' : '0'], ['embed', 'true']);
  add('show', withoutSpaces(element.getAttribute('controls')));
  for (const key of ['goal', 'theme']) add(key, element.getAttribute(key));
  add('locale', locale);
  const url = new URL('index.html', site);
  url.hash = pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  return url.href;
}

/** The messages that tell a frame of changes of the attributes `names`: [verb, body]. */
export function messagesAbout(element, names, locale) {
  const value = (name) => element.getAttribute(name);
  const named = names.filter((name) => kSettings.includes(name));
  const settings = Object.fromEntries(named.map((name) => [name, value(name)]));
  const params = Object.fromEntries(
    names.filter((name) => !kOwn.includes(name)).map((name) => [idOf(name), value(name)]),
  );
  // Another lab or preset begins with its own values.
  if ('lab' in settings || 'preset' in settings)
    Object.assign(params, Object.fromEntries(paramsOf(element)));
  if ('locale' in settings) settings.locale = locale || null;
  if (settings.controls) settings.controls = withoutSpaces(settings.controls);
  const messages = Object.entries(params).map(([id, each]) => ['set', { params: { [id]: each } }]);
  if (names.includes('seed')) messages.unshift(['set', { seed: value('seed') ?? 1 }]);
  if (named.length > 0) messages.unshift(['settings', settings]);
  return messages;
}

/** Gives elements of this class a property for each attribute of their own. */
export function reflect(prototype) {
  for (const name of kOwn) {
    Object.defineProperty(prototype, name, {
      get() {
        return name === 'autoplay' ? this.hasAttribute(name) : (this.getAttribute(name) ?? '');
      },
      set(value) {
        if (name === 'autoplay') this.toggleAttribute(name, Boolean(value));
        else if (value === null || value === undefined) this.removeAttribute(name);
        else this.setAttribute(name, value);
      },
      enumerable: true,
      configurable: true,
    });
  }
}
