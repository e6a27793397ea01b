// Asking about things: what a line says, why something is as it is, what a host is set to.

import { expect, test } from '@playwright/test';
import { accessible, beside, open, parts, place } from './playing.mjs';

/** Goes on until the caption says something. */
async function stepTo(page, text) {
  const { caption } = parts(page);
  const { of } = await place(page);
  for (let at = 0; at <= of; at += 1) {
    if (text.test(await caption.textContent())) return;
    await page.keyboard.press('.');
  }
  throw new Error(`never said: ${text}`);
}

const sheet = (page) => page.getByRole('tabpanel', { name: 'Hosts' });

test('what a client says is explained word by word, and leads to its moment', async ({ page }) => {
  const troubles = await open(page, './?scenario=direct');
  await page.keyboard.press('End');
  const { session } = parts(page);
  await page.getByRole('tab', { name: 'Session' }).click();
  const line = session.getByRole('listitem').filter({ hasText: 'MAIL FROM:' }).first();
  await line.locator('summary').click();
  await expect(line.locator('dt').first()).toHaveText('MAIL');
  await expect(line).toContainText('The return path');
  await expect(line).toContainText('RFC 5321 §4.1.1.2');
  const text = session.getByRole('listitem').filter({ hasText: /the message, \d+ octets/ }).first();
  await text.locator('.explain > summary').click();
  await expect(text).toContainText('The end of the message');
  await accessible(page);
  // Why it came about, and back to when it did.
  await line.getByText('Why?', { exact: true }).click();
  await expect(line.locator('.why-links').getByRole('listitem').last()).toContainText('The scenario begins');
  const { of } = await place(page);
  await line.getByRole('button', { name: 'Go to this moment' }).click();
  await expect.poll(async () => (await place(page)).at).toBeLessThan(of);
  expect(troubles).toEqual([]);
});

test('what was asked about a line of one session is not answered about a line of another', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  await page.keyboard.press('End');
  const { session, position } = parts(page);
  const whose = page.locator('.session-head h3');
  const line = (text) => session.getByRole('listitem').filter({ hasText: text }).first();
  await expect(whose).toContainText('desk.example.net');
  const spoken = async () =>
    (await session.getByRole('listitem').allInnerTexts()).map((it) => it.replace(/\s+/g, ' '));
  const collected = await spoken();
  await line('+OK').locator('.explain > summary').click();
  await session.getByRole('listitem').filter({ hasText: /the message, \d+ octets/ }).locator('summary').first().click();
  await expect(session.locator('details[open]')).toHaveCount(2);
  await position.fill('40');
  await expect(whose).toContainText('mx.example.net');
  await expect(session.locator('details[open]')).toHaveCount(0);
  // Each line is said by who says it in this session.
  expect((await spoken()).join('\n')).toMatch(/S: Server: 220 .*\n.*C: Client: EHLO smtp\.isp\.example/);
  // Where nothing was asked, the rows have the words of the other session, and who says them.
  await page.keyboard.press('End');
  await expect(whose).toContainText('desk.example.net');
  await expect.poll(spoken).toEqual(collected);
  expect(troubles).toEqual([]);
});

