// Long names, many hosts, large letters and small places: all can still be read and reached.

import { expect, test } from '@playwright/test';
import { ask, embed } from './embedding.mjs';
import { TAUGHT, beside, choose, open, parts } from './playing.mjs';

const LABEL = 'a-label-that-is-nearly-as-long-as-the-domain-name-system-allows';

/** A world of so many hosts; the first one's name is long. */
const crowd = (count) => {
  const name = (at) => (at === 0 ? `${LABEL}.${LABEL}.example.org` : `mail-${at}.department.example.net`);
  const host = (at) => `[[host]]\nname = "${name(at)}"\nmailboxes = ["user@d${at}.example.com"]\n`;
  const hosts = Array.from({ length: count }, (_, at) => host(at)).join('');
  return `format = 1\n${hosts}[[send]]\nfrom = "user@d0.example.com"\nto = "user@d1.example.com"\n`;
};

for (const width of [390, 320]) {
  test(`what is typed at the console stays in sight, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 640 });
    const troubles = await open(page, './?scenario=direct');
    await page.keyboard.press('End');
    await page.getByRole('tab', { name: 'Console' }).click();
    const panel = page.getByRole('tabpanel', { name: 'Console' });
    await panel.getByRole('button', { name: 'Connect' }).click();
    const line = panel.getByRole('combobox', { name: 'Line to send' });
    await expect(line).toBeEditable();
    await line.click();
    for (const [said, answer] of [['EHLO me.example', '250'], ['HELP', '214'], ['NOOP', '250']]) {
      await page.keyboard.type(said);
      await page.keyboard.press('Enter');
      await expect(panel.getByRole('list', { name: 'Session' })).toContainText(answer);
      await expect.poll(async () => {
        const [{ y, height }, bar] = await Promise.all([line.boundingBox(), page.locator('.controls').boundingBox()]);
        return y >= 0 && y + height <= bar.y;
      }, `the line after ${said}`).toBe(true);
    }
    expect(troubles).toEqual([]);
  });

  test(`no lesson is wider than the window, ${width} wide`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: 844 });
    await open(page);
    for (const id of TAUGHT) {
      await parts(page).scenarios.selectOption(id);
      const story = page.locator('.story');
      await story.getByRole('button', { name: 'Start the lesson' }).press('Enter');
      const { wide, read } = await story.evaluate(async (it) => {
        const { documentElement: page } = document;
        const seen = { wide: [], read: 0 };
        for (;;) {
          const title = it.querySelector('h2').textContent;
          seen.read += 1;
          if (page.scrollWidth > page.clientWidth) seen.wide.push(title);
          const next = [...it.querySelectorAll('button')].find(({ ariaLabel }) => ariaLabel === 'Skip to the next step');
          if (next.disabled) return seen;
          next.click();
          await new Promise((done) => setTimeout(done));
          if (it.querySelector('h2').textContent === title) throw new Error(`${title}: no next step`);
        }
      });
      expect(wide, id).toEqual([]);
      expect(read, id).toBeGreaterThan(2);
    }
  });
}

test('large letters and German words make nothing wider than the window', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await open(page, './?scenario=next-hop-down');
  await page.locator('.is-language select').selectOption({ label: 'Deutsch' });
  await page.keyboard.press('5');
  expect(await beside(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.evaluate(() => (document.documentElement.style.fontSize = '32px'));
  await expect.poll(() => beside(page)).toBeLessThanOrEqual(0);
  // The bar about two runs, too, with the comparison open.
  await page.locator('.host').first().press('Enter');
  await page.getByRole('button', { name: 'Ausschalten' }).click();
  await page.getByText('Vergleichen', { exact: true }).click();
  await expect(page.getByRole('table', { name: 'Vergleichen' })).toBeVisible();
  expect(await beside(page)).toBeLessThanOrEqual(0);
});

for (const width of [1280, 390]) {
  test(`long names stay in their panels, and many hosts leave the ladder its rows, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    const troubles = await open(page);
    await choose(page, 'crowd.toml', crowd(24));
    await expect(parts(page).scenarios.locator('option:checked')).toHaveText('crowd.toml');
    await page.keyboard.press('End');
    for (const name of ['Hosts', 'DNS', 'Mailboxes']) {
      await page.getByRole('tab', { name, exact: true }).click();
      const over = await page.getByRole('tabpanel', { name, exact: true }).evaluate((it) => {
        const all = [it, ...it.querySelectorAll('.scroller')];
        return Math.max(...all.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth));
      });
      expect(over, name).toBeLessThanOrEqual(0);
    }
    await page.keyboard.press('l');
    const ladder = page.getByRole('region', { name: 'Ladder of everything so far' });
    await expect(ladder.getByRole('row').first()).toBeVisible();
    const { height } = await ladder.locator('.ladder-frame').boundingBox();
    expect(height).toBeGreaterThan(150);
    expect(troubles).toEqual([]);
  });
}

for (const [width, height, attributes] of [
  [280, 280, { editable: '' }],
  [280, 240, { panels: 'network' }],
  [480, 300, {}],
  [700, 280, { editable: '' }],
]) {
  test(`an element of ${width} × ${height} shows its map, and the rest by scrolling`, async ({ page }) => {
    await open(page);
    const element = await embed(page, 'it', { loading: 'eager', scenario: 'direct', step: '9', ...attributes });
    await ask(element, (it, size) => Object.assign(it.style, size), { width: `${width}px`, height: `${height}px`, aspectRatio: 'auto' });
    await ask(element, (it) => it.ready.then(() => {}));
    const map = await element.locator('.map').boundingBox();
    expect(map.height).toBeGreaterThan(80);
    const stage = element.locator('.stage');
    const all = await stage.evaluate((it) => {
      it.scrollTop = it.scrollHeight;
      const { bottom } = it.getBoundingClientRect();
      return [...it.querySelectorAll('.panel, .caption')].every((part) => part.getBoundingClientRect().bottom <= bottom + 12);
    });
    expect(all).toBe(true);
    if (width > 280 || !('editable' in attributes)) return;
    // What came of a deed is told within it, where the caption is scrolled away.
    await element.getByRole('button', { name: /^mx\.example\.net/ }).press('Enter');
    await element.getByRole('button', { name: 'Switch off' }).click();
    const answer = element.locator('.deed-answer');
    await expect(answer).toHaveText('mx.example.net goes down.');
    const [inner, outer] = [await answer.boundingBox(), await element.boundingBox()];
    expect(inner.y).toBeGreaterThan(outer.y);
    expect(inner.y + inner.height).toBeLessThan(outer.y + outer.height);
  });
}
