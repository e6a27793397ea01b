// Takes pictures of the built page: node shots.mjs ADDRESS FOLDER

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions } from './launch.mjs';
import { choose, LESSONS, parts, place } from './playing.mjs';

/** What is photographed: a name for the file, and how to get there from the freshly loaded page. */
const VIEWS = [
  ...LESSONS.flatMap(({ id }) =>
    [0, 50, 100].map((percent) => ({
      name: `${id}-${percent}`,
      path: `?scenario=${id}`,
      reach: (page) => seek(page, percent),
    })),
  ),
  {
    name: 'waiting',
    path: '?scenario=next-hop-down',
    reach: async (page) => {
      await seek(page, 60);
      await page.getByRole('button', { name: /1 message waiting/ }).click();
    },
  },
  {
    name: 'hosts',
    path: '?scenario=one-good-one-unknown',
    reach: async (page) => {
      await seek(page, 100);
      await page.getByRole('tab', { name: 'Hosts' }).click();
    },
  },
  { name: 'help', path: '', reach: (page) => page.keyboard.press('?') },
  {
    name: 'mistake',
    path: '',
    reach: (page) => choose(page, 'mine.toml', 'format = 1\n[[host]]\nnam = "mx.example.net"\n'),
  },
];

/** Goes to a place by hundredths. */
async function seek(page, percent) {
  const { of } = await place(page);
  await parts(page).position.fill(String(Math.round((of * percent) / 100)));
}

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
      for (const { name, path, reach } of VIEWS) {
        const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
        await page.goto(new URL(path, address).href);
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
