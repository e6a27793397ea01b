// A site of Docusaurus with a simulation on each of two pages.

import { expect, test } from '@playwright/test';

const position = (place) => place.getByRole('slider', { name: 'Position' });

test('a page is rendered on the server, and lives in the browser', async ({ page, request }) => {
  const html = await (await request.get('/docusaurus/')).text();
  expect(html).toMatch(/<relay-scope scenario="?relay"? step="?2"? panels="network log" label="The relay">/);
  expect(html).toContain('Open the simulation');

  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto('/docusaurus/');
  const element = page.locator('relay-scope');
  await expect(position(element)).toHaveValue('2');
  await element.getByRole('button', { name: 'Step forward', exact: true }).click();
  await expect(position(element)).toHaveValue('3');

  // To another page and back, without a load: one goes, another comes.
  await page.getByRole('link', { name: 'on', exact: true }).click();
  await expect(page.locator('relay-scope').getByRole('button', { name: /^only\.example\.com/ }).first()).toBeVisible();
  await page.getByRole('link', { name: 'the relay', exact: true }).click();
  await expect(position(page.locator('relay-scope'))).toHaveValue('2');
  expect(errors).toEqual([]);
});

test('the simulation follows the theme of the site', async ({ page }) => {
  await page.goto('/docusaurus/');
  const app = page.locator('relay-scope .relayscope');
  await expect(app).toBeVisible();
  const ground = (theme) =>
    app.evaluate((it, theme) => {
      document.documentElement.dataset.theme = theme;
      return getComputedStyle(it).backgroundColor;
    }, theme);
  expect(await ground('dark')).toBe('rgb(17, 22, 28)');
  expect(await ground('light')).toBe('rgb(244, 243, 239)');
});
