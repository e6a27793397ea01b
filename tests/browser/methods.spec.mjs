// What a page does with the tag, and what it hears of it.

import { expect, test } from '@playwright/test';
import { ask, embed, heard } from './embedding.mjs';
import { open } from './playing.mjs';

test('messages enter where they are told to', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { loading: 'eager', scenario: 'relay' });
  const hosts = await ask(element, (it) => it.snapshot.hosts.map(({ name }) => name));
  const letter = { from: 'eve@elsewhere.example', to: ['bob@example.net'], subject: 'Via', body: 'x' };
  const wrong = (message) => ask(element, (it, message) => it.send(message).catch(({ code, message }) => [code, message]), message);
  expect(await wrong(letter)).toEqual(['argument', expect.stringMatching(/nobody in this world writes as eve/)]);
  expect(await wrong({ ...letter, via: 'nowhere.example' })).toEqual(['argument', expect.stringMatching(/“nowhere.example” is no server in this world; choose from /)]);
  const via = hosts.find((name) => name.startsWith('smtp.') || name.startsWith('mx.'));
  await ask(element, (it, message) => it.send(message), { ...letter, via });
  await ask(element, (it) => it.step());
  const queue = await ask(element, (it, via) => it.snapshot.hosts.find(({ name }) => name === via).queue, via);
  expect(queue.map((it) => it.reversePath)).toContain('eve@elsewhere.example');
  expect((await heard(page, 'it', 'change')).length).toBe(1);

  // Who is in the envelope alone is in no header, and bounces go where it says.
  await ask(element, (it, message) => it.send(message), {
    from: 'eve@elsewhere.example', cc: 'bob@example.net', bcc: ['who@example.net'], envelopeFrom: 'list@example.org', subject: 'Hidden', notify: ['success', 'delay'], body: null, via,
  });
  const odd = { ...letter, via };
  expect(await wrong({ ...odd, notify: 'always' })).toEqual(['argument', expect.stringMatching(/“always” is nothing that is reported/)]);
  expect(await wrong({ ...odd, to: null })).toEqual(['argument', expect.stringMatching(/at least one recipient/)]);
  await ask(element, (it) => it.step());
  const sent = await ask(element, (it, via) => it.snapshot.hosts.find(({ name }) => name === via).queue.at(-1), via);
  expect(sent.reversePath).toBe('list@example.org');
  expect(sent.forwardPaths).toContain('<who@example.net>');
  await ask(element, (it) => it.step());
});

test('hosts and links are changed, in bounds', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { loading: 'eager', scenario: 'direct' });
  const [a, b] = await ask(element, (it) => it.snapshot.hosts.map(({ name }) => name));
  const end = () => ask(element, (it) => it.duration);
  const before = await end();
  await ask(element, (it, link) => it.update({ link, latency: 3, loss: 0, rate: 0 }), [a, b]);
  expect(await end()).toBeGreaterThan(before + 3);
  await ask(element, (it, link) => it.update({ link, restore: true }), [a, b]);
  expect(await end()).toBeCloseTo(before, 3);
  for (const patch of [{ host: a, up: false }, { host: a, up: true, online: false }, { host: a, online: true }, { link: [a, b], up: false }, { link: [a, b], up: true, jitter: 0.5 }]) {
    await ask(element, (it, patch) => it.update(patch), patch);
  }
  const acts = await ask(element, (it) => it.events.filter(({ kind }) => kind === 'fault' || kind === 'act').length);
  expect(acts).toBeGreaterThanOrEqual(5);
  for (const [patch, says] of [
    [undefined, /^update: give \{host, up, online\} or \{link/],
    [{ host: a }, /^update: give/],
    [{ host: a, up: 'no' }, /^update: give/],
    [{ link: [a] , up: true }, /^update: give/],
    [{ link: [a, a], up: true }, /a host and itself have no link/],
    [{ link: [a, 'x'], up: true }, /host: “x” is unknown; choose from/],
    [{ link: [a, b], latency: -1 }, /latency: give a number from 0 to 3600 seconds/],
    [{ link: [a, b], loss: 1 }, /loss: give a number from 0 to 0.9/],
    [{ link: [a, b], rate: Infinity }, /rate: give a number from 0 to 125000000000/],
  ]) {
    const told = await ask(element, (it, patch) => it.update(patch).then(() => 'done', ({ code, message }) => `${code} ${message}`), patch);
    expect(told.replace(/^argument /, ''), JSON.stringify(patch)).toMatch(says);
  }
});

