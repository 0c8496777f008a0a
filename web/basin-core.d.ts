/** Basin without a screen: `import createBasin from "./basin-core.js"; const basin = await createBasin();` */

/** A parameter's value: a number, a switch, a choice's id, a list of whole numbers, or a text. */
export type ParamValue = number | boolean | string | number[];
export type Params = Record<string, ParamValue>;

/** A measured number; null stands for NaN. */
export type Measured = number | null | "Infinity" | "-Infinity";
export type Status = "running" | "done" | "diverged";

export interface LabSummary {
  id: string;
  title: string;
  claim: string;
  group: string;
  year: number;
}

export interface ParamDescription {
  id: string;
  label: string;
  help: string;
  kind: "real" | "integer" | "boolean" | "choice" | "integer-list" | "text";
  default: ParamValue;
  min?: number;
  max?: number;
  scale?: "linear" | "log";
  maxLength?: number;
  choices?: { id: string; label: string }[];
  /** What is allowed, in words. */
  allowed: string;
  unit: string;
  symbol: string;
  group: string;
  /** Applies to the running lab; others restart it. */
  live: boolean;
  /** Has an effect at the first preset's values. */
  relevant: boolean;
}

export interface Axis {
  symbol: string;
  meaning: string;
  scale: "linear" | "log";
  /** Of an angle: a full turn in the axis' unit; its numbers are written as parts of π. */
  turn?: number;
}

export interface OutputDescription {
  id: string;
  label: string;
  help: string;
  kind: "series" | "field" | "points" | "graph" | "scalar" | "check" | "note";
  x?: Axis;
  y?: Axis;
  z?: Axis;
  unit?: string;
  /** Of a check: what it compares, in `unit`. */
  quantity?: string;
  reference?: string;
  /** The app first shows the field as a surface in space. */
  surface?: true;
  /** One unit of x is drawn as long as one of y. */
  equalAspect?: true;
  /** All panels of the series have the same axes; else each has its own. */
  commonRange?: true;
  takesPokes?: true;
  /** So many classes of points can be painted on it. */
  brushes?: number;
}

export interface LabDescription extends LabSummary {
  stepsPerSecond: number;
  /** What the lab counts its time in (Frame.time). */
  clock: { symbol: string; meaning: string };
  params: ParamDescription[];
  outputs: OutputDescription[];
  presets: {
    id: string;
    label: string;
    lookFor: string;
    /** The recipe of a fault that was mended: not offered to readers. */
    hidden?: boolean;
    params: Params;
    /** What a run must show: a scalar's value at a step (0: at the lab's own end). */
    expected?: { scalar: string; value: number; tolerance: number; step: number; seed: number }[];
  }[];
  references: { text: string; url?: string }[];
}

export interface Check {
  id: string;
  name: string;
  measured: Measured;
  relation: "<=" | "~=" | ">=";
  predicted: Measured;
  /** Relative for "~=" (absolute when predicted is 0), an absolute slack otherwise. */
  tolerance: number;
  /** null: not decided yet, or not applicable. */
  holds: boolean | null;
  state: "pending" | "holds" | "fails" | "not-applicable";
  detail: string;
  reference: string;
}

/** Drawn solid, dashed, thin, and dotted: a guide leads the eye and predicts nothing. */
export type Role = "measured" | "theory" | "context" | "guide";

/** A colour of the palette, counted round: blue, orange, green, vermillion, sky, purple, yellow. */
export type Slot = number;

export interface Curve {
  name: string;
  style: "line" | "scatter" | "bars" | "histogram" | "band";
  role: Role;
  colour: Slot;
  x: Measured[];
  /** Absent for histograms, whose samples are x. */
  y?: Measured[];
  lo?: Measured[];
  hi?: Measured[];
}

export interface Series {
  /** So many panels are drawn side by side where there is room. */
  columns: number;
  panels: { title: string; curves: Curve[] }[];
}

export interface Path {
  name: string;
  role: Role;
  colour: Slot;
  x: Measured[];
  y: Measured[];
}

export interface Marks {
  name: string;
  /** Their colour; counted round it is their shape too: circle, square, triangle, diamond, cross, ring. */
  class: Slot;
  /** Can be dragged: drawn large, as a circle with a ring. */
  handle?: true;
  x: Measured[];
  y: Measured[];
}

