import type { RelayScopeEvent, Seconds } from './index.js';

/** Where the Wasm is, or what it is. */
export type WasmSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/** A scenario that cannot be run; the message names every mistake with its line and column. */
export class ScenarioError extends Error {
  constructor(message: string);
  readonly code: 'scenario';
}

/** Reads a scenario: its text, or the name of a built-in one. */
export function load(
  scenario: string,
  options?: { seed?: string | number | bigint; wasm?: WasmSource },
): Promise<Simulation>;

/** One run of a scenario. */
export class Simulation {
  private constructor();
  /** Computes the run to its end; other work gets its turn in between. */
  run(options?: { signal?: AbortSignal }): Promise<this>;
  readonly title: string;
  /** In decimal. */
  readonly seed: string;
  /** How many steps there are so far. */
  readonly stepCount: number;
  /** The moment of the last step. */
  readonly duration: Seconds;
  /** The text of the run, as `relayscope run` prints it. */
  readonly trace: string;
  /** The SHA-256 of the trace, in hexadecimal. */
  readonly digest: string;
  readonly events: readonly RelayScopeEvent[];
  /** What the scenario's `[[expect]]` tables want and the run does not hold. */
  readonly unmet: readonly string[];
  /** Gives the memory back; nothing may be asked afterwards. */
  free(): void;
}
