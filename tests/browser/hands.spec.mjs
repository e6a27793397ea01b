// What a person does to the world, and what the page tells about it.

import { expect, test } from '@playwright/test';
import { accessible, open, parts, place, stepUntil } from './playing.mjs';

/** Goes to a place by hundredths. */
async function seek(page, percent) {
  const { of } = await place(page);
  await parts(page).position.fill(String(Math.round((of * percent) / 100)));
}

test('a host is switched off in the past, and the future that was left is one click away', async ({
  page,
}) => {
  const troubles = await open(page, './?scenario=relay');
  const { map, caption, position } = parts(page);
  const before = await place(page);
  await seek(page, 30);
  const left = (await place(page)).at;
  await map.getByRole('button', { name: /^smtp\.isp\.example/ }).press('Enter');
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(caption).toContainText('smtp.isp.example goes down');
  await expect(map.getByRole('button', { name: /smtp\.isp\.example.*down/ })).toBeVisible();
  const bar = page.getByRole('region', { name: 'Another run' });
  await expect(bar).toContainText('began a second run');
  await bar.getByText('Compare').click();
  await expect(bar.getByRole('row', { name: /bob@example\.net/ })).toContainText('delivered at mx');
  // The runs part where it was done, and one can go there.
  const parting = bar.getByRole('row', { name: /^Where they part/ });
  await expect(parting.getByRole('cell').nth(1)).toHaveText(
    /^09:00:00\.\d{3}\s?smtp\.isp\.example goes down\.$/,
    { useInnerText: true },
  );
  await expect(parting.getByRole('cell').first()).not.toContainText('goes down');
  const done = (await place(page)).at;
  // Whoever goes elsewhere leaves it, and finds it again.
  await position.fill('0');
  await position.focus();
  await expect(parting).toBeHidden();
  await bar.getByText('Compare').click();
  await parting.getByRole('button', { name: 'Go there' }).click();
  await expect(position).toHaveValue(String(done));
  await accessible(page);
  // It lies over what is below, and goes when one goes on there, or by Escape.
  const rows = bar.getByRole('table');
  await map.getByRole('button', { name: /^smtp\.isp\.example/ }).focus();
  await expect(rows).toBeHidden();
  await bar.getByText('Compare').click();
  await expect(rows).toBeVisible();
  await rows.click();
  await expect(rows).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rows).toBeHidden();
  await expect(bar.getByText('Compare')).toBeFocused();
  await bar.getByRole('button', { name: 'Show the other run' }).click();
  await expect(position).toHaveValue(String(left));
  await expect(position).toHaveAttribute('max', String(before.of));
  await bar.getByRole('button', { name: 'Show the other run' }).click();
  await expect(caption).toContainText('smtp.isp.example goes down');
  // The bar can be closed, and leaves a way back to both runs.
  await bar.getByRole('button', { name: 'Close' }).click();
  await expect(bar).toBeHidden();
  // What undoes everything asks before it does.
  await page.getByRole('button', { name: 'Undo all that was done by hand' }).click();
  await expect(page.getByRole('button', { name: 'Undo all?' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo nothing' }).click();
  await page.getByRole('button', { name: 'Two runs' }).click();
  await expect(bar).toBeVisible();
  await expect(bar.getByText('Compare')).toBeFocused();
  // It can be mended in the same way.
  await page.getByRole('button', { name: 'Switch on' }).click();
  await expect(caption).toContainText('smtp.isp.example');
  expect(troubles).toEqual([]);
});

test('a link is cut and mended', async ({ page }) => {
  await open(page, './?scenario=direct');
  await parts(page).map.getByRole('button').first().press('Enter');
  const deeds = page.getByRole('group', { name: 'What you can do to it' });
  await deeds.getByRole('button', { name: /^Cut the link to/ }).first().click();
  await expect(parts(page).caption).toContainText(/link/);
  await deeds.getByRole('button', { name: /^Mend the link to/ }).click();
  await expect(deeds.getByRole('button', { name: /^Mend the link to/ })).toHaveCount(0);
});

test('a message is written and arrives, by keyboard alone', async ({ page }) => {
  await open(page, './?scenario=relay');
  await page.keyboard.press('End');
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'Write a message' });
  await expect(dialog).toBeVisible();
  await accessible(page);
  await dialog.getByRole('textbox', { name: 'To' }).fill('nobody');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('“nobody” is no address');
  await dialog.getByRole('textbox', { name: 'To' }).fill('bob@example.net');
  await dialog.getByRole('textbox', { name: 'Subject' }).fill('Written <b>here</b>');
  // In the text, Enter alone begins a line.
  await dialog.getByRole('textbox', { name: /^Text|^Message/ }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(parts(page).caption).toContainText('alice@isp.example sends a message');
  await page.keyboard.press('End');
  await page.getByRole('tab', { name: 'Messages' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Messages' });
  await expect(panel.getByRole('listitem').first()).toContainText('Written <b>here</b>');
  await expect(panel.getByRole('listitem').first()).toContainText('delivered');
});

test('a hidden recipient and another return path are in the envelope and not in the header', async ({ page }) => {
  await open(page, './?scenario=one-good-one-unknown');
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'Write a message' });
  await dialog.getByText('Cc, Bcc and envelope').click();
  await accessible(page);
  await dialog.getByRole('textbox', { name: 'Bcc' }).fill('bob');
  await dialog.getByRole('button', { name: 'Send now' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Bcc: “bob” is no address');
  // What is wrong is seen, too, where it was closed.
  await dialog.getByText('Cc, Bcc and envelope').click();
  await expect(dialog.getByRole('textbox', { name: 'Bcc' })).toBeHidden();
  await dialog.getByRole('button', { name: 'Send now' }).click();
  await dialog.getByRole('textbox', { name: 'Bcc' }).fill('bob@example.net');
  await dialog.getByRole('textbox', { name: 'MAIL FROM' }).fill('<>');
  await dialog.getByRole('combobox', { name: 'Reports' }).selectOption({ label: 'none (NOTIFY=NEVER)' });
  await dialog.getByRole('textbox', { name: 'Subject' }).fill('Hidden');
  await dialog.getByRole('button', { name: 'Send now' }).click();
  await expect(dialog).toBeHidden();
  await stepUntil(page, async () => (await parts(page).session.allInnerTexts()).join().includes('RCPT TO:<bob@example.net> NOTIFY=NEVER'));
  await expect(parts(page).session).toContainText(/MAIL FROM:<>/);
  await page.keyboard.press('End');
  await page.getByRole('tab', { name: 'Messages' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Messages' });
  await panel.getByRole('button', { name: 'Hidden' }).click();
  await expect(panel).toContainText('<bob@example.net> NOTIFY=NEVER');
  await panel.getByText('Source').first().click();
  const source = panel.locator('details').filter({ hasText: 'Source' }).first();
  await expect(source).toContainText('Subject: Hidden');
  await expect(source).not.toContainText('bob@');
  // The next message has an envelope of its own.
  await page.keyboard.press('c');
  await expect(dialog.getByRole('textbox', { name: 'Bcc' })).toBeHidden();
  await dialog.getByText('Cc, Bcc and envelope').click();
  await expect(dialog.getByRole('textbox', { name: 'Bcc' })).toHaveValue('');
  await expect(dialog.getByRole('textbox', { name: 'MAIL FROM' })).toHaveValue('');
  await expect(dialog.getByRole('combobox', { name: 'Reports' })).toHaveValue('0');
});

test('a message is followed with envelope and header at every host', async ({ page }) => {
  await open(page, './?scenario=relay');
  await seek(page, 100);
  await page.getByRole('tab', { name: 'Messages' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Messages' });
  await panel.getByRole('button', { name: 'Photos' }).click();
  for (const host of ['laptop.isp.example', 'smtp.isp.example', 'mx.example.net']) {
    await expect(panel.getByRole('heading', { name: new RegExp(host) })).toBeVisible();
  }
  await expect(panel).toContainText('Header From');
  await expect(panel.getByText('MAIL FROM')).toHaveCount(3);
  await accessible(page);
  await panel.getByRole('button', { name: 'mx.example.net' }).click();
  await expect(parts(page).caption).toContainText('mx.example.net');
  await panel.getByRole('button', { name: /All messages/ }).click();
  await expect(panel.getByRole('button', { name: 'Photos' })).toBeVisible();
});

test('why? leads down to the scenario', async ({ page }) => {
  await open(page, './?scenario=next-hop-down');
  await page.keyboard.press(']');
  await page.keyboard.press(']');
  await page.keyboard.press(']');
  const { caption } = parts(page);
  await expect(caption).toContainText(/tries again at/);
  await caption.getByText('Why?').click();
  const chain = caption.getByRole('listitem');
  // What was broken comes first.
  await expect(chain.first()).toContainText('mx.example.net goes down');
  await expect(chain.last()).toContainText('The scenario begins');
  await accessible(page);
  const before = (await place(page)).at;
  await chain.first().getByRole('button').click();
  await expect.poll(async () => (await place(page)).at).toBeLessThan(before);
  // Whoever followed a link finds back, also from the second one.
  await chain.first().getByRole('button').click();
  const back = caption.getByRole('button', { name: 'Back to where you were' });
  await back.focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await place(page)).at).toBe(before);
  await expect(back).toHaveCount(0);
  await expect(caption, 'the keyboard stays where it was').toBeFocused();
  // Who goes on by themselves wants no way back.
  await chain.first().getByRole('button').click();
  await expect(back).toBeVisible();
  await page.keyboard.press('.');
  await page.keyboard.press(',');
  await expect(back).toHaveCount(0);
});

test('a reply is explained digit by digit', async ({ page }) => {
  await open(page, './?scenario=one-good-one-unknown');
  const { session } = parts(page);
  await seek(page, 55);
  const refused = session.getByRole('listitem').filter({ hasText: '550 5.1.1' });
  await refused.locator('summary').click();
  await expect(refused).toContainText('Permanent negative completion');
  await expect(refused).toContainText('Finer gradation');
  await expect(refused.locator('dt')).toHaveText(['550', '5', '5', '0', '5.1.1']);
  await expect(refused).toContainText('RFC 5321 §4.2.1');
  await accessible(page);
});

for (const [width, height] of [
  [1280, 800],
  [390, 844],
]) {
  test(`the ladder folds sessions and cuts idle stretches, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const troubles = await open(page, './?scenario=next-hop-down');
    await page.keyboard.press('End');
    await page.keyboard.press('l');
    const ladder = page.getByRole('region', { name: 'Ladder of everything so far' });
    await expect(ladder).toBeVisible();
    await expect(ladder.getByText(/pass\. Next/).first()).toBeVisible();
    const folded = ladder.getByRole('button', { name: /^Lines of SMTP/, expanded: false });
    const rows = ladder.getByRole('row');
    await expect(folded.last()).toBeVisible();
    await folded.last().click();
    await expect(rows.filter({ hasText: 'MAIL FROM:' }).first()).toBeVisible();
    await accessible(page);
    const { of } = await place(page);
    await rows.filter({ hasText: 'EHLO' }).last().getByRole('button').first().click();
    await expect.poll(async () => (await place(page)).at).toBeLessThan(of);
    await page.keyboard.press('l');
    await expect(parts(page).map).toBeVisible();
    expect(troubles).toEqual([]);
  });
}

test('the ladder draws only the rows that are seen', async ({ page }) => {
  await open(page, './?scenario=never-back');
  await page.keyboard.press('End');
  await page.keyboard.press('l');
  const ladder = page.getByRole('region', { name: 'Ladder of everything so far' });
  await expect(ladder.getByRole('row').first()).toBeVisible();
  const drawn = await ladder.getByRole('row').count();
  expect(drawn).toBeLessThan(60);
  const frame = ladder.locator('.ladder-frame');
  const height = await frame.evaluate((it) => it.scrollHeight);
  expect(height).toBeGreaterThan(34 * 100);
  await frame.evaluate((it) => it.scrollTo(0, 0));
  await expect(ladder.getByRole('row').first()).toContainText('09:00:00.000');
});

test('a row of the ladder stays itself while it scrolls', async ({ page }) => {
  await open(page, './?scenario=never-back');
  await page.keyboard.press('End');
  await page.keyboard.press('l');
  const ladder = page.getByRole('region', { name: 'Ladder of everything so far' });
  const frame = ladder.locator('.ladder-frame');
  // It has gone to what happens now.
  await expect.poll(() => frame.evaluate((it) => it.scrollTop)).toBeGreaterThan(34 * 48);
  // Who presses a row that is taken out and put in again clicks nothing.
  const moved = await frame.evaluateHandle((it) => {
    const [gone, moved] = [new Set(), []];
    new MutationObserver((all) => {
      for (const node of all.flatMap(({ removedNodes }) => [...removedNodes])) gone.add(node);
      moved.push(...all.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => gone.has(node)));
    }).observe(it.querySelector('.ladder-rows'), { childList: true });
    return moved;
  });
  // Far enough up and down that blocks of rows come and go, some at once.
  for (let step = 0; step < 16; step += 1) {
    const [before, after] = await frame.evaluate(async (it, rows) => {
      const { top, height } = it.getBoundingClientRect();
      const times = [...it.querySelectorAll('button.rung-time')];
      // So far up or down that it is in sight afterwards, too.
      const wanted = top + height * (rows < 0 ? 0.1 : 0.85);
      const far = (one) => Math.abs(one.getBoundingClientRect().top - wanted);
      const time = times.sort((a, b) => far(a) - far(b))[0];
      time.focus();
      const before = time.closest('[role=row]').textContent;
      it.scrollBy(0, rows * 34);
      for (let frames = 0; frames < 3; frames += 1) {
        await new Promise((done) => requestAnimationFrame(done));
      }
      return [before, it.getRootNode().activeElement?.closest('[role=row]')?.textContent];
    }, step < 8 ? -11 : 11);
    expect(after).toBe(before);
  }
  expect(await moved.evaluate((it) => it.map(({ textContent }) => textContent))).toEqual([]);
});

test('SMTP is typed to a host, is explained, and the message arrives', async ({ page }) => {
  const troubles = await open(page, './?scenario=direct');
  await page.keyboard.press('End');
  await page.getByRole('tab', { name: 'Console' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Console' });
  await panel.getByRole('combobox', { name: 'To', exact: true }).selectOption({ label: 'SMTP 25: mx.example.net' });
  await panel.getByRole('button', { name: 'Connect' }).click();
  const rows = panel.getByRole('list', { name: 'Session' });
  await expect(rows).toContainText('220 mx.example.net');
  const line = panel.getByRole('combobox', { name: 'Line to send' });
  const say = async (text, answer) => {
    await line.fill(text);
    await line.press('Enter');
    await expect(rows).toContainText(answer);
  };
  await say('EHLO me.example', '250-mx.example.net greets me.example');
  await say('RCPT TO:<bob@example.net>', '503 5.5.1');
  await accessible(page);
  await say('MAIL FROM:<me@example.com>', '250 2.1.0');
  await say('RCPT TO:<bob@example.net>', '250 2.1.5');
  await say('DATA', '354');
  await say('Subject: by hand', 'Subject: by hand');
  await say('', 'Subject: by hand');
  await say('.', '250 2.6.0');
  await line.press('ArrowUp');
  await expect(line).toHaveValue('.');
  await line.press('ArrowUp');
  await line.press('ArrowUp');
  await expect(line).toHaveValue('Subject: by hand');
  await say('NOOP', '250 2.0.0');
  const [last, prompt] = await Promise.all([rows.locator('li').last().boundingBox(), line.boundingBox()]);
  expect(last.y + last.height, 'what was said ends above the line').toBeLessThanOrEqual(prompt.y);
  await say('QUIT', '221 2.0.0');
  await expect(line).toBeDisabled();
  await page.getByRole('tab', { name: 'Messages' }).click();
  const list = page.getByRole('tabpanel', { name: 'Messages' });
  await expect(list.getByRole('listitem').filter({ hasText: 'by hand' })).toContainText('delivered');
  expect(troubles).toEqual([]);
});

test('a line is completed by keyboard and pointer, and the arrows reach what was typed before', async ({ page }) => {
  const troubles = await open(page, './?scenario=direct');
  await page.keyboard.press('End');
  await page.getByRole('tab', { name: 'Console' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Console' });
  await panel.getByRole('button', { name: 'Connect' }).click();
  const line = panel.getByRole('combobox', { name: 'Line to send' });
  const offers = panel.getByRole('listbox', { name: 'Lines that fit' });
  const offer = offers.getByRole('option');
  await expect(line).toBeEditable();
  await expect(line).toHaveAttribute('aria-expanded', 'false');
  await line.pressSequentially('he');
  await expect(offer).toHaveText(['HELO me.example', 'HELP']);
  await accessible(page);
  // Nothing is chosen before somebody goes down to it.
  await line.press('ArrowDown');
  await line.press('ArrowDown');
  await expect(offers.getByRole('option', { selected: true })).toHaveText('HELP');
  const active = () => line.evaluate((it) => it.getRootNode().getElementById(it.getAttribute('aria-activedescendant'))?.textContent);
  expect(await active()).toBe('HELP');
  await line.press('Enter');
  await expect(line).toHaveValue('HELP');
  await expect(offers).toBeHidden();
  const rows = panel.getByRole('list', { name: 'Session' });
  await expect(rows).not.toContainText('HELP');
  await line.press('Enter');
  await expect(rows).toContainText('214');

  // Typed whole, sent as it is, though more would fit; then back to it with the arrows.
  await line.pressSequentially('mail');
  await expect(offer.first()).toContainText('MAIL FROM:<');
  await line.press('Enter');
  await expect(rows).toContainText('Client:mail');
  await line.press('ArrowUp');
  await expect(line).toHaveValue('mail');
  await line.press('ArrowUp');
  await expect(line).toHaveValue('HELP');
  await line.press('ArrowDown');
  await expect(line).toHaveValue('mail');
  // Behind the newest comes again what was being typed, and nothing after that.
  await line.press('ArrowDown');
  await line.fill('half a li');
  await line.press('ArrowUp');
  await expect(line).toHaveValue('mail');
  await line.press('ArrowDown');
  await expect(line).toHaveValue('half a li');
  await line.press('ArrowDown');
  await expect(line).toHaveValue('half a li');
  await line.fill('q');
  await expect(offer).toHaveText(['QUIT']);
  await line.press('Escape');
  await expect(offers).toBeHidden();
  await expect(line).toHaveValue('q');
  await line.press('ArrowUp');
  await expect(line).toHaveValue('mail');
  await line.fill('qu');
  await offer.filter({ hasText: 'QUIT' }).click();
  await expect(line).toHaveValue('QUIT');
  await expect(line).toBeFocused();
  await line.press('Enter');
  await expect(rows).toContainText('221 ');
  expect(troubles).toEqual([]);
});

test('POP3 is typed too, and a connection can be broken off', async ({ page }) => {
  await open(page, './?scenario=relay');
  await page.keyboard.press('End');
  await page.getByRole('tab', { name: 'Console' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Console' });
  await panel.getByRole('combobox', { name: 'To', exact: true }).selectOption({ label: 'POP3 110: mx.example.net' });
  await panel.getByRole('button', { name: 'Connect' }).click();
  const rows = panel.getByRole('list', { name: 'Session' });
  await expect(rows).toContainText('+OK');
  const line = panel.getByRole('combobox', { name: 'Line to send' });
  await line.fill('STAT');
  await line.press('Enter');
  await expect(rows).toContainText('-ERR');
  await panel.getByRole('button', { name: 'Break off' }).click();
  await expect(line).toBeDisabled();
});

test('the console calls what the lesson calls, and pasted lines are sent in one go', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const troubles = await open(page, './?scenario=pop3-by-hand');
  await page.keyboard.press('End');
  await page.getByRole('tab', { name: 'Console' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Console' });
  const chosen = (name) =>
    panel.getByRole('combobox', { name, exact: true }).evaluate((it) => it.selectedOptions[0].label);
  expect(await chosen('From')).toBe('desk.example.net');
  expect(await chosen('To')).toBe('POP3 110: mx.example.net');
  await panel.getByRole('button', { name: 'Connect' }).click();
  const rows = panel.getByRole('list', { name: 'Session' });
  await expect(rows).toContainText('+OK');
  const line = panel.getByRole('combobox', { name: 'Line to send' });
  await page.evaluate(() => navigator.clipboard.writeText('bob\r\nPASS tulip\nSTA'));
  await line.fill('USER ');
  await line.press('Control+V');
  // Both left before the first answer came.
  await expect(rows).toContainText(/USER bob.*PASS tulip.*\+OK.*\+OK/s);
  await expect(line).toHaveValue('STA');
  await line.press('T');
  await line.press('Enter');
  await expect(rows.getByRole('listitem').last()).toContainText(/\+OK \d+ \d+/);
  await line.press('ArrowUp');
  await line.press('ArrowUp');
  await expect(line).toHaveValue('PASS tulip');

  // What is pasted takes the place of what is selected; what stands behind the caret stays behind it.
  await panel.getByRole('button', { name: 'Connect anew' }).click();
  await expect(rows).not.toContainText('PASS tulip');
  await expect(rows).toContainText('+OK');
  await page.evaluate(() => navigator.clipboard.writeText('USER bob\r\nPASS tulip\r\n'));
  await line.fill('WRONG');
  await line.press('Control+A');
  await line.press('Control+V');
  await expect(rows).toContainText(/USER bob.*PASS tulip.*\+OK/s);
  await expect(rows).not.toContainText('WRONG');
  await expect(line).toHaveValue('');
  await page.evaluate(() => navigator.clipboard.writeText('OP\r\nST'));
  await line.fill('NO\u{1f4e7}AT');
  await line.evaluate((it) => it.setSelectionRange(2, 4));
  await line.press('Control+V');
  await expect(rows.getByRole('listitem').filter({ hasText: /C:.*NOOP/ })).toBeVisible();
  await expect(line).toHaveValue('STAT');
  expect(troubles).toEqual([]);
});

test('the schedules of the products stand side by side', async ({ page }) => {
  await open(page, './?scenario=next-hop-down');
  await seek(page, 60);
  await parts(page).map.getByRole('button', { name: /^mail\.example\.com/ }).press('Enter');
  const panel = page.getByRole('tabpanel', { name: 'Hosts' });
  await panel.getByText('When it tries again, and when others would').click();
  const rows = panel.getByRole('listitem').filter({ hasText: 'given up after' });
  await expect(rows).toHaveCount(5);
  await expect(rows.filter({ hasText: 'Postfix' })).toContainText('again after 5 minutes');
  await expect(rows.filter({ hasText: 'qmail' })).toContainText('given up after 7 days');
  await accessible(page);
});
