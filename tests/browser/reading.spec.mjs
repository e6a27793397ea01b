// What can be read: transcript, hosts, help; and for screen readers.

import { expect, test } from '@playwright/test';
import { CHROMIUM, LESSONS, accessible, beside, open, parts, place } from './playing.mjs';

/** Goes on until the caption says something. */
async function stepTo(page, text) {
  const { caption } = parts(page);
  const { of } = await place(page);
  for (let at = 0; at <= of; at += 1) {
    if (text.test(await caption.textContent())) return;
    await page.keyboard.press('.');
  }
  throw new Error(`never said: ${text}`);
}

test('the transcript marks the current line and folds the message', async ({ page }) => {
  await open(page, './?scenario=relay');
  const { session } = parts(page);
  await stepTo(page, /sends the message itself/);
  await expect(session.getByRole('listitem').first()).toContainText('connecting to');
  await expect(session).toContainText('MAIL FROM:<alice@isp.example>');
  const current = session.locator('[aria-current="step"]');
  await expect(current).toHaveCount(1);
  await expect(current).toContainText(/the message, \d+ octets/);
  const summary = current.getByText(/the message, \d+ octets/);
  await summary.click();
  await expect(current.locator('pre')).toContainText('Subject:');
});

for (const [width, height] of [
  [1280, 800],
  [390, 844],
]) {
  test(`beside a lesson a reply of many lines has each of them whole, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, './?scenario=strangers');
    const { session } = parts(page);
    await page.getByRole('button', { name: 'Start the lesson' }).click();
    await expect(session.getByRole('listitem').first()).toBeVisible();
    await stepTo(page, /asks mx\.example\.com to take the message/);
    const lines = session.locator('.row-line');
    // What was said is one word, and stands in one line.
    const words = await lines.evaluateAll((all) => {
      const single = all.filter((it) => /^250-\S+$/.test(it.textContent));
      return single.map((it) => [it.textContent, it.offsetHeight]);
    });
    expect(words.map(([text]) => text)).toContain('250-ENHANCEDSTATUSCODES');
    expect(new Set(words.map(([, height]) => height)).size, String(words)).toBe(1);
    // What does not fit goes on further to the right than it began.
    const edges = await lines.filter({ hasText: '250-mx.example.com greets mx.example.net' }).evaluate((it) => {
      const range = document.createRange();
      range.selectNodeContents(it);
      const edge = new Map();
      for (const { top, left } of range.getClientRects()) {
        const line = Math.round(top / 8);
        edge.set(line, Math.min(edge.get(line) ?? Infinity, left));
      }
      return [...edge].sort(([a], [b]) => a - b).map(([, left]) => left);
    });
    expect(edges.length).toBeGreaterThan(1);
    expect(edges.at(-1)).toBeGreaterThan(edges[0] + 8);
    await expect(session.locator('.row-millis').first()).toBeHidden();
  });
}

test('the queue of a host that is off keeps to its panel on a telephone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, './?scenario=relay');
  await parts(page).position.fill('30');
  await parts(page).map.getByRole('button', { name: /^smtp\.isp\.example/ }).press('Enter');
  await page.getByRole('button', { name: 'Switch off' }).click();
  const queue = page.getByRole('table', { name: 'Queue' });
  await expect(queue).toContainText('when this host is on again');
  const cut = await queue.locator('td').evaluateAll((cells) =>
    cells.filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.textContent),
  );
  expect(cut).toEqual([]);
});

test('a host is shown in full, by pointer and by keyboard', async ({ page }) => {
  await open(page, './?scenario=next-hop-down');
  const { map } = parts(page);
  await stepTo(page, /keeps the message for/);
  await map.getByRole('button', { name: /1 message waiting/ }).click();
  const panel = page.getByRole('tabpanel', { name: 'Hosts' });
  await expect(panel.getByRole('heading', { name: 'mail.example.com' })).toBeVisible();
  const queue = panel.getByRole('table', { name: 'Queue' });
  await expect(queue.getByRole('columnheader')).toHaveText(['Attempts', 'Last attempt', 'Next attempt']);
  await expect(queue).toContainText(/mx\.example\.net .* did not answer/);
  await expect(queue.getByRole('cell', { name: /^(today |tomorrow )?\d\d:\d\d/ })).toBeVisible();
  await panel.getByText('Source').first().click();
  await expect(panel.locator('pre').first()).toContainText('Received:');
  await panel.getByRole('button', { name: /All hosts/ }).click();
  await expect(panel.getByRole('table', { name: 'All hosts' })).toBeVisible();
  await expect(panel.getByRole('row', { name: /mx\.example\.net.*down/ })).toBeVisible();

  // Into the map with the Tab key, along with arrows, and in with Enter.
  const first = map.getByRole('button').first();
  await first.focus();
  const name = await first.getAttribute('aria-label');
  await page.keyboard.press('ArrowRight');
  const other = map.locator('[role=button]:focus');
  expect(await other.getAttribute('aria-label')).not.toBe(name);
  const host = (await other.getAttribute('aria-label')).split(',')[0];
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('heading', { name: host })).toBeVisible();
});

test('what was collected is read as it came', async ({ page }) => {
  await open(page, './?scenario=relay');
  await page.keyboard.press('End');
  await parts(page).map.getByRole('button', { name: /desk\.example\.net.*1 message collected/ }).click();
  const panel = page.getByRole('tabpanel', { name: 'Hosts' });
  await panel.getByText('Source').first().click();
  const source = panel.locator('pre').first();
  await expect(source).toContainText(/^Return-Path: <alice@isp\.example>/);
  await expect(source).toContainText('Received: from smtp.isp.example');
});

test('help opens with ? and closes with Escape', async ({ page }) => {
  await open(page);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keys and signs' });
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText('play or pause');
  await accessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('?');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
  // Closed as by Escape, and opened again before the browser has told that it was closed, it stays open.
  await page.keyboard.press('?');
  await expect(dialog).toBeVisible();
  const isOpen = await dialog.evaluate(async (it) => {
    const told = new Promise((done) => it.addEventListener('close', () => setTimeout(done), { once: true }));
    it.requestClose();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }));
    await told;
    return it.open;
  });
  expect(isOpen).toBe(true);
});

test('the theme follows the system until somebody chooses', { tag: CHROMIUM }, async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page);
  const background = () =>
    page.locator('.relayscope').evaluate((it) => getComputedStyle(it).backgroundColor);
  const light = await background();
  await parts(page).button('Dark colours').click();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await background()).toBe(dark);
  await parts(page).button('Light colours').click();
  expect(await background()).toBe(light);
});

test('a screen reader hears each step', async ({ page }) => {
  await open(page, './?scenario=relay');
  const told = page.getByRole('log').getByRole('paragraph');
  await page.keyboard.press('.');
  await expect(told.last()).toHaveText(/sends a message/);
  await page.keyboard.press('.');
  await expect(told.last()).not.toHaveText(/sends a message/);
  await expect(told.nth(-2), 'what was said before stays').toHaveText(/sends a message/);
});

test('a screen reader misses nothing while it plays, and hears who says what', async ({ page }) => {
  await open(page, './?scenario=direct');
  const told = page.getByRole('log').getByRole('paragraph');
  await parts(page).button('Play').click();
  await expect(told.filter({ hasText: /greets/ })).not.toHaveCount(0, { timeout: 20_000 });
  await page.keyboard.press('k');
  const { at } = await place(page);
  const heard = await told.allTextContents();
  // One for each step, behind what was said when the scenario was opened.
  expect(heard).toHaveLength(at + 1);
  expect(heard.join(' ')).not.toMatch(/left out/);
  await expect(page.getByRole('heading', { name: /^\S+ to \S+$/ }).first()).toBeVisible();
  await open(page, './?scenario=next-hop-down');
  await page.keyboard.press('End');
  await page.keyboard.press('l');
  const ladder = page.getByRole('region', { name: 'Ladder of everything so far' });
  await ladder.getByRole('button', { name: /^Lines of SMTP/, expanded: false }).last().click();
  const line = ladder.getByRole('row').filter({ hasText: 'MAIL FROM:' }).first();
  await expect(line).toContainText(/\S+ says to \S+: /);
});

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
  { width: 320, height: 640 },
]) {
  test(`every scenario is accessible all the way, ${viewport.width} wide`, async ({ page, browserName }) => {
    test.setTimeout(120_000);
    await page.setViewportSize(viewport);
    for (const { id } of LESSONS) {
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await open(page, `./?scenario=${id}`);
      const { of } = await place(page);
      for (const part of [0, 0.5, 1]) {
        await parts(page).position.fill(String(Math.round(of * part)));
        if (part === 1) await page.getByRole('tab', { name: 'Hosts' }).click();
        await page.emulateMedia({ colorScheme: 'light' });
        await accessible(page, { about: `${id} at ${part}, light` });
        // In the dark nothing but colours is another; links in a text are told by theirs, too.
        if (browserName === 'firefox' || viewport.width < 390) continue;
        await page.emulateMedia({ colorScheme: 'dark' });
        await accessible(page, { about: `${id} at ${part}, dark`, rules: ['color-contrast', 'link-in-text-block'] });
      }
      expect(await beside(page), `${id}: nothing is wider than the window`).toBeLessThanOrEqual(0);
    }
  });
}

/**
 * How many tabs each row has, in widths of the element from one to another. The styles ask for the room
 * of the element, and the window's only at 560 and 860: a new size of the window for each width would
 * tell the same, and take twenty times as long.
 */
const rowsOfTabs = (page, from, to) =>
  page.locator('#relayscope').evaluate((it, [from, to]) => {
    const all = [...it.shadowRoot.querySelectorAll('.tabs .tab')];
    const found = [];
    for (let width = from; width <= to; width += 16) {
      it.style.width = `${width}px`;
      const tabs = all.map((tab) => tab.getBoundingClientRect());
      const tops = tabs.filter((tab) => tab.width > 0).map((tab) => Math.round(tab.top));
      const rows = [...new Set(tops)].map((top) => tops.filter((it) => it === top).length);
      found.push({ width, has: it.getBoundingClientRect().width, rows });
    }
    it.style.width = '';
    return found;
  }, [from, to]);

for (const lang of ['en', 'de']) {
  test(`no tab stands alone in a row, lang=${lang}`, async ({ page }) => {
    for (const [count, panels] of [
      [4, 'network+mailboxes+inspector'],
      [5, 'network+log+mailboxes+inspector'],
      [6, ''],
    ]) {
      await open(page, `./?scenario=relay&lang=${lang}${panels && `&panels=${panels}`}`);
      const alone = [];
      for (const [from, to] of [[320, 560], [576, 848], [864, 1920]]) {
        // In Firefox the bar that scrolls takes 12 of them, and nothing is wider than its place.
        await page.setViewportSize({ width: to + 12, height: 800 });
        for (const { width, has, rows } of await rowsOfTabs(page, from, to)) {
          expect(has).toBe(width);
          expect(rows.reduce((sum, row) => sum + row)).toBe(count);
          if (rows.includes(1)) alone.push(`${width}: ${rows.join(' + ')}`);
        }
      }
      expect(alone, `${count} tabs`).toEqual([]);
    }
  });
}

test('every button is large enough to hit', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await open(page);
  const small = await page
    .locator('button:visible, select:visible, input:visible, summary:visible')
    .evaluateAll((all) =>
      all
        .map((it) => ({ html: it.outerHTML.slice(0, 80), box: it.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        .map(({ html }) => html),
    );
  expect(small).toEqual([]);
});

test('however much is said, "Why?" is in sight', async ({ page }) => {
  for (const [width, height] of [[1280, 800], [1024, 768], [390, 844]]) {
    await page.setViewportSize({ width, height });
    for (const lang of ['en', 'de']) {
      await open(page, `./?scenario=next-hop-down&lang=${lang}`);
      const { waits, hidden, left } = await page.evaluate(async () => {
        const root = document.querySelector('#relayscope').shadowRoot;
        const caption = root.querySelector('.caption');
        const position = root.querySelector('.controls input[type="range"]');
        const of = Number(position.max);
        const seen = { waits: 0, hidden: [] };
        for (let at = 1; at < of; at += 1) {
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '.', bubbles: true }));
          await new Promise((done) => setTimeout(done));
          const why = caption.querySelector('.why > summary').getBoundingClientRect();
          const box = caption.getBoundingClientRect();
          const top = Math.max(box.top, 0);
          const bottom = Math.min(box.bottom, window.innerHeight);
          if (!(why.top >= top && why.bottom <= bottom + 0.5 && why.height > 0)) seen.hidden.push(at);
          seen.waits += !caption.querySelector('.caption-next').hidden;
        }
        return { ...seen, left: of - Number(position.value) };
      });
      expect(hidden, `${lang}, ${width}×${height}: the steps at which it is not`).toEqual([]);
      expect(left).toBe(1);
      expect(waits).toBeGreaterThan(0);
    }
  }
});
