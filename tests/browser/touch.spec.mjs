// The page under fingers, on a telephone.

import { expect, test } from '@playwright/test';
import { CHROMIUM, open, parts, place } from './playing.mjs';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** Real fingers, as the browser gets them from the screen, which Chromium alone can be told; each way is a list of points. */
async function fingers(page, ...ways) {
  const session = await page.context().newCDPSession(page);
  const touch = (type, at) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: ways.map((way, id) => ({ ...way[at], id })),
    });
  await touch('touchStart', 0);
  for (let at = 1; at < ways[0].length; at += 1) await touch('touchMove', at);
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}

/** The points of a way by so much from a place. */
const way = ({ x, y }, by) =>
  [0, 0.2, 0.4, 0.6, 0.8, 1].map((part) => ({ x: x + by.x * part, y: y + by.y * part }));

const picture = (page) => page.locator('.map-picture');
const seen = async (page) => (await picture(page).getAttribute('viewBox')).split(' ').map(Number);
const card = (page, name) => parts(page).map.getByRole('button', { name });
const box = async (locator) => {
  const { x, y, width, height } = await locator.boundingBox();
  return { x, y, width, height, middle: { x: x + width / 2, y: y + height / 2 } };
};

test('all is within reach of a finger', { tag: CHROMIUM }, async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  await page.getByRole('button', { name: 'Step forward' }).tap();
  await expect(parts(page).position).toHaveValue('1');
  await page.getByRole('button', { name: 'Play', exact: true }).tap();
  await expect.poll(async () => (await place(page)).at).toBeGreaterThan(2);
  await page.getByRole('button', { name: 'Pause', exact: true }).tap();
  await card(page, /^mx\.example\.net/).tap();
  await expect(page.getByRole('heading', { name: 'mx.example.net' })).toBeInViewport();
  await page.getByRole('tab', { name: 'Messages' }).tap();
  const messages = page.getByRole('tabpanel', { name: 'Messages' });
  await expect(messages).toBeVisible();
  // What a tab shows lies below the map: it is brought up.
  await expect(messages.getByRole('button').first()).toBeInViewport();
  // What a pointer would show by hovering is there without.
  const { caption } = parts(page);
  await caption.getByText('Why?').tap();
  await expect(caption.getByRole('listitem').first()).toBeVisible();
  expect(troubles).toEqual([]);
});

test('two fingers zoom the map, and one moves it', { tag: CHROMIUM }, async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  const whole = await seen(page);
  const { middle } = await box(picture(page));
  const left = { x: middle.x - 30, y: middle.y };
  const right = { x: middle.x + 30, y: middle.y };
  await fingers(page, way(left, { x: -60, y: 0 }), way(right, { x: 60, y: 0 }));
  await expect.poll(async () => (await seen(page))[2]).toBeLessThan(whole[2] * 0.6);
  const near = await seen(page);
  await fingers(page, way(middle, { x: 60, y: 40 }));
  await expect.poll(async () => (await seen(page))[0]).toBeLessThan(near[0]);
  expect((await seen(page)).slice(2), 'moved, and not zoomed').toEqual(near.slice(2));
  expect(await page.evaluate(() => document.scrollingElement.scrollTop)).toBe(0);
  expect(troubles).toEqual([]);
});

test('over the map as a whole a finger scrolls the page', { tag: CHROMIUM }, async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  const whole = await seen(page);
  const host = card(page, /^mx\.example\.net/);
  const place = () => host.evaluate((it) => it.getCTM().f);
  const before = await place();
  await fingers(page, way((await box(host)).middle, { x: 0, y: -160 }));
  const scrolled = () => page.evaluate(() => document.scrollingElement.scrollTop);
  await expect.poll(scrolled).toBeGreaterThan(60);
  expect(await seen(page)).toEqual(whole);
  expect(await place(), 'the host stands where it stood').toBe(before);
  expect(troubles).toEqual([]);
});

test('a finger drags a host where somebody asked for it', { tag: CHROMIUM }, async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  const host = card(page, /^mx\.example\.net/);
  await page.getByRole('button', { name: 'Move hosts' }).tap();
  const before = await box(host);
  await fingers(page, way(before.middle, { x: -50, y: 60 }));
  const after = await box(host);
  expect(Math.abs(after.x - before.x + 50)).toBeLessThan(12);
  expect(Math.abs(after.y - before.y - 60)).toBeLessThan(12);
  expect(troubles).toEqual([]);
});