test('what is shown comes as files', async ({ page }) => {
  const troubles = await open(page);
  const element = await embed(page, 'it', { loading: 'eager', scenario: 'relay' });
  const text = (name) => ask(element, async (it, name) => (await it.toBlob(name)).text(), name);
  const early = await ask(element, (it) => it.toBlob('eml').catch(({ message }) => message));
  expect(early).toBe('toBlob: no message has been sent yet');
  expect(await text('mbox')).toBe('');
  await ask(element, (it) => it.seek({ time: it.duration }));
  expect(await text('scenario.toml')).toContain('format = 1');
  expect(await text('trace.txt')).toContain('\n');
  const events = JSON.parse(await text('trace.json'));
  expect(events.length).toBe(await ask(element, (it) => it.stepCount));
  const eml = await text('eml');
  expect(eml).toMatch(/^Return-Path: <|^Received: |^Delivered-To: /);
  expect(eml).toContain('\r\n\r\n');
  const csv = await text('csv');
  expect(csv.split('\r\n')[0]).toBe('index,time,kind,host,text');
  expect(csv.trimEnd().split(/\r\n(?=\d)/).length).toBe(events.length + 1);

  const svg = await text('svg');
  const hosts = await ask(element, (it) => it.snapshot.hosts.map(({ name }) => name));
  const seen = await page.evaluate((svg) => {
    const picture = new DOMParser().parseFromString(svg, 'image/svg+xml');
    return {
      errors: picture.querySelectorAll('parsererror').length,
      labels: [...picture.querySelectorAll('[role=button]')].map((it) => it.getAttribute('aria-label')),
      foreign: svg.match(/ (?:href|class|style)=|var\(/g),
      signs: picture.querySelectorAll('svg > g path[stroke=currentColor], svg svg path[stroke=currentColor]').length,
      fills: new Set([...picture.querySelectorAll('rect')].map((it) => it.getAttribute('fill'))).size,
    };
  }, svg);
  expect(seen.errors).toBe(0);
  expect(seen.signs, 'each host has its sign').toBe(hosts.length);
  expect(seen.foreign).toBeNull();
  expect(seen.fills).toBeGreaterThan(1);
  for (const name of hosts) expect(seen.labels.some((it) => it.startsWith(name))).toBe(true);
  const smaller = await ask(element, async (it) => {
    it.style.setProperty('--rs-node-size', '0.5');
    const svg = await (await it.toBlob('svg')).text();
    it.style.removeProperty('--rs-node-size');
    return svg;
  });
  expect(smaller.match(/transform="matrix\(0\.5, 0, 0, 0\.5, 0, 0\)"/g)).toHaveLength(hosts.length);
  const png = await ask(element, async (it) => {
    const bitmap = await createImageBitmap(await it.toBlob('png'));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const colours = new Set();
    for (let at = 0; at < data.length; at += 4 * 97) colours.add(data.slice(at, at + 4).join());
    return [bitmap.width, colours.size];
  });
  expect(png[0]).toBeGreaterThan(400);
  expect(png[1]).toBeGreaterThan(5);
  const capture = await ask(element, async (it) => [...new Uint8Array(await (await it.toBlob('pcapng')).arrayBuffer())]);
  expect(capture.slice(0, 12)).toEqual([10, 13, 13, 10, ...capture.slice(4, 8), 0x4d, 0x3c, 0x2b, 0x1a]);
  expect(String.fromCharCode(...capture.slice(0, 60_000))).toContain('EHLO ');
  const wrong = await ask(element, (it) => it.toBlob('docx').catch(({ message }) => message));
  expect(wrong).toBe('toBlob: give one of scenario.toml, trace.txt, trace.json, csv, eml, mbox, pcapng, svg, png');
  await ask(element, (it) => it.setAttribute('panels', 'timeline'));
  expect(await ask(element, (it) => it.toBlob('svg').catch(({ message }) => message))).toBe('toBlob: the map is not shown');
  expect(troubles).toEqual([]);
});

test('letters in maildrops come as one mailbox file', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { loading: 'eager', scenario: 'direct' });
  await ask(element, (it) => it.seek({ time: it.duration }));
  const mbox = await ask(element, async (it) => (await it.toBlob('mbox')).text());
  expect(mbox).toMatch(/^From [^ ]+@[^ ]+ \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\n/);
  expect(mbox).not.toContain('\r');
  // A table runs no formula that somebody wrote into a message.
  await ask(element, (it) => it.send({ from: `postmaster@${it.snapshot.hosts[0].name}`, to: 'x@example.net', subject: '=1+1' }));
  const csv = await ask(element, async (it) => (await it.toBlob('csv')).text());
  expect(csv).not.toMatch(/(^|,)"?=/m);
});

