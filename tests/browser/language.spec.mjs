// The page in German: all of it, at once, and nothing is lost by the change.

import { expect, test } from '@playwright/test';
import { accessible, open, parts, place } from './playing.mjs';

/** Words that no German sentence of the page has; what hosts and authors say is left out. */
const ENGLISH = /\b(the|is|of|and|with|from|that|has|not|this|are|its|by|message|messages|queue|Play|Close|Show|Speed)\b/;

const language = (page) => page.getByRole('combobox', { name: 'Language / Sprache' });

/** The text of all that the page says itself, and the names of its parts. */
const said = (page) =>
  page.locator('relay-scope').evaluate((element) => {
    const root = element.shadowRoot.querySelector('.relayscope').cloneNode(true);
    const foreign = '.is-language, .transcript, code, pre, .caption, .clock, .offers, [lang="en"]';
    root.querySelectorAll(foreign).forEach((it) => it.remove());
    const names = [...root.querySelectorAll('[aria-label], [title], [placeholder]')];
    const labels = names.flatMap((it) => ['aria-label', 'title', 'placeholder'].map((name) => it.getAttribute(name) ?? ''));
    const texts = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.data);
    return [...texts, ...labels].filter((text) => text.trim());
  });

async function isGerman(page, about) {
  const left = (await said(page)).filter((text) => ENGLISH.test(text));
  expect(left, about).toEqual([]);
}

test('the switch changes everything at once and loses nothing', async ({ page }) => {
  test.setTimeout(300_000);
  const troubles = await open(page, './?scenario=one-good-one-unknown');
  await page.keyboard.press('.');
  await page.keyboard.press('.');
  await page.keyboard.press('.');
  await page.getByRole('tab', { name: 'Console' }).click();
  const before = await place(page);
  expect(before.at).toBeGreaterThan(0);
  await language(page).selectOption('de');
  await expect(language(page)).toHaveValue('de');
  await expect(language(page), 'who used the switch stays there').toBeFocused();
  await expect(page.locator('.relayscope')).toHaveAttribute('lang', 'de');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('tab', { name: 'Konsole', selected: true })).toBeVisible();
  const slider = page.getByRole('slider', { name: 'Stelle' });
  await expect(slider).toHaveValue(String(before.at));
  await accessible(page, { about: 'in German' });
  await page.getByRole('button', { name: 'Zum Ende', exact: true }).click();
  const caption = page.getByRole('region', { name: 'Was gerade geschah' });
  await expect(caption).toContainText(/1 zugestellt, 1 unzustellbar, 1 als Rückläufer zurück beim Absender/);
  for (const tab of ['Sitzung', 'Hosts', 'Nachrichten', 'Postfächer', 'DNS', 'Konsole']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible();
    await isGerman(page, tab);
    await accessible(page, { about: `${tab}, in German`, within: 'relay-scope' });
  }
  await page.keyboard.press('l');
  await isGerman(page, 'the ladder');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Tasten und Zeichen' })).toBeVisible();
  await accessible(page, { about: 'help, in German' });
  await page.keyboard.press('Escape');
  await language(page).selectOption('en');
  await expect(page.getByRole('region', { name: 'What just happened' })).toContainText(/1 delivered/);
  expect(troubles).toEqual([]);
});

test('a lesson that is read stays where it was, in the other language', async ({ page }) => {
  await open(page, './?scenario=retry');
  await expect(page.getByRole('heading', { name: 'Not now: four ways to wait' })).toBeVisible();
  await page.getByRole('button', { name: 'Start the lesson' }).click();
  await page.getByRole('button', { name: 'Skip to the next step' }).click();
  await expect(page.getByText('Step 2 of')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Postfix: as long as it has waited already' })).toBeVisible();
  await language(page).selectOption('de');
  await expect(page.getByText('Schritt 2 von')).toBeVisible();
  const heading = page.getByRole('heading', { name: 'Postfix: noch einmal so lange wie bisher' });
  await expect(heading).toBeVisible();
  await isGerman(page, 'the lesson');
  await expect(page).toHaveTitle(/warten/);
  await language(page).selectOption('en');
  await expect(page.getByRole('heading', { name: 'Postfix: as long as it has waited already' })).toBeVisible();
});

test('what is typed and not yet sent stays', async ({ page }) => {
  await open(page, './?scenario=direct');
  await page.getByRole('tab', { name: 'Console' }).click();
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByRole('combobox', { name: 'Line to send' }).fill('EHLO me.ex');
  await language(page).selectOption('de');
  await expect(page.getByRole('combobox', { name: 'Zeile zum Senden' })).toHaveValue('EHLO me.ex');
});

test('the choice is kept, and the address is stronger', async ({ page }) => {
  await open(page, './?lang=de-AT');
  await expect(language(page)).toHaveValue('de');
  await expect(page).toHaveURL(/lang=de/);
  await page.goto('./');
  await expect(language(page), 'nobody chose it').toHaveValue('en');
  await language(page).selectOption('de');
  await expect(page.getByRole('button', { name: 'Abspielen' })).toBeVisible();
  await page.goto('./?scenario=relay');
  await expect(language(page)).toHaveValue('de');
  await page.goto('./?lang=en');
  await expect(language(page)).toHaveValue('en');
});

test.describe('a browser that prefers German', () => {
  test.use({ locale: 'de-DE' });
  test('is spoken to in German', async ({ page }) => {
    await open(page);
    await expect(language(page)).toHaveValue('de');
    await expect(page.getByRole('button', { name: 'Abspielen' })).toBeVisible();
  });
});

test('the switch finds a comparison of runs open, with the focus in it', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  await parts(page).map.getByRole('button').first().press('Enter');
  await page.getByRole('button', { name: 'Switch off' }).click();
  await page.getByText('Compare', { exact: true }).click();
  await expect(page.getByRole('region', { name: 'Another run' }).getByRole('table')).toBeVisible();
  // Not by pointer, which would take the focus away first.
  await expect(page.getByText('Compare', { exact: true })).toBeFocused();
  await language(page).selectOption('de');
  await expect(page.getByText('Vergleichen', { exact: true })).toBeVisible();
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  expect(troubles).toEqual([]);
});

test('hosts stay where they are when the language is another', async ({ page }) => {
  await open(page, './?scenario=relay');
  const places = () => page.locator('[data-host]').evaluateAll((all) => all.map((it) => it.getAttribute('transform')));
  const before = await places();
  // The map is a little lower from then on, and its hosts stay.
  await parts(page).map.getByRole('button').first().press('Enter');
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByRole('region', { name: 'Another run' })).toBeVisible();
  expect(await places()).toEqual(before);
  await language(page).selectOption('de');
  await expect(page.getByRole('button', { name: 'Abspielen' })).toBeVisible();
  expect(await places()).toEqual(before);
});
