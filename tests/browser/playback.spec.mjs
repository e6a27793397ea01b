// Every scenario from start to end and back: by pointer, and by keyboard alone.

import { expect, test } from '@playwright/test';
import { LESSONS, STILL, TAUGHT, choose, many, open, parts, place } from './playing.mjs';

test('the menu offers every scenario', async ({ page }) => {
  await open(page);
  const { scenarios } = parts(page);
  const values = await scenarios.locator('option').evaluateAll((all) => all.map((it) => it.value));
  expect(values).toEqual([...TAUGHT, ...LESSONS.map(({ id }) => id)]);
});

for (const { id, end } of LESSONS) {
  test(`${id} plays to its end and steps back to its start, by keyboard`, async ({ page, browserName }) => {
    test.setTimeout(120_000);
    const troubles = await open(page);
    const { scenarios, caption, speed, position } = parts(page);

    // Chosen as with a keyboard: focus the menu, open it, and go down to the entry.
    await page.keyboard.press('Tab');
    await expect(scenarios).toBeFocused();
    const index = LESSONS.findIndex((lesson) => lesson.id === id);
    if (index > 0 && browserName === 'firefox') {
      // There an arrow opens a window of the browser's own, which no driver reaches.
      await scenarios.selectOption(id);
    } else if (index > 0) {
      for (let at = 0; at <= index; at += 1) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    }
    await expect(scenarios).toHaveValue(id);
    const start = await place(page);
    expect(start.at).toBe(0);
    expect(start.of).toBeGreaterThan(10);
    const title = await scenarios.locator('option:checked').textContent();
    await expect(caption).toContainText(title);
    await expect(page).toHaveTitle(new RegExp(title));

    // Off the menu, where letters are its own; then as fast as it goes.
    await page.keyboard.press('Tab');
    for (let at = 0; at < 4; at += 1) await page.keyboard.press('>');
    await expect(speed).toHaveValue('1600');
    await page.keyboard.press('k');
    await expect(parts(page).button('Pause')).toBeVisible();
    await expect(caption).toContainText('The end.', { timeout: 60_000 });
    await expect(caption).toContainText(end);
    await expect(position).toHaveValue(String(start.of));
    await expect(parts(page).button('Play')).toBeVisible();

    // Back: a few single steps, moment by moment, and the rest at once.
    await page.keyboard.press(',');
    await page.keyboard.press('ArrowLeft');
    expect((await place(page)).at).toBe(start.of - 2);
    await page.keyboard.press('[');
    expect((await place(page)).at).toBeLessThan(start.of - 2);
    await page.keyboard.press('Home');
    await expect(position).toHaveValue('0');
    await expect(caption).toContainText(title);
    expect(troubles).toEqual([]);
  });
}

test('played fast, a session stays in sight, and who pauses goes on reading it', async ({ page }) => {
  const troubles = await open(page);
  await choose(page, 'many.toml', many(12));
  await parts(page).caption.getByText('Nothing has happened yet').waitFor();
  await parts(page).speed.selectOption({ label: '16×' });
  await parts(page).position.fill('100');
  const seen = { beats: 0, sessions: 0 };
  for (let round = 0; round < 4; round += 1) {
    await parts(page).button('Play').click();
    // A pause in the middle of it, and what is shown in each frame until then and behind it.
    const { heads, after, beats } = await parts(page).button('Pause').evaluate(async (button) => {
      const root = button.getRootNode();
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const head = () => root.querySelector('.session-head h3').textContent;
      const position = () => Number(root.querySelector('input[type=range]').value);
      const from = position();
      const heads = [];
      for (let at = 0; at < 80; at += 1) {
        heads.push(head());
        await frame();
      }
      heads.push(head());
      button.click();
      for (let at = 0; at < 3; at += 1) await frame();
      return { heads, after: head(), beats: position() - from };
    });
    expect(after).toBe(heads.at(-1));
    seen.beats += beats;
    seen.sessions += heads.filter((head, at) => at > 0 && head !== heads[at - 1]).length;
  }
  expect(seen.beats).toBeGreaterThan(40);
  expect(seen.sessions).toBeLessThan(seen.beats / 5);
  // Who steps sees what is said in one session after the other.
  const current = page.locator('.transcript [aria-current=step]');
  const head = page.locator('.session-head h3');
  const heads = new Set();
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('.');
    if (await current.count()) heads.add(await head.textContent());
  }
  expect(heads.size).toBeGreaterThan(3);
  expect(troubles).toEqual([]);
});

