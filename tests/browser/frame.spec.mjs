// The page for frames: parameters of the address, messages, sandboxes.

import { expect, test } from '@playwright/test';

/** Opens a page with a frame. */
async function frame(page, query, options = {}) {
  const troubles = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  await page.goto('/fixtures/frame.html');
  await page.waitForFunction(() => globalThis.show);
  await page.evaluate(([address, options]) => globalThis.show(address, options), [`/embed.html?${query}`, options]);
  return { troubles, inside: page.frameLocator('iframe'), element: page.frameLocator('iframe').locator('relay-scope') };
}

const position = (place) => place.getByRole('slider', { name: 'Position' });
const posted = (page) => page.evaluate(() => globalThis.posted.map(({ data }) => data));
const ask = (page, act, argument) => page.evaluate(act, argument);

test('a frame in a sandbox shows everything, keeps nothing, and tells what it is asked to', async ({ page }) => {
  const { troubles, element } = await frame(page, 'scenario=relay&step=3&panels=network+log&post=ready,error,resize', {
    sandbox: 'allow-scripts',
  });
  await expect(position(element)).toHaveValue('3');
  await element.getByRole('button', { name: 'Step forward', exact: true }).click();
  await expect(position(element)).toHaveValue('4');
  await expect.poll(() => posted(page)).toContainEqual({ relayscope: 1, type: 'event', event: 'rs-ready', detail: {} });
  const all = await posted(page);
  // 900 pixels wide, at 16 to 10.
  const height = all.find(({ event }) => event === 'rs-resize').detail.height;
  expect(height).toBeGreaterThan(540);
  const embedly = all.filter((it) => typeof it === 'string').map((it) => JSON.parse(it));
  expect(embedly).toEqual([{ context: 'iframe.resize', height, src: expect.stringContaining('/embed.html?scenario=relay') }]);

  // The page may drive it even so: a frame without an origin is known by its window.
  expect(await ask(page, () => globalThis.connected())).toMatch(/^\d+\.\d+\.\d+$/);
  expect(await ask(page, () => globalThis.remote.get('stepIndex'))).toBe(4);
  expect(troubles).toEqual([]);
});

test('a page connects while the frame still loads, and drives it', async ({ page }) => {
  const { element } = await frame(page, 'scenario=direct');
  await ask(page, () => globalThis.connected());
  await ask(page, () => globalThis.remote.ready);
  await ask(page, () => globalThis.remote.step(2));
  await expect(position(element)).toHaveValue('2');
  await ask(page, () => globalThis.remote.seek({ step: 0 }));
  await ask(page, () => globalThis.remote.set('playbackRate', 16));
  await ask(page, () => globalThis.remote.play());
  await expect.poll(() => ask(page, () => globalThis.remote.get('ended'))).toBe(true);
  const { hosts } = await ask(page, () => globalThis.remote.get('snapshot'));
  expect(hosts.flatMap(({ maildrops }) => maildrops).some(({ messages }) => messages === 1)).toBe(true);
  const heard = await ask(page, () => globalThis.heard);
  expect(heard.map(([name]) => name)).toEqual(expect.arrayContaining(['rs-step', 'rs-play', 'rs-ended']));
  expect(await ask(page, async () => (await globalThis.remote.toBlob('scenario.toml')).text())).toContain('format = 1');
  // Nothing was told without being asked for.
  expect((await posted(page)).map(({ type }) => type)).toEqual(['connected']);
});

