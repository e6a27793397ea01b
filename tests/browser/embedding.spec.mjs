// The tag in somebody else's page: several at once, each on its own, and gone without a trace.

import { expect, test } from '@playwright/test';
import { ask, embed, heard } from './embedding.mjs';
import { accessible, open } from './playing.mjs';

const position = (place) => place.getByRole('slider', { name: 'Position' });

const TINY = 'format = 1\ntitle = "Tiny"\n[[host]]\nname = "only.example.com"\n';

test('a second one is whole and independent', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  const inner = await embed(page, 'embedded', { scenario: 'direct', loading: 'eager' });
  const outer = page.locator('#relayscope');
  await inner.getByRole('button', { name: 'Step forward', exact: true }).click();
  await expect(position(inner)).toHaveValue('1');
  await expect(position(outer)).toHaveValue('0');
  await expect(outer.getByRole('combobox', { name: 'Scenario' })).toHaveValue('relay');
  await expect(page).toHaveURL(/scenario=relay$/);

  // Signs are found by reference inside the tree, and styles hold there.
  const sign = inner.locator('.brand-mark use');
  expect(await sign.evaluate((it) => it.getBBox().width)).toBeGreaterThan(0);
  // Two of them on one page are two mains and two banners, which is the page's own business.
  await accessible(page, { within: '#embedded', except: (id) => id.startsWith('landmark-') });
  expect(troubles).toEqual([]);
});

test('attributes say what is shown', async ({ page }) => {
  const troubles = await open(page);
  const element = await embed(page, 'it', {
    scenario: 'relay', step: '5', speed: '4', controls: 'basic', panels: 'network log', theme: 'dark', loading: 'eager', label: 'A relay',
  });
  await expect(position(element)).toHaveValue('5');
  await expect(element).toHaveAttribute('aria-label', 'A relay');
  await expect(element.getByRole('combobox', { name: 'Scenario' })).toHaveCount(0);
  await expect(element.getByRole('tab', { name: 'Session' })).toBeVisible();
  await expect(element.getByRole('tab', { name: 'Console' })).toBeHidden();
  await expect(element.locator('.relayscope')).toHaveAttribute('data-theme', 'dark');
  // The visitor of somebody else's page changes nothing in the world, unless its author wants it.
  await expect(element.locator('.relayscope')).toHaveClass(/is-read-only/);
  expect(await ask(element, (it) => [it.playbackRate, it.stepIndex, it.paused, it.readyState])).toEqual([4, 5, true, 3]);

  await ask(element, (it) => it.setAttribute('panels', 'timeline'));
  await expect(element.getByRole('region', { name: 'Ladder of everything so far' })).toBeVisible();
  await ask(element, (it) => it.setAttribute('at', '1h'));
  await ask(element, (it) => it.removeAttribute('step'));
  await ask(element, (it) => it.setAttribute('at', '30ms'));
  expect(await ask(element, (it) => it.currentTime)).toBeLessThanOrEqual(0.03);

  for (const [name, value, message] of [
    ['speed', 'fast', /speed: “fast” is no number/],
    ['panels', 'network sidebar', /panels: “sidebar” is unknown; choose from network/],
    ['theme', 'pink', /theme: “pink” is unknown/],
    ['at', 'noon', /at: “noon” is no time/],
  ]) {
    await ask(element, (it) => it.removeAttribute('step'));
    await element.evaluate((it, [name, value]) => it.setAttribute(name, value), [name, value]);
    const error = (await heard(page, 'it', 'error')).pop();
    expect(error.code).toBe('attribute');
    expect(error.message).toMatch(message);
  }
  expect(troubles).toEqual([]);
});

