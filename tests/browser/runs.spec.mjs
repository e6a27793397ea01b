// Several runs of one scenario: each can be shown again, and compared.

import { expect, test } from '@playwright/test';
import { ask } from './embedding.mjs';
import { accessible, beside, open, parts, place } from './playing.mjs';

const bar = (page) => page.getByRole('region', { name: 'Another run' });
const shown = (page) => bar(page).getByRole('combobox', { name: 'Run that is shown' });

/** The words of the comparison that do not stand in one line each. */
const broken = (page) =>
  bar(page).getByRole('table', { name: 'Compare' }).evaluate((table) => {
    const texts = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
      const { data, parentElement } = texts.currentNode;
      if (parentElement.closest('thead') || !parentElement.checkVisibility()) continue;
      for (const { index, 0: word } of data.matchAll(/[^\s-]+/g)) {
        const range = document.createRange();
        range.setStart(texts.currentNode, index);
        range.setEnd(texts.currentNode, index + word.length);
        if (new Set([...range.getClientRects()].map((it) => Math.round(it.top))).size > 1) found.push(word);
      }
    }
    return found;
  });

/** The roles of all that Chromium tells a screen reader of in the comparison: a style can take a role away. */
async function heard(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const table = nodes.find((it) => it.role?.value === 'table' && it.name?.value === 'Compare');
  const below = (node) => node.childIds.flatMap((id) => nodes.filter((it) => it.nodeId === id)).flatMap((it) => [it, ...below(it)]);
  return below(table).filter((it) => !it.ignored).map((it) => it.role.value);
}

/** Switches a host off at a place. */
async function switchOff(page, percent, host) {
  const { of } = await place(page);
  await parts(page).position.fill(String(Math.round((of * percent) / 100)));
  await parts(page).map.getByRole('button', { name: host }).press('Enter');
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(parts(page).caption).toContainText('goes down');
}

for (const [width, height] of [
  [1280, 800],
  [390, 844],
]) {
  test(`every run that was left can be shown again and compared, ${width} wide`, async ({ browserName, page }) => {
    await page.setViewportSize({ width, height });
    const troubles = await open(page, './?scenario=relay');
    const planned = await place(page);
    await switchOff(page, 30, /^smtp\.isp\.example/);
    // With two of them a button is enough.
    await expect(bar(page).getByRole('button', { name: 'Show the other run' })).toBeVisible();
    await expect(shown(page)).toHaveCount(0);
    await switchOff(page, 20, /^mx\.example\.net/);
    await expect(bar(page)).toContainText('3 runs are kept.');
    await expect(bar(page).getByRole('button', { name: 'Show the other run' })).toHaveCount(0);
    const names = await shown(page).getByRole('option').allTextContents();
    expect(names.length).toBe(3);
    expect(names[0]).toBe('as planned');
    expect(names[1]).toMatch(/^2 · smtp\.isp\.example goes down, \d\d:\d\d:\d\d(\.\d{3})?$/);
    expect(names[2]).toMatch(/^3 · mx\.example\.net goes down, \d\d:\d\d:\d\d(\.\d{3})?$/);
    await expect(shown(page).getByRole('option', { selected: true })).toHaveText(names[2]);

    // The first of them, by keyboard: the focus stays where it is.
    await shown(page).focus();
    await page.keyboard.press('Home');
    await expect(parts(page).position).toHaveAttribute('max', String(planned.of));
    await expect(shown(page)).toBeFocused();
    await expect(shown(page).getByRole('option', { selected: true })).toHaveText('as planned');
    await page.keyboard.press('ArrowDown');
    await expect(shown(page).getByRole('option', { selected: true })).toHaveText(names[1]);
    await expect(parts(page).position).not.toHaveAttribute('max', String(planned.of));
    await expect(shown(page).getByRole('option')).toHaveText(names);

    // It is compared with the one that was left last, or with any other.
    await bar(page).getByText('Compare', { exact: true }).click();
    const other = bar(page).getByRole('combobox', { name: 'Compare with' });
    await expect(other.getByRole('option')).toHaveText([names[0], names[2]]);
    await expect(other.getByRole('option', { selected: true })).toHaveText('as planned');
    const cell = bar(page).getByRole('row', { name: /bob@example\.net/ }).getByRole('cell').first();
    await expect(cell).toContainText('delivered at mx');
    await other.selectOption(names[2]);
    await expect(cell).not.toContainText('delivered at mx');
    await accessible(page);
    expect(await beside(page)).toBeLessThanOrEqual(0);

    // A table to the ear in every width; to the eye it is a list where columns would be too narrow.
    const table = bar(page).getByRole('table', { name: 'Compare' });
    for (const percent of [100, 200]) {
      await page.evaluate((percent) => {
        document.documentElement.style.fontSize = `${percent}%`;
      }, percent);
      expect(await broken(page), `${percent} %`).toEqual([]);
      expect(await beside(page), `${percent} %`).toBeLessThanOrEqual(0);
      await expect(cell.getByText('The other run:')).toBeVisible({ visible: width / percent < 6.5 });
      await expect(table.getByRole('columnheader')).toHaveText(['What differs', 'The other run', 'This run']);
      if (browserName !== 'chromium') continue;
      const roles = await heard(page);
      for (const role of ['row', 'rowheader', 'columnheader', 'cell']) {
        const count = await table.getByRole(role).count();
        expect(roles.filter((it) => it === role).length, `${role}, ${percent} %`).toBe(count);
      }
    }
    expect(troubles).toEqual([]);
  });
}

