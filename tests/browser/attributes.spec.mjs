// What an author says in the tag: attributes, and the properties that are the same.

import { expect, test } from '@playwright/test';
import { ask, embed, heard } from './embedding.mjs';
import { DARK, STILL, open } from './playing.mjs';

const position = (place) => place.getByRole('slider', { name: 'Position' });

test('attributes are properties, and properties set before the class is there count', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { loading: 'eager', scenario: 'direct' });
  const texts = {
    src: '', at: '1s', panels: 'network', tab: 'hosts', controls: 'basic', layout: 'ring', theme: 'dark', loading: 'eager',
    reveal: 'auto', poster: 'a.png', label: 'A label', hotkeys: 'nospace',
  };
  for (const [name, value] of Object.entries(texts)) {
    const both = await ask(element, (it, [name, value]) => {
      it[name] = value;
      return [it[name], it.getAttribute(name)];
    }, [name, value]);
    expect(both, name).toEqual([value, value]);
  }
  for (const [name, attribute] of Object.entries({ autoplay: 'autoplay', loop: 'loop', editable: 'editable', persist: 'persist', noHotkeys: 'nohotkeys' })) {
    const both = await ask(element, (it, [name, attribute]) => {
      const before = it[name];
      it[name] = true;
      const there = it.hasAttribute(attribute);
      it[name] = false;
      return [before, there, it[name], it.getAttribute(attribute)];
    }, [name, attribute]);
    // Not to be editable is more than to say nothing of it.
    expect(both, name).toEqual([false, true, false, name === 'editable' ? 'false' : null]);
  }
  await expect(element).toHaveAttribute('aria-label', 'A label');
  const early = await page.evaluate(async () => {
    const it = document.createElement('relay-later');
    Object.assign(it, { theme: 'dark', panels: 'log', loop: true, scenario: 'relay', stepIndex: 2, loading: 'eager' });
    document.body.prepend(it);
    class Later extends customElements.get('relay-scope') {}
    customElements.define('relay-later', Later);
    // Whatever was asked for before comes before this.
    await it.step(0);
    return [it.getAttribute('theme'), it.getAttribute('panels'), it.loop, it.scenario, it.stepIndex];
  });
  expect(early).toEqual(['dark', 'log', true, 'relay', 2]);
});

test('hosts are arranged as the author wants', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { loading: 'eager', scenario: 'relay', layout: 'ring' });
  const places = () => element.locator('[data-host]').evaluateAll((all) => all.map((it) => {
    const { x, y, width, height } = it.querySelector('.host-card').getBoundingClientRect();
    return [Math.round(x), Math.round(y), Math.round(x + width), Math.round(y + height)];
  }));
  const seen = {};
  for (const layout of ['ring', 'layered', 'manual', 'auto']) {
    await ask(element, (it, layout) => (it.layout = layout), layout);
    seen[layout] = await places();
    for (const [at, a] of seen[layout].entries()) {
      for (const b of seen[layout].slice(at + 1)) {
        expect(a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1], `${layout}: ${a} and ${b}`).toBe(true);
      }
    }
  }
  expect(new Set(Object.values(seen).map(String)).size).toBeGreaterThanOrEqual(3);
  // The first host of a ring is on top, in the middle.
  expect(Math.min(...seen.ring.map(([, top]) => top))).toBe(seen.ring[0][1]);
  await ask(element, (it) => it.setAttribute('layout', 'spiral'));
  expect((await heard(page, 'it', 'error')).pop().message).toMatch(/layout: “spiral” is unknown; choose from auto, ring/);
});

test('the language is that of the element, or of what is around it', async ({ page }) => {
  await open(page);
  const root = (element) => element.locator('.relayscope');
  const element = await embed(page, 'it', { loading: 'eager', lang: 'en-GB' });
  await expect(root(element)).toHaveAttribute('lang', 'en');
  // A language that is not there is replaced by English, and the texts say that they are English.
  await page.evaluate(() => {
    document.body.innerHTML = '';
    const around = document.createElement('section');
    around.lang = 'tlh';
    around.attachShadow({ mode: 'open' }).innerHTML = '<relay-scope id="inner" loading="eager"></relay-scope>';
    document.body.append(around);
  });
  await expect(root(page.locator('#inner'))).toHaveAttribute('lang', 'en');
});

test('speed and loop are as they are asked for', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { loading: 'eager', scenario: 'direct', speed: '0.3' });
  await expect(element.getByRole('combobox', { name: 'Speed' }).locator('option:checked')).toHaveText('0.3×');
  expect(await ask(element, (it) => it.playbackRate)).toBe(0.3);
  const round = await embed(page, 'round', { loading: 'eager', scenario: 'direct', speed: '16', autoplay: '', loop: '' });
  await expect.poll(() => ask(round, (it) => !it.paused)).toBe(true);
  await expect.poll(async () => (await heard(page, 'round', 'ended')).length).toBeGreaterThan(0);
  await expect.poll(() => ask(round, (it) => it.paused)).toBe(false);
});