test('methods wait until it can be done, and every event is told once', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { scenario: 'direct' });
  // Asked before anything is loaded.
  await ask(element, (it) => it.seek({ step: 3 }));
  expect(await ask(element, (it) => it.stepIndex)).toBe(3);
  await ask(element, (it) => it.step(2));
  await ask(element, (it) => it.stepBack());
  expect(await ask(element, (it) => it.stepIndex)).toBe(4);
  await ask(element, (it) => it.seek({ marker: 'next' }));
  await ask(element, (it) => it.seek({ time: 0 }));
  expect(await ask(element, (it) => it.currentTime)).toBe(0);
  expect(await ask(element, (it) => it.seek({}).catch((error) => [error.code, error.message]))).toEqual([
    'argument', 'seek: give {step}, {time}, {event} or {marker: "next"}',
  ]);
  await ask(element, (it) => it.reset());
  await ask(element, (it) => ((it.playbackRate = 16), it.play()));
  await expect.poll(() => ask(element, (it) => it.ended)).toBe(true);
  const kinds = (await heard(page, 'it', 'event')).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['send', 'connect', 'command', 'reply', 'deliver']));
  expect((await heard(page, 'it', 'ended')).length).toBe(1);
  const steps = await heard(page, 'it', 'step');
  expect(steps.at(-1).index).toBe(await ask(element, (it) => it.stepCount));
  expect(steps.at(-1).time).toBeCloseTo(await ask(element, (it) => it.duration), 5);

  const { hosts } = await ask(element, (it) => it.snapshot);
  expect(hosts.flatMap(({ maildrops }) => maildrops).some(({ messages }) => messages === 1)).toBe(true);
  expect(await ask(element, (it) => it.events.length)).toBe(await ask(element, (it) => it.stepCount));

  await ask(element, (it) => it.update({ host: it.snapshot.hosts[0].name, up: false }));
  expect((await heard(page, 'it', 'change')).length).toBe(1);
  const wrong = await ask(element, (it) => it.update({ host: 'nobody.example', up: false }).catch((error) => error.message));
  expect(wrong).toMatch(/host: “nobody.example” is unknown; choose from /);
  expect(await ask(element, async (it) => (await it.toBlob('scenario.toml')).text())).toContain('format = 1');
});

test('a scenario comes from the tag, a file or a property, and mistakes are told in full', async ({ page }) => {
  await open(page);
  const inline = await embed(page, 'inline', { loading: 'eager' }, TINY);
  await expect(inline.getByRole('button', { name: /^only\.example\.com/ }).first()).toBeVisible();
  await ask(inline, (it) => it.load('direct'));
  await expect(inline.getByRole('combobox', { name: 'Scenario' })).toHaveValue('direct');
  const wrong = await ask(inline, (it) => it.load('format = 1\ntitel = "x"\n').catch((error) => [error.code, error.message]));
  expect(wrong[0]).toBe('scenario');
  expect(wrong[1]).toMatch(/unknown key `titel`.*line 2, column 1/s);
  await expect(inline.getByRole('alert')).toContainText('unknown key');

  await page.route('**/mine.toml', (route) => route.fulfill({ body: TINY, contentType: 'text/plain' }));
  const file = await embed(page, 'file', { src: 'mine.toml', loading: 'eager' });
  await expect(file.getByRole('button', { name: /^only\.example\.com/ }).first()).toBeVisible();
  const missing = await embed(page, 'missing', { src: 'nothing.toml', loading: 'eager' });
  await expect.poll(() => ask(missing, (it) => it.error?.code)).toBe('fetch');
  expect(await ask(missing, (it) => it.error.message)).toMatch(/nothing\.toml could not be read \(status 404\)/);
});

test('what is wrong with a tag is seen in it, and nothing else where nothing was loaded', async ({ page }) => {
  await open(page);
  const shown = (element) => element.getByRole('button', { name: 'Play', exact: true });
  const odd = await embed(page, 'odd', { scenario: 'relay', theme: 'pink', loading: 'eager' });
  await expect(odd.getByRole('alert')).toContainText('theme: “pink” is unknown; choose from');
  await expect(odd.getByRole('alert')).not.toContainText('still here');
  await expect(shown(odd)).toBeVisible();
  expect((await heard(page, 'odd', 'error')).map(({ code }) => code)).toEqual(['attribute']);
  // Mended, it is forgotten; and told anew when it is made again.
  await ask(odd, (it) => it.setAttribute('theme', 'dark'));
  await expect(odd.getByRole('alert')).toHaveCount(0);
  expect(await ask(odd, (it) => it.error)).toBeNull();
  await ask(odd, (it) => it.setAttribute('theme', 'pink'));
  await expect(odd.getByRole('alert')).toContainText('pink');
  expect((await heard(page, 'odd', 'error')).length).toBe(2);
  // A load that was overtaken holds up nothing, and what is shown stays shown.
  await page.route('**/slow.toml', () => {});
  await ask(odd, (it) => it.setAttribute('src', 'slow.toml'));
  await ask(odd, (it) => it.load('relay'));
  await ask(odd, (it) => it.setAttribute('step', '5'));
  expect(await ask(odd, (it) => it.stepIndex)).toBe(5);
  await ask(odd, (it) => it.load('format = 2').catch(() => {}));
  await expect(shown(odd)).toBeVisible();
  for (const [name, value, message] of [
    ['step', 'abc', /step: “abc” is no whole number from 0/],
    ['lesson-step', '9', /lesson-step: there is no step 9; this scenario has no lesson/],
  ]) {
    const element = await embed(page, name, { scenario: 'relay', [name]: value, loading: 'eager' });
    await expect(element.getByRole('alert')).toContainText(message);
    await expect(shown(element)).toBeVisible();
  }
  for (const [id, attributes, inner, message] of [
    ['file', { src: 'nothing.toml' }, '', /nothing\.toml could not be read \(status 404\)/],
    ['seed', { scenario: 'relay', seed: '-1' }, '', /seed: “-1” is no whole number/],
    ['name', { scenario: 'nothing' }, '', /no built-in scenario “nothing”/],
    ['toml', {}, '\nformat = 1\ntitel = "x"\n', /unknown key titel.*line 2, column 1/s],
  ]) {
    const element = await embed(page, id, { ...attributes, loading: 'eager' }, inner);
    await expect(element.getByRole('alert')).toContainText(message);
    await expect(element.getByRole('alert')).not.toContainText('still here');
    await expect(shown(element)).toBeHidden();
    await ask(element, (it) => it.load('direct', { seed: 1 }));
    await expect(shown(element)).toBeVisible();
    await expect(element.getByRole('alert')).toHaveCount(0);
  }
  await page.evaluate(() => {
    const it = document.createElement('relay-scope');
    it.id = 'code';
    it.setAttribute('loading', 'eager');
    it.innerHTML = '<pre><code>format = 1\n[[host]]</code></pre>';
    document.body.prepend(it);
  });
  await expect(page.locator('#code').getByRole('alert')).toContainText('not in <script type="text/relayscope">');
});

