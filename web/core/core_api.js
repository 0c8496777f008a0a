// The core without a screen, for a worker, Node or a notebook: linked into basin-core.js, whose module object it
// extends. Typed in basin-core.d.ts.

{
  const pokeKinds = ["press", "drag", "release", "erase"];
  const statuses = ["running", "done", "diverged"];

  // Texts cross the boundary as UTF-8 on the heap; whoever receives one frees it.
  const toHeap = (text) => {
    const size = lengthBytesUTF8(text) + 1;
    const pointer = _malloc(size);
    stringToUTF8(text, pointer, size);
    return pointer;
  };
  const withTexts = (texts, call) => {
    const pointers = texts.map(toHeap);
    try {
      return call(...pointers);
    } finally {
      pointers.forEach((pointer) => _free(pointer));
    }
  };
  const fromHeap = (pointer) => {
    try {
      return UTF8ToString(pointer);
    } finally {
      _free(pointer);
    }
  };
  const refuse = (message) => {
    if (message) throw new Error(message);
  };

  // Frees sessions that a notebook forgot.
  const forgotten =
    typeof FinalizationRegistry === "undefined" ? null : new FinalizationRegistry((pointer) => _basinSessionDelete(pointer));

  const finite = (name, value) => {
    if (typeof value !== "number" || !Number.isFinite(value)) throw new Error(`${name}: ${String(value)} is not a number`);
    return value;
  };

  class Session {
    #pointer;

    constructor(recipe) {
      const json = JSON.stringify(recipe);
      refuse(withTexts([json], (pointer) => fromHeap(_basinRecipeError(pointer))));
      this.#pointer = withTexts([json], (pointer) => _basinSessionNew(pointer));
      forgotten?.register(this, this.#pointer, this);
    }

    get #live() {
      if (!this.#pointer) throw new Error("this session has been freed");
      return this.#pointer;
    }

    #json(part) {
      return JSON.parse(fromHeap(_basinSessionJson(this.#live, part)));
    }

    advance(steps = 1) {
      if (typeof steps !== "number" || !(steps >= 0)) throw new Error(`advance: ${String(steps)} is not a number of steps`);
      return _basinSessionAdvance(this.#live, steps);
    }

    restart() {
      _basinSessionRestart(this.#live);
    }

    frame() {
      return this.#json(0);
    }

    checks() {
      return this.#json(1);
    }

    scalars() {
      return this.#json(2);
    }

    get params() {
      return this.#json(3);
    }

    recipe() {
      return this.#json(4);
    }

    get irrelevant() {
      return this.#json(5);
    }

    get hash() {
      return fromHeap(_basinSessionHash(this.#live));
    }

    setParam(id, value) {
      const json = JSON.stringify(value) ?? "null";
      const session = this.#live;
      refuse(withTexts([String(id), json], (...texts) => fromHeap(_basinSessionSet(session, ...texts))));
    }

    poke(output, x, y, { kind = "press", brush = 0 } = {}) {
      const gesture = pokeKinds.indexOf(kind);
      if (gesture < 0) throw new Error(`poke: '${kind}' is not one of ${pokeKinds.join(", ")}`);
      const session = this.#live;
      const [px, py] = [finite("x", x), finite("y", y)];
      const changed = withTexts([String(output)], (text) => _basinSessionPoke(session, text, gesture, px, py, brush | 0));
      if (changed < 0) throw new Error(`poke: there is no output '${output}' that takes gestures`);
      return changed === 1;
    }

    get step() {
      return _basinSessionStep(this.#live);
    }

    get status() {
      return statuses[_basinSessionStatus(this.#live)];
    }

    free() {
      if (!this.#pointer) return;
      forgotten?.unregister(this);
      _basinSessionDelete(this.#pointer);
      this.#pointer = 0;
    }
  }

  Module["version"] = () => fromHeap(_basinVersion());
  Module["list"] = () => JSON.parse(fromHeap(_basinList()));
  Module["describe"] = (id) => {
    const json = withTexts([String(id)], (text) => fromHeap(_basinDescribe(text)));
    if (!json) throw new Error(`there is no lab '${id}'`);
    return JSON.parse(json);
  };
  Module["parseHash"] = (hash) => JSON.parse(withTexts([String(hash)], (text) => fromHeap(_basinParseHash(text))));
  Module["session"] = (lab, params = {}, seed = undefined) => new Session({ basin: 1, lab: String(lab), params, seed });
  Module["restore"] = (recipe) => new Session(recipe);
  Module["bench"] = (secondsPerRow = 1) => JSON.parse(fromHeap(_basinBench(finite("secondsPerRow", secondsPerRow))));
}
