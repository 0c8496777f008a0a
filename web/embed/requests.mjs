// What the page around a frame can ask for: the subjects of messages.mjs, one by one.

import { pictureSize, snapshotCanvas } from './snapshot.mjs';
import { nearest } from './tasks.mjs';

const kMostSteps = 1e7;
const kReserved = ['lab', 'preset', 'seed', 'play', 'embed', 'show', 'goal', 'theme', 'locale'];

export const isText = (value) => typeof value === 'string';
export const isRecord = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An answer that says why something cannot be done. */
export class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

export const refuse = (code, message) => {
  throw new Refusal(code, message);
};

/** The pairs of an address, as a Map; what cannot be decoded stays as it is. */
export function readHash(hash) {
  const decode = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const pairs = hash.split('&').filter(Boolean);
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
    }),
  );
}

/** The reverse. */
export const writeHash = (pairs) =>
  [...pairs].map((pair) => pair.map(encodeURIComponent).join('=')).join('&');

/** What an attribute or a form says, as a value of the parameter's kind. */
function valueFrom({ kind }, value) {
  if (!isText(value)) return value;
  const text = value.trim();
  if (kind === 'boolean') {
    if (['', '1', 'true', 'on', 'yes'].includes(text)) return true;
    return ['0', 'false', 'off', 'no'].includes(text) ? false : value;
  }
  if (kind === 'integer-list') return text === '' ? [] : text.split(',').map(Number);
  if ((kind === 'real' || kind === 'integer') && text !== '' && Number.isFinite(Number(text)))
    return Number(text);
  return kind === 'choice' ? text : value;
}

/** What can be asked for: `act` with the message, called with the conversation as `this`. */
export const kVerbs = {
  getState: {
    async act() {
      this.needLab();
      await this.settle(() => !this.page.command({ get: 'recipe' }).error, 'the first picture');
      return { state: this.getState() };
    },
  },
  setState: {
    act({ state }) {
      return this.setState(state);
    },
  },
  set: {
    async act({ params = {}, seed }) {
      if (!isRecord(params)) refuse('bad_request', 'params: an object of values by id');
      const wanted = Object.entries(params).map(([id, value]) => {
        const def = this.param(id);
        return [id, value === null ? this.presetValue(def) : valueFrom(def, value)];
      });
      if (seed !== undefined) {
        const number = isText(seed) && /^\d+$/.test(seed) ? Number(seed) : seed;
        if (!Number.isSafeInteger(number) || number < 0)
          refuse('bad_value', 'seed: a whole number from 0');
        wanted.push(['seed', number]);
      }
      const errors = wanted
        .map(([id, value]) => this.page.command({ set: { [id]: value } }).error)
        .filter(Boolean);
      const now = () => this.page.command({ get: 'state' });
      await this.settle(() => {
        const shown = this.page.command({ get: 'results' });
        return JSON.stringify(shown.params) === JSON.stringify(now().params) || !now().alive;
      }, 'the change');
      if (errors.length > 0) refuse('bad_value', errors.join('; '));
    },
  },
  do: {
    async act({ action, count = 1 }) {
      this.needLab();
      if (!['play', 'pause', 'step', 'reset'].includes(action))
        refuse('bad_request', 'action: play, pause, step or reset');
      if (!Number.isInteger(count) || count < 1 || count > kMostSteps)
        refuse('bad_request', `count: a whole number from 1 to ${kMostSteps}`);
      this.command({ do: action === 'reset' ? 'restart' : action, count });
      const state = () => this.page.command({ get: 'state' });
      if (action === 'play' || state().playing) return {};
      await this.settle(() => !state().busy, 'this');
      return { step: state().step };
    },
  },
  observe: {
    atOnce: true,
    act({ output }) {
      const { params, outputs } = this.needLab();
      const ids = [
        'step',
        'status',
        'playing',
        'seed',
        ...[...params, ...outputs].map((x) => x.id),
      ];
      if (!ids.includes(output)) {
        const near = nearest(String(output), ids);
        const hint = near ? `; did you mean “${near}”?` : `; there are ${ids.join(', ')}`;
        refuse('unknown_output', `there is no output “${output}”${hint}`);
      }
      this.watch.observe(output);
    },
  },
  unobserve: {
    atOnce: true,
    act({ output }) {
      this.watch.unobserve(output);
    },
  },
  screenshot: {
    async act({ width, height, type = 'image/png' }) {
      if (!['image/png', 'image/webp', 'image/jpeg'].includes(type))
        refuse('bad_request', 'type: image/png, image/webp or image/jpeg');
      try {
        pictureSize({ width: 1, height: 1 }, { width, height });
      } catch (error) {
        refuse('bad_request', error.message);
      }
      const copy = await snapshotCanvas({ width, height });
      const dataUrl = copy.toDataURL(type, 0.85);
      return { dataUrl, width: copy.width, height: copy.height };
    },
  },
  settings: {
    async act(request) {
      const pairs = readHash(this.address.current);
      const keys = { lab: 'lab', preset: 'preset', theme: 'theme', locale: 'locale' };
      Object.assign(keys, { controls: 'show', goal: 'goal' });
      const given = Object.keys(keys).filter((key) => request[key] !== undefined);
      for (const key of given) {
        const value = request[key];
        if (value !== null && !isText(value)) refuse('bad_request', `${key}: a text or null`);
        if (value) pairs.set(keys[key], value);
        else pairs.delete(keys[key]);
      }
      const anew = given.includes('lab') || given.includes('preset');
      if (anew) for (const key of pairs.keys()) if (!kReserved.includes(key)) pairs.delete(key);
      if (given.length > 0) await this.open(pairs, given, anew);
      const now = readHash(this.address.current);
      return {
        settings: Object.fromEntries(
          Object.entries(keys).map(([k, key]) => [k, now.get(key) ?? '']),
        ),
      };
    },
  },
  results: {
    atOnce: true,
    act() {
      this.needLab();
      return { results: this.command({ get: 'results' }) };
    },
  },
  ping: {
    atOnce: true,
    act() {},
  },
  describe: {
    atOnce: true,
    act() {
      return { description: this.needLab() };
    },
  },
};
export const kSubjects = Object.keys(kVerbs)
  .map((name) => `basin.${name}`)
  .join(', ');
