// Finds out what the first sight needs of the application: of a page whose functions tell when they are
// called, their numbers, one a line:
// node called.mjs ADDRESS

import { chromium } from '@playwright/test';
import { SIGHTS } from './first.mjs';
import { launchOptions } from './launch.mjs';

const [address] = process.argv.slice(2);
const browser = await chromium.launch(launchOptions);
const called = new Set();
try {
  for (const { language, viewport } of SIGHTS) {
    const page = await browser.newPage({ viewport, locale: language });
    await page.goto(address);
    await page.locator('.relayscope [data-host]').first().waitFor();
    // The picture that is seen before has hosts too.
    await page.locator('.window-first-sight').waitFor({ state: 'detached' });
    // What is done when nobody does anything: sizes are seen, the run is computed, a link is remembered.
    await page.waitForTimeout(2_000);
    await watch(page);
    for (const it of await page.evaluate(() => [...globalThis.relayscopeCalled])) called.add(it);
    await page.close();
  }
} finally {
  await browser.close();
}
console.log([...called].sort((a, b) => a - b).join('\n'));

/** Plays the beginning, as a newcomer does. */
async function watch(page) {
  await page.keyboard.press('Space');
  await page.waitForTimeout(10_000);
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await page.waitForTimeout(1_000);
}