test('the lines of a session are one stop of the Tab key', async ({ page }) => {
  await open(page, './?scenario=direct');
  await page.keyboard.press('End');
  await page.getByRole('tab', { name: 'Session' }).click();
  const { session } = parts(page);
  const controls = session.locator('.explain > summary');
  expect(await controls.count()).toBeGreaterThan(10);
  await expect(session.locator('.explain > summary[tabindex="0"]')).toHaveCount(1);
  await controls.last().focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(controls.nth(-3)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(controls.nth(-3)).toHaveAccessibleName(/What does this mean, and why\?/);
  await expect(session.getByRole('button', { name: 'Go to this moment' })).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await expect(controls.nth(-2)).toBeFocused();
});

test('what is mistyped in the console is named', async ({ page }) => {
  await open(page, './?scenario=direct');
  await page.getByRole('tab', { name: 'Console' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Console' });
  await panel.getByRole('combobox', { name: 'To', exact: true }).selectOption({ label: 'SMTP 25: mx.example.net' });
  await panel.getByRole('button', { name: 'Connect' }).click();
  const rows = panel.getByRole('list', { name: 'Session' });
  const line = panel.getByRole('combobox', { name: 'Line to send' });
  await line.fill('ELHO me.example');
  await line.press('Enter');
  await expect(rows).toContainText('500 Command not recognized');
  const typed = rows.getByRole('listitem').filter({ hasText: 'ELHO me.example' }).first();
  await typed.locator('summary').click();
  await expect(typed.locator('dt')).toHaveText(['ELHO', 'EHLO']);
  await expect(typed).toContainText('Perhaps this was meant');
});

test('a state, a link and a wait say why', async ({ page }) => {
  const troubles = await open(page, './?scenario=next-hop-down');
  const { map } = parts(page);
  await stepTo(page, /keeps the message for/);
  await map.getByRole('button', { name: /^mx\.example\.net/ }).press('Enter');
  const why = (about) => sheet(page).getByLabel(about);
  await why(/Why\?.*mail server, down/).click();
  await expect(sheet(page).locator('.why-links').getByRole('listitem').first()).toContainText('goes down');
  await map.getByRole('button', { name: /1 message waiting/ }).press('Enter');
  const queue = sheet(page).getByRole('table', { name: 'Queue' });
  await queue.locator('summary').filter({ hasText: 'Why?' }).click();
  await expect(queue.locator('.why-links')).toContainText('mx.example.net goes down');
  const cells = await queue.getByRole('cell').allTextContents();
  expect(cells[0]).toMatch(/tried once/);
  const cut = sheet(page).getByRole('button', { name: /^Cut the link to/ }).first();
  await cut.click();
  await sheet(page).getByRole('button', { name: /All hosts/ }).click();
  const links = sheet(page).getByRole('table', { name: 'Links' });
  const row = links.getByRole('row', { name: /cut/ });
  await row.locator('summary').click();
  await expect(row.locator('.why-links').getByRole('listitem').first()).toContainText(/link/);
  await accessible(page);
  expect(troubles).toEqual([]);
});

for (const [width, height] of [
  [1280, 800],
  [390, 844],
]) {
  test(`a host says what it is set to, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, './?scenario=relay');
    await parts(page).map.getByRole('button', { name: /^mx\.example\.net/ }).press('Enter');
    await sheet(page).getByText('All settings').click();
    const settings = sheet(page).locator('.settings');
    for (const title of ['Services', 'Retry schedule', 'Greylisting', 'Largest message', 'Policies', 'Waits for']) {
      await expect(settings.getByRole('term').filter({ hasText: title }).first()).toBeVisible();
    }
    await accessible(page);
    const deeds = page.getByRole('group', { name: 'What you can do to it' });
    await deeds.getByText('Settings', { exact: true }).click();
    const form = deeds.locator('form').filter({ hasText: /^Greylisting/ });
    await form.getByRole('combobox').selectOption({ label: 'strangers wait 5 minutes' });
    await form.getByRole('button').click();
    const changed = settings.locator('div').filter({ hasText: /^Greylisting/ }).first();
    await expect(changed).toContainText('strangers wait 5 minutes');
    await expect(changed).toContainText('changed since');
    await changed.getByText('Why?').click();
    await expect(changed.locator('.why-links')).toContainText('sets greylisting');
    expect(await beside(page)).toBeLessThanOrEqual(0);
  });
}

test('one service of several is stopped alone', async ({ page }) => {
  await open(page, './?scenario=relay');
  await parts(page).map.getByRole('button', { name: /^mx\.example\.net/ }).press('Enter');
  const deeds = page.getByRole('group', { name: 'What you can do to it' });
  const form = deeds.locator('form').filter({ hasText: /^Stop its services/ });
  await form.getByRole('combobox').selectOption({ label: 'POP3, port 110' });
  await form.getByRole('button').click();
  await expect(parts(page).caption).toContainText('POP3');
  await expect(deeds.locator('form').filter({ hasText: /^Start its services/ })).toContainText('POP3, port 110');
  await expect(form.getByRole('option')).not.toContainText(['POP3, port 110']);
});
