// The application is mounted into any element: a plain page's, or one inside a shadow root.

import { expect, test } from '@playwright/test';
import { accessible, open } from './playing.mjs';

test('a second one in a shadow root is whole and independent', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  await page.evaluate(async () => {
    const host = document.createElement('section');
    host.id = 'embedded';
    document.body.append(host);
    const root = host.attachShadow({ mode: 'open' });
    const links = [...document.querySelectorAll('link[rel=stylesheet]')];
    root.adoptedStyleSheets = await Promise.all(
      links.map(async ({ href }) => new CSSStyleSheet().replace(await (await fetch(href)).text())),
    );
    const place = document.createElement('div');
    root.append(place);
    const { module } = document.querySelector('script[data-module]').dataset;
    const application = await import(new URL(module, document.baseURI));
    application.mount(place);
  });
  const inner = page.locator('#embedded');
  const outer = page.locator('#relayscope');
  const position = (place) => place.getByRole('slider', { name: 'Position' });
  await inner.getByRole('combobox', { name: 'Scenario' }).selectOption('direct');
  await inner.getByRole('button', { name: 'Step forward', exact: true }).click();
  await expect(position(inner)).toHaveValue('1');
  await expect(position(outer)).toHaveValue('0');
  await expect(outer.getByRole('combobox', { name: 'Scenario' })).toHaveValue('relay');

  // Signs are found by reference inside the tree, and styles hold there.
  const sign = inner.locator('.brand-mark use');
  expect(await sign.evaluate((it) => it.getBBox().width)).toBeGreaterThan(0);
  const font = (place) =>
    place.locator('.caption-text').evaluate((it) => getComputedStyle(it).fontSize);
  expect(await font(inner)).toBe(await font(outer));
  // Two of them on one page are two mains and two banners, which is the page's own business.
  await accessible(page, { within: '#embedded', except: (id) => id.startsWith('landmark-') });
  expect(troubles).toEqual([]);
});