test('steps one by one there and back are the same', { tag: STILL }, async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, './?scenario=one-good-one-unknown');
  const { caption, map } = parts(page);
  const look = async () => [
    await caption.textContent(),
    await map.getByRole('button').evaluateAll((all) => all.map((it) => it.getAttribute('aria-label'))),
  ];
  const { of } = await place(page);
  const there = [await look()];
  for (let at = 0; at < of; at += 1) {
    await page.keyboard.press('.');
    there.push(await look());
  }
  expect((await place(page)).at).toBe(of);
  for (let at = of; at >= 0; at -= 1) {
    expect(await look(), `position ${at}`).toEqual(there[at]);
    await page.keyboard.press(',');
  }
});

test('the buttons do what they say', async ({ page }) => {
  await open(page, './?scenario=relay');
  const { button, position, caption, clock } = parts(page);
  const { of } = await place(page);
  await button('Step forward').click();
  await expect(position).toHaveValue('1');
  await button('Next notable moment').click();
  expect((await place(page)).at).toBeGreaterThan(1);
  await button('Previous notable moment').click();
  await expect(position).toHaveValue('1');
  await button('To the end').click();
  await expect(position).toHaveValue(String(of));
  await expect(caption).toContainText('The end.');
  await expect(clock).toContainText('09:05:00');
  await button('Step back').click();
  await expect(position).toHaveValue(String(of - 1));
  await button('To the start').click();
  await expect(position).toHaveValue('0');
  await button('Play').click();
  await expect(position).not.toHaveValue('0');
  await button('Pause').click();
  const paused = await place(page);
  await page.waitForTimeout(1500);
  expect((await place(page)).at).toBe(paused.at);
});

test('an idle stretch says when it ends and why', async ({ page }) => {
  await open(page, './?scenario=next-hop-down');
  const { caption, map } = parts(page);
  for (let tries = 0; tries < 40; tries += 1) {
    await page.keyboard.press(']');
    if (/Next, at .*: attempt 2/.test(await caption.textContent())) break;
  }
  await expect(caption).toContainText(/Next, at \d\d:\d\d.*: attempt 2 of mail\.example\.com, because mx\.example\.net/);
  await expect(map.getByRole('button', { name: /down/ })).toBeVisible();
  await expect(map.getByRole('button', { name: /1 message waiting/ })).toBeVisible();
});

test('the slider speaks', async ({ page }) => {
  await open(page, './?scenario=relay');
  const { position } = parts(page);
  await position.focus();
  await page.keyboard.press('ArrowRight');
  await expect(position).toHaveValue('1');
  await expect(position).toHaveAttribute('aria-valuetext', /^event 1 of \d+, .*2026.*: \S+ sends a message/);
  await page.keyboard.press('End');
  await expect(position).toHaveAttribute('aria-valuetext', /^event (\d+) of \1,/);
});

test('a sign above the slider leads to its moment, and keys go on from there', async ({ page }) => {
  await open(page, './?scenario=next-hop-down');
  const { position, caption } = parts(page);
  await page.keyboard.press('End');
  await page.getByTitle('delivered', { exact: true }).click();
  await expect(caption).toContainText('maildrop of');
  await expect(position).toBeFocused();
  const here = Number(await position.inputValue());
  await page.getByTitle('deferred', { exact: true }).first().click();
  await expect(caption).toContainText('tries again');
  await expect.poll(async () => Number(await position.inputValue())).toBeLessThan(here);
});

test('the toolbar is one stop, with arrows inside', async ({ page }) => {
  await open(page);
  const { button, position } = parts(page);
  await button('Play').focus();
  await page.keyboard.press('ArrowRight');
  await expect(button('Step forward')).toBeFocused();
  await expect(position).toHaveValue('0');
  await page.keyboard.press('Enter');
  await expect(position).toHaveValue('1');
  await page.keyboard.press('Home');
  await expect(button('To the start')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(button('To the end')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(position).toBeFocused();
});

test('keys are left alone in fields and with modifiers', async ({ page }) => {
  await open(page);
  const { position, scenarios } = parts(page);
  await page.keyboard.press('Control+.');
  await page.keyboard.press('Alt+k');
  await scenarios.focus();
  await page.keyboard.press('k');
  await page.keyboard.press('.');
  await expect(position).toHaveValue('0');
  await expect(parts(page).button('Play')).toBeVisible();
});

test('without motion it jumps from state to state', { tag: STILL }, async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, './?scenario=relay');
  const { position, map } = parts(page);
  const courier = map.locator('.moving > g').first();
  const places = new Set();
  for (let at = 0; at < 12; at += 1) {
    await page.keyboard.press('.');
    await expect(position).toHaveValue(String(at + 1));
    const before = await courier.getAttribute('transform');
    await page.waitForTimeout(60);
    expect(await courier.getAttribute('transform')).toBe(before);
    places.add(before);
  }
  expect(places.size).toBeGreaterThan(1);
});
