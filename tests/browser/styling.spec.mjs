// What an author can do to the look of the tag: parts, properties, slots, states.

import { expect, test } from '@playwright/test';
import { ask, embed } from './embedding.mjs';
import { open } from './playing.mjs';

const PARTS = ['toolbar', 'button', 'play', 'scrubber', 'speed', 'network', 'node', 'link', 'timeline', 'log', 'log-row', 'mailbox', 'inspector', 'editor', 'dialog', 'error', 'message'];

test('every part has its name', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { loading: 'eager', scenario: 'relay', editable: '' });
  await ask(element, (it) => it.ready.then(() => {}));
  const seen = new Set();
  const look = async () => {
    const all = await element.locator('[part]').evaluateAll((all) => all.flatMap((it) => [...it.part]));
    all.forEach((part) => seen.add(part));
  };
  const count = await ask(element, (it) => it.stepCount);
  for (let step = 0; step <= count && !(seen.has('message') && seen.has('log-row')); step += 1) {
    await ask(element, (it, step) => it.seek({ step }), step);
    await look();
  }
  await ask(element, (it) => it.seek({ time: it.duration }));
  for (const tab of ['Mailboxes', 'Messages', 'Console']) {
    await element.getByRole('tab', { name: tab }).click();
    await look();
  }
  await element.getByRole('button', { name: 'Ladder' }).click();
  await look();
  await ask(element, (it) => it.load('format = 2\n').catch(() => {}));
  await look();
  expect(PARTS.filter((part) => !seen.has(part))).toEqual([]);
  // A style of the page reaches them, and only them.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('relay-scope::part(play) { border-radius: 3px }');
    document.adoptedStyleSheets = [sheet];
  });
  await expect(element.getByRole('button', { name: 'Play', exact: true })).toHaveCSS('border-radius', '3px');

  const shy = await embed(page, 'shy', { reveal: 'interaction' });
  expect(await shy.locator('[part]').evaluateAll((all) => all.flatMap((it) => [...it.part]))).toEqual(['poster', 'button']);
});

test('properties give colours, letters and sizes', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { loading: 'eager', scenario: 'relay', theme: 'light' });
  await ask(element, (it) => it.ready.then(() => {}));
  const style = (selector, name, property, value) => ask(element, (it, [selector, name, property, value]) => {
    const read = () => getComputedStyle(it.shadowRoot.querySelector(selector)).getPropertyValue(name);
    it.style.removeProperty(property);
    const before = read();
    it.style.setProperty(property, value);
    const after = read();
    it.style.removeProperty(property);
    return [before, after];
  }, [selector, name, property, value]);
  const red = 'rgb(200, 0, 0)';
  for (const [property, selector, name] of [
    ['--rs-bg', '.relayscope', 'background-color'],
    ['--rs-fg', '.relayscope', 'color'],
    ['--rs-muted', '.session-head p, .nothing', 'color'],
    ['--rs-accent', '.relayscope', '--accent'],
    ['--rs-link', '.wire', 'stroke'],
    ['--rs-node', '.relayscope', '--surface'],
    ['--rs-node-busy', '.relayscope', '--busy'],
    ['--rs-ok', '.relayscope', '--yes'],
    ['--rs-retry', '.relayscope', '--deferred'],
    ['--rs-bounce', '.relayscope', '--bounce'],
    ['--rs-collected', '.relayscope', '--collected'],
    ['--rs-focus', '.relayscope', '--focus'],
  ]) {
    const [before, after] = await style(selector, name, property, red);
    expect(after, property).toBe(red);
    expect(before, property).not.toBe(red);
  }
  for (const [property, selector, name, value] of [
    ['--rs-font', '.relayscope', 'font-family', 'serif'],
    ['--rs-font-mono', '.relayscope', '--mono', 'monospace'],
    ['--rs-radius', '.relayscope', 'border-radius', '2px'],
    ['--rs-gap', '.relayscope', '--gap', '3px'],
    ['--rs-node-size', '.host-body', 'transform', '0.5'],
  ]) {
    const [before, after] = await style(selector, name, property, value);
    expect(after, property).toBe(name === 'transform' ? 'matrix(0.5, 0, 0, 0.5, 0, 0)' : value);
    expect(before, property).not.toBe(after);
  }
  await ask(element, (it) => it.style.setProperty('--rs-aspect', '2'));
  const { width, height } = await element.boundingBox();
  expect(width / height).toBeCloseTo(2, 1);
  // More contrast is the visitor's, whatever colours the author chose.
  await ask(element, (it) => (it.theme = 'contrast'));
  await expect(element.locator('.relayscope')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
});

test('the host has its rules and states, and slots take what the author brings', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { loading: 'eager', scenario: 'direct' });
  await ask(element, (it) => it.ready.then(() => {}));
  const rules = await ask(element, (it) => {
    const { display, contain, minHeight } = getComputedStyle(it);
    return [display, contain, minHeight];
  });
  // Firefox writes the shorthand out.
  expect(rules).toEqual(['block', expect.stringMatching(/^(content|layout style paint)$/), '240px']);
  expect(await ask(element, (it) => [it.matches(':state(ready)'), it.matches(':state(playing)'), it.matches(':state(error)')])).toEqual([true, false, false]);
  await ask(element, (it) => it.play());
  await expect.poll(() => ask(element, (it) => it.matches(':state(playing)'))).toBe(true);
  await ask(element, (it) => it.pause());
  await expect.poll(() => ask(element, (it) => it.matches(':state(playing)'))).toBe(false);
  await ask(element, (it) => {
    it.innerHTML = '<button slot="toolbar-end" id="mine">Mine</button><p slot="caption" id="said">Said</p>';
  });
  await expect(page.getByRole('button', { name: 'Mine' })).toBeVisible();
  const mine = await page.locator('#mine').boundingBox();
  const bar = await element.locator('[part=toolbar]').boundingBox();
  expect(mine.y).toBeGreaterThanOrEqual(bar.y - 1);
  expect(mine.y + mine.height).toBeLessThanOrEqual(bar.y + bar.height + 1);
  await expect(page.locator('#said')).toHaveText('Said');
  await ask(element, (it) => (it.hidden = true));
  await expect(element).toBeHidden();

  const shy = await embed(page, 'shy', { reveal: 'interaction' });
  await ask(shy, (it) => (it.innerHTML = '<p slot="poster">A poster of my own</p>'));
  await expect(page.getByText('A poster of my own')).toBeVisible();
  await expect(shy.getByRole('button', { name: 'Start the simulation' })).toBeHidden();
});
