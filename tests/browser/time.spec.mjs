// Steps of every size, moments of one kind, what survives a reload, and long runs.

import { expect, test } from '@playwright/test';
import { CHROMIUM, LONG, accessible, choose, open, parts, place } from './playing.mjs';

test('four sizes of steps, both ways, by keys', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  const size = page.getByRole('combobox', { name: 'Size of a step' });
  const { caption } = parts(page);
  const walk = async () => {
    await page.keyboard.press('Home');
    const places = [];
    for (;;) {
      const before = (await place(page)).at;
      await page.keyboard.press('.');
      const { at, of } = await place(page);
      if (at === before) break;
      places.push(at);
      if (at === of) break;
    }
    return places;
  };
  const lines = await walk();
  expect(lines.length).toBe((await place(page)).of);
  const lengths = [lines.length];
  for (const [name, says] of [
    ['session', /connect|answers|opened|reached/i],
    ['hop', /takes|looks for the way/],
    ['moment', /./],
  ]) {
    await page.keyboard.press('n');
    await expect(size.locator('option:checked')).toHaveText(name);
    const there = await walk();
    lengths.push(there.length);
    await page.keyboard.press('Home');
    await page.keyboard.press('.');
    await expect(caption).toContainText(says);
    // Back over the same places.
    await page.keyboard.press('End');
    const back = [];
    for (;;) {
      await page.keyboard.press(',');
      const { at } = await place(page);
      if (at === 0) break;
      back.unshift(at);
    }
    const { of } = await place(page);
    expect(back).toEqual(there.filter((at) => at !== of));
  }
  expect(Math.max(...lengths.slice(1))).toBeLessThan(lengths[0]);
  await page.keyboard.press('n');
  await expect(size.locator('option:checked')).toHaveText('line');
  expect(troubles).toEqual([]);
});

test('moments of one kind are marked and jumped to', async ({ page }) => {
  await open(page, './?scenario=next-hop-down');
  const marks = page.locator('.mark-place');
  const all = await marks.count();
  const kinds = page.getByRole('combobox', { name: 'Moments to jump to' });
  await kinds.selectOption({ label: 'delivered' });
  await expect(marks).toHaveCount(1);
  expect(all).toBeGreaterThan(1);
  await page.locator('.controls').getByRole('button', { name: 'Next notable moment' }).click();
  await expect(parts(page).caption).toContainText(/maildrop|mailbox|delivers/);
  const { at } = await place(page);
  await page.keyboard.press(']');
  const { at: end, of } = await place(page);
  expect(end).toBe(of);
  await page.keyboard.press('[');
  expect((await place(page)).at).toBe(at);
  await kinds.blur();
  await page.keyboard.press('m');
  await expect(kinds.locator('option:checked')).toHaveText('collected');
});

test('a reload comes back to the same place', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  await parts(page).position.fill('9');
  await page.getByRole('tab', { name: 'DNS' }).click();
  await page.getByRole('button', { name: 'Presentation size' }).click();
  await page.reload();
  await expect(page.getByRole('main')).toBeVisible();
  await expect(parts(page).position).toHaveValue('9');
  await expect(page.getByRole('tab', { name: 'DNS' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('button', { name: 'Presentation size' })).toHaveAttribute('aria-pressed', 'true');

  // A file of the visitor's own comes back too.
  await choose(page, 'mine.toml', 'format = 1\ntitle = "Mine"\n[[host]]\nname = "only.example.com"\n');
  await expect(parts(page).map.getByRole('button', { name: /^only\.example\.com/ })).toBeVisible();
  await page.reload();
  await expect(parts(page).map.getByRole('button', { name: /^only\.example\.com/ })).toBeVisible();

  // Somebody who comes by a link starts at its start.
  await page.goto('./?scenario=relay');
  await expect(parts(page).position).toHaveValue('0');
  expect(troubles).toEqual([]);
});

test('without storage nothing is missing', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  const troubles = await open(page, './?scenario=relay');
  await page.keyboard.press('.');
  await page.reload();
  await expect(parts(page).position).toHaveValue('0');
  expect(troubles).toEqual([]);
});

