// The engine without a screen.

import { ScenarioError, load } from 'relayscope/engine';
import type { Simulation } from 'relayscope/engine';

export async function bounces(text: string): Promise<string[]> {
  try {
    const simulation: Simulation = await load(text, { seed: 1n });
    await simulation.run({ signal: AbortSignal.timeout(1000) });
    const found = simulation.events.filter(({ kind }) => kind === 'bounce').map((it) => it.text);
    simulation.free();
    return found;
  } catch (error) {
    if (error instanceof ScenarioError) return [error.message];
    throw error;
  }
}
