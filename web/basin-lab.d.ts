/**
 * `<basin-lab>`: a lab of Basin in any page.
 *
 *     <script src="https://…/basin-lab.js"></script>
 *     <basin-lab lab="square-wave" depth="3" seed="7" controls="depth,momentum" autoplay></basin-lab>
 *
 * One tag is all: as `<script src>` or `<script type="module" src>` or `import "https://…/basin-lab.js"`. The script finds the
 * site by its own address; `src` names another one (a bundler that swallows the script needs it).
 *
 * Every attribute that is none of those below, and none that any element may have (`class`, `style`, `data-*`, …), is a
 * parameter of the lab, by its id: `rate="0.1"`, `widths="8,8"`, `bias` or `bias="false"`. `param-` before the id makes
 * it one for sure. What the lab does not know ends in a warning on the console and an `error` event that says what there is.
 * A change of any attribute is followed at once; one that is taken away goes back to the preset's value.
 *
 * The lab runs in a frame with `sandbox="allow-scripts allow-downloads allow-popups"`, and `allow-same-origin` only where
 * the site has another origin than the page (on the same origin the two together would undo the sandbox; the server must
 * then send `Access-Control-Allow-Origin`, as `web/serve` and the common static hosts do). The site's own articles and
 * chapters have no sandbox around their labs.
 *
 * What stands between the tags is for browsers without scripts: a link, a picture. HTML knows no `<basin-lab … />`: without
 * `</basin-lab>` the rest of the page is inside, which is then shown below the lab with a warning.
 *
 * In slides: once it was clicked, the lab has the keys, and gives those that it has no use for to the page: they are
 * dispatched on the element as `keydown` and `keyup`, which bubble to the document, where decks (reveal.js, impress.js, …)
 * listen. The lab itself takes space, →, ↑, ↓, R, S and ? (and all while a field is edited); ←, PageUp, PageDown, Home, End and letters turn
 * pages. Escape, where there is nothing to close in the lab, gives the page all keys that follow, too. A deck with a plain
 * `<iframe>` hears of such keys by messages, {subject: "basin.key", key, code, keyCode, shiftKey}:
 *
 *     addEventListener("message", ({ data }) => {
 *       if (data?.subject === "basin.key") document.dispatchEvent(new KeyboardEvent("keydown", data));
 *     });
 *
 * A poster with a button comes first. Of all labs in a document at most two are starting and three are alive at a time;
 * who is off screen stands still, and gives way to one that is wanted: its state and last picture are kept, and it goes
 * on from there when it is seen again. An element that is moved keeps its lab: running with `moveBefore()` where that keeps frames, else (browsers
 * drop a frame that is taken out) from where it was a few seconds ago at most; so does one whose frame is loaded again.
 * Nothing takes the focus, and nothing changes the element's size.
 */

import type { Check, Measured, ParamValue, Params, Recipe, Status } from "./basin-core";

/** What `getState()` gives. To be kept as it is; its inside may change. */
export interface LabState {
  readonly basin: 1;
  readonly recipe: Recipe;
  readonly playing: boolean;
  /** The goals that are met. */
  readonly goals: readonly string[];
}

/** A number, a check, a text, or the data of a picture as basin-core's `frame()` has it. */
export type OutputValue = number | boolean | string | Check | ParamValue | object;

export interface LabEventMap {
  /** The first picture is there. */
  ready: CustomEvent<{ lab: string; title: string }>;
  /** Parameters, seed, lab, playing or status changed, by the reader or by a script; `changed` are ids of parameters. */
  change: CustomEvent<{
    lab: string;
    params: Params;
    seed: number;
    playing: boolean;
    status: Status;
    changed: string[];
  }>;
  /** A check was decided, or decided otherwise. */
  check: CustomEvent<Check>;
  /** A goal was met; `score` is the part of all goals that is met by now, 0 to 1. */
  goal: CustomEvent<{ goal: string; text: string; score: number }>;
  /**
   * Something cannot be done as asked, or went wrong; it is on the console, too. Does not bubble. Codes: unknown_attribute,
   * unknown_parameter, bad_value, bad_goal, unknown_lab, unknown_output, no_lab, no_src, not_closed, load_failed, unavailable, and
   * stopped: the browser has ended the lab, which goes on from its last known state when it is started again.
   */
  error: CustomEvent<{ code: string; message: string; attribute?: string }>;
}

