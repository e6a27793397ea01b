// The Wasm in two files: the first sight is alive with the first one, and whoever wants more gets it.

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { open, parts } from './playing.mjs';

/** Holds back what the page fetches by itself of the rest; `wanted` are the requests that it waits for. */
async function holdTheRest(page) {
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  const wanted = [];
  await page.route('**/*_rest.wasm', async (route) => {
    if (route.request().resourceType() === 'xhr') wanted.push(route.request().url());
    else await held;
    await route.continue().catch(() => {});
  });
  return { letGo, wanted };
}

test('the first scenario plays with the first part of the Wasm, and is left with it', async ({ page }) => {
  const { letGo, wanted } = await holdTheRest(page);
  const troubles = await open(page);
  await parts(page).button('Play').click();
  await expect(parts(page).caption).toContainText('250');
  await parts(page).button('Pause').click();
  await parts(page).button('Step back').click();
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
  // Another compiler makes other functions, and the list is of those of one.
  const [made, here] = [await listMadeWith(), compiler()];
  if (made === here) expect(wanted, 'the list is due: cargo xtask shots --first').toEqual([]);
  letGo();
  expect(troubles).toEqual([]);
});

for (const [what, path, position] of [
  ['an address asks for', './?scenario=bounce&step=40', '40'],
  ['is shown in a frame', './embed.html', '0'],
]) {
  test(`what ${what} waits until all is there`, async ({ page }) => {
    const { letGo, wanted } = await holdTheRest(page);
    const asked = page.waitForRequest('**/*_rest.wasm');
    await page.goto(path);
    await asked;
    await expect(page.getByRole('status')).toContainText('Loading');
    letGo();
    await expect(parts(page).position).toHaveValue(position);
    expect(wanted).toEqual([]);
  });
}

test('what a reload takes up again waits until all is there', async ({ page }) => {
  await open(page);
  await wholeOf(page);
  await parts(page).button('Step forward').click();
  const { letGo, wanted } = await holdTheRest(page);
  const asked = page.waitForRequest('**/*_rest.wasm');
  await page.reload();
  await asked;
  await expect(page.getByRole('status')).toContainText('Loading');
  letGo();
  await expect(parts(page).position).toHaveValue('1');
  expect(wanted).toEqual([]);
});

test('what is wanted before the rest is there waits for it', async ({ page }) => {
  const { letGo, wanted } = await holdTheRest(page);
  await open(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Keys');
  await page.keyboard.press('Escape');
  await parts(page).scenarios.selectOption('bounce');
  await parts(page).button('To the end').click();
  await expect(parts(page).caption).toContainText('bounced back to the sender');
  expect(wanted).toHaveLength(1);
  letGo();
});

test('the rest is asked for once, and joins by itself', async ({ page }) => {
  const asked = [];
  page.on('request', (request) => request.url().endsWith('_rest.wasm') && asked.push(request.resourceType()));
  const troubles = await open(page);
  await wholeOf(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Keys');
  expect(asked).toEqual(['fetch']);
  expect(troubles).toEqual([]);
});

for (const [how, want] of [
  ['by a key', (page) => page.keyboard.press('?')],
  ['by a call whose failure nobody looks at', (page) =>
    page.evaluate(() => void document.querySelector('relay-scope').load('bounce').catch(() => {}))],
]) {
  test(`says what was not loaded when the rest cannot be had and is wanted ${how}`, async ({ page }) => {
    await page.route('**/*_rest.wasm', (route) => route.abort());
    await page.goto('./');
    await expect(parts(page).button('Play')).toBeVisible();
    await want(page);
    await expect(page.getByRole('heading', { name: 'Something broke' })).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Report' })).toHaveValue(/_rest\.wasm was not loaded/);
  });
}

test('a line that is down for a while is tried again', async ({ page }) => {
  const asked = [];
  await page.route('**/*_rest.wasm', (route) => {
    asked.push(route.request().resourceType());
    return asked.length === 1 ? route.abort() : route.continue();
  });
  await page.goto('./');
  await expect.poll(() => asked.length).toBe(2);
  await wholeOf(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Keys');
  expect(asked).toEqual(['fetch', 'fetch']);
});

test('says what was not loaded when an address needs it', async ({ page }) => {
  await page.route('**/*_rest.wasm', (route) => route.abort());
  await page.goto('./?scenario=bounce');
  await expect(page.getByRole('heading', { name: 'relayscope could not be loaded' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Report' })).toHaveValue(/_rest\.wasm was not loaded/);
});

/** Waits until the rest has joined. */
function wholeOf(page) {
  return page.evaluate(async () => (await import(new URL('rest.js', document.baseURI))).whole());
}

function compiler() {
  return execFileSync('rustc', ['--version'], { encoding: 'utf8' }).trim();
}

async function listMadeWith() {
  const list = await readFile(new URL('../../web/rest-functions.txt', import.meta.url), 'utf8');
  return list.match(/^# Compiled by (.*)$/m)?.[1];
}
