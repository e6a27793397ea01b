// What a screen reader is told of the run as a whole: its end, that all is undone, that another one is
// shown.

import { expect, test } from '@playwright/test';
import { open } from './playing.mjs';

const LANGUAGES = {
  en: {
    end: /The end: nothing more is to happen\. In all: 1 sent/,
    undone: 'This is the run as planned again. The run with what was done by hand is kept.',
    other: /^Another run is shown: as planned\.$/,
    deed: /^Another run is shown: 2 · mx\.example\.net goes down, \d\d:\d\d:\d\d.*\.$/,
    log: 'What happens, in words',
    off: 'Switch off',
    bar: 'Another run',
    back: 'Show the other run',
  },
  de: {
    end: /Ende: Mehr geschieht nicht\. Insgesamt: 1 gesendet/,
    undone: 'Das ist wieder der Lauf wie geplant. Der Lauf mit den Eingriffen bleibt erhalten.',
    other: /^Ein anderer Lauf wird gezeigt: wie geplant\.$/,
    deed: /^Ein anderer Lauf wird gezeigt: 2 · mx\.example\.net .*, \d\d:\d\d:\d\d.*\.$/,
    log: 'Was geschieht, in Worten',
    off: 'Ausschalten',
    bar: 'Ein anderer Lauf',
    back: 'Den anderen Lauf zeigen',
  },
};

for (const [language, words] of Object.entries(LANGUAGES)) {
  const told = (page) => page.getByRole('log', { name: words.log }).getByRole('paragraph');

  test(`the end of a run is told, by a key and by playing, ${language}`, async ({ page }) => {
    await open(page, `./?scenario=direct&lang=${language}`);
    await expect(told(page).filter({ hasText: words.end })).toHaveCount(0);
    await page.keyboard.press('End');
    await expect(told(page).last()).toHaveText(words.end);
    await page.keyboard.press(',');
    await expect(told(page).last()).not.toHaveText(words.end);
    await page.keyboard.press('k');
    await expect(told(page).last()).toHaveText(words.end);
    await expect(told(page).filter({ hasText: words.end })).toHaveCount(2);
  });

  test(`undo and another run are told, ${language}`, async ({ page }) => {
    await open(page, `./?scenario=direct&lang=${language}`);
    const position = page.locator('input[type=range]').first();
    const of = await position.getAttribute('max');
    await page.keyboard.press('5');
    await page.locator('[data-host="1"]').press('Enter');
    await page.getByRole('button', { name: words.off, exact: true }).press('Enter');
    const bar = page.getByRole('region', { name: words.bar });
    await bar.getByRole('button', { name: words.back }).press('Enter');
    await expect(told(page).filter({ hasText: words.other })).toHaveCount(1);
    await bar.getByRole('button', { name: words.back }).press('Enter');
    await expect(told(page).filter({ hasText: words.deed })).toHaveCount(1);
    await expect(told(page).filter({ hasText: words.undone })).toHaveCount(0);
    await page.keyboard.press('r');
    await expect(told(page).filter({ hasText: words.undone })).toHaveCount(1);
    await expect(position).toHaveAttribute('max', of);
    // Where nothing was done, nothing is undone.
    await page.keyboard.press('r');
    await page.keyboard.press('.');
    await expect(told(page).filter({ hasText: words.undone })).toHaveCount(1);
  });
}