test('only what is in the list can be called', async ({ page }) => {
  await frame(page, 'scenario=direct');
  await ask(page, () => globalThis.connected());
  const answers = await ask(page, async () => {
    const channel = new Promise((resolve) => {
      addEventListener('message', ({ data, ports }) => data?.id === 'by hand' && resolve(ports[0]));
    });
    const window = document.querySelector('iframe').contentWindow;
    const hello = { relayscope: 1, type: 'connect', id: 'by hand' };
    window.postMessage(hello, '*');
    window.postMessage(hello, '*');
    const port = await channel;
    const answers = [];
    port.onmessage = ({ data }) => data.id && answers.push(data);
    const wrong = [
      { id: 1, method: 'remove', args: [] },
      { id: 2, method: 'constructor', args: [] },
      { id: 3, method: '__proto__', args: [] },
      { id: 4, method: 'setAttribute', args: ['onclick', 'alert(1)'] },
      { id: 5, method: 'get', args: ['ownerDocument'] },
      { id: 6, method: 'set', args: ['innerHTML', '<p>'] },
      { id: 7, method: 'step', args: 'all' },
      { id: 8, method: 'step', args: ['no number'] },
      { id: 9 },
      'nonsense', null, { id: {}, method: 'play' },
      { id: 10, method: 'get', args: ['stepIndex'] },
    ];
    wrong.forEach((it) => port.postMessage(it));
    while (answers.length < 10) await new Promise((done) => setTimeout(done, 20));
    return answers;
  });
  expect(answers.filter(({ ok }) => ok)).toEqual([{ id: 10, ok: true, result: 0 }]);
  const refused = answers.filter(({ ok }) => !ok);
  expect(refused.map(({ error }) => error.code)).toEqual(Array(9).fill('argument'));
  expect(refused.find(({ id }) => id === 1).error.message).toMatch(/^method: “remove” is unknown; choose from ready, get, set, load, /);
  expect(refused.find(({ id }) => id === 5).error.message).toMatch(/^get: “ownerDocument” is unknown; choose from scenario, /);
  const connected = (await posted(page)).filter((it) => it.type === 'connected' && it.id === 'by hand');
  expect(connected.length).toBe(1);
  // Who connects anew again and again is answered, and only the latest are kept.
  const versions = await ask(page, async () => {
    const versions = [];
    for (let round = 0; round < 20; round += 1) versions.push(await globalThis.connected());
    await globalThis.remote.step();
    return new Set(versions).size;
  });
  expect(versions).toBe(1);
  await expect(page.frameLocator('iframe').locator('relay-scope')).toHaveCount(1);
});

test('a frame that has loaded to the end keeps its connection, and one that loads anew does not', async ({ page }) => {
  await frame(page, 'scenario=direct');
  // A large picture in the frame's page, say: it answers long before it has loaded to the end.
  await ask(page, () => globalThis.connected());
  await ask(page, () => document.querySelector('iframe').dispatchEvent(new Event('load')));
  await ask(page, () => globalThis.remote.step());
  expect(await ask(page, () => globalThis.remote.get('stepIndex'))).toBe(1);
  await ask(page, () => document.querySelector('iframe').setAttribute('src', '/embed.html?scenario=relay'));
  const told = () => ask(page, () => globalThis.remote.step().then(() => 'done', ({ code }) => code));
  await expect.poll(told).toBe('gone');
  await ask(page, () => globalThis.connected());
  expect(await told()).toBe('done');
});

test('a frame that has loaded something else without a word is given up', async ({ page }) => {
  await page.clock.install();
  await page.goto('/fixtures/frame.html');
  await page.waitForFunction(() => globalThis.show);
  // It answers once, like a relayscope, and then no more.
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.srcdoc = `<script>addEventListener('message', ({ data: { id } }) => {
      const { port1, port2 } = new MessageChannel();
      globalThis.kept = port1;
      parent.postMessage({ relayscope: 1, type: 'connected', id, version: '0.0.0' }, '*', [port2]);
    })</script>`;
    document.querySelector('main').append(frame);
  });
  const connected = page.evaluate(() => globalThis.connected());
  await page.clock.runFor(1000);
  expect(await connected).toBe('0.0.0');
  const asked = page.evaluate(() => {
    const asked = globalThis.remote.step().catch(({ code, message }) => [code, message]);
    document.querySelector('iframe').dispatchEvent(new Event('load'));
    return asked;
  });
  await page.clock.runFor(11_000);
  expect(await asked).toEqual(['gone', 'the frame was loaded anew']);
});

test('an origin keeps others out, and a wrong one everybody', async ({ page, baseURL }) => {
  const origin = new URL(baseURL).origin;
  await frame(page, `scenario=direct&origin=${encodeURIComponent(origin)}`);
  expect(await ask(page, () => globalThis.connected())).toMatch(/^\d/);

  for (const [origin, complaint] of [
    ['https://elsewhere.example', null],
    ['elsewhere.example', /origin: “elsewhere\.example” is no origin such as https:\/\/example\.org, so no messages are exchanged/],
  ]) {
    const { element, inside } = await frame(page, `scenario=direct&post=ready&origin=${origin}`);
    await expect(position(element)).toBeVisible();
    if (complaint) await expect(inside.getByRole('alert')).toContainText(complaint);
    const refused = await ask(page, async () => {
      const connection = globalThis.connected().then(() => 'connected', (error) => error.message);
      return Promise.race([connection, new Promise((done) => setTimeout(done, 1500, 'nothing'))]);
    });
    expect(refused).toBe('nothing');
    expect(await posted(page)).toEqual([]);
  }
});

