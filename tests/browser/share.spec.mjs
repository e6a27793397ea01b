// Links that carry everything: made here, opened elsewhere, and harmless whoever made them.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { ask, embed, heard } from './embedding.mjs';
import { CHROMIUM, accessible, open, parts, place } from './playing.mjs';

const TINY = 'format = 1\ntitle = "Tiny"\n[[host]]\nname = "only.example.com"\n';

/** A link as a hand might make it. */
const packed = (payload) => `t1.${deflateRawSync(Buffer.from(payload), { level: 9 }).toString('base64url')}`;

/** The same with a state behind the scenario, whose last line is a sum over all before it. */
const summed = (payload) => packed(`${payload}sum ${createHash('sha256').update(payload).digest('hex').slice(0, 8)}\n`);

const dialog = (page) => page.getByRole('dialog', { name: 'Share or save this view' });

/** The link to what is shown, from the dialog. */
async function link(page) {
  await page.keyboard.press('s');
  const field = dialog(page).getByRole('textbox', { name: 'Link', exact: true });
  await expect(field).toHaveValue(/^http/);
  const address = await field.inputValue();
  await page.keyboard.press('Escape');
  return address;
}

const shown = async (page) => ({
  ...(await place(page)),
  time: await parts(page).clock.textContent(),
  caption: await parts(page).caption.textContent(),
});

test('a built-in scenario is shared by a short link to the very step', async ({ page, context }) => {
  const troubles = await open(page, './?scenario=relay');
  await ask(page.locator('#relayscope'), (it) => it.seek({ step: 12 }));
  const address = await link(page);
  expect(address).toMatch(/\/\?scenario=relay&step=12$/);
  const before = await shown(page);
  const other = await context.newPage();
  await open(other, address);
  await expect(parts(other).position).toHaveValue('12');
  expect(await shown(other)).toEqual(before);

  // From its start, if one would rather.
  await page.keyboard.press('s');
  await dialog(page).getByRole('checkbox', { name: 'Begin at this moment' }).uncheck();
  await expect(dialog(page).getByRole('textbox', { name: 'Link', exact: true })).toHaveValue(/\?scenario=relay$/);
  await accessible(page, { about: 'the dialog' });
  expect(troubles).toEqual([]);
});

test('the step of a lesson that is read travels along', async ({ page, context }) => {
  const troubles = await open(page, './?scenario=retry');
  const element = page.locator('#relayscope');
  await element.getByRole('button', { name: 'Start the lesson' }).click();
  await element.getByRole('button', { name: 'Skip to the next step' }).click();
  await element.getByRole('button', { name: 'Skip to the next step' }).click();
  const heading = (page) => page.locator('#relayscope .story').getByRole('heading', { level: 2 }).first();
  const title = await heading(page).textContent();
  const address = await link(page);
  expect(address).toMatch(/\/\?scenario=retry&step=\d+&lesson-step=3$/);
  const there = async (address) => {
    const other = await context.newPage();
    troubles.push(...(await open(other, address)));
    await expect(heading(other)).toHaveText(title);
    await expect(other.locator('#relayscope').getByText(/^Step 3 of /)).toBeVisible();
    expect(await shown(other)).toEqual(await shown(page));
    await other.close();
  };
  await there(address);
  // With something done by hand, too.
  await ask(element, (it) => it.update({ host: it.snapshot.hosts[0].name, up: true }));
  await there(await link(page));
  await page.reload();
  await expect(heading(page)).toHaveText(title);
  expect(await ask(element, (it) => it.lessonStep)).toBe(3);
  expect(troubles).toEqual([]);
});

