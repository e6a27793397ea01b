// What a lesson points at, and that who comes back goes on where the reading stopped.

import { expect, test } from '@playwright/test';
import { ask, embed } from './embedding.mjs';
import { accessible, open, parts } from './playing.mjs';

const story = (page) => page.getByRole('main').locator('section').first();
const press = (page, name) => story(page).getByRole('button', { name, exact: true }).click();
const count = async (page) => Number(/of (\d+)/.exec(await story(page).getByText(/^Step \d+ of \d+$/).textContent())[1]);

test('hosts, links, lines and tabs that a step names are marked, in words too', async ({ page }) => {
  test.setTimeout(180_000);
  const seen = { ring: 0, wire: 0, row: 0, rung: 0, tab: 0 };
  for (const lesson of ['bounce', 'several']) {
    const troubles = await open(page, `./?scenario=${lesson}`);
    await press(page, 'Start the lesson');
    const steps = await count(page);
    for (let step = 1; step <= steps; step += 1) {
      await expect(story(page).getByText(`Step ${step} of ${steps}`)).toBeVisible();
      const targets = story(page).locator('.story-hosts button');
      const names = await targets.allTextContents();
      const rings = await page.locator('.host.is-lit').evaluateAll((all) => all.map((it) => it.getAttribute('aria-label')));
      for (const label of rings) {
        expect(label).toMatch(/; the lesson points at it$/);
        expect(names.some((name) => label.startsWith(name))).toBe(true);
      }
      await expect(page.locator('.lit-ring')).toHaveCount(rings.length);
      seen.ring += rings.length;
      const wires = names.filter((name) => name.startsWith('the link ')).length;
      await expect(page.locator('.lit-wire')).toHaveCount(wires);
      seen.wire += wires;
      for (const tab of await page.getByRole('tab', { name: /, the lesson points at it$/ }).all()) {
        await expect(tab).toHaveClass(/is-lit/);
        seen.tab += 1;
      }
      if (names.some((name) => /marked lines?$/.test(name))) {
        await page.getByRole('tab', { name: /^Session/ }).click();
        const rows = page.locator('.row.is-lit');
        seen.row += await rows.count();
        await page.getByRole('button', { name: 'Ladder', exact: true }).click();
        await expect(page.locator('.rung.is-lit').first()).toContainText('the lesson points at it');
        seen.rung += await page.locator('.rung.is-lit').count();
        await page.getByRole('button', { name: 'Map', exact: true }).click();
      }
      // Each of them leads there.
      for (const [at, name] of names.entries()) {
        if (name.startsWith('the messages')) {
          await targets.nth(at).click();
          await expect(page.getByRole('tab', { name: /^Messages/ })).toHaveAttribute('aria-selected', 'true');
        }
      }
      if (step === 2) await accessible(page, { about: `${lesson}, step ${step}` });
      if (step < steps) await press(page, 'Skip to the next step');
    }
    expect(troubles).toEqual([]);
  }
  for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
  // Another scenario has none of it.
  await parts(page).scenarios.selectOption('direct');
  await expect(page.locator('.is-lit, .lit-ring, .lit-wire')).toHaveCount(0);
});

test('who comes back goes on where the reading stopped, with the answers that were given', async ({ page, context }) => {
  await open(page, './?scenario=bounce');
  await press(page, 'Start the lesson');
  const steps = await count(page);
  let answered;
  for (let step = 1; step < steps && !answered; step += 1) {
    await expect(story(page).getByText(`Step ${step} of ${steps}`)).toBeVisible();
    if (await story(page).getByRole('radio').count()) {
      await story(page).getByRole('radio').last().check();
      await press(page, 'Answer');
      await expect(story(page).locator('.story-verdict').first()).toBeVisible();
      answered = step;
    } else {
      await press(page, 'Skip to the next step');
    }
  }
  const verdict = await story(page).locator('.story-verdict').first().textContent();
  const place = await parts(page).position.inputValue();

  const other = await context.newPage();
  const troubles = await open(other, './?scenario=bounce');
  await press(other, `Continue with step ${answered}`);
  await expect(story(other).getByText(`Step ${answered} of ${steps}`)).toBeVisible();
  await expect(parts(other).position).toHaveValue(place);
  await expect(story(other).locator('.story-verdict').first()).toHaveText(verdict);
  await expect(story(other).getByRole('radio').last()).toBeChecked();
  await expect(story(other).getByRole('radio').last()).toBeDisabled();

  // In somebody else's page nothing is kept, unless its author wants it.
  const guest = await embed(other, 'guest', { scenario: 'bounce', loading: 'eager' });
  await expect(guest.getByRole('button', { name: 'Start the lesson' })).toBeVisible();
  await ask(guest, (it) => it.remove());
  const wanted = await embed(other, 'wanted', { scenario: 'bounce', loading: 'eager', persist: '' });
  await expect(wanted.getByRole('button', { name: `Continue with step ${answered}` })).toBeVisible();
  await wanted.getByRole('button', { name: 'Start from the beginning' }).click();
  await expect(wanted.getByText(`Step 1 of ${steps}`)).toBeVisible();
  expect(troubles).toEqual([]);
});

test('a lesson is read where nothing may be kept', async ({ page }) => {
  await page.addInitScript(() => {
    const refuse = { get: () => { throw new DOMException('no', 'SecurityError'); } };
    Object.defineProperty(globalThis, 'localStorage', refuse);
    Object.defineProperty(globalThis, 'sessionStorage', refuse);
  });
  const troubles = await open(page, './?scenario=bounce');
  await press(page, 'Start the lesson');
  await press(page, 'Skip to the next step');
  await expect(story(page).getByText(/^Step 2 of/)).toBeVisible();
  await page.reload();
  await expect(story(page).getByRole('button', { name: 'Start the lesson' })).toBeVisible();
  expect(troubles).toEqual([]);
});
