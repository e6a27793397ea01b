// The map under one's hands: dragged, panned, zoomed, and read as a table.

import { expect, test } from '@playwright/test';
import { accessible, open, parts } from './playing.mjs';

const seen = async (page) =>
  (await page.locator('.map-picture').getAttribute('viewBox')).split(' ').map(Number);

const card = (page, name) => parts(page).map.getByRole('button', { name });
const middle = async (locator) => {
  const { x, y, width, height } = await locator.boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
};

test('the picture is zoomed and panned by wheel, buttons, keys and clicks', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  const tools = page.getByRole('group', { name: 'View of the map' });
  const whole = await seen(page);
  await expect(tools.getByRole('button', { name: 'Show all of the map' })).toBeDisabled();
  const at = await middle(card(page, /^mx\.example\.net/));
  await page.mouse.move(at.x, at.y);
  await page.mouse.wheel(0, -100);
  await expect.poll(async () => (await seen(page))[2]).toBeLessThan(whole[2]);
  const still = await middle(card(page, /^mx\.example\.net/));
  expect(Math.abs(still.x - at.x)).toBeLessThan(30);
  await tools.getByRole('button', { name: 'Zoom in' }).click();
  await page.keyboard.press('+');
  const near = await seen(page);
  expect(near[2]).toBeLessThan(whole[2] * 0.7);

  // A drag pans, and is no click; a click shows that place in the middle.
  const box = await page.locator('.map-picture').boundingBox();
  const corner = { x: box.x + 8, y: box.y + box.height - 8 };
  await page.mouse.move(corner.x, corner.y);
  await page.mouse.down();
  await page.mouse.move(corner.x + 90, corner.y - 60, { steps: 4 });
  await page.mouse.up();
  const panned = await seen(page);
  expect(panned.slice(2)).toEqual(near.slice(2));
  expect(panned.slice(0, 2)).not.toEqual(near.slice(0, 2));
  const blank = await page.locator('.map-picture').evaluate((svg) => {
    const { left, top, right, bottom } = svg.getBoundingClientRect();
    for (let x = right - 20; x > left; x -= 20) {
      for (let y = top + 20; y < bottom; y += 20) {
        if (svg.getRootNode().elementFromPoint(x, y) === svg) return { x, y };
      }
    }
  });
  await page.mouse.click(blank.x, blank.y);
  expect((await seen(page)).slice(0, 2)).not.toEqual(panned.slice(0, 2));

  // A host that has the focus is seen.
  const first = parts(page).map.getByRole('button').first();
  await first.focus();
  const name = await first.boundingBox();
  expect(name.x).toBeGreaterThanOrEqual(box.x - 1);
  await page.keyboard.press('z');
  expect(await seen(page)).toEqual(whole);
  await page.keyboard.press('-');
  expect(await seen(page)).toEqual(whole);
  await accessible(page);
  expect(troubles).toEqual([]);
});

test('what is being said is seen wherever one has zoomed to', async ({ page }) => {
  await open(page, './?scenario=relay');
  await parts(page).position.fill('33');
  await page.keyboard.press('.');
  await page.keyboard.press(',');
  const said = page.locator('.bubble.is-now');
  const frame = await page.locator('.map-picture').boundingBox();
  const isSeen = async () => {
    const { x, y, width, height } = await said.boundingBox();
    return x >= frame.x - 1 && y >= frame.y - 1
      && x + width <= frame.x + frame.width + 1 && y + height <= frame.y + frame.height + 1;
  };
  expect(await isSeen()).toBe(true);
  for (const name of [/^laptop\.isp\.example/, /^desk\.example\.net/, /^mx\.example\.net/]) {
    await page.keyboard.press('z');
    const at = await middle(card(page, name));
    await page.mouse.move(at.x, at.y);
    for (let turn = 0; turn < 4; turn += 1) await page.mouse.wheel(0, -100);
    await expect.poll(isSeen, `near ${name}`).toBe(true);
  }
});

