// What the ladder shows: of which host, of which message, of which kind.

import { expect, test } from '@playwright/test';
import { accessible, open } from './playing.mjs';

for (const [width, height] of [
  [1280, 800],
  [390, 844],
]) {
  test(`the ladder is filtered by host, message and kind, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const troubles = await open(page, './?scenario=one-good-one-unknown');
    await page.keyboard.press('End');
    await page.keyboard.press('l');
    const ladder = page.getByRole('region', { name: 'Ladder of everything so far' });
    const filters = ladder.getByRole('group', { name: 'What the ladder shows' });
    const menu = (name) => filters.getByRole('combobox', { name, exact: true });
    const rows = ladder.getByRole('row');
    const all = filters.getByRole('button', { name: 'Show all' });
    await expect(rows.first()).toBeVisible();
    await expect(all).toBeHidden();
    const frame = ladder.locator('.ladder-frame');
    const length = () => frame.evaluate((it) => it.scrollHeight);
    const whole = await length();

    // Lines of all sessions, without unfolding them one by one; then only what failed.
    await menu('Show only one kind').selectOption('commands and replies');
    await frame.evaluate((it) => it.scrollTo(0, 0));
    await expect(rows.filter({ hasText: 'EHLO' }).first()).toBeVisible();
    await expect(all).toBeVisible();
    expect(await length()).toBeGreaterThan(whole);
    await menu('Show only one kind').selectOption('failures only');
    await expect(rows.filter({ hasText: '550' }).first()).toBeVisible();
    await expect(rows.filter({ hasText: 'EHLO' })).toHaveCount(0);
    await menu('Show only one kind').selectOption('lookups');
    await expect(rows.filter({ hasText: 'DNS' }).first()).toBeVisible();

    // Together they must all hold; where nothing does, that is said, and there is a way out.
    await menu('Show only one kind').selectOption('content');
    await expect(rows.filter({ hasText: 'octets of the message' }).first()).toBeVisible();
    const messages = menu('Show only one message').getByRole('option');
    expect(await messages.count()).toBeGreaterThan(2);
    await menu('Show only one message').selectOption({ index: 1 });
    await menu('Show only one kind').selectOption('lookups');
    await expect(ladder.getByRole('status')).toContainText('Nothing so far matches what is chosen.');
    await expect(rows).toHaveCount(0);
    await accessible(page);
    await ladder.getByRole('status').getByRole('button', { name: 'Show all' }).press('Enter');
    await expect(rows.first()).toBeVisible();
    await expect(all).toBeHidden();
    await expect(menu('Show only one kind')).toHaveValue('');
    await menu('Show only').selectOption({ index: 1 });
    await expect(all).toBeVisible();
    await all.click();
    await expect(menu('Show only')).toHaveValue('');
    await expect.poll(length).toBe(whole);
    expect(troubles).toEqual([]);
  });
}
