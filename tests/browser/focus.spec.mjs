// Who works by keyboard keeps a place in the page: what had the focus may go, and the focus goes on.

import { expect, test } from '@playwright/test';
import { parts } from './playing.mjs';

/** The name or the text of what has the focus; empty where nothing has it. */
const focused = (page) =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot) at = at.shadowRoot.activeElement;
    if (!at || at === document.body) return '';
    return at.getAttribute('aria-label') ?? at.textContent.trim();
  });

/** Presses what has this role and name, by keyboard alone. */
async function press(page, role, name) {
  const thing = page.getByRole(role, { name, exact: true });
  await thing.focus();
  await page.keyboard.press('Enter');
}

async function opened(page, scenario) {
  await page.goto(`/?scenario=${scenario}`);
  await expect(parts(page).map.getByRole('button').first()).toBeVisible();
}

test('the focus goes with what is chosen, and back to it', async ({ page }) => {
  await opened(page, 'next-hop-down');
  await page.keyboard.press('End');
  await press(page, 'tab', 'Messages');
  const letter = page.getByRole('tabpanel').locator('.letters').getByRole('button').first();
  const subject = await letter.textContent();
  await letter.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe(subject);
  await press(page, 'button', '← All messages');
  await expect.poll(() => focused(page)).toBe(subject);
  await press(page, 'tab', 'Hosts');
  await press(page, 'button', 'mx.example.net');
  await expect.poll(() => focused(page)).toBe('mx.example.net');
  await press(page, 'button', '← All hosts');
  await expect.poll(() => focused(page)).toBe('mx.example.net');
});

test('a deed leaves the focus at what undoes it', async ({ page }) => {
  await opened(page, 'direct');
  await press(page, 'tab', 'Hosts');
  await press(page, 'button', 'mx.example.net');
  await press(page, 'button', 'Switch off');
  await expect.poll(() => focused(page)).toBe('Switch on');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('Switch off');
});

test('among several deeds the focus keeps to its place', async ({ page }) => {
  await opened(page, 'relay');
  await press(page, 'tab', 'Hosts');
  await press(page, 'button', 'smtp.isp.example');
  await press(page, 'button', 'Cut the link to mx.example.net');
  await expect.poll(() => focused(page)).toBe('Mend the link to mx.example.net');
});

test('the console keeps who types when the server hangs up', async ({ page }) => {
  await opened(page, 'direct');
  await press(page, 'tab', 'Console');
  await press(page, 'button', 'Connect');
  const line = page.getByRole('combobox', { name: 'Line to send' });
  await expect(line).toBeFocused();
  await expect(page.getByRole('log', { name: 'Session' })).toContainText('220 ');
  await page.keyboard.type('QUIT');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log', { name: 'Session' })).toContainText('221 ');
  await expect(line).toHaveAttribute('readonly');
  await expect(line).toBeFocused();
  const before = await parts(page).position.inputValue();
  await page.keyboard.type('RSET');
  await expect(line).toBeFocused();
  await expect(parts(page).position).toHaveValue(before);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the map as a table is where the focus goes', async ({ page }) => {
  await opened(page, 'direct');
  await press(page, 'button', 'The map as a table');
  await expect.poll(() => focused(page)).toBe('Hosts');
  await page.keyboard.press('Tab');
  await expect.poll(() => focused(page)).toMatch(/example/);
});

test('arrows in the menu of scenarios load nothing by themselves', async ({ page }) => {
  await opened(page, 'direct');
  const title = await parts(page).caption.textContent();
  const menu = page.getByRole('combobox', { name: 'Scenario' });
  await menu.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await expect(menu).toHaveValue('direct');
  await expect(parts(page).caption).toHaveText(title);
});

test('letters can be switched off as keys, over a reload too', async ({ page }) => {
  await opened(page, 'direct');
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Letters, digits and signs are keys of this page' }).uncheck();
  await page.keyboard.press('Escape');
  for (const again of [false, true]) {
    if (again) await page.reload();
    await expect(parts(page).map.getByRole('button').first()).toBeVisible();
    await page.keyboard.press('s');
    await page.keyboard.press('?');
    await page.keyboard.press('ArrowRight');
    await expect(parts(page).position).not.toHaveValue('0');
    await expect(dialog).toBeHidden();
    await page.keyboard.press('Home');
  }
});

test('a menu of ways leaves the focus at itself, and Space plays for who has pressed by mouse', async ({ page }) => {
  await opened(page, 'direct');
  await press(page, 'tab', 'Hosts');
  await press(page, 'button', 'mx.example.net');
  const { button, map } = parts(page);
  const later = page.getByRole('button', { name: /^Do it: (Let its answers|Its answers)/ });
  await later.focus();
  await page.keyboard.press('Enter');
  await expect(map.getByRole('button', { name: /^mx\.example\.net.*answers late/ })).toBeVisible();
  await expect.poll(() => focused(page)).toMatch(/^Do it: Its answers/);
  await page.getByText('Settings', { exact: true }).click();
  const size = page.getByRole('button', { name: /^Do it: Largest message/ });
  await size.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toMatch(/^Do it: Largest message, without a bound/);

  // By mouse, nothing shows where the focus is: Space means the page, and the host stays on.
  const cable = page.getByRole('button', { name: 'Plug its cable in' });
  await page.getByRole('button', { name: 'Pull its cable out' }).click();
  await expect(cable).toBeVisible();
  const host = map.getByRole('button', { name: /^mx\.example\.net/ });
  for (const clicked of [null, page.getByText('Sessions and connections to come'), button('Step forward'), host]) {
    await clicked?.click();
    await expect(button('Play')).toBeVisible();
    await page.keyboard.press('Space');
    await expect(button('Pause')).toBeVisible();
    await page.keyboard.press('k');
    await expect(cable).toBeVisible();
  }
  // By keyboard it is pressed.
  await cable.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pull its cable out' })).toBeVisible();
  await expect(button('Play')).toBeVisible();
});