test('hosts are dragged, moved by keys, and put by two clicks', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  const mx = card(page, /^mx\.example\.net/);
  const start = await middle(mx);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x - 60, start.y + 50, { steps: 5 });
  await page.mouse.up();
  const dragged = await middle(mx);
  expect(Math.abs(dragged.x - start.x + 60)).toBeLessThan(12);
  expect(Math.abs(dragged.y - start.y - 50)).toBeLessThan(12);
  await expect(page.getByRole('tab', { name: 'Session' })).toHaveAttribute('aria-selected', 'true');

  // With keys, in a mode that says so.
  await page.keyboard.press('g');
  await expect(page.locator('[aria-live=polite]')).toContainText('Arrow keys move the host');
  const move = page.getByRole('button', { name: 'Move hosts' });
  await expect(move).toHaveAttribute('aria-pressed', 'true');
  await mx.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  const nudged = await middle(mx);
  expect(nudged.y).toBeLessThan(dragged.y - 20);

  // One click picks it up, the next puts it down.
  await mx.click();
  const box = await page.locator('.map-picture').boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + 12);
  const put = await middle(mx);
  expect(Math.abs(put.x - box.x - box.width / 2)).toBeLessThan(12);
  await page.keyboard.press('Escape');
  await expect(move).toHaveAttribute('aria-pressed', 'false');
  await mx.click();
  await expect(page.getByRole('heading', { name: 'mx.example.net' })).toBeVisible();
  await page.getByRole('button', { name: 'Put hosts back' }).click();
  const back = await middle(mx);
  expect(Math.abs(back.x - start.x) + Math.abs(back.y - start.y)).toBeLessThan(3);
  expect(troubles).toEqual([]);
});

test('the map is a table, with links and what is waited for', async ({ page }) => {
  await open(page, './?scenario=next-hop-down');
  for (let tries = 0; tries < 40; tries += 1) {
    await page.keyboard.press(']');
    if (await card(page, /1 message waiting, next attempt at/).isVisible()) break;
  }
  // The card counts down.
  await expect(card(page, /1 message waiting/)).toContainText(/retry in \d+:\d\d/);
  await page.keyboard.press('t');
  const panel = page.getByRole('tabpanel', { name: 'Hosts' });
  const row = panel.getByRole('table', { name: 'All hosts' }).getByRole('row', { name: /^mail\.example\.com/ });
  await expect(row).toContainText(/\d\d:\d\d/);
  const links = panel.getByRole('table', { name: 'Links' });
  const link = links.getByRole('row', { name: /mail\.example\.com – mx\.example\.net/ });
  await expect(link).toContainText('quiet');
  await accessible(page);
});

test('the signs of envelopes are explained, and what waits is told from what it is', async ({ page }) => {
  const troubles = await open(page, './?scenario=next-hop-down');
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys and signs' });
  for (const sign of ['message', 'one of several copies of a message', 'bounce, from the null return path',
    'message collected by its owner', 'waits for its next attempt']) {
    await expect(help.getByRole('listitem').filter({ hasText: new RegExp(`^${sign}$`) })).toBeVisible();
  }
  await page.keyboard.press('Escape');
  const waiting = page.getByRole('img', { name: 'message; waits for its next attempt' });
  await parts(page).map.getByRole('button', { name: /^mail\./ }).first().press('Enter');
  for (let nth = 0; nth < 12 && (await waiting.count()) === 0; nth += 1) await page.keyboard.press(']');
  await expect(waiting).toBeVisible();
  expect(troubles).toEqual([]);
});

test('the picture is as large as the map, also after the window or the letters have changed', async ({ page }) => {
  await open(page, './?scenario=relay');
  const off = () => page.locator('.map-frame').evaluate((frame) => {
    const [around, picture] = [frame, frame.querySelector('svg')].map((it) => it.getBoundingClientRect());
    return Math.max(...['left', 'top', 'right', 'bottom'].map((side) => Math.abs(around[side] - picture[side])));
  });
  for (const size of [{ width: 1280, height: 800 }, { width: 900, height: 700 }, { width: 390, height: 844 }, { width: 1600, height: 900 }]) {
    await page.setViewportSize(size);
    await expect.poll(off, { message: `${size.width} wide` }).toBeLessThan(2);
  }
  await page.keyboard.press('p');
  await expect(page.locator('.relayscope[data-size="large"]')).toBeVisible();
  await expect.poll(off, { message: 'for the back row' }).toBeLessThan(2);
});