test('wrong parameters are told in one message each, and the rest works', async ({ page }) => {
  const wrong = {
    src: 'https://elsewhere.example/x.toml', seed: '18446744073709551616', step: '<img src=x>', at: 'noon', speed: 'fast',
    autoplay: 'maybe', theme: 'pink', panels: 'network sidebar', post: 'everything', lang: '../en', scenario: 'relay', utm_source: 'x',
  };
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).hostname));
  await page.goto(`/embed.html?${new URLSearchParams(wrong)}`);
  await expect(position(page)).toHaveValue('0');
  const note = page.locator('.window-complaint');
  await expect(note.getByText(/speed: “fast” is no number/)).toBeVisible();
  const lines = (await note.locator('p').textContent()).split('\n');
  expect(lines.length).toBe(10);
  for (const line of [
    'src: “https://elsewhere.example/x.toml” is not a file of this site; nothing is fetched from elsewhere',
    'seed: “18446744073709551616” is no whole number from 0 to 18446744073709551615',
    'step: “<img src=x>” is no whole number of steps',
    'at: “noon” is no time such as 12.5s, 90min, 3h or 2d',
    'autoplay: “maybe” is neither 1 nor 0',
    'lang: “../en” is no language tag such as en or de-CH',
    'post: “everything” is not made of ready, error, resize',
  ]) {
    expect(lines).toContain(line);
  }
  expect(lines.join('\n')).toMatch(/theme: “pink” is unknown.*/);
  expect(await page.locator('relay-scope').evaluate((it) => it.scenario)).toBe('relay');
  expect(new Set(asked)).toEqual(new Set([new URL(page.url()).hostname]));
  await note.getByRole('button', { name: 'Close' }).click();
  await expect(note).toHaveCount(0);
});

test('on the page a complaint leaves everything in sight', async ({ page }) => {
  await page.goto('/?scenario=relay&speed=fast');
  await expect(page.getByRole('alert').getByText('speed: “fast” is no number from 0.1 to 16')).toBeVisible();
  await expect(position(page)).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(800);
});

test('parameters say what is shown, on the page and in a frame', async ({ page }) => {
  for (const address of ['/', '/embed.html']) {
    const query = 'scenario=bounce&at=1h&speed=4&theme=dark&loop=1&editable=0&hotkeys=0&links=0&lang=en&seed=9';
    await page.goto(`${address}?${query}`);
    const element = page.locator('relay-scope');
    await expect(position(element)).toBeVisible();
    await expect(element).toHaveAttribute('seed', '9');
    await expect.poll(() => element.evaluate((it) => it.readyState)).toBe(3);
    const state = await element.evaluate((it) => [it.playbackRate, it.scenario, it.hasAttribute('loop'), it.hasAttribute('nohotkeys'), it.paused]);
    expect(state).toEqual([4, 'bounce', true, true, true]);
    expect(await element.evaluate((it) => it.currentTime)).toBeGreaterThan(0);
    await expect(page.locator('.window-complaint')).toHaveCount(0);
  }
  // A frame without links has none that leads out.
  const link = page.locator('relay-scope a[href^="http"]').first();
  await expect(link).toBeAttached();
  const before = page.url();
  await link.dispatchEvent('click');
  await link.focus();
  await page.keyboard.press('Enter');
  expect(page.url()).toBe(before);
  expect(page.context().pages().length).toBe(1);
});

test('a frame fills any space', async ({ page }) => {
  for (const [width, height] of [[600, 400], [320, 240], [1200, 300]]) {
    await page.setViewportSize({ width, height });
    await page.goto('/embed.html?scenario=relay&panels=network+log');
    const element = page.locator('relay-scope');
    await expect(position(element)).toBeVisible();
    const box = await element.boundingBox();
    expect([box.width, box.height]).toEqual([width, height]);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(height);
  }
});