test('single keys do what they are known for', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { loading: 'eager', scenario: 'relay' });
  await element.getByRole('button', { name: 'Play', exact: true }).focus();
  const count = await ask(element, (it) => it.stepCount);
  const tenth = Math.floor(count / 10);
  await element.getByRole('tab', { name: 'Session' }).evaluate((it) => it.blur());
  await element.getByRole('button', { name: 'Share or save', exact: true }).focus();
  for (const [key, at] of [
    ['End', count], ['Home', 0], ['.', 1], ['.', 2], [',', 1], ['5', Math.floor((count * 5) / 10)], ['0', 0],
    ['Shift+ArrowRight', tenth], ['ArrowRight', tenth + 1], ['Shift+ArrowLeft', 1], ['ArrowLeft', 0],
  ]) {
    await page.keyboard.press(key);
    await expect.poll(() => ask(element, (it) => it.stepIndex), key).toBe(at);
  }
  await page.keyboard.press('>');
  await expect.poll(() => ask(element, (it) => it.playbackRate)).toBe(2);
  await page.keyboard.press('<');
  await expect.poll(() => ask(element, (it) => it.playbackRate)).toBe(1);
  await page.keyboard.press(']');
  expect(await ask(element, (it) => it.stepIndex)).toBeGreaterThan(0);
  await page.keyboard.press('[');
  await page.keyboard.press('k');
  await expect.poll(() => ask(element, (it) => it.paused)).toBe(false);
  await page.keyboard.press('k');
  for (const [key, name] of [['?', 'Keys and signs'], ['s', 'Share or save this view']]) {
    await page.keyboard.press(key);
    await expect(element.getByRole('dialog', { name })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(element.getByRole('dialog', { name })).toBeHidden();
  }
  await element.getByRole('button', { name: 'Share or save', exact: true }).focus();
  await page.keyboard.press('f');
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.id)).toBe('it');
  await page.keyboard.press('f');
  await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBeNull();
});

test('what happens is told', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { loading: 'eager', scenario: 'one-good-one-unknown', width: '900px' });
  await ask(element, (it) => it.ready.then(() => {}));
  await expect.poll(() => heard(page, 'it', 'resize')).toEqual([{ height: expect.any(Number) }]);
  const [{ height }] = await heard(page, 'it', 'resize');
  await ask(element, (it) => (it.style.width = '600px'));
  await expect.poll(async () => (await heard(page, 'it', 'resize')).length).toBe(2);
  expect((await heard(page, 'it', 'resize'))[1].height).toBeLessThan(height);

  await ask(element, (it) => (it.playbackRate = 2));
  await expect.poll(() => heard(page, 'it', 'ratechange')).toEqual([{ playbackRate: 2 }]);
  await ask(element, (it) => it.seek({ time: it.duration }));
  await expect.poll(() => heard(page, 'it', 'seek')).toEqual([{ index: await ask(element, (it) => it.stepCount), time: expect.any(Number) }]);
  await ask(element, (it) => it.seek({ step: 0 }));
  for (let n = 0; n < 3; n += 1) await ask(element, (it) => it.step());
  await expect.poll(async () => (await heard(page, 'it', 'step')).filter(({ events }) => events.length === 1).length).toBe(3);
  expect((await heard(page, 'it', 'marker')).length).toBeGreaterThan(0);
  const kinds = new Set((await ask(element, (it) => it.events)).map(({ kind }) => kind));
  for (const kind of ['send', 'connect', 'command', 'reply', 'content', 'queue', 'bounce', 'deliver']) expect(kinds).toContain(kind);

  await ask(element, (it) => (it.style.width = '900px'));
  await ask(element, (it) => it.seek({ time: it.duration }));
  await element.getByRole('tab', { name: 'Hosts' }).click();
  await element.getByRole('tabpanel').getByRole('button').first().click();
  await element.getByRole('tab', { name: 'Messages' }).click();
  await element.getByRole('tabpanel').getByRole('button').first().click();
  await expect.poll(async () => (await heard(page, 'it', 'select')).map(({ kind }) => kind)).toEqual(['host', 'message']);

  const source = 'format = 1\n# ä€😀\ntitel = "x"\n';
  const span = await ask(element, (it, source) => it.load(source).catch(({ span }) => span), source);
  expect(source.slice(span.start, span.end)).toContain('titel');
  const told = (await heard(page, 'it', 'error')).pop();
  expect(told).toEqual({ code: 'scenario', message: expect.stringContaining('unknown key'), span });
  expect(await ask(element, (it) => it.matches(':state(error)'))).toBe(true);
});
