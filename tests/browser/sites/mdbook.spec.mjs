// A book of mdBook with two simulations in a chapter.

import { expect, test } from '@playwright/test';

const position = (place) => place.getByRole('slider', { name: 'Position' });

test('a chapter shows a built-in scenario and one that is written there', async ({ page }) => {
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto('/mdbook/relay.html');
  const [relay, mine] = [page.locator('#relay'), page.locator('#mine')];
  await expect(position(relay)).toBeVisible();
  // The book's own rem is 10 pixels, which is not to make our letters small.
  const letters = await relay.locator('.caption-text').first().evaluate((it) => getComputedStyle(it).fontSize);
  expect(letters).toBe('15px');
  await mine.scrollIntoViewIfNeeded();
  await expect(mine.getByRole('button', { name: /^only\.example\.com/ }).first()).toBeVisible();
  expect(await mine.evaluate(async (it) => (await it.toBlob('scenario.toml')).text())).toContain('subject = "1 < 2 & 3 > 2"');
  await expect(page.getByText('The end of the chapter.')).toBeVisible();
  expect(errors).toEqual([]);
});

test('keys that are meant for us do not turn the pages of the book', async ({ page }) => {
  await page.goto('/mdbook/relay.html');
  const element = page.locator('#relay');
  await element.getByRole('tab', { name: 'Console' }).click();
  await element.getByRole('button', { name: 'Connect', exact: true }).click();
  const field = element.getByRole('combobox', { name: 'Line to send' });
  await field.pressSequentially('s/?');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await expect(field).toHaveValue('s/?');
  await position(element).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('s');
  await expect(page).toHaveURL(/relay\.html$/);
  const search = page.locator('#mdbook-searchbar, #searchbar').first();
  await expect(search).toBeHidden();

  // The same keys are the book's where nobody is in the element.
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('s');
  await expect(search).toBeVisible();
  await page.keyboard.press('Escape');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/behind\.html$/);
});

test('the simulation follows the theme of the book', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.addInitScript(() => localStorage.setItem('mdbook-theme', 'navy'));
  await page.goto('/mdbook/relay.html');
  const app = page.locator('#relay .relayscope');
  await expect(app).toBeVisible();
  const ground = () => app.evaluate((it) => getComputedStyle(it).backgroundColor);
  expect(await ground()).toBe('rgb(17, 22, 28)');
  await page.evaluate(() => document.documentElement.classList.replace('navy', 'light'));
  expect(await ground()).toBe('rgb(244, 243, 239)');
});
