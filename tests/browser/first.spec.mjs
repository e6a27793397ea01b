// What a newcomer sees before the application is there.

import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { draw, SIGHTS } from './first.mjs';
import { CHROMIUM, DARK, open, parts } from './playing.mjs';

const sightOf = (page) => page.locator('.window-first-sight');

/** Holds the Wasm back until the function that is given back is called. */
async function holdWasm(page) {
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  return letGo;
}

test('the first scenario is seen before the application is there, and then is alive', async ({ page }) => {
  const letGo = await holdWasm(page);
  const opened = open(page);
  const sight = sightOf(page);
  await expect(sight.locator('.caption')).toContainText('Direct delivery');
  await expect(sight.locator('[data-host]')).toHaveCount(2);
  await expect(sight.getByText('Loading relayscope')).toBeVisible();
  // The styles of the page are those of the sight: map and panel stand beside each other.
  const [map, panel] = await Promise.all(['.map', '.panel'].map((it) => sight.locator(it).boundingBox()));
  expect(map.x + map.width).toBeLessThanOrEqual(panel.x);
  // Nothing in it can be reached, and it is told by the one word of the element.
  await expect(page.getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('status')).toContainText('Loading relayscope');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  letGo();
  const troubles = await opened;
  await expect(sight).toHaveCount(0);
  await parts(page).button('Play').click();
  await expect(parts(page).button('Pause')).toBeVisible();
  expect(troubles).toEqual([]);
});

for (const size of [{ width: 1600, height: 900 }, { width: 360, height: 740 }]) {
  test(`the map of the first sight is as large as its place, ${size.width} wide`, async ({ page }) => {
    await page.setViewportSize(size);
    const letGo = await holdWasm(page);
    const opened = open(page);
    const sight = sightOf(page);
    await expect(sight.locator('[data-host]')).toHaveCount(2);
    // At one moment: what loads beside it may move both.
    const [place, map] = await sight.evaluate(({ shadowRoot }) =>
      ['.map-frame', '.map-picture'].map((it) => shadowRoot.querySelector(it).getBoundingClientRect().toJSON()));
    for (const side of ['x', 'y', 'width', 'height']) expect(Math.abs(map[side] - place[side])).toBeLessThan(2);
    letGo();
    await opened;
  });
}

test('what waits behind the first sight never moves it', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const letGo = await holdWasm(page);
  const sight = sightOf(page);
  // The element comes when the sight is there, and is left without its styles for as long as we look.
  let isThere = false;
  let style;
  const styled = new Promise((resolve) => (style = resolve));
  await page.route('**/tag.js', async (route) => {
    await expect(sight.locator('[data-host]')).toHaveCount(2);
    isThere = true;
    await route.continue();
  });
  await page.route('**/relayscope.css', async (route) => {
    if (isThere) await styled;
    await route.continue();
  });
  const opened = open(page);
  await expect(page.getByRole('status')).toContainText('Loading relayscope');
  const [sheets, beyond] = await page.evaluate(() => [
    document.querySelector('relay-scope').shadowRoot.adoptedStyleSheets.length,
    document.documentElement.scrollHeight - document.documentElement.clientHeight,
  ]);
  expect([sheets, beyond]).toEqual([0, 0]);
  style();
  letGo();
  await opened;
});

test('what was scrolled on a telephone stays where it is', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const letGo = await holdWasm(page);
  const opened = open(page);
  const sight = sightOf(page);
  await expect(sight.locator('[data-host]')).toHaveCount(2);
  await page.mouse.move(200, 400);
  const scrolled = () => sight.evaluate((it) => it.scrollTop);
  // Firefox may not yet listen to a wheel when there is something to be seen.
  await expect(async () => {
    if ((await scrolled()) === 0) await page.mouse.wheel(0, 60);
    await expect.poll(scrolled, { timeout: 3_000 }).toBe(60);
  }).toPass();
  letGo();
  await opened;
  await expect(sight).toHaveCount(0);
  expect(await page.evaluate(() => scrollY)).toBe(60);
});

test('who gets no script is told so', async ({ page }) => {
  await page.route('**/tag.js', async (route) => {
    await expect(sightOf(page).locator('[data-host]')).toHaveCount(2);
    await route.fulfill({ status: 404 });
  });
  await page.goto('./');
  await expect(page.getByRole('alert')).toContainText('relayscope could not be loaded');
});

for (const path of ['?scenario=relay', '?step=3', '#s=t1.none']) {
  test(`an address that asks for something else has no first sight: ${path}`, async ({ page }) => {
    const asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(path);
    await expect(page.getByRole('main')).toBeVisible();
    expect(asked.filter((it) => it.includes('/first/'))).toEqual([]);
  });
}

test('the language that was chosen before is the one of the first sight', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('relayscope language', 'de'));
  const letGo = await holdWasm(page);
  const opened = open(page);
  await expect(sightOf(page).locator('.caption')).toContainText('Direkte Zustellung');
  letGo();
  await opened;
});

for (const [colorScheme, tag, sign] of [['light', [], 'moon'], ['dark', DARK, 'sun']]) {
  test(`the first sight has the sign of the page that is ${colorScheme}`, { tag }, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const letGo = await holdWasm(page);
    const opened = open(page);
    const drawn = (place) => place.locator('.is-theme use').getAttribute('href');
    expect(await drawn(sightOf(page))).toBe(`#rs-${sign}`);
    letGo();
    await opened;
    await expect(sightOf(page)).toHaveCount(0);
    expect(await drawn(page.locator('relay-scope'))).toBe(`#rs-${sign}`);
  });
}

// It is made in Chromium, and what is cut to fit depends on how wide letters are drawn.
for (const sight of SIGHTS) {
  test(`${sight.name} is what the page looks like; if not: cargo xtask shots --first`, { tag: CHROMIUM }, async ({ browser, baseURL }) => {
    const kept = await readFile(new URL(`../../web/first/${sight.name}`, import.meta.url), 'utf8');
    expect(shape(await draw(browser, baseURL, sight))).toBe(shape(kept));
  });
}

/** Without the lengths, which the letters of a machine change. */
function shape(markup) {
  return markup.replaceAll(/ (viewBox|transform|x|y|x1|x2|y1|y2|d|width|height|data-style)="[^"]*"/g, '');
}
