// Finds out what the first sight needs of the application: of a page whose functions tell when they are
// called, their numbers, one a line:
// node called.mjs ADDRESS

import { chromium } from '@playwright/test';
import { SIGHTS } from './first.mjs';
import { launchOptions } from './launch.mjs';

/** As visitors have it: a fast machine, and a slow one, on which other work comes in between; how long it plays. */
const MACHINES = [
  { slower: 1, seconds: 22, wishes: {} },
  { slower: 4, seconds: 6, wishes: { colorScheme: 'dark', reducedMotion: 'reduce' } },
];

const [address] = process.argv.slice(2);
const browser = await chromium.launch(launchOptions);
const called = new Set();
try {
  for (const { language, viewport } of SIGHTS) {
    for (const { slower, seconds, wishes } of MACHINES) {
      const page = await browser.newPage({ viewport, locale: language, ...wishes });
      page.setDefaultTimeout(120_000);
      const cdp = await page.context().newCDPSession(page);
      await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
      await watch(page, seconds);
      for (const it of await page.evaluate(() => [...globalThis.relayscopeCalled])) called.add(it);
      await page.close();
    }
  }
} finally {
  await browser.close();
}
console.log([...called].sort((one, other) => one - other).join('\n'));

/** Waits for the page, looks around and plays the beginning, as a newcomer does. */
async function watch(page, seconds) {
  await page.goto(address);
  await page.locator('.relayscope [data-host]').first().waitFor();
  // The picture that is seen before has hosts too.
  await page.locator('.window-first-sight').waitFor({ state: 'detached' });
  // What happens by itself: sizes are seen, the run is computed, the state is kept.
  await page.waitForTimeout(2_000);
  await page.mouse.move(200, 300);
  await page.mouse.move(300, 350, { steps: 5 });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  // By the keys and by the buttons, whatever the language calls them.
  await page.keyboard.press('k');
  await page.waitForTimeout(seconds * 1_000);
  await page.keyboard.press('k');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  for (const button of await page.locator('.controls button:visible').all()) {
    await button.click();
    await page.waitForTimeout(500);
  }
  await page.waitForTimeout(1_000);
  // Who leaves waits for nothing.
  await page.evaluate(() => {
    document.dispatchEvent(new Event('visibilitychange'));
    dispatchEvent(new PageTransitionEvent('pagehide'));
  });
}