for (const [colorScheme, tag, expected] of [
  ['light', [], ['rgb(0, 0, 0)', 'rgb(255, 255, 255)']],
  ['dark', DARK, ['rgb(255, 255, 255)', 'rgb(0, 0, 0)']],
]) {
  test(`contrast is black and white, ${colorScheme}`, { tag }, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page);
    const element = await embed(page, 'it', { loading: 'eager', scenario: 'direct', theme: 'contrast' });
    const colours = await element.locator('.relayscope').evaluate((it) => {
      const { color, backgroundColor } = getComputedStyle(it);
      return [color, backgroundColor];
    });
    expect(colours).toEqual(expected);
  });
}

test('nothing plays by itself for who wants no motion', { tag: STILL }, async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  const still = await embed(page, 'still', { loading: 'eager', scenario: 'direct', autoplay: '' });
  await ask(still, (it) => it.ready.then(() => {}));
  expect(await ask(still, (it) => [it.paused, it.stepIndex])).toEqual([true, 0]);
});

test('what is not seen waits, and what waits for a click has a poster', async ({ page }) => {
  await open(page);
  const far = await embed(page, 'far', { scenario: 'direct', hidden: '' });
  await expect(far.getByText('Loading relayscope…')).toHaveCount(1);
  expect(await ask(far, (it) => it.readyState)).toBe(0);
  await ask(far, (it) => (it.hidden = false));
  await expect.poll(() => ask(far, (it) => it.readyState)).toBe(3);
  await ask(far, (it) => it.remove());

  const picture = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>';
  const shy = await embed(page, 'shy', { scenario: 'relay', step: '3', reveal: 'interaction', poster: picture });
  await expect(shy.locator('img')).toHaveAttribute('src', picture);
  expect(await ask(shy, (it) => it.readyState)).toBe(0);
  await shy.getByRole('button', { name: 'Start the simulation' }).focus();
  await page.keyboard.press('Enter');
  await expect(position(shy)).toHaveValue('3');
  expect(await ask(shy, (it) => Boolean(it.shadowRoot.activeElement)), 'the focus goes on inside').toBe(true);
});

test('a place is kept where the author allows it, and lost harmlessly where the browser does not', async ({ page }) => {
  await open(page, './?scenario=relay');
  const show = async (attributes) => {
    const element = await embed(page, 'kept', { loading: 'eager', scenario: 'direct', ...attributes });
    await ask(element, (it) => it.ready.then(() => {}));
    return element;
  };
  const stored = () => page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes('kept')));
  const gone = (element) => ask(element, (it) => (it.remove(), new Promise((done) => setTimeout(done))));
  let element = await show({});
  await ask(element, (it) => it.seek({ step: 4 }));
  await gone(element);
  expect(await stored()).toEqual([]);

  element = await show({ persist: '' });
  await ask(element, (it) => it.seek({ step: 5 }));
  await ask(element, (it) => it.update({ host: it.snapshot.hosts[0].name, up: false }));
  const before = await ask(element, (it) => [it.stepIndex, JSON.stringify(it.events)]);
  await page.reload();
  await expect(page.getByRole('main')).toBeVisible();
  element = await show({ persist: '' });
  expect(await ask(element, (it) => [it.stepIndex, JSON.stringify(it.events)])).toEqual(before);
  await gone(element);
  // Something else under the same name begins at its own start.
  element = await show({ persist: '', scenario: 'relay' });
  expect(await ask(element, (it) => it.stepIndex)).toBe(0);
  await gone(element);

  // Where there is no more room, what was kept before would be another place.
  element = await show({ persist: '' });
  await ask(element, (it) => it.seek({ step: 7 }));
  await gone(element);
  expect((await stored()).length).toBe(1);
  element = await show({ persist: '' });
  await page.evaluate(() => {
    const put = Storage.prototype.setItem;
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
    globalThis.makeRoom = () => (Storage.prototype.setItem = put);
  });
  await ask(element, (it) => it.seek({ step: 2 }));
  await gone(element);
  await page.evaluate(() => globalThis.makeRoom());
  expect(await stored()).toEqual([]);

  await page.evaluate(() => {
    const refuse = { get: () => { throw new DOMException('no', 'SecurityError'); } };
    Object.defineProperty(globalThis, 'localStorage', refuse);
  });
  element = await show({ persist: '' });
  await ask(element, (it) => it.seek({ step: 2 }));
  await gone(element);
  expect(await heard(page, 'kept', 'error')).toEqual([]);
});
