// Runs W1 in Wasm under Node: node wasm.mjs MODULE [MESSAGES]
// Prints the same figures as the native program, for the module that a browser would run.

import { readFile } from 'node:fs/promises';

const RUNS = 5;

const [file, messages = 10_000] = process.argv.slice(2);
const module = await WebAssembly.compile(await readFile(file));

/** A library may bring imports along; a simulation that calls one would not be reproducible. */
const imports = {};
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  imports[from] ??= {};
  imports[from][name] = () => {
    throw new Error(`the simulation called ${name}, which is outside of it`);
  };
}
const { exports } = await WebAssembly.instantiate(module, imports);
const { bench_w1: w1, bench_baseline: baseline, memory } = exports;

const before = memory.buffer.byteLength;
// The first run also lets the engine's better compiler catch up. Its memory is all that W1 needs:
// a module's memory grows and never shrinks.
const lines = w1(messages);
const held = memory.buffer.byteLength - before;

/** Runs both by turns, so that a busy moment of the machine hits both; rates, best first. */
const rates = { ours: [], bare: [] };
for (let run = 0; run < RUNS; run += 1) {
  for (const [of, work] of [
    ['ours', () => w1(messages)],
    ['bare', () => baseline(messages, lines)],
  ]) {
    const begun = performance.now();
    work();
    rates[of].push((messages * 1000) / (performance.now() - begun));
  }
}
for (const list of Object.values(rates)) list.sort((a, b) => b - a);

const best = (list) => list[0].toFixed(0);
const median = (list) => list[Math.floor(RUNS / 2)].toFixed(0);
const { ours, bare } = rates;
console.log(`wasm     W1 best ${best(ours)} messages/s, median ${median(ours)}`);
console.log(`wasm     bare heap best ${best(bare)} messages/s, median ${median(bare)}`);
console.log(`wasm     W1 at ${((100 * ours[0]) / bare[0]).toFixed(0)} % of the bare heap (best)`);
console.log(`wasm     ${lines} lines, ${Math.ceil(held / messages)} octets of memory a message`);
