// What survives a reload beside the place in the run: the visitor's message, the view, the console.

import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { ask, embed, heard } from './embedding.mjs';
import { CHROMIUM, accessible, choose, drop, open, parts, place } from './playing.mjs';

const element = (page) => page.locator('#relayscope');

/** Octets that no text survives: line ends of every kind, what is no UTF-8, and what parts what is kept. */
const OCTETS = Buffer.concat([
  Buffer.from('From: alice@isp.example\r\nTo: bob@example.net\nSubject: Octets = octets\r\n\r\n'),
  Buffer.from('host.1=1 1\n\n\nmessage=AAAA\r\n'),
  Buffer.from([0x80, 0xff, 0xfe, 0xc3, 0x28, 0x0d, 0x0a]),
]);

const openTab = (page, name) => expect(page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');

const reload = async (page) => {
  await page.reload();
  await expect(page.getByRole('main')).toBeVisible();
};

/** The message that moved last, octet by octet, and the whole run. */
const sent = (page) =>
  ask(element(page), async (it) => {
    const octets = new Uint8Array(await (await it.toBlob('eml')).arrayBuffer());
    return [Array.from(octets), await (await it.toBlob('trace.txt')).text()];
  });

/** What is kept under the name of the page is this when the page comes again. */
const keepInstead = (page, text) =>
  page.addInitScript((text) => sessionStorage.setItem('relayscope', text), text);

test('a message file in place of the scenario’s is there again, octet by octet', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  await choose(page, 'a = b.eml', OCTETS, 'message/rfc822');
  await expect(page.getByText('Sends a = b.eml')).toBeVisible();
  await page.keyboard.press('End');
  const before = await sent(page);
  expect(Buffer.from(before[0]).includes(OCTETS.subarray(-7, -2)), 'its octets are on their way').toBe(true);
  await reload(page);
  await expect(page.getByText('Sends a = b.eml')).toBeVisible();
  expect(await sent(page)).toEqual(before);

  // What is done in that run is kept with it, and a second reload changes nothing.
  await ask(element(page), (it) => it.seek({ step: 6 }));
  await ask(element(page), (it) => it.update({ host: it.snapshot.hosts[1].name, up: false }));
  const changed = await ask(element(page), (it) => [it.stepIndex, JSON.stringify(it.events)]);
  for (const again of [1, 2]) {
    await reload(page);
    const now = await ask(element(page), (it) => [it.stepIndex, JSON.stringify(it.events)]);
    expect(now, `reload ${again}`).toEqual(changed);
    await expect(page.getByText('Sends a = b.eml')).toBeVisible();
  }
  await page.keyboard.press('r');
  await page.getByRole('button', { name: "Send the scenario's own message again" }).click();
  await reload(page);
  await expect(parts(page).map).toBeVisible();
  await expect(page.getByText('Sends a = b.eml')).toBeHidden();
  expect(troubles).toEqual([]);
});

test('a message beside a scenario and a name of the visitor’s own stays text', async ({ page }) => {
  const troubles = await open(page);
  const evil = '<img src=x onerror=globalThis.bad=1>';
  const scenario = 'format = 1\ntitle = "Mine"\n[[host]]\nname = "mail.example.com"\nmailboxes = ["alice@example.com"]\n\n\n'
    + '[[host]]\nname = "mx.example.net"\nmailboxes = ["bob@example.net"]\n[[send]]\nfrom = "alice@example.com"\nto = "bob@example.net"\n';
  await choose(page, 'mine.toml', scenario);
  await drop(page, `${evil}.eml`, 'Subject: <script>globalThis.bad = 1</script>\n\nHello.\n');
  await expect(page.getByText(`Sends ${evil}.eml`)).toBeVisible();
  await page.keyboard.press('End');
  const before = await sent(page);
  await reload(page);
  await expect(page.getByText(`Sends ${evil}.eml`)).toBeVisible();
  await expect(parts(page).scenarios.locator('option:checked')).toHaveText('Mine');
  expect(await sent(page)).toEqual(before);
  expect(await page.evaluate(() => globalThis.bad)).toBeUndefined();
  expect(troubles).toEqual([]);
});