export interface BasinLabElement extends HTMLElement {
  /** Id of the lab: saddle, gd, landscape, playground, square-wave, mean-field, ntk, overparam. */
  lab: string;
  /** Id of the preset to start from; the first one when not said. */
  preset: string;
  /** Whole number that all chance comes from; 1 when not said. */
  seed: string;
  /** Ids of the parameters whose controls are shown, with commas between; all of them when not said. */
  controls: string;
  /**
   * What the reader is asked for, each with a tick once it is met, and never taken back:
   *
   *     goal="converge: train-loss<0.01; quick: epoch<50 and test-accuracy>=0.9"
   *
   * Goals are parted by `;`. A goal is a label and `:`, which may be left out, and conditions joined by `and` (or `&`; in an
   * address that is %26). A condition is a quantity, one of < <= > >= = !=, and a value. Quantities are the ids of the
   * lab's scalars (numbers), of its parameters (numbers, true, false, or a choice's id), of its checks (holds, fails,
   * pending; alone it means that it holds; compared with a number it stands for what was measured), and step, seed,
   * status (running, done, diverged) and checks (all that apply, together). `basin describe LAB` lists the ids; a wrong one is
   * answered with the nearest. All conditions of a goal have to hold in the same picture. At most twenty goals.
   *
   * A plain frame takes the same: `index.html#lab=saddle&embed=true&goal=step>=100`, and reports to the learning system
   * around it: SPLICE.reportScoreAndState with the part of the goals that is met as the score.
   */
  goal: string;
  /** light, dark, or auto: as the system has it. */
  theme: string;
  /** Language tag such as de or de-CH; when not said, the language of the text around it (lang), else the reader's. */
  locale: string;
  /** lazy (near the reader; when not said), eager (at once), or click (when the button is pressed). */
  loading: string;
  /** Plays from the start; else, and with `autoplay="false"`, it waits, drawn, for the reader to press play. */
  autoplay: boolean;
  /** A number of pixels or any length of CSS; 834 by 504 in proportion when not said, and 640 high where it is narrow. */
  height: string;
  /** Address of a picture to be shown first. */
  poster: string;
  /** The folder of the site, when it is not where the script came from. */
  src: string;

  /** Resolves with the element when the lab has drawn its first picture. */
  readonly ready: Promise<BasinLabElement>;
  /** The lab is in memory and answers at once. Every method below starts it when it is not. */
  readonly live: boolean;
  /** The part of the goals that is met, 0 to 1; undefined without goals. */
  readonly score: number | undefined;

  /** All that is needed to come back to exactly this. Does not start a lab that was put aside. */
  getState(): Promise<LabState>;
  /** Goes there; a lab that is not alive goes there when it starts. Rejects what getState() did not give. */
  setState(state: LabState): Promise<void>;
  /**
   * Calls back with the present value and then whenever it changes. `output` is the id of a scalar, check, note, picture or
   * parameter, or step, seed, status or playing.
   */
  observe(output: string, callback: (value: OutputValue, at: { output: string; step: number }) => void): void;
  /** Ends that; without a callback for all of them. */
  unobserve(output: string, callback?: (value: OutputValue, at: { output: string; step: number }) => void): void;
  play(): Promise<void>;
  pause(): Promise<void>;
  /** Begins again with the present parameters and seed. */
  reset(): Promise<void>;
  /** Does `n` steps (1 when not said) and resolves with the step it came to, which is less at the lab's own end. */
  step(n?: number): Promise<number>;
  /** Changes parameters without touching the attributes; null is the preset's value. */
  set(params: Record<string, ParamValue | null>): Promise<void>;
  /** A PNG of what is seen, as a data URL or a Blob; with both sides given the picture stands in the middle of them. */
  screenshot(options?: { width?: number; height?: number; type?: "dataURL" }): Promise<string>;
  screenshot(options: { width?: number; height?: number; type: "blob" }): Promise<Blob>;
  /** Ends it for good and frees its memory. */
  destroy(): void;

  addEventListener<K extends keyof LabEventMap>(
    type: K,
    listener: (this: BasinLabElement, event: LabEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

export type { Check, Measured, ParamValue, Params };

declare global {
  interface HTMLElementTagNameMap {
    "basin-lab": BasinLabElement;
  }
}
