// The Wasm in two files: the first sight is alive with the first one, and whoever wants more gets it.

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { open, parts } from './playing.mjs';

/** Holds back what the page fetches by itself of the rest; `wanted` are the requests that it waits for. */
async function holdTheRest(page, answer = (route) => route.continue()) {
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  const wanted = [];
  let fetched = 0;
  await page.route('**/*_rest.wasm', async (route) => {
    fetched += 1;
    if (fetched === 1) {
      await held;
      return route.continue().catch(() => {});
    }
    wanted.push(route.request().url());
    return answer(route);
  });
  return { letGo, wanted };
}

test('the first scenario plays with the first part of the Wasm', async ({ page }) => {
  const { letGo, wanted } = await holdTheRest(page);
  const troubles = await open(page);
  await parts(page).button('Play').click();
  await expect(parts(page).caption).toContainText('250');
  await parts(page).button('Pause').click();
  await parts(page).button('Step back').click();
  // Another compiler makes other functions, and the list is of those of one.
  const [made, here] = [await listMadeWith(), compiler()];
  if (made === here) expect(wanted, 'the list is due: cargo xtask shots --first').toEqual([]);
  letGo();
  expect(troubles).toEqual([]);
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
  const came = page.waitForResponse('**/*_rest.wasm');
  const troubles = await open(page);
  await (await came).finished();
  await page.waitForTimeout(500);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Keys');
  expect(asked).toEqual(['fetch']);
  expect(troubles).toEqual([]);
});

test('says what was not loaded when the rest cannot be had', async ({ page }) => {
  await page.route('**/*_rest.wasm', (route) => route.abort());
  await page.goto('./');
  await expect(parts(page).button('Play')).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('heading', { name: 'Something broke' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Report' })).toHaveValue(/_rest\.wasm was not loaded/);
});

function compiler() {
  return execFileSync('rustc', ['--version'], { encoding: 'utf8' }).trim();
}

async function listMadeWith() {
  const list = await readFile(new URL('../../web/first-functions.txt', import.meta.url), 'utf8');
  return list.match(/^# Compiled by (.*)$/m)?.[1];
}
