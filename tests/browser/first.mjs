// Draws the first sight of the page: what `web/first.js` shows while the application is on its way. It
// is the page itself at the start of the first scenario, once for each language and width:
// node first.mjs ADDRESS FOLDER

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { launchOptions } from './launch.mjs';
import { parts } from './playing.mjs';

/** What is drawn: the name of its file, the language, and the window. */
export const SIGHTS = ['en', 'de'].flatMap((language) => [
  { name: `wide.${language}.html`, language, viewport: { width: 1280, height: 800 } },
  { name: `narrow.${language}.html`, language, viewport: { width: 390, height: 844 } },
]);

/** Draws one of them in a browser. */
export async function draw(browser, address, { language, viewport }) {
  const context = await browser.newContext({
    viewport, locale: language, colorScheme: 'light', reducedMotion: 'reduce',
  });
  try {
    const page = await context.newPage();
    await page.goto(address);
    await page.locator('.relayscope .caption').waitFor();
    await page.locator('.relayscope [data-host]').first().waitFor();
    // The map is laid out once more when it knows its size: drawn is what stays as it is.
    const seen = page.locator('.relayscope');
    let [before, now] = ['', await seen.evaluate(written)];
    while (before !== now) {
      await page.waitForTimeout(500);
      [before, now] = [now, await seen.evaluate(written)];
    }
    return now;
  } finally {
    await context.close();
  }
}

/** The markup of what is seen, without what only the application needs. */
function written(seen) {
  const copy = seen.cloneNode(true);
  const all = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (all.nextNode()) comments.push(all.currentNode);
  comments.forEach((it) => it.remove());
  copy.querySelectorAll('input[type=range]').forEach((it) => it.setAttribute('value', '0'));
  copy.querySelectorAll('[hidden], dialog, [aria-live]:empty').forEach((it) => it.remove());
  // It fits the window of whoever sees it.
  copy.querySelector('.map-picture')?.removeAttribute('style');
  for (const it of copy.querySelectorAll('[style]')) {
    // The policy of the page lets no markup bring styles; first.js gives them back.
    it.dataset.style = it.getAttribute('style');
    it.removeAttribute('style');
  }
  // A line an element, and no white space between them.
  return `${copy.outerHTML.replaceAll('><', '\n><')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [address, folder] = process.argv.slice(2);
  const browser = await chromium.launch(launchOptions);
  try {
    for (const sight of SIGHTS) {
      const file = join(folder, sight.name);
      await writeFile(file, await draw(browser, address, sight));
      console.log(file);
    }
  } finally {
    await browser.close();
  }
}