test('in an element of any width everything has its room', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { scenario: 'relay', loading: 'eager', editable: '' });
  const menu = element.getByRole('combobox', { name: 'Scenario' });
  await expect(menu).toBeVisible();
  for (const width of [560, 640, 760, 861, 900, 1000, 1081, 1180, 1270]) {
    await element.evaluate((it, width) => (it.style.width = `${width}px`), width);
    const outside = () =>
      element.evaluate((it) => {
        const right = it.getBoundingClientRect().right;
        const parts = it.shadowRoot.querySelectorAll('.top > *, .tabs, .panel, .scene, .controls > *, .choices > *');
        return [...parts].filter((part) => part.getBoundingClientRect().right > right).map((part) => part.className);
      });
    await expect.poll(outside, `at ${width} pixels`).toEqual([]);
    expect((await menu.boundingBox()).width, `menu at ${width} pixels`).toBeGreaterThan(72);
  }
});

test('keys stay inside, and those an author does not want have no meaning', async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    globalThis.pages = [];
    document.addEventListener('keydown', ({ key }) => globalThis.pages.push(key));
  });
  const element = await embed(page, 'it', { scenario: 'relay', loading: 'eager', editable: '', hotkeys: 'no.' });
  await element.getByRole('tab', { name: 'Console' }).click();
  await element.getByRole('button', { name: 'Connect', exact: true }).click();
  const field = element.getByRole('combobox', { name: 'Line to send' });
  await field.pressSequentially('s/');
  await expect(field).toHaveValue('s/');
  await ask(element, (it) => it.seek({ step: 0 }));
  await element.getByRole('tab', { name: 'Session' }).focus();
  await page.keyboard.press('s');
  await expect(element.getByRole('dialog', { name: 'Share or save this view' })).toBeVisible();
  await page.keyboard.press('Escape');
  await element.getByRole('tab', { name: 'Session' }).focus();
  await page.keyboard.press('.');
  expect(await ask(element, (it) => it.stepIndex)).toBe(0);
  await page.keyboard.press(']');
  expect(await ask(element, (it) => it.stepIndex)).toBeGreaterThan(0);
  await ask(element, (it) => it.setAttribute('nohotkeys', ''));
  await page.keyboard.press('[');
  expect(await ask(element, (it) => it.stepIndex)).toBeGreaterThan(0);
  expect(await page.evaluate(() => globalThis.pages)).toEqual([]);
});

test('two hundred come and go', async ({ page }) => {
  test.setTimeout(300_000);
  await open(page);
  const sizes = await page.evaluate(async () => {
    const { module } = document.querySelector('script[data-module]').dataset;
    const { default: start } = await import(new URL(module, document.baseURI));
    const { memory } = await start();
    const sizes = [];
    for (let round = 0; round < 200; round += 1) {
      const it = document.createElement('relay-scope');
      it.setAttribute('loading', 'eager');
      it.setAttribute('scenario', 'direct');
      document.body.append(it);
      await it.ready;
      it.remove();
      await undefined;
      await new Promise((done) => setTimeout(done));
      if (round % 20 === 19) sizes.push(memory.buffer.byteLength);
    }
    return sizes;
  });
  expect(sizes.at(-1)).toBeGreaterThan(0);
  // The Wasm memory only grows; it does not while elements come and go.
  expect(sizes.at(-1)).toBe(sizes[1]);
});