test('what was done by hand travels along, and survives a reload', async ({ page, context }) => {
  const troubles = await open(page, './?scenario=next-hop-down');
  const element = page.locator('#relayscope');
  await ask(element, (it) => it.seek({ step: 4 }));
  const host = await ask(element, (it) => it.snapshot.hosts[1].name);
  await ask(element, (it, name) => it.update({ host: name, up: false }), host);
  await ask(element, (it) => it.seek({ step: 9 }));
  const before = await shown(page);
  const address = await link(page);
  expect(address).toMatch(/#s=t1\.[\w-]+$/);
  expect(address).not.toContain('scenario=');

  const other = await context.newPage();
  const requests = [];
  other.on('request', (request) => requests.push(request.url()));
  await open(other, address);
  await expect(parts(other).position).toHaveValue('9');
  expect(await shown(other)).toEqual(before);
  // It is the same run, to its last event.
  const events = (page) => ask(page.locator('#relayscope'), (it) => JSON.stringify(it.events));
  expect(await events(other)).toBe(await events(page));
  // The fragment stays in the address, and reaches no server.
  expect(other.url()).toBe(address);
  expect(requests.filter((url) => url.includes('t1.') && !url.includes('#'))).toEqual([]);

  await page.reload();
  await expect(parts(page).position).toHaveValue('9');
  expect(await shown(page)).toEqual(before);
  expect(await events(page)).toBe(await events(other));

  // All of it can be undone, and the undoing too.
  await page.keyboard.press('r');
  await expect(parts(page).position).toHaveValue('0');
  expect(await events(page)).not.toBe(await events(other));
  await page.getByRole('button', { name: 'Show the other run' }).click();
  expect(await events(page)).toBe(await events(other));
  expect(troubles).toEqual([]);
});

test('texts are copied by keyboard, and marked where copying is not allowed', async ({ page }) => {
  await open(page, './?scenario=direct');
  // What is in the clipboard may not be read everywhere; what is put there may be listened to.
  await page.evaluate(() => {
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = async (text) => write(text).then(() => (globalThis.copied = text));
  });
  const copied = () => page.evaluate(() => globalThis.copied);
  await page.getByRole('button', { name: 'Share or save', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('button', { name: 'Copy the link' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('status')).toHaveText('Copied.');
  expect(await copied()).toMatch(/\?scenario=direct$/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(dialog(page).getByRole('button', { name: 'Copy the tag' })).toBeFocused();
  await page.keyboard.press('Enter');
  const tag = await dialog(page).getByRole('textbox', { name: 'Tag for a web page' }).inputValue();
  await expect.poll(copied).toBe(tag);

  await page.evaluate(() => {
    const refused = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: refused }, configurable: true });
  });
  await dialog(page).getByRole('button', { name: 'Copy the frame' }).click();
  await expect(dialog(page).getByRole('status')).toContainText('The text is marked');
  const field = dialog(page).getByRole('textbox', { name: /^Frame/ });
  await expect(field).toBeFocused();
  expect(await field.evaluate((it) => it.value.slice(it.selectionStart, it.selectionEnd))).toMatch(/^<iframe .*<\/iframe>$/s);

  // No clipboard at all, as outside secure contexts.
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await dialog(page).getByRole('button', { name: 'Copy the link' }).click();
  await expect(dialog(page).getByRole('status')).toContainText('The text is marked');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
});

test('everything is saved as files', async ({ page }) => {
  const troubles = await open(page, './?scenario=direct');
  // Not every driver tells of files that are saved; what the browser is handed can be seen in all.
  await page.evaluate(() => {
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => make((globalThis.handed = blob));
    HTMLAnchorElement.prototype.click = function () {
      globalThis.called = [this.download, this.href.split(':')[0]];
    };
  });
  const save = async (name) => {
    await dialog(page).getByRole('group', { name: 'Save as a file' }).getByRole('button', { name }).click();
    await expect(dialog(page).getByRole('status')).toContainText(name.split(' ').at(-1));
    const [called, scheme] = await page.evaluate(() => globalThis.called);
    expect(scheme).toBe('blob');
    await expect(dialog(page).getByRole('status')).toHaveText(`Handed to the browser: ${called}.`);
    return [called, await page.evaluate(async () => Array.from(new Uint8Array(await globalThis.handed.arrayBuffer())))];
  };
  const same = (name) => ask(page.locator('#relayscope'), async (it, name) =>
    Array.from(new Uint8Array(await (await it.toBlob(name)).arrayBuffer())), name);
  await page.keyboard.press('s');
  for (const name of ['Message .eml', 'Maildrops at this moment .mbox']) {
    await dialog(page).getByRole('button', { name }).click();
    await expect(dialog(page).getByRole('status')).toContainText('There is nothing of it at this moment');
    await dialog(page).getByRole('button', { name: 'Copy the link' }).click();
    await expect(dialog(page).getByRole('status')).toContainText(/Copied|marked/);
  }
  await page.keyboard.press('Escape');
  await page.keyboard.press('End');
  await page.keyboard.press('s');
  await accessible(page);
  for (const [button, file, name] of [
    ['Scenario .toml', 'direct.toml', 'scenario.toml'],
    ['All that happens .txt', 'direct.txt', 'trace.txt'],
    ['Capture for Wireshark .pcapng', 'direct.pcapng', 'pcapng'],
    ['Message .eml', 'direct.eml', 'eml'],
    ['Maildrops at this moment .mbox', 'direct.mbox', 'mbox'],
  ]) {
    const [called, octets] = await save(button);
    expect(called).toBe(file);
    expect(octets.length).toBeGreaterThan(100);
    expect(octets).toEqual(await same(name));
  }
  expect(troubles).toEqual([]);
});

test('a file that is saved arrives', { tag: CHROMIUM }, async ({ page }) => {
  await open(page, './?scenario=direct');
  await page.keyboard.press('s');
  const arrives = page.waitForEvent('download');
  await dialog(page).getByRole('button', { name: 'Scenario .toml' }).click();
  const download = await arrives;
  expect(download.suggestedFilename()).toBe('direct.toml');
  const lesson = await readFile(new URL('../../web/lessons/direct.toml', import.meta.url), 'utf8');
  expect(await readFile(await download.path(), 'utf8')).toBe(lesson);
});

test('the element gives the same texts, and what it gives shows the same', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { loading: 'eager', seed: '7', step: '3', scenario: 'relay' });
  await expect(element.getByRole('slider', { name: 'Position' })).toHaveValue('3');
  const address = await ask(element, (it) => it.shareUrl());
  expect(address).toMatch(/\/\?scenario=relay&seed=7&step=3$/);
  expect(await ask(element, (it) => it.shareUrl({ pin: false }))).toMatch(/\/\?scenario=relay&seed=7$/);
  expect(await ask(element, (it) => it.embedCode({ kind: 'iframe' }))).toMatch(
    /^<iframe src="[^"]*\/embed\.html\?scenario=relay&amp;seed=7&amp;step=3" title="[^"]+" /,
  );
  const code = await ask(element, (it) => it.embedCode());
  expect(code).toContain('<relay-scope scenario="relay" seed="7" step="3">');
  expect(code).toMatch(/<script type="module" src="[^"]*\/relayscope\.js"><\/script>/);
  expect(await ask(element, (it) => it.embedCode({ kind: 'flash' }).catch(({ message }) => message))).toMatch(
    /kind: “flash” is unknown; choose from element or iframe/,
  );

  // A scenario of one's own, with a title that is markup: the code shows it, and runs nothing.
  const title = '</a><img src=x onerror="globalThis.bad = 1">';
  await ask(element, (it, title) => it.load(`format = 1\ntitle = '${title}'\n[[host]]\nname = "a.example"\n`), title);
  const own = await ask(element, (it) => it.embedCode());
  expect(own).not.toContain('<img');
  expect(own).toContain('<relay-scope src="#s=t1.');
  const copy = await page.evaluate(async (own) => {
    const place = document.createElement('div');
    place.innerHTML = own.replace(/<script[\s\S]*?<\/script>/, '');
    document.body.prepend(place);
    const it = place.querySelector('relay-scope');
    it.setAttribute('loading', 'eager');
    await it.play();
    return { hosts: it.snapshot.hosts.map(({ name }) => name), bad: globalThis.bad, fallback: it.textContent.trim() };
  }, own);
  expect(copy).toEqual({ hosts: ['a.example'], bad: undefined, fallback: `Open the simulation: ${title}` });
});

