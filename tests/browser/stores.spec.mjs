// What lies in maildrops, what clients remember of it, and what the domain system knows.

import { expect, test } from '@playwright/test';
import { accessible, choose, open, parts, place } from './playing.mjs';

async function seek(page, percent) {
  const { of } = await place(page);
  await parts(page).position.fill(String(Math.round((of * percent) / 100)));
}

/** A client that leaves its mail on the server; a second message comes later. */
const LEAVES = `format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[host]]
name = "desk.example.net"
[[account]]
address = "bob@example.net"
on = "desk.example.net"
collect = "mx.example.net"
leave_on_server = true
[[send]]
from = "alice@example.com"
to = "bob@example.net"
subject = "one"
[[send]]
from = "alice@example.com"
to = "bob@example.net"
at = "20min"
subject = "two"
[[collect]]
at = "5min"
account = "bob@example.net"
`;

test('a maildrop tells what lies in it, who has it open, and what each client has', async ({ page }) => {
  const troubles = await open(page);
  await choose(page, 'leaves.toml', LEAVES);
  await expect(parts(page).map.getByRole('button', { name: /^desk\.example\.net/ })).toBeVisible();
  await page.keyboard.press('End');
  await page.getByRole('tab', { name: 'Mailboxes' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Mailboxes' });
  await expect(panel.getByRole('heading', { name: 'bob on mx.example.net' })).toBeVisible();
  const letter = (subject) => panel.getByRole('listitem').filter({ hasText: subject });
  await expect(letter('1. one')).toContainText('00000001');
  await expect(letter('1. one')).toContainText('already collected by bob@example.net');
  await expect(letter('2. two')).toContainText('no client has it yet');
  const ids = panel.getByRole('list', { name: 'Unique-ids that bob@example.net remembers' });
  await expect(ids.getByRole('listitem')).toContainText('00000001');
  await expect(ids).toContainText('still on the server');
  await accessible(page);

  // Each item says why, and leads to where it happened.
  await letter('1. one').getByText('Why?').click();
  const chain = letter('1. one').getByRole('list');
  await expect(chain.getByRole('listitem').first()).toContainText('mx.example.net');
  await expect(chain.getByRole('listitem').last()).toContainText('The scenario begins');

  // Somebody at a console locks it, and marks a message.
  await page.getByRole('tab', { name: 'Console' }).click();
  const console = page.getByRole('tabpanel', { name: 'Console' });
  await console
    .getByRole('combobox', { name: 'To', exact: true })
    .selectOption({ label: 'POP3 110: mx.example.net' });
  await console.getByRole('button', { name: 'Connect' }).click();
  const line = console.getByRole('combobox', { name: 'Line to send' });
  for (const text of ['USER bob', 'PASS secret', 'DELE 2']) {
    await line.fill(text);
    await line.press('Enter');
    await expect(console.getByRole('list', { name: 'Session' })).toContainText(text);
  }
  await page.getByRole('tab', { name: 'Mailboxes' }).click();
  await expect(panel).toContainText(/Locked by mail\.example\.com since .*; one message is marked/);
  await expect(letter('2. two')).toContainText('marked as deleted');
  await expect(letter('1. one')).not.toContainText('marked as deleted');
  await accessible(page);
  expect(troubles).toEqual([]);
});

test('zones and caches are seen, and a failure that is on', async ({ page }) => {
  const troubles = await open(page, './?scenario=next-hop-down');
  await page.getByRole('tab', { name: 'DNS' }).click();
  const panel = page.getByRole('tabpanel', { name: 'DNS' });
  await expect(panel.getByRole('row', { name: /example\.net MX 10 mx\.example\.net/ })).toBeVisible();
  const cache = panel.getByRole('list', { name: 'Answers that mail.example.com remembers' });
  await expect(cache).toBeHidden();
  // Step until the server has asked.
  const answer = cache.getByRole('listitem').filter({ hasText: 'example.net MX' });
  for (let at = 0; at < 60 && !(await answer.isVisible()); at += 1) await page.keyboard.press('.');
  await expect(answer).toContainText(/10 mx\.example\.net, good for \d+/);
  await answer.getByText('Why?').click();
  await expect(answer.getByRole('listitem').first()).toContainText('DNS');
  const before = await answer.getByText(/good for/).textContent();
  await accessible(page);
  // The answer stays open while its time runs out.
  await page.keyboard.press(']');
  await expect(answer.getByText(/good for/)).not.toHaveText(before);
  await expect(answer.getByRole('listitem').first()).toBeVisible();

  await seek(page, 0);
  await parts(page).map.getByRole('button', { name: /^mx\.example\.net/ }).press('Enter');
  const deeds = page.getByRole('group', { name: 'What you can do to it' });
  await deeds.getByText('Names', { exact: true }).click();
  await deeds
    .getByRole('combobox', { name: 'Let lookups of example.net', exact: true })
    .selectOption({ label: 'stay without an answer' });
  await deeds.getByRole('button', { name: 'Do it: Let lookups of example.net' }).click();
  await expect(parts(page).caption).toContainText('lookups of example.net stay unanswered');
  await page.getByRole('tab', { name: 'DNS' }).click();
  await expect(panel).toContainText('Questions about example.net and all below it: no answer comes.');
  await accessible(page);
  expect(troubles).toEqual([]);
});
