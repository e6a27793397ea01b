// Long lists: what is seen comes at once, the rest in slices, and in the end all of it is there.

import { expect, test } from '@playwright/test';
import { choose, open, parts } from './playing.mjs';

const MANY = `format = 1
title = "Many"
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[send]]
from = "alice@example.com"
to = "bob@example.net"
subject = "Many"
count = 450
every = "1s"
`;

/** Clicks a tab, and counts the rows that are there before the next frame is drawn, and then at last. */
async function opened(page, tab, rows) {
  const first = await page.getByRole('tab', { name: tab }).evaluate(async (it) => {
    it.click();
    await new Promise((done) => setTimeout(done));
    return it.getRootNode().querySelectorAll('[role=tabpanel] .letters > li').length;
  });
  const items = page.getByRole('tabpanel', { name: tab }).locator('.letters > li');
  await expect(items).toHaveCount(rows);
  return first;
}

test('a list of hundreds of messages is drawn in slices, and is whole in the end', async ({ page }) => {
  const troubles = await open(page);
  await choose(page, 'many.toml', MANY);
  await expect(page.getByRole('combobox', { name: 'Scenario' })).toHaveValue('');
  await expect(page.getByRole('region', { name: 'What happens is being computed' })).toHaveCount(0);
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(parts(page).caption).toContainText('The end.', { timeout: 1_000 });
  }).toPass();
  for (const [tab, rows] of [
    ['Mailboxes', 200],
    ['Messages', 200],
  ]) {
    const first = await opened(page, tab, rows);
    expect(first, tab).toBeGreaterThan(0);
    expect(first, tab).toBeLessThan(100);
  }
  // Those that are older are there for who asks.
  const panel = page.getByRole('tabpanel', { name: 'Messages' });
  const items = panel.locator('.letters > li');
  await panel.getByRole('button', { name: 'Show 100 more' }).press('Enter');
  await expect(items).toHaveCount(300);
  await panel.getByRole('button', { name: 'Show 100 more' }).click();
  await panel.getByRole('button', { name: 'Show 50 more' }).click();
  await expect(items).toHaveCount(450);
  await expect(panel.getByRole('button', { name: /^Show \d+ more$/ })).toHaveCount(0);
  // By keyboard to the last of them.
  await items.last().getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('heading', { name: 'Many' })).toBeVisible();
  expect(troubles).toEqual([]);
});