test('states come back, and what is none is said to be none', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { loading: 'eager', scenario: 'relay' });
  await ask(element, (it) => it.seek({ step: 6 }));
  await ask(element, (it) => it.send({ from: `postmaster@${it.snapshot.hosts.find(({ name }) => /^(mx|smtp)/.test(name)).name}`, to: 'who@example.net', subject: 'Hi' }));
  await element.getByRole('tab', { name: 'Messages' }).click();
  const [state, events, step] = await ask(element, async (it) => [await it.getState(), JSON.stringify(it.events), it.stepIndex]);
  const other = await embed(page, 'other', { loading: 'eager', scenario: 'direct' });
  await ask(other, (it, state) => it.setState(JSON.parse(JSON.stringify(state))), state);
  expect(await ask(other, (it) => [JSON.stringify(it.events), it.stepIndex])).toEqual([events, step]);
  await expect(other.getByRole('tab', { name: 'Messages' })).toHaveAttribute('aria-selected', 'true');
  expect(await ask(other, (it) => it.getState())).toEqual(state);

  const wrong = (state) => ask(other, (it, state) => it.setState(state).catch(({ code, message }) => [code, message]), state);
  expect(await wrong({ version: 2, state: '' })).toEqual(['state', expect.stringMatching(/newer version/)]);
  expect(await wrong({})).toEqual(['state', expect.stringMatching(/no state that getState has given/)]);
  expect(await wrong({ version: 1, state: 'relayscope 1\nrun=t1.AAAA\n' })).toEqual(['state', expect.stringMatching(/damaged/)]);
  expect(await ask(other, (it) => it.stepIndex)).toBe(step);
});