/** Values on a regular grid over x times y, row by row from the lowest y. */
export interface Field {
  nx: number;
  ny: number;
  x: [number, number];
  y: [number, number];
  /** "diverging": coloured by sign, evenly about 0. */
  map: "sequential" | "diverging";
  /** Values at the ends of the colours; absent: those of `values`. */
  range?: [number, number];
  /** Colours are spread by the logarithm of the distance from the lowest value. */
  logColour?: true;
  /** Values of separate settings, drawn as flat cells; `x` and `y` are the middles of the outermost. */
  cells?: true;
  values: Measured[];
  /** Lines of equal value; absent: at round values, for a diverging map at 0. */
  levels?: number[];
  paths: Path[];
  marks: Marks[];
}

export interface Points {
  x: [number, number];
  y: [number, number];
  marks: Marks[];
  paths: Path[];
}

export interface Net {
  title: string;
  nodes: {
    layer: number;
    label: string;
    value: Measured;
    picture?: { nx: number; ny: number; values: Measured[] };
  }[];
  /** Edges of the same tie share one parameter. */
  edges: { from: number; to: number; weight: Measured; tie?: number }[];
}

/** A saved session: what determines a frame. */
export interface Recipe {
  basin?: 1;
  lab: string;
  params?: Params;
  seed?: number;
  events?: { step: number; param: string; value: ParamValue }[];
  steps?: number;
}

export interface Frame {
  lab: string;
  params: Params;
  seed: number;
  steps: number;
  status: Status;
  /** Words for the status; for "diverged" the reason. */
  statusText: string;
  /** Id of the parameter whose text cannot be read, so that nothing runs and statusText says why; else null. */
  unreadable: string | null;
  /** 0..1 towards the lab's own end; null where there is none. */
  progress: number | null;
  /** On the lab's own clock; null: the number of steps. */
  time: number | null;
  scalars: Record<string, Measured>;
  checks: Check[];
  series: Record<string, Series>;
  fields: Record<string, Field>;
  points: Record<string, Points>;
  graphs: Record<string, { nets: Net[] }>;
  notes: Record<string, string>;
  recipe: Recipe;
}

export interface Session {
  /** Does up to `steps` steps (1 when not said); returns how many were done before the lab's end. */
  advance(steps?: number): number;
  /** Begins again with the present parameters and seed. */
  restart(): void;
  frame(): Frame;
  checks(): Check[];
  scalars(): Record<string, Measured>;
  /** A live parameter changes at once, another restarts the lab. Throws an Error saying what is allowed. */
  setParam(id: string, value: ParamValue): void;
  /** Points at an output, in its coordinates; returns whether anything changed. */
  poke(
    output: string,
    x: number,
    y: number,
    options?: { kind?: "press" | "drag" | "release" | "erase"; brush?: number },
  ): boolean;
  recipe(): Recipe;
  /** Releases the memory; the session cannot be used afterwards. */
  free(): void;
  readonly params: Params;
  /** Ids of the parameters that have no effect at the present values. */
  readonly irrelevant: string[];
  /** What the page has behind '#' in its address for this lab, these parameters and this seed. */
  readonly hash: string;
  readonly step: number;
  readonly status: Status;
}

export interface Basin {
  version(): string;
  list(): LabSummary[];
  describe(id: string): LabDescription;
  /** A new session; parameters not given are the first preset's, the seed 1. Throws an Error naming what is wrong. */
  session(lab: string, params?: Params, seed?: number): Session;
  /** Reads what stands behind '#' in an address of the page; whatever is wrong with it is among the notes. */
  parseHash(hash: string): {
    lab: string;
    params?: Params;
    seed: number;
    play: boolean | null;
    notes: string[];
    /** The hash with the nearest known names in place of unknown ones; '' where none is near. */
    guess: string;
  };
  /** A session brought to where a saved one was. */
  restore(recipe: Recipe): Session;
  /** Training speed of a few networks, about `secondsPerRow` seconds each. */
  bench(secondsPerRow?: number): { name: string; batch: number; stepsPerSecond: number }[];
}

/** Loads the WebAssembly module; `locateFile` tells where basin-core.wasm is when it does not lie beside the script. */
export default function createBasin(options?: {
  locateFile?: (name: string) => string;
  wasmBinary?: ArrayBuffer | Uint8Array;
}): Promise<Basin>;
