// Takes pictures of the built page: node shots.mjs ADDRESS FOLDER

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions } from './launch.mjs';

/** What is photographed: a name for the file, and how to get there from the freshly loaded page. */
const VIEWS = [{ name: 'start', reach: async () => {} }];

const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

const [address, folder] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = await chromium.launch(launchOptions);
try {
  for (const viewport of SIZES) {
    for (const colorScheme of ['light', 'dark']) {
      for (const { name, reach } of VIEWS) {
        const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
        await page.goto(address);
        await page.locator('main').waitFor();
        await reach(page);
        const file = `${name}-${viewport.width}x${viewport.height}-${colorScheme}.png`;
        await page.screenshot({ path: join(folder, file) });
        console.log(join(folder, file));
        await page.close();
      }
    }
  }
} finally {
  await browser.close();
}