for (const [name, make, says] of [
  ['cut off', (good) => good.slice(0, -9), /This link is damaged/],
  ['with a letter changed', (good) => good.slice(0, 40) + (good[40] === 'A' ? 'B' : 'A') + good.slice(41), /This link is damaged/],
  ['that is empty', () => 't1.', /This link is damaged/],
  ['that is nothing of the kind', () => '<script>alert(1)</script>', /This link is damaged/],
  ['that inflates to a megabyte', () => packed('#'.repeat(1 << 20)), /too big for a link/],
  ['of a megabyte', () => `t1.${'A'.repeat(1 << 20)}`, /too big for a link/],
  ['of a newer version', () => 't2.AAAA', /made by a newer version/],
  ['about a lesson that is not there', () => summed('\0lesson of-yore\n'), /“of-yore”, which is not in this version/],
  ['whose commands fit no host', () => summed(`${TINY}\0do 0 0 off 7\n`), /names a host that is not there/],
  ['to a scenario with a mistake', () => packed('format = 1\ntitel = "<b>x</b>"\n'), /unknown key titel/],
]) {
  // Firefox itself refuses an address of a megabyte.
  const tag = name === 'of a megabyte' ? CHROMIUM : [];
  test(`a link ${name} is told in one message, and the page stays whole`, { tag }, async ({ page }) => {
    const troubles = await open(page, './?scenario=relay');
    await parts(page).button('Step forward').click();
    const element = page.locator('#relayscope');
    const good = await ask(element, async (it) => {
      await it.update({ host: it.snapshot.hosts[0].name, up: false });
      const link = (await it.shareUrl()).split('#s=')[1];
      await it.load('relay');
      await it.seek({ step: 1 });
      return link;
    });
    await page.evaluate((link) => (location.hash = `#s=${link}`), make(good));
    const alert = page.getByRole('alert').filter({ hasText: /./ });
    await expect(alert).toHaveCount(1);
    await expect(alert).toContainText(says);
    await expect(alert).toContainText('What was shown before is still here.');
    await expect(parts(page).position).toHaveValue('1');
    expect(await ask(element, (it) => it.error.code)).toMatch(/^(link|scenario)$/);
    await parts(page).button('Step forward').click();
    await expect(parts(page).position).toHaveValue('2');
    expect(troubles).toEqual([]);
  });
}

test('a bad link at the start is told, and a scenario is there all the same', async ({ page }) => {
  const troubles = await open(page, './#s=t9.AAAA');
  await expect(page.getByRole('alert').filter({ hasText: 'newer version' })).toBeVisible();
  await expect(parts(page).map.getByRole('button').first()).toBeVisible();
  // It is computed to its end, and nobody has to press anything for that.
  await expect.poll(async () => Number(await parts(page).position.getAttribute('max'))).toBeGreaterThan(20);
  const element = await embed(page, 'it', { loading: 'eager', src: '#s=t1.AAAA' });
  await expect.poll(() => heard(page, 'it', 'error')).toEqual([expect.objectContaining({ code: 'link' })]);
  await expect(element.getByRole('alert').filter({ hasText: 'damaged' })).toBeVisible();
  expect(troubles).toEqual([]);
});

