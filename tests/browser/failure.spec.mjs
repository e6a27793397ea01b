// Loading, failing, and the way back.

import { expect, test } from '@playwright/test';
import { accessible, open } from './playing.mjs';

test('says that it loads', async ({ page }) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('./', { waitUntil: 'commit' });
  await expect(page.getByRole('status')).toContainText('Loading');
  await expect(page.getByRole('progressbar')).toBeVisible();
  release();
  await expect(page.getByRole('slider')).toBeVisible();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
});

test('explains when it cannot load', async ({ page }) => {
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('./');
  await expect(page.getByRole('heading', { name: 'relayscope could not be loaded' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Report' })).toHaveValue(/relayscope failed[^]*_bg\.wasm was not loaded/);
});

test('a trap in the module shows what to report, and a way back', async ({ page }) => {
  await open(page, './?scenario=relay');
  await page.evaluate(() => {
    // As the browser reports a trap: `unreachable`, run for real.
    const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
    const module = new WebAssembly.Module(new Uint8Array(bytes));
    const { f } = new WebAssembly.Instance(module).exports;
    setTimeout(f);
  });
  await expect(page.getByRole('heading', { name: 'Something broke' })).toBeVisible();
  const report = page.getByRole('textbox', { name: 'Report' });
  await expect(report).toHaveValue(/RuntimeError: unreachable/);
  await expect(report).toHaveValue(/scenario=relay/);
  await accessible(page);
  await expect(page.getByRole('button', { name: 'Start again' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('slider')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue('relay');
});