test('who closes the bar about many runs finds them again', async ({ page }) => {
  await open(page, './?scenario=relay');
  await switchOff(page, 30, /^smtp\.isp\.example/);
  await switchOff(page, 20, /^mx\.example\.net/);
  await bar(page).getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: '3 runs' }).click();
  await expect(shown(page)).toBeVisible();
});

test('all runs are there again after a reload, and go on as if nothing had been', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  await switchOff(page, 30, /^smtp\.isp\.example/);
  await switchOff(page, 20, /^mx\.example\.net/);
  const names = await shown(page).getByRole('option').allTextContents();
  await shown(page).selectOption(names[1]);
  await bar(page).getByText('Compare', { exact: true }).click();
  const other = bar(page).getByRole('combobox', { name: 'Compare with' });
  const table = bar(page).getByRole('table', { name: 'Compare' });
  await other.selectOption(names[2]);
  const ends = await table.innerText();
  const before = await place(page);
  for (const again of [1, 2]) {
    await page.reload();
    await expect(shown(page).getByRole('option'), `reload ${again}`).toHaveText(names);
    await expect(shown(page).getByRole('option', { selected: true })).toHaveText(names[1]);
    await expect.poll(() => place(page)).toEqual(before);
    await bar(page).getByText('Compare', { exact: true }).click();
    await expect(other.getByRole('option', { selected: true })).toHaveText(names[2]);
    await expect.poll(() => table.innerText()).toBe(ends);
  }
  // Where the scenario's own is shown, the others are there, too; and what is done next is another one.
  await shown(page).selectOption(names[0]);
  await page.reload();
  await expect(shown(page).getByRole('option', { selected: true })).toHaveText('as planned');
  await expect(shown(page).getByRole('option')).toHaveText(names);
  await switchOff(page, 40, /^mx\.example\.net/);
  await expect(shown(page).getByRole('option').last()).toHaveText(/^4 · /);
  expect(troubles).toEqual([]);
});

test('a state of one run leaves no other run beside it', async ({ page }) => {
  await open(page, './?scenario=relay');
  const element = page.locator('#relayscope');
  const alone = await ask(element, (it) => it.getState());
  await switchOff(page, 30, /^smtp\.isp\.example/);
  const both = await ask(element, (it) => it.getState());
  await bar(page).getByRole('button', { name: 'Show the other run' }).click();
  await ask(element, (it, state) => it.setState(state), alone);
  await expect(bar(page)).toBeHidden();
  await ask(element, (it, state) => it.setState(state), both);
  await expect(bar(page)).toBeVisible();
  expect(await ask(element, (it) => it.getState())).toEqual(both);
});

test('runs that are too much for the storage are told as lost, and the one shown is kept', async ({ page }) => {
  await page.addInitScript(() => {
    const put = Storage.prototype.setItem;
    Storage.prototype.setItem = function (name, text) {
      if (text.includes('left_run.')) throw new DOMException('full', 'QuotaExceededError');
      put.call(this, name, text);
    };
  });
  await open(page, './?scenario=relay');
  await switchOff(page, 30, /^smtp\.isp\.example/);
  const before = await place(page);
  await page.reload();
  await expect(page.getByRole('alert').filter({ hasText: /./ })).toContainText('The other runs were not kept');
  await expect.poll(() => place(page)).toEqual(before);
  await expect(bar(page)).toBeHidden();
});

test('runs of a scenario that is not there stand beside no other', async ({ page }) => {
  await open(page, './?scenario=relay');
  const element = page.locator('#relayscope');
  await switchOff(page, 30, /^smtp\.isp\.example/);
  await bar(page).getByRole('button', { name: 'Show the other run' }).click();
  const state = await ask(element, (it) => it.getState());
  const text = JSON.stringify(state);
  expect(text).toContain('lesson=relay');
  await open(page, './?scenario=direct');
  await ask(element, (it, state) => it.setState(state), JSON.parse(text.replace('lesson=relay', 'lesson=gone')));
  await expect(parts(page).scenarios).toHaveValue('direct');
  await expect(bar(page)).toBeHidden();
  await ask(element, (it, state) => it.setState(state), state);
  await expect(parts(page).scenarios).toHaveValue('relay');
  await expect(bar(page)).toBeVisible();
});
