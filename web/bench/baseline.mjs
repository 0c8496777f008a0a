// The yardstick of the bench page: a trainer as browser playgrounds usually have one, with an object
// for every unit and every link, back-propagation example by example, tanh, squared loss, doubles.
// Written for this comparison; it is meant to be plain and idiomatic, not slow on purpose.

class Link {
  constructor(from, to, weight) {
    this.from = from;
    this.to = to;
    this.weight = weight;
    this.gradient = 0;
  }
}

class Unit {
  constructor() {
    this.bias = 0.1;
    this.biasGradient = 0;
    this.incoming = [];
    this.outgoing = [];
    this.output = 0;
    this.delta = 0;
  }

  activate() {
    let sum = this.bias;
    for (const link of this.incoming) sum += link.weight * link.from.output;
    this.output = Math.tanh(sum);
  }

  /** Takes the error's derivative by the output, and adds to the gradients of this unit. */
  learn(outputError) {
    this.delta = outputError * (1 - this.output * this.output);
    this.biasGradient += this.delta;
    for (const link of this.incoming) link.gradient += this.delta * link.from.output;
  }

  get errorFromOutgoing() {
    let error = 0;
    for (const link of this.outgoing) error += link.weight * link.to.delta;
    return error;
  }

  update(rate) {
    this.bias -= rate * this.biasGradient;
    this.biasGradient = 0;
    for (const link of this.incoming) {
      link.weight -= rate * link.gradient;
      link.gradient = 0;
    }
  }
}

/** A fully connected network of tanh units. */
export class ObjectNetwork {
  constructor(widths, random) {
    this.layers = widths.map((width) => Array.from({ length: width }, () => new Unit()));
    for (let i = 1; i < this.layers.length; i += 1) {
      for (const to of this.layers[i]) {
        for (const from of this.layers[i - 1]) {
          const link = new Link(from, to, random() - 0.5);
          from.outgoing.push(link);
          to.incoming.push(link);
        }
      }
    }
  }

  forward(input) {
    this.layers[0].forEach((unit, i) => (unit.output = input[i]));
    for (let i = 1; i < this.layers.length; i += 1) {
      for (const unit of this.layers[i]) unit.activate();
    }
    return this.layers.at(-1)[0].output;
  }

  backward(target) {
    for (const unit of this.layers.at(-1)) unit.learn(unit.output - target);
    for (let i = this.layers.length - 2; i > 0; i -= 1) {
      for (const unit of this.layers[i]) unit.learn(unit.errorFromOutgoing);
    }
  }

  update(rate) {
    for (let i = 1; i < this.layers.length; i += 1) {
      for (const unit of this.layers[i]) unit.update(rate);
    }
  }

  /** One step of mini-batch gradient descent. */
  step(examples, begin, batch, rate) {
    for (let i = 0; i < batch; i += 1) {
      const example = examples[(begin + i) % examples.length];
      this.forward(example.input);
      this.backward(example.target);
    }
    this.update(rate / batch);
  }
}

/** The same numbers on every machine (a linear congruential generator). */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** Steps a second of the object network on points inside and outside a circle. */
export function measureBaseline(widths, seconds, batch = 10) {
  const random = generator(7);
  const examples = Array.from({ length: 500 }, () => {
    const input = [2 * random() - 1, 2 * random() - 1];
    return { input, target: Math.hypot(...input) < 0.6 ? 1 : -1 };
  });
  const network = new ObjectNetwork(widths, random);
  let steps = 0;
  // The best of several slices, as the core module counts, too: other work on the machine only ever
  // slows one down.
  const slice = (milliseconds) => {
    const begin = performance.now();
    const first = steps;
    let elapsed = 0;
    while ((elapsed = performance.now() - begin) < milliseconds) {
      for (let i = 0; i < 50; i += 1, steps += 1)
        network.step(examples, steps * batch, batch, 0.03);
    }
    return ((steps - first) / elapsed) * 1000;
  };
  slice(300); // Let the compiler see it first.
  return Math.max(...Array.from({ length: 10 }, () => slice(seconds * 100)));
}
