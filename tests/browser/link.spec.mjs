// A link of the map in full: who talks over it, and what can be done to it.

import { expect, test } from '@playwright/test';
import { accessible, choose, open, parts, stepUntil } from './playing.mjs';

const link = (page, name) => parts(page).map.getByRole('img', { name });
const panel = (page) => page.getByRole('tabpanel', { name: 'Hosts' });

/** Clicks into the middle of a link, as somebody with a mouse or a finger does. */
async function press(page, locator) {
  const { x, y, width, height } = await locator.boundingBox();
  await page.mouse.click(x + width / 2, y + height / 2);
}

test('a link that is clicked shows what can be done to it', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  const between = link(page, /^Link between laptop\.isp\.example and smtp\.isp\.example: /);
  await press(page, between);
  await expect(panel(page).getByRole('heading', { name: /^laptop.*smtp/ })).toBeVisible();
  await expect(panel(page)).toContainText('a latency of');
  await expect(panel(page)).toContainText('None now.');
  await accessible(page);

  // Where somebody talks over it, the connection is named, and can be torn.
  const talk = panel(page).getByRole('listitem').filter({ hasText: 'laptop.isp.example → smtp.isp.example, Submission, port 587: open since' });
  await stepUntil(page, () => talk.isVisible());
  await panel(page).getByRole('button', { name: 'Drop the connection of laptop.isp.example, port 587' }).click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(talk).toBeHidden();

  await panel(page).getByRole('button', { name: 'Cut this link' }).click();
  await expect(between).toHaveAccessibleName(/: cut$/);
  await expect(panel(page).getByText('Why?')).toHaveAccessibleName('Why? laptop.isp.example – smtp.isp.example: cut');
  await panel(page).getByRole('button', { name: 'Mend this link' }).click();
  await expect(between).not.toHaveAccessibleName(/: cut$/);
  await panel(page).getByRole('combobox', { name: 'Let this link be' }).selectOption('far away: 2 seconds each way');
  await panel(page).getByRole('button', { name: /^Do it/ }).click();
  await expect(panel(page)).toContainText('a latency of 2 s (planned: a latency of');
  await accessible(page);

  // It is open after a reload, too.
  await page.reload();
  await expect(panel(page)).toContainText('a latency of 2 s (planned: a latency of');
  await panel(page).getByRole('button', { name: 'All hosts' }).click();
  await expect(panel(page).getByRole('table', { name: 'Links' })).toContainText('a latency of 2 s');
  expect(troubles).toEqual([]);
});

test('the table of links leads to each of them, by keyboard alone', async ({ page }) => {
  await open(page, './?scenario=direct');
  await page.keyboard.press('t');
  const links = page.getByRole('table', { name: 'Links' });
  await links.getByRole('button', { name: 'mail.example.com – mx.example.net' }).press('Enter');
  await panel(page).getByRole('button', { name: 'Cut this link' }).press('Enter');
  await expect(panel(page).getByRole('button', { name: 'Mend this link' })).toBeVisible();
  await panel(page).getByRole('button', { name: 'All hosts' }).press('Enter');
  await expect(links.getByRole('row', { name: /mail.*mx/ })).toContainText('cut');
});

test('while hosts are moved, a click on a link puts a host there', async ({ page }) => {
  await open(page, './?scenario=relay');
  await page.keyboard.press('g');
  const desk = parts(page).map.getByRole('button', { name: /^desk\.example\.net/ });
  const middle = async (of) => {
    const { x, y, width, height } = await of.boundingBox();
    return { x: x + width / 2, y: y + height / 2 };
  };
  const there = await middle(link(page, /^Link between smtp\.isp\.example and mx\.example\.net/));
  await desk.click();
  await page.mouse.click(there.x, there.y);
  await expect(async () => {
    const at = await middle(desk);
    expect(Math.hypot(at.x - there.x, at.y - there.y)).toBeLessThan(24);
  }).toPass();
  await expect(page.getByRole('tab', { name: 'Session' })).toHaveAttribute('aria-selected', 'true');
});

test('where nothing gets through, the link says what lets it through again', async ({ page }) => {
  await open(page, './?scenario=direct');
  await parts(page).map.getByRole('button', { name: /^mx\.example\.net/ }).press('Enter');
  await panel(page).getByRole('button', { name: 'Pull its cable out' }).click();
  await press(page, link(page, /: nothing gets through$/));
  await panel(page).getByText('Why?').click();
  await expect(panel(page).getByRole('list', { name: /.*/ }).first()).toBeVisible();
  await panel(page).getByRole('button', { name: 'Plug the cable of mx.example.net in' }).click();
  await expect(link(page, /: quiet$/)).toHaveCount(1);
});

test('a lesson leads to a link that it points at, by keyboard too', async ({ page }) => {
  await open(page);
  await choose(page, 'points.toml', [
    'format = 1', '[[host]]', 'name = "mail.example.com"', 'mailboxes = ["alice@example.com"]', '[[host]]',
    'name = "mx.example.net"', 'mailboxes = ["bob@example.net"]', '[[send]]', 'from = "alice@example.com"', 'to = "bob@example.net"',
    '[lesson]', 'minutes = 3', 'sources = ["RFC 5321"]', '[[lesson.step]]', 'title = "Only"', 'text = "Only."',
    'highlight = { links = [["mail.example.com", "mx.example.net"]] }', '',
  ].join('\n'));
  await page.getByRole('button', { name: 'Start the lesson' }).click();
  await page.getByRole('button', { name: /mail\.example\.com.*mx\.example\.net/ }).press('Enter');
  await expect(panel(page).getByRole('button', { name: 'Cut this link' })).toBeVisible();
});

test('a host whose names are not answered for says so on the map', async ({ page }) => {
  await open(page, './?scenario=direct');
  const host = parts(page).map.getByRole('button', { name: /^mx\.example\.net/ });
  await host.press('Enter');
  await panel(page).getByText('Names', { exact: true }).click();
  const names = panel(page).getByRole('combobox', { name: 'Let lookups of example.net' });
  await names.selectOption({ index: 0 });
  await panel(page).getByRole('button', { name: /^Do it: Let lookups of example\.net/ }).click();
  await expect(host).toHaveAccessibleName(/cannot be looked up/);
  await expect(panel(page).getByText('Why?').first()).toHaveAccessibleName(/cannot be looked up$/);
  await panel(page).getByRole('button', { name: 'Let lookups of example.net be answered again' }).click();
  await expect(host).not.toHaveAccessibleName(/looked up/);
});