test('texts in a link are texts', async ({ page }) => {
  const evil = '<img src=x onerror=globalThis.bad=1><script>globalThis.bad=1</script>';
  const scenario = `${TINY.replace('Tiny', evil.replaceAll('"', ''))}about = '${evil}'\n`.replace(/(\[\[host\]\][^]*)(about.*\n)$/, '$2$1');
  const troubles = await open(page, `./#s=${packed(scenario)}`);
  await expect(page.getByRole('button', { name: /^only\.example\.com/ }).first()).toBeVisible();
  await expect(page).toHaveTitle(`${evil} – relayscope`);
  expect(await page.evaluate(() => globalThis.bad)).toBeUndefined();
  await expect(page.locator('img')).toHaveCount(0);
  await expect(parts(page).scenarios.locator('option:checked')).toContainText('<script>globalThis.bad=1</script>');
  // A link to another page opens in the page that is open.
  await page.evaluate((link) => (location.hash = `#s=${link}`), packed(TINY.replace('only', 'other')));
  await expect(page.getByRole('button', { name: /^other\.example\.com/ }).first()).toBeVisible();
  expect(troubles).toEqual([]);
});

test('the open tab travels along, in every form', async ({ page, context }) => {
  const troubles = await open(page, './?scenario=relay');
  const element = page.locator('#relayscope');
  const isOpen = (place, name) => expect(place.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('tab', { name: 'Mailboxes' }).click();
  const address = await link(page);
  expect(address).toMatch(/\/\?scenario=relay&tab=mailboxes$/);
  expect(await ask(element, (it) => it.embedCode())).toContain('<relay-scope scenario="relay" tab="mailboxes">');
  expect(await ask(element, (it) => it.embedCode({ kind: 'iframe' }))).toContain('embed.html?scenario=relay&amp;tab=mailboxes"');
  const other = await context.newPage();
  troubles.push(...(await open(other, address)));
  await isOpen(other, 'Mailboxes');
  // Another scenario is another view: its address says nothing of this one's.
  await parts(other).scenarios.selectOption('direct');
  await expect(other).toHaveURL(/\?scenario=direct$/);

  // In a link that carries everything, which opens in a page that shows something else, too.
  await ask(element, (it) => it.update({ host: it.snapshot.hosts[0].name, up: false }));
  const whole = await link(page);
  expect(whole).toMatch(/#s=t1\./);
  await other.getByRole('tab', { name: 'Console' }).click();
  await other.evaluate((link) => (location.hash = link), whole.slice(whole.indexOf('#')));
  await isOpen(other, 'Mailboxes');
  await other.close();

  // A name of a newer version leaves open what is; in an address or a tag it is told.
  await page.evaluate((link) => (location.hash = `#s=${link}`), summed(`${TINY}\0tab of-tomorrow\n`));
  await expect(page.getByRole('button', { name: /^only\.example\.com/ }).first()).toBeVisible();
  await isOpen(page, 'Mailboxes');
  await expect(page.getByRole('alert').filter({ hasText: /./ })).toHaveCount(0);
  expect(troubles).toEqual([]);
  await open(page, './?scenario=relay&tab=%3Cb%3Ex');
  await expect(page.getByRole('alert')).toContainText('tab: “<b>x” is unknown; choose from session, hosts, messages');
  await isOpen(page, 'Session');
  const tag = await embed(page, 'tag', { loading: 'eager', scenario: 'relay', tab: 'dns', panels: 'network inspector log' });
  await isOpen(tag, 'DNS');
  await ask(tag, (it) => (it.tab = 'messages'));
  await isOpen(tag, 'Messages');
  // What an author leaves out is not opened.
  await ask(tag, (it) => (it.tab = 'hosts'));
  await isOpen(tag, 'Session');
});
