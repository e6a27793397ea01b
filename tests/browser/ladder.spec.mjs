// What the ladder shows: of which host, of which message, of which kind.

import { expect, test } from '@playwright/test';
import { LONG, accessible, choose, open, parts } from './playing.mjs';

for (const [width, height] of [
  [1280, 800],
  [390, 844],
]) {
  test(`the ladder is filtered by host, message and kind, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const troubles = await open(page, './?scenario=one-good-one-unknown');
    await page.keyboard.press('End');
    await page.keyboard.press('l');
    const ladder = page.getByRole('region', { name: 'Ladder of everything so far' });
    const filters = ladder.getByRole('group', { name: 'What the ladder shows' });
    const menu = (name) => filters.getByRole('combobox', { name, exact: true });
    const rows = ladder.getByRole('row');
    const all = filters.getByRole('button', { name: 'Show all' });
    await expect(rows.first()).toBeVisible();
    await expect(all).toBeHidden();
    const frame = ladder.locator('.ladder-frame');
    const length = () => frame.evaluate((it) => it.scrollHeight);
    const whole = await length();

    // Lines of all sessions, without unfolding them one by one; then only what failed.
    await menu('Show only one kind').selectOption('commands and replies');
    await frame.evaluate((it) => it.scrollTo(0, 0));
    await expect(rows.filter({ hasText: 'EHLO' }).first()).toBeVisible();
    await expect(all).toBeVisible();
    expect(await length()).toBeGreaterThan(whole);
    await menu('Show only one kind').selectOption('failures only');
    await expect(rows.filter({ hasText: '550' }).first()).toBeVisible();
    await expect(rows.filter({ hasText: 'EHLO' })).toHaveCount(0);
    await menu('Show only one kind').selectOption('lookups');
    await expect(rows.filter({ hasText: 'DNS' }).first()).toBeVisible();

    // Together they must all hold; where nothing does, that is said, and there is a way out.
    await menu('Show only one kind').selectOption('content');
    await expect(rows.filter({ hasText: 'octets of the message' }).first()).toBeVisible();
    const messages = menu('Show only one message').getByRole('option');
    expect(await messages.count()).toBeGreaterThan(2);
    await menu('Show only one message').selectOption({ index: 1 });
    await menu('Show only one kind').selectOption('lookups');
    await expect(ladder.getByRole('status')).toContainText('Nothing so far matches what is chosen.');
    await expect(rows).toHaveCount(0);
    await accessible(page);
    await ladder.getByRole('status').getByRole('button', { name: 'Show all' }).press('Enter');
    await expect(rows.first()).toBeVisible();
    await expect(all).toBeHidden();
    await expect(menu('Show only one kind')).toHaveValue('');
    await menu('Show only').selectOption({ index: 1 });
    await expect(all).toBeVisible();
    await all.click();
    await expect(menu('Show only')).toHaveValue('');
    await expect.poll(length).toBe(whole);
    expect(troubles).toEqual([]);
  });
}

test('the ladder says where a day begins, and until when a message waits', async ({ page }) => {
  const troubles = await open(page, './?scenario=never-back');
  await page.keyboard.press('End');
  await page.keyboard.press('l');
  const ladder = page.getByRole('region', { name: 'Ladder of everything so far' });
  const frame = ladder.locator('.ladder-frame');
  await expect(ladder.getByRole('row').first()).toBeVisible();
  const days = new Set();
  const end = await frame.evaluate((it) => it.scrollHeight);
  for (let top = 0; top < end; top += 300) {
    const seen = await frame.evaluate(async (it, top) => {
      it.scrollTop = top;
      for (let frames = 0; frames < 3; frames += 1) await new Promise((done) => requestAnimationFrame(done));
      return [...it.querySelectorAll('[role=row]')].map((row) => ({
        nth: Number(row.getAttribute('aria-rowindex')),
        time: row.querySelector('.rung-at').textContent.trim(),
        text: row.querySelector('.rung-lanes').textContent.trim(),
        // A date has room beside the time in a row like any other.
        isCut: row.firstElementChild.scrollHeight > row.clientHeight,
        height: row.offsetHeight,
      }));
    }, top);
    for (const { nth, time, text, isCut, height } of seen) {
      expect([isCut, height], `row ${nth}`).toEqual([false, 34]);
      if (/ pass\. /.test(text)) expect(time, text).toBe('');
      else expect(time, text).toMatch(/^(\w{3} \d+ \w{3} )?\d\d:\d\d:\d\d\.\d{3}$/);
      if (/^\w{3} \d/.test(time)) days.add(time.slice(0, 9));
      if (/keeps the message/.test(text)) expect(text).toMatch(/^Next attempt at .*\d\d:\d\d/);
      expect(text).not.toMatch(/\d\d seconds \d+ milliseconds/);
    }
  }
  const told = [...days].sort((a, b) => Number(a.slice(4, 5)) - Number(b.slice(4, 5)));
  expect(told).toEqual(['Tue 3 Mar', 'Wed 4 Mar', 'Thu 5 Mar', 'Fri 6 Mar', 'Sat 7 Mar', 'Sun 8 Mar']);
  await accessible(page);
  // The session is of the last of them.
  await expect(page.locator('.session-head')).toContainText('Sun 8 Mar');
  expect(troubles).toEqual([]);
});

test('of a hundred thousand lines a few are in the page, wherever one scrolls', async ({ page }) => {
  test.setTimeout(240_000);
  const troubles = await open(page);
  await choose(page, 'long.toml', LONG);
  await expect(parts(page).scenarios.locator('option:checked')).toHaveText('long.toml');
  const bar = page.getByRole('region', { name: 'What happens is being computed' });
  await expect(bar).toBeVisible();
  await expect(bar).toBeHidden({ timeout: 120_000 });
  await page.keyboard.press('End');
  await page.keyboard.press('l');
  const ladder = page.getByRole('region', { name: 'Ladder of everything so far' });
  await ladder.getByRole('combobox', { name: 'Show only one kind' }).selectOption('commands and replies');
  const frame = ladder.locator('.ladder-frame');
  const rows = ladder.getByRole('row');
  await expect.poll(() => frame.evaluate((it) => it.scrollHeight / 34)).toBeGreaterThan(100_000);
  for (const part of [0, 0.31, 0.77, 1]) {
    const seen = await frame.evaluate(async (it, part) => {
      it.scrollTop = part * (it.scrollHeight - it.clientHeight);
      for (let frames = 0; frames < 3; frames += 1) await new Promise((done) => requestAnimationFrame(done));
      const { top, bottom } = it.getBoundingClientRect();
      const all = [...it.querySelectorAll('[role=row]')].map((row) => row.getBoundingClientRect());
      // The row where the Tab key comes to is there wherever it is.
      const within = all.filter((row) => row.bottom > top && row.top < bottom);
      const above = Math.min(...within.map((row) => row.top)) - top;
      return { count: all.length, above, below: bottom - Math.max(...within.map((row) => row.bottom)) };
    }, part);
    expect(seen.count).toBeLessThan(120);
    // No gap at the top, but for the head of the lanes, nor at the bottom.
    expect(seen.above, `at ${part}`).toBeLessThanOrEqual(80);
    expect(seen.below, `at ${part}`).toBeLessThanOrEqual(40);
    await expect(rows.first()).toBeVisible();
  }
  expect(troubles).toEqual([]);
});

test('a large window has room for the map and the ladder', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  const troubles = await open(page, './?scenario=relay');
  const { map } = parts(page);
  const ladder = page.getByRole('region', { name: 'Ladder of everything so far' });
  const caption = page.getByRole('region', { name: 'What just happened' });
  await expect(ladder).toHaveCount(0);
  await page.keyboard.press('End');
  await page.getByRole('button', { name: 'Ladder', exact: true }).click();
  await expect(ladder.getByRole('row').first()).toBeVisible();
  await expect(map).toBeVisible();
  // One below the other, each with its own place.
  const boxes = [map, ladder, caption].map(async (it) => (await it.boundingBox()) ?? {});
  const [above, middle, below] = await Promise.all(boxes);
  expect(middle.y).toBeGreaterThanOrEqual(above.y + above.height);
  expect(below.y).toBeGreaterThanOrEqual(middle.y + middle.height);
  expect(middle.height).toBeGreaterThan(250);
  // A row leads to its moment, and the map shows it.
  const host = map.getByRole('button', { name: /^mx\.example\.net/ });
  await expect(host.getByText('empty')).toHaveCount(2);
  await ladder.getByRole('row').filter({ hasText: 'into the maildrop of bob' }).getByRole('button').click();
  // Bob has not collected it yet.
  await expect(host.getByText('empty')).toHaveCount(1);
  await accessible(page);

  // Where there is less, they take turns again.
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(map).toHaveCount(0);
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await expect(ladder).toHaveCount(0);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.keyboard.press('l');
  await expect(map).toBeVisible();
  await page.getByRole('button', { name: 'Map alone' }).click();
  await expect(ladder).toHaveCount(0);
  expect(troubles).toEqual([]);
});

test('all of a row leads to its moment, but for who marks its text', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  await page.keyboard.press('End');
  await page.keyboard.press('l');
  const ladder = page.getByRole('region', { name: 'Ladder of everything so far' });
  await ladder.getByRole('button', { name: /^Lines of/ }).first().click();
  await ladder.locator('.ladder-frame').evaluate((it) => it.scrollTo(0, 0));
  // What is said stands there whole: there is room beside the arrow.
  const text = ladder.locator('.rung-text').filter({ hasText: 'RCPT TO:<bob@example.net>' }).first();
  expect(await text.evaluate((it) => it.scrollWidth - it.clientWidth)).toBeLessThanOrEqual(0);
  const { position } = parts(page);
  const end = await position.inputValue();
  const { x, y, width, height } = await text.boundingBox();
  await page.mouse.move(x + 4, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width - 4, y + height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(position).toHaveValue(end);
  await text.click();
  await expect(parts(page).caption).toContainText('bob@example.net');
  expect(Number(await position.inputValue())).toBeLessThan(Number(end));
  expect(troubles).toEqual([]);
});

test('the name of each lane stands above its line', async ({ page }) => {
  await open(page, './?scenario=relay');
  await page.keyboard.press('End');
  await page.keyboard.press('l');
  await expect(page.locator('.lane-lines i').first()).toBeAttached();
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    const away = await page.locator('.ladder').evaluate((it) => {
      const middle = (box) => (box.left + box.right) / 2;
      const of = (parts) => [...it.querySelectorAll(parts)].map((part) => middle(part.getBoundingClientRect()));
      const lines = of('.lane-lines i');
      return of('.ladder-lanes span').map((head, nth) => Math.abs(head - lines[nth]));
    });
    expect(away).toHaveLength(4);
    for (const pixels of away) expect(pixels, `${width} wide`).toBeLessThan(2);
  }
});
