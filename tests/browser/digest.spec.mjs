// The same scenario gives the same trace, natively and in the page's own Wasm.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { LESSONS, open } from './playing.mjs';

const ROOT = new URL('../../', import.meta.url);

/** What the command line prints for a scenario file. */
function natively(file) {
  const options = { cwd: ROOT, maxBuffer: 256 * 1024 * 1024 };
  // `cargo xtask test` has compiled it and says where; by hand, cargo does.
  const built = process.env.RELAYSCOPE;
  const cargo = ['run', '--quiet', '--package', 'relay-cli', '--'];
  const trace = built
    ? execFileSync(built, ['run', file], options)
    : execFileSync('cargo', [...cargo, 'run', file], options);
  return createHash('sha256').update(trace).digest('hex');
}

test('native and Wasm write the same traces', async ({ page }) => {
  // The command line may have to be compiled first.
  test.setTimeout(600_000);
  await open(page);
  const digest = (source) =>
    page.evaluate(async (source) => {
      const { module } = document.querySelector('script[data-module]').dataset;
      const application = await import(new URL(module, document.baseURI));
      return application.trace_digest(source);
    }, source);
  for (const { id } of LESSONS) {
    const file = `web/lessons/${id}.toml`;
    const source = readFileSync(new URL(file, ROOT), 'utf8');
    const inPage = await digest(source);
    expect(inPage, id).toMatch(/^[0-9a-f]{64}$/);
    expect(inPage, id).toBe(natively(file));
    expect(await digest(source), `${id} again`).toBe(inPage);
  }
  expect(await digest('nonsense = 1')).toMatch(/^error: /);
});
