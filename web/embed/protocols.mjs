// What learning systems speak: SPLICE (state and score), LTI (size, abilities, and its storage where
// SPLICE is not answered), the size and load messages of Embedly and PhET, and the pause of Legends of
// Learning. All of it is optional: a host that answers nothing, or answers everything with an error,
// loses nothing else.

const kStateWaitMs = 15000;
const kReportQuietMs = 2000;
/** Hosts need not store longer values (LTI postMessage Storage). */
const kMostStored = 4096;
const kShape = 504 / 834;
const kNarrow = { below: 600, height: 640 };

const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads what some hosts send as text. */
function parsed(data) {
  if (typeof data !== 'string') return data;
  if (data.length > 4096 || data[0] !== '{') return null;
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

/** A short name for a text: its 32-bit FNV-1a sum. */
function shortName(text) {
  let sum = 0x811c9dc5;
  for (const c of text) sum = Math.imul(sum ^ c.codePointAt(0), 0x01000193);
  return (sum >>> 0).toString(36);
}

/** The height that suits a frame of this width. */
export function heightFor(width) {
  if (width < kNarrow.below) return kNarrow.height;
  return Math.round(Math.min(720, Math.max(420, width * kShape)));
}

/**
 * `exercise` is the address that the host opened, `post(message)` speaks to the host, `getState()` and
 * `setState(state)` are the app's, `score()` is the part of the goals that is met, `command(request)`
 * asks the app.
 */
export class Protocols {
  constructor(parts) {
    Object.assign(this, parts);
    this.asked = new Map();
    this.serial = 0;
    this.touched = false;
    this.unsaved = false;
    this.timer = 0;
    this.paused = false;
    this.width = 0;
    /** What the host says it understands. */
    this.capabilities = [];
    /** The exercise's place in a store that all exercises of this site share: it is known by its address. */
    this.key = `basin.${shortName(this.exercise)}`;
    this.stores = false;
    this.spliced = false;
  }

  begin() {
    const touch = () => (this.touched = true);
    for (const name of ['pointerdown', 'keydown']) addEventListener(name, touch, true);
    addEventListener('pagehide', () => this.#report());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#report();
    });
    this.#ask('lti.capabilities', {}, (answer) => {
      const list = answer.supported_messages;
      if (!Array.isArray(list)) return;
      this.capabilities = list.map((each) => each?.subject ?? each);
      this.#openStore(list);
    });
    this.#ask('SPLICE.getState', {}, ({ state, error }) => {
      this.spliced = !error;
      this.#arrived(state, error);
    });
  }

  /** The first picture is there: only now a size makes sense. */
  pictured() {
    this.post(JSON.stringify({ type: 'load', url: location.href }));
    this.post({ message: 'init' });
    const resize = () => {
      const width = innerWidth;
      // A scroll bar that comes and goes with the height must not start a quarrel.
      if (Math.abs(width - this.width) < 24) return;
      this.width = width;
      const height = heightFor(width);
      this.#say('lti.frameResize', { height });
      this.post(JSON.stringify({ context: 'iframe.resize', height }));
    };
    resize();
    addEventListener('resize', resize);
  }

  /** Something of the experiment changed. */
  changed(ids, params) {
    this.unsaved = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#report(), kReportQuietMs);
    if (ids.length > 0) {
      const data = Object.fromEntries(ids.slice(0, 20).map((id) => [id, params[id]]));
      this.#say('SPLICE.sendEvent', { name: 'basin.change', data });
    }
  }

  /** A goal was met. */
  scored(label) {
    this.touched = true;
    this.unsaved = true;
    this.#say('SPLICE.sendEvent', { name: 'basin.goal', data: { goal: label } });
    this.#report();
  }

  /** Takes a message of the host; true when it was one of these dialects. */
  receive(raw) {
    const data = parsed(raw);
    if (!isRecord(data)) return true;
    if (data.messageName === 'pause' || data.messageName === 'resume') {
      this.#hold(data.messageName === 'pause');
      return true;
    }
    if (typeof data.subject !== 'string') return false;
    if (data.subject === 'SPLICE.flushState') {
      const hadState = this.#report(true);
      const { message_id } = data;
      this.post({ subject: 'SPLICE.flushState.response', message_id, success: true, hadState });
      return true;
    }
    const waiting = this.asked.get(data.message_id);
    if (waiting && data.subject === `${waiting.subject}.response`) {
      this.asked.delete(data.message_id);
      waiting.answered(data);
      return true;
    }
    return /^(SPLICE|lti)\./.test(data.subject);
  }

  #say(subject, body) {
    const message_id = `basin-${subject}-${(this.serial += 1)}`;
    this.post({ subject, message_id, ...body });
    return message_id;
  }

  #ask(subject, body, answered) {
    const id = this.#say(subject, body);
    this.asked.set(id, { subject, answered });
    setTimeout(() => this.asked.delete(id), kStateWaitMs);
  }

  /** The store of LTI, if it is in the page around this frame: others of the host's frames are not listened to. */
  #openStore(list) {
    const has = (subject) =>
      list.some((each) => each?.subject === subject && [undefined, '_parent'].includes(each.frame));
    this.stores = has('lti.put_data') && has('lti.get_data');
    if (!this.stores || this.spliced) return;
    this.#ask('lti.get_data', { key: this.key }, ({ value, error }) => {
      if (!this.spliced) this.#arrived(value, error);
    });
  }

  #store(state) {
    if (!this.stores || this.spliced) return;
    const value = JSON.stringify(state);
    if (value.length <= kMostStored) this.#say('lti.put_data', { key: this.key, value });
  }

  /** Codes of errors say nothing here: some hosts answer everything, knowing it or not. */
  #arrived(state, error) {
    if (error || !state || this.touched) return;
    let kept = state;
    if (typeof state === 'string') {
      try {
        kept = JSON.parse(state);
      } catch {
        return;
      }
    }
    // Another exercise's state, or one of an older form, is not an error of the reader.
    this.setState(kept).catch((reason) => console.warn(`basin: kept state: ${reason.message}`));
  }

  /**
   * Hands over score and state; unless it must, only what the reader did and the host does not have.
   * True when there was something. Without goals nothing is graded, and the score is left out.
   */
  #report(must = false) {
    clearTimeout(this.timer);
    if (!must && !(this.touched && this.unsaved)) return false;
    let state;
    try {
      state = this.getState();
    } catch {
      return false; // There is no picture yet, so there is nothing to keep.
    }
    this.unsaved = false;
    this.#say('SPLICE.reportScoreAndState', { score: this.score(), state });
    this.#store(state);
    return true;
  }

  #hold(paused) {
    if (paused === this.paused) return;
    if (paused) {
      this.resumes = this.command({ get: 'state' }).playing === true;
      this.command({ do: 'pause' });
    } else if (this.resumes) {
      this.command({ do: 'play' });
    }
    this.paused = paused;
  }
}