test('everything is larger for the back row, and fits', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, './?scenario=relay');
  const height = async () => (await parts(page).caption.locator('p').first().boundingBox()).height;
  const before = await height();
  await page.keyboard.press('p');
  expect(await height()).toBeGreaterThan(before * 1.2);
  const over = await page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    return [scrollWidth - clientWidth, scrollHeight - clientHeight];
  });
  expect(over).toEqual([0, 0]);
  await accessible(page);
  // Neither the rule that is named nor a button of the map is cut off, with a lesson beside them or not.
  for (const scenario of ['next-hop-down', 'retry']) {
    await open(page, `./?scenario=${scenario}`);
    for (let at = 0; at < 30; at += 1) await page.keyboard.press('.');
    await expect(parts(page).position).toHaveValue('30');
    await page.keyboard.press('p');
    await expect(page.locator('.relayscope[data-size="large"]')).toBeVisible();
    for (const size of [{ width: 1280, height: 800 }, { width: 1024, height: 768 }]) {
      await page.setViewportSize(size);
      const cut = () => page.locator('.stage').evaluate((stage) => {
        const box = (selector) => stage.querySelector(selector).getBoundingClientRect();
        const inside = (it, around) => it.top >= around.top && it.bottom <= around.bottom + 1;
        const tools = [...stage.querySelectorAll('.map-tools .tool')];
        return [
          ...tools.filter((it) => !inside(it.getBoundingClientRect(), box('.map'))).map((it) => it.title),
          ...(inside(box('.caption .rule'), box('.caption')) ? [] : ['rule']),
        ];
      });
      await expect.poll(cut, { message: `${scenario}, ${size.width} wide` }).toEqual([]);
      await page.getByRole('tab', { name: 'Console' }).click();
      await expect.poll(cut, { message: `${scenario} with a console, ${size.width} wide` }).toEqual([]);
      await page.getByRole('tab', { name: 'Session' }).click();
      // What is said while hosts are moved covers none of them, nor a button.
      await page.keyboard.press('g');
      await expect(page.locator('.map-tools > p')).toBeVisible();
      const covered = () => page.locator('.map').evaluate((map) => {
        const said = map.querySelector('.map-tools > p').getBoundingClientRect();
        const all = [...map.querySelectorAll('.host-card, .map-tools .tool')];
        return all.map((it) => it.getBoundingClientRect()).filter((it) =>
          it.left < said.right && it.right > said.left && it.top < said.bottom - 1 && it.bottom > said.top + 1).length;
      });
      await expect.poll(covered, { message: `${scenario}, moving hosts, ${size.width} wide` }).toBe(0);
      await expect.poll(cut).toEqual([]);
      await page.keyboard.press('g');
    }
  }
});

test('a long run is computed in slices, says how far it is, and is stopped', { tag: CHROMIUM }, async ({ page }) => {
  test.setTimeout(120_000);
  const troubles = await open(page);
  // On a fast machine the run would be over before anybody could stop it.
  const browser = await page.context().newCDPSession(page);
  await browser.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.evaluate(() => {
    window.tasks = [];
    new PerformanceObserver((list) => {
      window.tasks.push(...list.getEntries().map((it) => it.duration));
    }).observe({ type: 'longtask' });
  });
  await choose(page, 'long.toml', LONG);
  const bar = page.getByRole('region', { name: 'What happens is being computed' });
  await expect(bar).toContainText(/\d+ % of the time, [\d\u202f]+ events so far/);
  await bar.getByRole('button', { name: 'Stop' }).click();
  await expect(bar).toContainText('Stopped');
  const { of } = await place(page);
  expect(of).toBeGreaterThan(100);
  await page.waitForTimeout(500);
  expect((await place(page)).of).toBe(of);
  await bar.getByRole('button', { name: 'Go on' }).click();
  await expect.poll(async () => (await place(page)).of).toBeGreaterThan(of);
  // Whoever asks for the end while it is not known yet comes to it all the same.
  await page.keyboard.press('End');
  await expect(bar).toBeVisible();
  await browser.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await expect(bar).toBeHidden({ timeout: 60_000 });
  const end = await place(page);
  expect(end.at).toBe(end.of);
  console.log('long tasks:', await page.evaluate(() => window.tasks.map(Math.round).join(' ')));
  expect(troubles).toEqual([]);
});