test('a message that is too large for the storage is told once, and nothing else is lost', async ({ page }) => {
  await page.addInitScript(() => {
    const put = Storage.prototype.setItem;
    Storage.prototype.setItem = function (name, text) {
      if (text.length > 20_000) throw new DOMException('full', 'QuotaExceededError');
      put.call(this, name, text);
    };
  });
  const troubles = await open(page, './?scenario=relay&seed=7');
  const large = '<b>large</b>.eml';
  await drop(page, large, `Subject: Large\n\n${'All work and no play.\n'.repeat(1000)}`);
  await expect(page.getByText(`Sends ${large}`)).toBeVisible();
  await ask(element(page), (it) => it.seek({ step: 9 }));
  await page.getByRole('tab', { name: 'DNS' }).click();
  await page.keyboard.press('+');
  await reload(page);
  const alert = page.getByRole('alert').filter({ hasText: /./ });
  await expect(alert).toContainText('This message was not kept');
  await expect(alert).toContainText(`${large} is too large for what the browser stores.`);
  await expect(alert).not.toContainText('still here');
  await expect(page.getByText(`Sends ${large}`)).toBeHidden();
  await expect(parts(page).position).toHaveValue('9');
  await openTab(page, 'DNS');
  await expect(page.getByRole('button', { name: 'Show all of the map' })).toBeEnabled();
  expect(await ask(element(page), (it) => it.shareUrl())).toContain('seed=7');
  await accessible(page);
  await reload(page);
  await expect(parts(page).position).toHaveValue('9');
  await expect(alert).toHaveCount(0);
  expect(troubles).toEqual([]);
});

test('zoom and place of the map, and the message that is read, are there again', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  await page.keyboard.press('End');
  await page.getByRole('tab', { name: 'Messages' }).click();
  await page.getByRole('tabpanel').getByRole('button', { name: 'Photos' }).click();
  await page.getByRole('button', { name: 'Zoom in' }).press('Enter');
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await parts(page).map.getByRole('button').last().focus();
  const seen = () => page.locator('.map-picture').getAttribute('viewBox');
  const before = await seen();
  await page.keyboard.press('z');
  expect(await seen()).not.toBe(before);
  for (const _ of [1, 2, 3]) await page.keyboard.press('+');
  await parts(page).map.getByRole('button').first().focus();
  await parts(page).map.getByRole('button').last().focus();
  const here = await seen();
  await reload(page);
  await expect.poll(seen).toBe(here);
  await openTab(page, 'Messages');
  await expect(page.getByRole('tabpanel').getByRole('heading', { name: 'Photos' })).toBeVisible();
  // Another scenario is seen as a whole, and so is this one when it is opened anew.
  await parts(page).scenarios.selectOption('direct');
  await expect(page.getByRole('button', { name: 'Show all of the map' })).toBeDisabled();
  await reload(page);
  await expect(page.getByRole('button', { name: 'Show all of the map' })).toBeDisabled();
  expect(troubles).toEqual([]);
});

const ladder = (page) => page.getByRole('region', { name: 'Ladder of everything so far' });
const menu = (page, name) => ladder(page).getByRole('combobox', { name, exact: true });

test('the filters of the ladder are there again', async ({ page }) => {
  const troubles = await open(page, './?scenario=one-good-one-unknown');
  await page.keyboard.press('End');
  await page.keyboard.press('l');
  await menu(page, 'Show only').selectOption({ index: 2 });
  await menu(page, 'Show only one message').selectOption({ index: 1 });
  await menu(page, 'Show only one kind').selectOption('commands and replies');
  const chosen = () => ladder(page).locator('option:checked').allTextContents();
  const before = await chosen();
  expect(before).toContain('commands and replies');
  const rows = await ladder(page).getByRole('row').allTextContents();
  await reload(page);
  await expect(ladder(page)).toBeVisible();
  await expect.poll(chosen).toEqual(before);
  await expect.poll(() => ladder(page).getByRole('row').allTextContents()).toEqual(rows);
  await ladder(page).getByRole('button', { name: 'Show all' }).click();
  await reload(page);
  await expect(ladder(page)).toBeVisible();
  expect((await chosen()).join()).toMatch(/^All \S+,All \S+,All \S+$/);
  expect(troubles).toEqual([]);
});

