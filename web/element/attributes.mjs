// The attributes of <basin-lab>: which are its own, which are parameters of the lab, and what the frame is told of them.

export const kOwn = ['lab', 'preset', 'seed', 'controls', 'goal', 'theme', 'locale', 'loading'];
kOwn.push('autoplay', 'height', 'poster', 'src');
const kSettings = ['lab', 'preset', 'controls', 'goal', 'theme', 'locale'];
/** Attributes that any element may have; "param-" before a name makes it a parameter for sure. */
const kGlobal =
  /^(data-.*|aria-.*|on.*|xml.*|class|id|style|title|lang|dir|hidden|slot|part|exportparts|role|is|tabindex|translate|draggable|inert|nonce|spellcheck|contenteditable|accesskey|item.*)$/;

/** Whether a change of this attribute is of interest to the lab. */
export const concernsLab = (name) => !kGlobal.test(name);

/** Word processors and content systems turn quotes into these, which HTML takes for a part of the value. */
const kCurly = '[\\s“”„‟‘’‚‛″′«»‹›]*';
const kAround = new RegExp(`^${kCurly}|${kCurly}$`, 'g');

/** What an attribute says, or null. Whatever names something of Basin's, in capitals or with blanks, is told apart without. */
export function valueOf(element, name) {
  const value = element.getAttribute(name)?.replaceAll(kAround, '') ?? null;
  if (['lab', 'preset'].includes(name)) return value?.toLowerCase().replaceAll(/[\s_]+/g, '-') ?? null;
  return ['theme', 'loading'].includes(name) ? (value?.toLowerCase() ?? null) : value;
}

/** Whether an attribute is there and does not say no. */
export const isOn = (element, name) =>
  element.hasAttribute(name) && !/^(false|0|off|no)$/i.test(valueOf(element, name));

const withoutSpaces = (text) => text?.replaceAll(/\s+/g, '');
const idOf = (name) => name.replace(/^param-/, '');

/** Attributes that are parameters of the lab: [id, value]. */
export const paramsOf = (element) =>
  element
    .getAttributeNames()
    .filter((name) => !kOwn.includes(name) && concernsLab(name))
    .map((name) => [idOf(name), valueOf(element, name)]);

/** The address of the lab on the page of `site`; null without a lab. */
export function addressOf(element, site, locale) {
  const lab = valueOf(element, 'lab');
  if (!site || !lab) return null;
  const pairs = [['lab', lab]];
  const add = (key, value) => value && pairs.push([key, value]);
  add('preset', valueOf(element, 'preset'));
  for (const [id, value] of paramsOf(element)) pairs.push([id, value === '' ? '1' : value]);
  add('seed', valueOf(element, 'seed'));
  pairs.push(['play', isOn(element, 'autoplay') ? '1' : '0'], ['embed', 'true']);
  add('show', withoutSpaces(valueOf(element, 'controls')));
  for (const key of ['goal', 'theme']) add(key, valueOf(element, key));
  add('locale', locale);
  const url = new URL('index.html', site);
  url.hash = pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  return url.href;
}

/** The messages that tell a frame of changes of the attributes `names`: [verb, body]. */
export function messagesAbout(element, names, locale) {
  const value = (name) => valueOf(element, name);
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
        return name === 'autoplay' ? isOn(this, name) : (this.getAttribute(name) ?? '');
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
