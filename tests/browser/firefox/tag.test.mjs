// The essentials of the tag in Firefox: in other people's pages, under a strict policy, in a sandbox.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, find, inside, launch, open, says, stands, until, visit } from './fox.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** Opens a page that embeds two elements under `script-src 'self' 'wasm-unsafe-eval'`. */
async function strict() {
  const { page, troubles } = await visit(browser, 'fixtures/strict.html');
  return { page, troubles, first: await inside(page, '#first'), second: await inside(page, '#second') };
}

const attempt = (name, act) => test(name, { timeout: 120_000 }, act);

attempt('two elements under a strict policy are whole and independent', async () => {
  const { page, troubles, first } = await strict();
  const forward = await find(first, 'button', 'Step forward');
  await forward.focus();
  await page.keyboard.press('Enter');
  await stands(page, 1, '#first');
  await stands(page, 0, '#second');
  const hosts = (selector) => ask(page, (it) => it.snapshot.hosts.map(({ name }) => name), selector);
  assert.equal((await hosts('#first')).length, 4);
  assert.deepEqual(await hosts('#second'), ['only.example.com']);
  // The styles hold under the policy: the map is laid out, and the element is no taller than it may.
  const { width } = await (await first.$('[data-map]')).boundingBox();
  assert.ok(width > 300, `the map is ${width} wide`);
  assert.deepEqual(troubles, []);
  await page.close();
});

attempt('attributes, methods and events are those of any media element', async () => {
  const { page, troubles } = await strict();
  const heard = await page.evaluate(async () => {
    const it = document.querySelector('#first');
    const heard = [];
    for (const name of ['rs-step', 'rs-seek', 'rs-play', 'rs-ended']) {
      it.addEventListener(name, ({ type, detail }) => heard.push([type, detail?.index]));
    }
    await it.seek({ step: 5 });
    await it.step();
    const places = [it.stepIndex];
    it.playbackRate = 16;
    await it.play();
    await new Promise((done) => it.addEventListener('rs-ended', done, { once: true }));
    places.push(it.stepIndex, it.stepCount);
    const wrong = await it.seek({}).catch(({ code, message }) => `${code}: ${message}`);
    return { heard, places, wrong };
  });
  assert.equal(heard.places[0], 6);
  assert.equal(heard.places[1], heard.places[2]);
  assert.match(heard.wrong, /^argument: seek: give /);
  const names = heard.heard.map(([name]) => name);
  for (const name of ['rs-step', 'rs-seek', 'rs-play', 'rs-ended']) assert.ok(names.includes(name), name);
  assert.equal(names.filter((name) => name === 'rs-ended').length, 1);
  assert.ok(heard.heard.some(([name, index]) => name === 'rs-step' && index === 6));
  const seen = await page.evaluate(async () => {
    const it = document.querySelector('#second');
    it.setAttribute('step', '2');
    it.setAttribute('theme', 'dark');
    const told = new Promise((done) => it.addEventListener('rs-error', ({ detail }) => done(detail.message), { once: true }));
    it.setAttribute('speed', 'fast');
    return told;
  });
  const theme = () => ask(page, (it) => it.shadowRoot.querySelector('.relayscope').dataset.theme, '#second');
  await until('it is dark', theme, (theme) => theme === 'dark');
  await stands(page, 2, '#second');
  assert.match(seen, /speed: “fast” is no number/);
  assert.deepEqual(troubles, []);
  await page.close();
});

attempt('keys that are typed in it never reach the page', async () => {
  const { page, troubles } = await strict();
  await page.evaluate(() => {
    globalThis.reached = [];
    document.addEventListener('keydown', ({ key }) => globalThis.reached.push(key));
    const it = document.querySelector('#first');
    it.removeAttribute('panels');
    it.setAttribute('editable', '');
  });
  const first = await inside(page, '#first');
  await (await find(first, 'tab', 'Console')).click();
  const connect = await find(first, 'button', 'Connect');
  await connect.focus();
  await page.keyboard.press('Enter');
  const line = await find(first, 'combobox', 'Line to send');
  await until('a line can be typed', () => line.evaluate((it) => !it.disabled), Boolean);
  await line.focus();
  await page.keyboard.type('s/k.');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await line.evaluate((it) => it.value), 's/k.');
  const forward = await find(first, 'button', 'Step forward');
  await ask(page, (it) => it.seek({ step: 0 }), '#first');
  await forward.focus();
  await page.keyboard.press('.');
  await stands(page, 1, '#first');
  assert.deepEqual(await page.evaluate(() => globalThis.reached), []);
  assert.deepEqual(troubles, []);
  await page.close();
});

attempt('what is removed is freed', async () => {
  const { page, troubles } = await open(browser);
  const sizes = await page.evaluate(async () => {
    const { module } = document.querySelector('script[data-module]').dataset;
    const { default: start } = await import(new URL(module, document.baseURI));
    const { memory } = await start();
    const sizes = [];
    for (let round = 0; round < 40; round += 1) {
      const it = document.createElement('relay-scope');
      it.setAttribute('loading', 'eager');
      it.setAttribute('scenario', 'direct');
      document.body.append(it);
      await it.ready;
      it.remove();
      await new Promise((done) => setTimeout(done));
      sizes.push(memory.buffer.byteLength);
    }
    return sizes;
  });
  // The Wasm memory only grows; it does not while elements come and go.
  assert.ok(sizes[19] > 0);
  assert.equal(sizes[39], sizes[19]);
  assert.deepEqual(troubles, []);
  await page.close();
});

attempt('a frame in a sandbox starts, and answers who connects', async () => {
  const { page, troubles } = await visit(browser, 'fixtures/frame.html');
  await page.waitForFunction(() => globalThis.show);
  await page.evaluate(() => globalThis.show('/embed.html?scenario=relay&step=3&post=ready', { sandbox: 'allow-scripts' }));
  assert.match(await page.evaluate(() => globalThis.connected()), /^\d+\.\d+\.\d+$/);
  assert.equal(await page.evaluate(() => globalThis.remote.ready.then(() => globalThis.remote.get('stepIndex'))), 3);
  await page.evaluate(() => globalThis.remote.step(2));
  assert.equal(await page.evaluate(() => globalThis.remote.get('stepIndex')), 5);
  const steps = () => page.evaluate(() => globalThis.heard.filter(([name]) => name === 'rs-step').length);
  await until('the steps are told', steps, (seen) => seen > 0);
  const frame = await until('the frame', () => page.frames().find((it) => it.url().includes('embed.html')), Boolean);
  const root = await inside(frame, 'relay-scope');
  await says(await find(root, 'region', 'What just happened'), /./);
  const ready = () => page.evaluate(() => globalThis.posted.map(({ data }) => data.event));
  await until('it says that it is ready', ready, (seen) => seen.includes('rs-ready'));
  assert.deepEqual(troubles, []);
  await page.close();
});