test('what was done by hand and is too much to be kept is told once, and nothing else is lost', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay&seed=7');
  await ask(element(page), (it) => it.seek({ step: 9 }));
  // Sent in a run under way, it is a deed: larger than a link may be, however it is packed.
  const noise = Array.from({ length: 9000 }, (_, at) => createHash('sha256').update(`${at}`).digest('base64'));
  await drop(page, 'large.eml', `Subject: Large\n\n${noise.join('\n')}\n`);
  const bar = page.getByRole('region', { name: 'Another run' });
  await expect(bar).toBeVisible();
  const { at } = await place(page);
  await reload(page);
  const alert = page.getByRole('alert').filter({ hasText: /./ });
  await expect(alert).toContainText('What was done by hand was not kept');
  await expect(bar).toHaveCount(0);
  await expect(page.getByText('Changed by hand')).toHaveCount(0);
  await expect(parts(page).position).toHaveValue(String(at));
  expect(await ask(element(page), (it) => it.shareUrl())).toContain('seed=7');
  await reload(page);
  await expect(alert).toHaveCount(0);
  expect(troubles).toEqual([]);
});

test('what is kept and names what is not there hides nothing and breaks nothing', async ({ page }) => {
  const troubles = await open(page, './?scenario=one-good-one-unknown');
  await keepInstead(page, [
    'relayscope 1', 'lesson=one-good-one-unknown', 'position=12', 'ladder=1', 'tab=messages', 'host=77', 'read=4000000000',
    'only_host=99', 'only_message=4294967295', 'only_sort=1000', 'unfolded=1 -5 4294967295', 'console=9', 'typed=<b>x</b>',
    'port=-2147483648 2147483647 9', 'step=-1', 'kind=88', 'message=*', 'message_name=<i>', 'host.99=1 1', '',
  ].join('\n'));
  await reload(page);
  await expect(parts(page).position).toHaveValue('12');
  await openTab(page, 'Messages');
  await expect(ladder(page).getByRole('row').first()).toBeVisible();
  await expect(ladder(page).getByRole('button', { name: 'Show all' })).toBeHidden();
  await expect(ladder(page).locator('option:checked')).toHaveText(Array(3).fill(/^All /));
  await page.keyboard.press('l');
  await expect(page.getByRole('button', { name: 'Show all of the map' })).toBeDisabled();
  await expect(ask(element(page), async (it) => (await it.toBlob('eml')).size)).resolves.toBeGreaterThan(0);
  await page.getByRole('tab', { name: 'Console' }).click();
  await expect(page.getByRole('combobox', { name: 'Line to send' })).toHaveValue('');
  expect(troubles).toEqual([]);
});

