// The simulation without a screen, for Node and browsers: a scenario in, a trace out.

import start, { Engine } from './application.js';

/** Events that are computed before other work gets its turn. */
const EVENTS_AT_A_TIME = 2_000;

let started;

/** A scenario that cannot be run; the message names every mistake with its line and column. */
export class ScenarioError extends Error {
  constructor(message) {
    super(message);
    this.name = 'ScenarioError';
    this.code = 'scenario';
  }
}

/**
 * Reads a scenario: its text, or the name of a built-in one.
 *
 * `seed` replaces the scenario's own. `wasm` says where the Wasm is, or gives its octets; without it
 * the file beside this one is taken. Only the first call looks at it.
 */
export async function load(scenario, { seed, wasm } = {}) {
  started ??= begin(wasm).catch((error) => {
    started = undefined;
    throw error;
  });
  await started;
  try {
    return new Simulation(new Engine(String(scenario), seed === undefined ? '' : String(seed)));
  } catch (error) {
    throw error instanceof WebAssembly.RuntimeError ? error : new ScenarioError(error.message);
  }
}

/** One run of a scenario. */
export class Simulation {
  #engine;
  #events;

  /** Made by `load`. */
  constructor(engine) {
    this.#engine = engine;
  }

  /** Computes the run to its end; other work gets its turn in between. */
  async run({ signal } = {}) {
    signal?.throwIfAborted();
    while (this.#engine.run(EVENTS_AT_A_TIME)) {
      this.#events = undefined;
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
    }
    this.#events = undefined;
    return this;
  }
  get title() {
    return this.#engine.title();
  }
  /** The seed in decimal. */
  get seed() {
    return this.#engine.seed();
  }
  /** How many steps there are so far. */
  get stepCount() {
    return this.#engine.count();
  }
  /** The moment of the last step, in seconds since the start. */
  get duration() {
    return this.#engine.micros() / 1e6;
  }
  /** The text of the run, as `relayscope run` prints it. */
  get trace() {
    return this.#engine.trace();
  }
  /** The SHA-256 of the trace, in hexadecimal. */
  get digest() {
    return this.#engine.digest();
  }
  /** Every step: its index from 1, time in seconds, kind, host and text. */
  get events() {
    this.#events ??= JSON.parse(this.#engine.events()).map(({ micros, ...rest }) =>
      Object.freeze({ ...rest, time: micros / 1e6 }),
    );
    return this.#events;
  }
  /** What the scenario's `[[expect]]` tables want and the run does not hold. */
  get unmet() {
    return this.#engine.unmet();
  }
  /** Gives the memory back; nothing may be asked afterwards. */
  free() {
    this.#engine.free();
  }
}

async function begin(wasm) {
  await start({ module_or_path: wasm ?? (await beside()) });
}

/** The Wasm beside this file: Node cannot fetch a file, and reads it. */
async function beside() {
  const node = globalThis.process?.getBuiltinModule?.('node:fs');
  if (!node || !import.meta.url.startsWith('file:')) return undefined;
  return node.promises.readFile(new URL('relayscope_bg.wasm', import.meta.url));
}
