// The ladder by keyboard: one stop of the Tab key, and the arrow keys inside of it.

import { expect, test } from '@playwright/test';
import { accessible, open, parts, place } from './playing.mjs';

const ladder = (page) => page.getByRole('region', { name: 'Ladder of everything so far' });
const rows = (page) => ladder(page).getByRole('treegrid', { name: 'Sessions, lines and events' });
const row = (page, nth) => rows(page).locator(`[aria-rowindex="${nth}"]`);
const count = async (page) => Number(await rows(page).getAttribute('aria-rowcount'));

/** Shows all of the ladder of a scenario. */
async function opened(page, scenario) {
  const troubles = await open(page, `./?scenario=${scenario}`);
  await page.keyboard.press('End');
  await page.keyboard.press('l');
  await expect(rows(page).getByRole('row').first()).toBeVisible();
  return troubles;
}

/** Goes into the rows by the Tab key, behind the menus above them. */
async function enter(page) {
  const menus = ladder(page).getByRole('group', { name: 'What the ladder shows' });
  await menus.getByRole('combobox').last().focus();
  await page.keyboard.press('Tab');
}

test('the rows are one stop of the Tab key, and arrows reach each of them', async ({ page }) => {
  const troubles = await opened(page, 'never-back');
  const all = await count(page);
  expect(all).toBeGreaterThan(60);
  const before = await place(page);
  await enter(page);
  await expect(row(page, all)).toBeFocused();
  await expect(rows(page).locator('[tabindex="0"]')).toHaveCount(1);
  await page.keyboard.press('Tab');
  await expect(rows(page).locator(':focus')).toHaveCount(0);
  await page.keyboard.press('Shift+Tab');
  await expect(row(page, all)).toBeFocused();

  // Row by row, so far that it has to scroll: each is drawn, seen, and has the focus.
  for (let nth = all - 1; nth > all - 40; nth -= 1) {
    await page.keyboard.press('ArrowUp');
    await expect(row(page, nth)).toBeFocused();
  }
  await expect(row(page, all - 39)).toBeInViewport({ ratio: 0.9 });
  await page.keyboard.press('ArrowDown');
  await expect(row(page, all - 38)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(row(page, 1)).toBeFocused();
  await expect(row(page, 1)).toBeInViewport({ ratio: 0.9 });
  await page.keyboard.press('ArrowUp');
  await expect(row(page, 1)).toBeFocused();
  await page.keyboard.press('PageDown');
  await expect(row(page, 1)).not.toBeFocused();
  const far = Number(await rows(page).locator(':focus').getAttribute('aria-rowindex'));
  expect(far).toBeGreaterThan(5);
  expect(far).toBeLessThan(40);
  await page.keyboard.press('PageUp');
  await expect(row(page, 1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(row(page, all)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(row(page, all)).toBeFocused();

  // None of these keys was one of the page, too.
  expect(await place(page)).toEqual(before);

  // The row that has the focus is kept while others are scrolled to.
  await page.keyboard.press('Home');
  await expect(row(page, 1)).toBeFocused();
  await rows(page).evaluate((it) => it.parentElement.scrollTo(0, it.parentElement.scrollHeight));
  await expect(row(page, all)).toBeVisible();
  await expect(row(page, 1)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 2)).toBeFocused();
  await expect(row(page, 2)).toBeInViewport({ ratio: 0.9 });
  await accessible(page);
  expect(troubles).toEqual([]);
});

test('a session is unfolded and folded from its row, and a line leads back to it', async ({ page }) => {
  await opened(page, 'next-hop-down');
  const all = await count(page);
  const before = await place(page);
  const session = rows(page).getByRole('row', { expanded: false }).last();
  const nth = Number(await session.getAttribute('aria-rowindex'));
  await session.focus();
  await page.keyboard.press('ArrowRight');
  await expect(row(page, nth)).toHaveAttribute('aria-expanded', 'true');
  await expect(row(page, nth)).toBeFocused();
  await expect.poll(() => count(page)).toBeGreaterThan(all);
  await expect(row(page, nth)).toHaveAttribute('aria-level', '1');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(row(page, nth + 2)).toBeFocused();
  await expect(rows(page).locator(':focus')).toHaveAttribute('aria-level', '2');
  await page.keyboard.press('ArrowLeft');
  await expect(row(page, nth)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(row(page, nth)).toHaveAttribute('aria-expanded', 'false');
  await expect.poll(() => count(page)).toBe(all);
  // What has nothing to fold leaves the page alone.
  await page.keyboard.press('Home');
  await expect(row(page, 1)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  expect(await place(page)).toEqual(before);
});

test('another scenario begins with its own last row as the stop of the Tab key', async ({ page }) => {
  await opened(page, 'never-back');
  await enter(page);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 2)).toBeFocused();
  await parts(page).scenarios.selectOption('relay');
  await expect(parts(page).position).toHaveValue('0');
  await page.keyboard.press('Escape');
  await parts(page).position.press('End');
  await expect.poll(() => count(page)).toBeGreaterThan(5);
  await enter(page);
  await expect(row(page, await count(page))).toBeFocused();
});

test('Enter goes to the moment of a row, and the focus stays in the ladder', async ({ page }) => {
  await opened(page, 'never-back');
  const { of } = await place(page);
  await enter(page);
  const at = (await count(page)) - 6;
  for (let nth = 0; nth < 6; nth += 1) await page.keyboard.press('ArrowUp');
  await expect(row(page, at)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await place(page)).at).toBeLessThan(of);
  await expect(row(page, at)).toBeFocused();
  await expect(row(page, at)).toHaveAttribute('aria-current', 'step');
  // The other keys of the page are still there; when its row is gone, the focus goes on in the rows.
  await page.keyboard.press('[');
  await expect(row(page, at)).toHaveCount(0);
  await expect(rows(page).locator(':focus')).toHaveAttribute('aria-rowindex', String(await count(page)));
  await page.keyboard.press('l');
  await expect(parts(page).map).toBeVisible();
});

test('the keys of the ladder and of the map are named under the question mark', async ({ page }) => {
  await open(page, './?scenario=relay');
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys and signs' });
  for (const [key, what] of [
    [/↑.*↓/, /in the ladder: from row to row/],
    [/→.*←/, /in the ladder: show or hide the lines of a session/],
    [/Home.*End.*Page.↑.*Page.↓/, /in the ladder: to its first and last row/],
    [/Enter/, /in the ladder: go to that moment/],
    [/↑.*↓.*←.*→/, /on the map: to the next host in that direction/],
    [/Enter/, /on the map: show a host in full/],
  ]) {
    const line = keys.locator('.keys > div').filter({ hasText: what }).filter({ hasText: key });
    await expect(line, String(what)).not.toHaveCount(0);
  }
});

test('the map says which keys it has, and which are those of the run', async ({ page }) => {
  await open(page, './?scenario=relay');
  const { map } = parts(page);
  await expect(map).toHaveAccessibleDescription(/Arrow keys go to the next host in that direction.*Enter.*Home and End/);
  // It is so.
  const hosts = map.getByRole('button');
  await hosts.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(hosts.first()).not.toBeFocused();
  await expect(map.locator(':focus')).toHaveCount(1);
  const { at, of } = await place(page);
  expect(at).toBe(0);
  await page.keyboard.press('End');
  await expect.poll(async () => (await place(page)).at).toBe(of);
});