test('the session at the console goes on where it was', async ({ page }) => {
  const troubles = await open(page, './?scenario=direct');
  await page.getByRole('tab', { name: 'Console' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Console' });
  const to = panel.getByRole('combobox', { name: 'To', exact: true });
  const door = (await to.getByRole('option').allTextContents()).find((it) => it === 'POP3 110: mail.example.com');
  await to.selectOption(door);
  await panel.getByRole('button', { name: 'Connect' }).press('Enter');
  const line = panel.getByRole('combobox', { name: 'Line to send' });
  const session = panel.getByRole('list', { name: 'Session' });
  await expect(line).toBeFocused();
  for (const text of ['CAPA', 'USER nobody']) {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await expect(session).toContainText(text);
  }
  await page.keyboard.type('PASS <i>half');
  const before = await session.textContent();
  const events = await ask(element(page), (it) => JSON.stringify(it.events));
  for (const again of [1, 2]) {
    await reload(page);
    await openTab(page, 'Console');
    await expect(session, `reload ${again}`).toHaveText(before);
    await expect(line).toHaveValue('PASS <i>half');
    await expect(to.locator('option:checked'), 'it would call the same again').toHaveText(door);
  }
  expect(await ask(element(page), (it) => JSON.stringify(it.events))).toBe(events);
  await expect(panel.getByRole('button', { name: 'Hang up' })).toBeEnabled();
  await line.focus();
  await page.keyboard.press('ArrowUp');
  await expect(line).toHaveValue('USER nobody');
  await page.keyboard.press('ArrowUp');
  await expect(line).toHaveValue('CAPA');
  await page.keyboard.press('Enter');
  await expect(session.getByText('CAPA', { exact: true })).toHaveCount(2);
  await accessible(page);
  expect(troubles).toEqual([]);
});

test('elements that keep do not mix, and one with a message that is too large keeps the rest', async ({ page }) => {
  await open(page, './?scenario=relay');
  const ids = ['one', 'two', 'three'];
  const show = async () => {
    const all = [];
    for (const id of ids) {
      all.push(await embed(page, id, { loading: 'eager', scenario: 'relay', persist: '', editable: '' }));
      await ask(all.at(-1), (it) => it.ready.then(() => {}));
    }
    return all;
  };
  const give = (to, name, content) => to.locator('input[type=file]').setInputFiles({ name, mimeType: 'message/rfc822', buffer: Buffer.from(content) });
  let [one, two, three] = await show();
  await give(one, 'one.eml', OCTETS);
  await give(three, 'three.eml', `Subject: 3\n\n${'x'.repeat(70)}\n`.repeat(22_000));
  await expect(three.getByText('Sends three.eml')).toBeVisible();
  await two.getByRole('tab', { name: 'DNS' }).click();
  await ask(two, (it) => it.seek({ step: 4 }));
  await three.getByRole('tab', { name: 'Hosts' }).click();
  await ask(three, (it) => it.seek({ step: 5 }));
  await expect(one.getByText('Sends one.eml')).toBeVisible();
  await reload(page);
  [one, two, three] = await show();
  await expect(one.getByText('Sends one.eml')).toBeVisible();
  await expect(two.getByText(/^Sends /)).toBeHidden();
  await expect(two.getByRole('tab', { name: 'DNS' })).toHaveAttribute('aria-selected', 'true');
  expect(await Promise.all([one, two, three].map((it) => ask(it, (it) => it.stepIndex)))).toEqual([0, 4, 5]);
  await expect(three.getByRole('tab', { name: 'Hosts' })).toHaveAttribute('aria-selected', 'true');
  await expect(three.getByRole('alert')).toContainText('three.eml is too large');
  expect((await heard(page, 'three', 'error')).map(({ code }) => code)).toEqual(['message']);
  expect(await heard(page, 'one', 'error')).toEqual([]);

  // A state that a script asked for carries the message, too.
  const state = await ask(one, (it) => it.getState());
  await ask(two, (it, state) => it.setState(state), state);
  await expect(two.getByText('Sends one.eml')).toBeVisible();
  expect(await ask(two, (it) => it.getState())).toEqual(state);
});

// A Firefox keeps the page itself, and its driver does not notice that it is back.
test('who goes elsewhere and comes back finds all as it was, and another address as it begins', { tag: CHROMIUM }, async ({ page }) => {
  const troubles = await open(page, './?scenario=direct');
  await parts(page).position.fill('7');
  await page.getByRole('tab', { name: 'Hosts' }).click();
  await page.getByRole('tabpanel').getByRole('button', { name: 'mx.example.net', exact: true }).click();
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByText('Both are kept.')).toBeVisible();
  const before = await place(page);
  await page.goto('about:blank');
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Switch on' })).toBeVisible();
  await expect(page.getByText('Both are kept.')).toBeVisible();
  expect(await place(page)).toEqual(before);

  // What is kept of the page that was left last is not shown at another address.
  await page.goto('./?scenario=relay');
  await parts(page).position.fill('9');
  await page.goto('./?scenario=never-back');
  await parts(page).position.fill('5');
  await page.goBack();
  await expect(parts(page).scenarios).toHaveValue('relay');
  expect((await place(page)).at).toBe(0);
  expect(troubles).toEqual([]);
});
