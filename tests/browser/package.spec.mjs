// The npm package in pages of other people: from a file, under a strict policy, two at once.

import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const NPM = process.env.RELAYSCOPE_NPM ?? join(HERE, '../../target/npm');

/** Everything that a visitor of the page must never see in the console. */
function troublesOf(page) {
  const troubles = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  return troubles;
}

const position = (place) => place.getByRole('slider', { name: 'Position' });
const forward = (place) => place.getByRole('button', { name: 'Step forward', exact: true });

test('plain HTML, opened from a file', async ({ page, browserName }) => {
  const folder = mkdtempSync(join(tmpdir(), 'relayscope-plain-'));
  try {
    copyFileSync(join(HERE, 'fixtures/plain.html'), join(folder, 'index.html'));
    copyFileSync(join(NPM, 'relayscope.iife.js'), join(folder, 'relayscope.iife.js'));
    const troubles = troublesOf(page);
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(join(folder, 'index.html')).href);
    const element = page.locator('relay-scope');
    await forward(element).click();
    await expect(position(element)).toHaveValue('1');
    expect(await page.evaluate(() => customElements.get('relay-scope') === globalThis.relayscope.RelayScope)).toBe(true);
    // The page and its script; not even the Wasm is asked for.
    // Firefox tells nobody which files a page made of files asks for.
    const expected = browserName === 'firefox' ? [] : ['index.html', 'relayscope.iife.js'];
    expect(asked.map((url) => new URL(url).pathname.split('/').pop())).toEqual(expected);
    expect(troubles).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("two tags on a page under default-src 'self'; script-src 'self' 'wasm-unsafe-eval'", async ({ page }) => {
  const troubles = troublesOf(page);
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url())));
  await page.goto('/fixtures/strict.html');
  const [first, second] = [page.locator('#first'), page.locator('#second')];
  await expect(position(first)).toBeVisible();
  await second.scrollIntoViewIfNeeded();
  await expect(second.getByRole('button', { name: /^only\.example\.com/ }).first()).toBeVisible();
  const text = await second.evaluate(async (it) => (await it.toBlob('scenario.toml')).text());
  expect(text).toContain('title = "In the page <here>"');
  await forward(second).click();
  await expect(position(second)).toHaveValue('1');
  await expect(position(first)).toHaveValue('0');

  // Styles hold although no <style> may: the bar's own colours differ from the page's.
  const shown = await first.locator('.relayscope').evaluate((it) => getComputedStyle(it).display);
  expect(shown).toBe('grid');
  expect(await page.evaluate(() => document.querySelector('#first').constructor.version)).toMatch(/^\d+\.\d+\.\d+$/);

  // One Wasm for both, and nothing from elsewhere.
  expect(asked.filter(({ pathname }) => pathname.endsWith('.wasm')).length).toBe(1);
  expect(new Set(asked.map(({ origin }) => origin)).size).toBe(1);
  expect(troubles).toEqual([]);
});

test('nothing is fetched before an element is in view', async ({ page }) => {
  await page.goto('/fixtures/frame.html');
  const asked = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    // The browser asks for the page's icon when it pleases.
    if (pathname !== '/icon.svg') asked.push(pathname);
  });
  await page.evaluate(async () => {
    const far = document.createElement('div');
    far.style.height = '5000px';
    const element = document.createElement('relay-scope');
    document.body.append(far, element);
    await import('/npm/relayscope.js');
  });
  expect(asked).toEqual(['/npm/relayscope.js']);
  await page.locator('relay-scope').scrollIntoViewIfNeeded();
  await expect(position(page.locator('relay-scope'))).toBeVisible();
  expect(asked).toEqual(['/npm/relayscope.js', '/npm/application.js', '/npm/relayscope_bg.wasm']);
});

test('the engine runs a scenario in a browser', async ({ page }) => {
  await page.goto('/fixtures/frame.html');
  const { digest, kinds } = await page.evaluate(async () => {
    const { load } = await import('/npm/engine.js');
    const simulation = await (await load('relay')).run();
    return { digest: simulation.digest, kinds: simulation.events.map(({ kind }) => kind) };
  });
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(kinds).toContain('collect');
});
