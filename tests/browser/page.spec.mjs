// What holds for the page whatever it shows: it loads from anywhere, quietly, safely, for everybody.

import { expect, test } from '@playwright/test';
import { DARK, accessible } from './playing.mjs';

/** Opens the page and waits until the app has started; collects everything that went wrong. */
async function open(page, path) {
  const troubles = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('requestfailed', (request) => troubles.push(`failed: ${request.url()}`));
  await page.goto(path);
  await expect(page.locator('main')).toBeVisible();
  await expect(page.locator('.window-first-sight')).toHaveCount(0);
  return troubles;
}

for (const path of ['./', './deep/inside/']) {
  test(`loads from ${path} without a complaint`, async ({ page, baseURL }) => {
    const elsewhere = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(baseURL)) elsewhere.push(request.url());
    });
    const troubles = await open(page, path);
    await expect(page).toHaveTitle(/relayscope/i);
    await page.waitForLoadState('networkidle');
    expect(troubles).toEqual([]);
    expect(elsewhere, 'the page loads its own files only').toEqual([]);
  });
}

test('has a strict content security policy', async ({ page }) => {
  await open(page, './');
  const policy = await page
    .locator('meta[http-equiv="Content-Security-Policy"]')
    .getAttribute('content');
  const directives = new Map(
    policy.split(';').map((directive) => {
      const [name, ...values] = directive.trim().split(/\s+/);
      return [name, values];
    }),
  );
  expect(["'none'", "'self'"]).toContain(directives.get('default-src')?.join(' '));
  for (const [name, values] of directives) {
    for (const loose of ["'unsafe-inline'", "'unsafe-eval'", '*', 'http:', 'https:', 'data:']) {
      // Pictures cannot run; everything else comes from the page's own files.
      if (loose === 'data:' && name === 'img-src') continue;
      expect(values, `${name} must not allow ${loose}`).not.toContain(loose);
    }
  }
});

test('refuses an injected script and an injected style', async ({ page }) => {
  await open(page, './');
  const outcome = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    const style = document.createElement('style');
    style.textContent = 'body { outline: 7px solid red }';
    document.head.append(style);
    return {
      injected: 'injected' in window,
      outline: getComputedStyle(document.body).outlineWidth,
    };
  });
  expect(outcome.injected).toBe(false);
  expect(outcome.outline).not.toBe('7px');
});

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    const tag = colorScheme === 'dark' ? DARK : [];
    test(`is accessible, ${colorScheme}, ${viewport.width} wide`, { tag }, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await open(page, './');
      await accessible(page);
    });
  }
}
