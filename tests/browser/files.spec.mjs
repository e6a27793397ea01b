// The visitor's own files, good and bad.

import { expect, test } from '@playwright/test';
import { LESSONS, TAUGHT, choose, drop, open, parts, place } from './playing.mjs';

const SCENARIO = `format = 1
title = "Mine"
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[send]]
from = "alice@example.com"
to = "bob@example.net"
`;

const MESSAGE = [
  'From: Zoë <alice@isp.example>',
  'To: bob@example.net',
  'Subject: A dot, and 8 bits',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  '.',
  '..zwei Punkte, ä ö ü',
  'x'.repeat(900),
  '--b',
  'Content-Type: application/octet-stream',
  'Content-Transfer-Encoding: base64',
  '',
  'AAECAwQFBgc=',
  '--b--',
  '',
].join('\n');

test('a scenario of the visitor', async ({ page }) => {
  const troubles = await open(page);
  await choose(page, 'mine.toml', SCENARIO);
  const { scenarios, caption } = parts(page);
  await expect(scenarios.locator('option:checked')).toHaveText('Mine');
  await expect(caption).toContainText('Mine');
  await page.keyboard.press('End');
  await expect(caption).toContainText('1 sent, 1 delivered');
  await scenarios.selectOption('relay');
  await expect(scenarios.locator('option')).toHaveCount(LESSONS.length + TAUGHT.length);
  expect(troubles).toEqual([]);
});

const MISTAKES = [
  ['an unknown key', SCENARIO.replace('title', 'titel'), /unknown key titel/, 'line 2, column 1'],
  ['a wrong type', SCENARIO.replace('"Mine"', '5'), /./, 'line 2, column 9'],
  ['no TOML at all', 'format = = 1', /./, 'line 1'],
  [
    'a host twice',
    SCENARIO.replace('mx.example.net', 'mail.example.com'),
    /mail\.example\.com/,
    'line 7',
  ],
  ['a bad address', SCENARIO.replace('to = "bob@example.net"', 'to = "bob@"'), /bob@/, 'line 11'],
];

for (const [what, text, message, where] of MISTAKES) {
  test(`a scenario with ${what} is explained, and nothing else changes`, async ({ page }) => {
    const troubles = await open(page, './?scenario=relay');
    await page.keyboard.press(']');
    await page.keyboard.press(']');
    const before = await place(page);
    const said = await parts(page).caption.textContent();
    await choose(page, 'broken.toml', text);
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('This scenario cannot be used');
    await expect(alert).toContainText(message);
    await expect(alert).toContainText(`broken.toml, ${where}`);
    await expect(alert.locator('pre').first()).toContainText('^');
    expect(await place(page)).toEqual(before);
    await expect(parts(page).caption).toHaveText(said);
    await page.keyboard.press('.');
    expect((await place(page)).at).toBe(before.at + 1);
    await alert.getByRole('button', { name: 'Close' }).click();
    await expect(alert).toBeHidden();
    expect(troubles).toEqual([]);
  });
}

test('a hostile scenario stays text', async ({ page }) => {
  const troubles = await open(page);
  const evil = '<img src=x onerror=alert(1)><script>alert(2)</script>';
  await choose(page, `${evil}.toml`, SCENARIO.replace('Mine', evil));
  await expect(parts(page).caption).toContainText(evil);
  await choose(page, 'b.toml', `${evil} = 1`);
  await expect(page.getByRole('alert')).toContainText(evil);
  await expect(page.locator('.relayscope img, .relayscope script')).toHaveCount(0);
  expect(troubles).toEqual([]);
});

test('a message file falls onto the page and is sent', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  const { caption, map } = parts(page);
  await drop(page, 'letter.eml', MESSAGE);
  await expect(page.getByText('Sends letter.eml')).toBeVisible();
  await expect(parts(page).caption).toContainText(/in the same envelope: from <\S+> to <\S+>\. What its own To and Cc say decides nothing\./);
  await page.keyboard.press('End');
  await expect(caption).toContainText('1 sent, 1 delivered, 1 collected');
  await map.getByRole('button', { name: /1 message collected/ }).click();
  const panel = page.getByRole('tabpanel', { name: 'Hosts' });
  await expect(panel).toContainText('A dot, and 8 bits');
  await panel.getByText('Source').first().click();
  const collected = await panel.locator('pre').first().textContent();
  // The same lines, with the trace of the way on top.
  expect(collected.endsWith(MESSAGE.trimEnd())).toBe(true);
  expect(collected).toMatch(/^Return-Path: <alice@isp\.example>\n(Delivered-To: \S+\n)?Received: from smtp\.isp\.example/);
  await page.getByRole('button', { name: "Send the scenario's own message again" }).click();
  await expect(page.getByText('Sends letter.eml')).toBeHidden();
  expect(troubles).toEqual([]);
});

test('a message file that comes later is sent then, and kept', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  const { caption, map } = parts(page);
  const atTheEnd = (words) =>
    expect(async () => {
      await page.keyboard.press('End');
      await expect(caption).toContainText(words, { timeout: 1_000 });
    }).toPass();
  await atTheEnd('1 sent, 1 delivered, 1 collected');
  await drop(page, 'letter.eml', MESSAGE);
  await atTheEnd('2 sent, 2 delivered');
  await page.reload();
  await expect(map).toBeVisible();
  await atTheEnd('2 sent, 2 delivered');
  await page.getByRole('tab', { name: 'Messages' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('A dot, and 8 bits');
  expect(troubles).toEqual([]);
});

test('a file that is neither is explained', async ({ page }) => {
  await open(page);
  await choose(page, 'empty.eml', '');
  await expect(page.getByRole('alert')).toContainText('This message cannot be sent');
  await page.locator('input[type=file]').setInputFiles({
    name: 'picture.toml',
    mimeType: 'image/png',
    buffer: Buffer.from([0x89, 0x50, 0xff, 0xfe]),
  });
  await expect(page.getByRole('alert')).toContainText('picture.toml: it is not UTF-8 text');
});

test('a link names a scenario', async ({ page }) => {
  await open(page, './?scenario=double-bounce');
  await expect(parts(page).scenarios).toHaveValue('double-bounce');
  await parts(page).scenarios.selectOption('direct');
  await expect(page).toHaveURL(/\?scenario=direct$/);
  await page.reload();
  await expect(parts(page).scenarios).toHaveValue('direct');
  await open(page, './?scenario=%3Cscript%3E');
  await expect(parts(page).scenarios).toHaveValue('direct');
});
