// A message taken apart: its way, its source on the wire, its parts, its report.

import { expect, test } from '@playwright/test';
import { accessible, choose, open, parts, place } from './playing.mjs';

async function message(page, name) {
  await page.keyboard.press('End');
  await page.getByRole('tab', { name: 'Messages' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Messages' });
  await panel.getByRole('button', { name }).click();
  return panel;
}

test('the Received fields are a way with delays', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  const panel = await message(page, 'Photos');
  await panel.getByText('The path in its Received fields').click();
  const stamp = panel.getByRole('button', { name: /^mx\.example\.net took it from smtp\.isp\.example \[/ });
  await expect(stamp).toBeVisible();
  await accessible(page);
  await stamp.click();
  await expect(parts(page).caption).toContainText('mx.example.net');
  expect((await place(page)).at).toBeLessThan((await place(page)).of);
  expect(troubles).toEqual([]);
});

test('what was collected is told as collected, and by whom', async ({ page }) => {
  await open(page, './?scenario=relay');
  const panel = await message(page, 'Photos');
  const last = panel.locator('.hop').last();
  await expect(last).toContainText(/delivered at 09:00:\d\d\.\d+, collected by desk\.example\.net at 09:05:00/);
  await panel.getByRole('button', { name: 'All messages' }).click();
  await expect(panel.getByRole('listitem')).toContainText('delivered and collected');
  // Before anybody collects it, it is only delivered.
  for (let back = 0; back < 40 && /collected/.test(await panel.textContent()); back += 1) {
    await page.keyboard.press(',');
  }
  await expect(panel.getByRole('listitem')).toHaveText(/delivered$/);
});

test('what lies in a maildrop begins with its return path, which comes while one reads', async ({ page }) => {
  await open(page, './?scenario=direct');
  await page.keyboard.press('End');
  await page.getByRole('tab', { name: 'Messages' }).click();
  const panel = page.getByRole('tabpanel');
  await panel.getByRole('button', { name: 'Lunch?' }).click();
  const hops = panel.locator('.hop');
  // Before it is delivered the server has it, as it came.
  for (let back = 0; back < 12 && /delivered at/.test(await hops.last().textContent()); back += 1) {
    await page.keyboard.press(',');
  }
  await expect(hops).toHaveCount(2);
  await hops.last().getByText('Source', { exact: true }).click();
  await hops.first().getByText('Source', { exact: true }).click();
  await expect(hops.last()).toContainText('Received: from');
  await page.keyboard.press('End');
  await expect(hops.last()).toContainText('Return-Path: <alice@example.com>');
  await expect(hops.last()).toContainText('in the queue for');
  await expect(hops.first()).not.toContainText('Return-Path:');
});

test('line ends and stuffed dots are shown when somebody asks, and parts', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  const eml = [
    'From: alice@isp.example',
    'Subject: dots',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/html',
    '',
    '<img src=x onerror="document.title=1">',
    '.',
    '..two',
    '--b',
    'Content-Type: image/png; name="p.png"',
    'Content-Transfer-Encoding: base64',
    '',
    'iVBORw0KGgo=',
    '--b--',
    '',
  ].join('\r\n');
  await choose(page, 'dots.eml', eml);
  await expect(page.getByText('Sends dots.eml')).toBeVisible();
  const panel = await message(page, 'dots');
  const hop = panel.getByRole('listitem').filter({ has: page.getByRole('heading') }).first();
  await hop.getByText('Source', { exact: true }).click();
  await expect(hop.locator('pre')).not.toContainText('CRLF');
  await hop.getByRole('checkbox', { name: 'Show line ends and stuffed dots' }).check();
  await expect(hop.locator('pre')).toContainText('Subject: dots CRLF');
  await expect(hop.locator('.wire-dot')).toHaveCount(3);
  await expect(hop.locator('pre')).toContainText('...two CRLF');
  await hop.getByText('Parts', { exact: true }).click();
  // The innermost: parts lie in parts.
  const part = (text) => hop.getByRole('listitem').filter({ hasText: text }).last();
  await expect(part('text/html')).toContainText('<img src=x onerror=');
  await expect(part('image/png')).toContainText('base64');
  await expect(page).not.toHaveTitle('1');
  await expect(hop.locator('img')).toHaveCount(0);
  await accessible(page);
  expect(troubles).toEqual([]);
});

test('a report is decoded field by field, and each leads to its event', async ({ page }) => {
  const troubles = await open(page, './?scenario=one-good-one-unknown');
  const panel = await message(page, /Undeliver|Delivery|failure|returned/i);
  await panel.getByText('The report, field by field').first().click();
  const field = (name) => panel.locator('.report > div').filter({ hasText: name }).first();
  await expect(field('Diagnostic-Code')).toContainText('smtp; 550');
  await expect(field('Diagnostic-Code')).toContainText('What it said, word for word.');
  await expect(field('Final-Recipient')).toContainText('rfc822;');
  await accessible(page);
  await panel.getByRole('button', { name: 'What happened: Diagnostic-Code' }).first().click();
  await expect(parts(page).caption).toContainText('550');
  await expect.poll(async () => (await place(page)).at).toBeLessThan((await place(page)).of);
  expect(troubles).toEqual([]);
});
