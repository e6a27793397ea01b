// Breaking and mending by menu: hosts, links, sessions, disks, names, settings.

import { expect, test } from '@playwright/test';
import { accessible, open, parts, place } from './playing.mjs';

/** The menus of a host. */
async function host(page, name) {
  await parts(page).map.getByRole('button', { name }).press('Enter');
  return page.getByRole('group', { name: 'What you can do to it' });
}

/** Does something in one of several ways. */
async function act(deeds, label, way) {
  const menu = deeds.getByLabel(label);
  if (!(await menu.isVisible())) {
    await menu.locator('xpath=ancestor::details').locator('summary').click();
  }
  await menu.selectOption({ label: way });
  await menu.locator('xpath=ancestor::form').getByRole('button').click();
}

/** Waits until what has just changed is drawn. */
const drawn = (page) =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 4; frame += 1) await new Promise((done) => requestAnimationFrame(done));
  });

test('every kind of fault is one menu away, and is told', async ({ page }) => {
  test.setTimeout(120_000);
  const troubles = await open(page, './?scenario=relay');
  const deeds = await host(page, /^mx\.example\.net/);
  const { caption, map } = parts(page);
  await act(deeds, /^Set its clock/, 'an hour behind');
  await expect(caption).toContainText('The clock of mx.example.net is 1 h behind');
  await expect(map.getByRole('button', { name: /^mx\.example\.net.*clock wrong/ })).toBeVisible();
  // The sheet says by how much, and still does when something is worse.
  const state = page.getByRole('tabpanel', { name: 'Hosts' }).getByRole('definition').first();
  await expect(state).toContainText('mail server, its clock is 1 h behind');
  await act(deeds, 'Let its answers come later:', '4 minutes later, as a tarpit does');
  await expect(caption).toContainText('comes 4 minutes later');
  await expect(map.getByRole('button', { name: /^mx\.example\.net.*answers late/ })).toBeVisible();
  await expect(state).toContainText('mail server, answers late, its clock is 1 h behind');
  await act(deeds, /^Let the link to smtp\.isp\.example be/, 'lossy: every fifth packet is lost, 50 milliseconds each way');
  await expect(caption).toContainText('a loss of 20 %');
  await deeds.getByRole('button', { name: 'Cut it off from all others' }).click();
  await expect(caption).toContainText('The network falls apart');
  await deeds.getByRole('button', { name: 'Let the parts of the network meet again' }).click();
  await act(deeds, /^Break the next connection to it/, 'the reply to the message');
  await expect(caption).toContainText('breaks so that the reply to the message is lost');
  await deeds.getByText('Disk and mailboxes').click();
  await deeds.getByRole('button', { name: 'Fill the mailbox of bob@example.net' }).click();
  await expect(map.getByRole('button', { name: /^mx\.example\.net.*full/ })).toBeVisible();
  await deeds.getByRole('button', { name: 'Fill its disk' }).click();
  await expect(caption).toContainText('The disk of mx.example.net is full');
  await deeds.getByRole('button', { name: 'Pull its cable out' }).click();
  await expect(map.getByRole('button', { name: /^mx\.example\.net.*offline/ })).toBeVisible();
  await deeds.getByText('Settings', { exact: true }).click();
  await act(deeds, /^Greylisting, off now/, 'strangers wait 5 minutes');
  await expect(caption).toContainText('sets greylisting to 5 min');
  await expect(deeds.getByLabel(/^Greylisting, 5 minutes now/)).toBeVisible();
  await accessible(page);
  expect(troubles).toEqual([]);
});

test('what can be done stays inside of its panel, however long it is', async ({ page }) => {
  await open(page, './?scenario=direct');
  const { map, session } = parts(page);
  for (let at = 0; at < 60 && !/RCPT/.test((await session.count()) ? await session.textContent() : ''); at += 1) {
    await page.keyboard.press('.');
  }
  const panel = page.locator('.panel');
  const beyond = async () => {
    const { x, width } = await panel.boundingBox();
    const edges = await panel.locator('.tool:visible').evaluateAll((all) =>
      all.map((it) => [it.textContent.trim(), it.getBoundingClientRect().right]));
    return edges.filter(([, right]) => right > x + width);
  };
  const sizes = [1920, 1280, 864, 390, 320].map((width) => ({ width, height: 800 }));
  for (const size of sizes) {
    await page.setViewportSize(size);
    expect(await beyond(), `the session, ${size.width} wide`).toEqual([]);
  }
  await map.getByRole('button', { name: /^mx\.example\.net/ }).press('Enter');
  const deeds = page.getByRole('group', { name: 'What you can do to it' });
  await deeds.locator('details').evaluateAll((all) => all.forEach((it) => (it.open = true)));
  const tear = deeds.getByRole('button', { name: /^Drop the connection with/ });
  await expect(tear).toBeVisible({ timeout: 5_000 });
  for (const size of sizes) {
    await page.setViewportSize(size);
    expect(await beyond(), `the host, ${size.width} wide`).toEqual([]);
  }
});

test('a session is dropped at this very line', async ({ page }) => {
  const troubles = await open(page, './?scenario=relay');
  const { caption, session } = parts(page);
  for (let at = 0; at < 60 && !/RCPT/.test((await session.count()) ? await session.textContent() : ''); at += 1) {
    await page.keyboard.press('.');
  }
  await page.getByRole('button', { name: 'Drop the connection here' }).click();
  await expect(caption).toContainText('is dropped right here');
  await page.keyboard.press('.');
  await page.keyboard.press('.');
  await expect(page.getByRole('tabpanel', { name: 'Session' })).toContainText('broken off');
  // It is in the journal: the future that was left is kept.
  await expect(page.getByRole('region', { name: 'Another run' })).toBeVisible();
  expect(troubles).toEqual([]);
});

test('mail is collected now', async ({ page }) => {
  await open(page, './?scenario=relay');
  await page.keyboard.press('End');
  const { of } = await place(page);
  const deeds = await host(page, /^desk\.example\.net/);
  await deeds.getByRole('button', { name: 'Collect the mail of bob@example.net' }).click();
  await expect(parts(page).caption).toContainText('bob@example.net asks for new mail');
  expect((await place(page)).of).toBeGreaterThan(of);
});

test('on a telephone what came of a deed is told above the bar, wherever one has scrolled to', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, './?scenario=direct');
  const deeds = await host(page, /^mx\.example\.net/);
  const { caption } = parts(page);
  await deeds.getByText('Links', { exact: true }).scrollIntoViewIfNeeded();
  await deeds.getByRole('button', { name: 'Cut the link to mail.example.com' }).click();
  await expect(caption).toContainText('is cut');
  await expect(caption).not.toBeInViewport();
  const answer = page.locator('.deed-answer');
  await expect(answer).toHaveText(await caption.locator('.caption-text').innerText());
  await expect(answer).toBeInViewport({ ratio: 1 });
  // Who is told by ear hears of it once, and what is below can be pressed all the while.
  await expect(answer).toHaveAttribute('aria-hidden', 'true');
  await deeds.getByRole('button', { name: 'Mend the link to mail.example.com' }).click();
  await expect(answer).toContainText('mended');
  await expect(answer).toBeHidden();
  // Where all of the caption is in sight it says so itself, but not from behind the bar.
  const cut = deeds.getByRole('button', { name: 'Cut the link to mail.example.com' });
  await page.setViewportSize({ width: 390, height: 2400 });
  await cut.click();
  await expect(caption).toContainText('is cut');
  await drawn(page);
  await expect(answer).toHaveCount(0);
  await page.setViewportSize({ width: 390, height: 820 });
  await page.evaluate(() => window.scrollTo(0, 0));
  const behind = () =>
    caption.locator('.caption-text').evaluate((it) => {
      const bar = it.getRootNode().querySelector('.controls').getBoundingClientRect();
      return it.getBoundingClientRect().bottom - bar.top;
    });
  await expect.poll(behind).toBeGreaterThan(1);
  // Whoever clicks it scrolls to it.
  await deeds.getByRole('button', { name: 'Mend the link to mail.example.com' }).dispatchEvent('click');
  await expect(answer).toContainText('mended');
  await page.setViewportSize({ width: 1280, height: 800 });
  await cut.click();
  await expect(caption).toBeInViewport();
  await expect(answer).toBeHidden();
});

test('who acts sees what comes of it beyond the end of the scenario', async ({ page }) => {
  await open(page, './?scenario=envelope');
  await page.keyboard.press('End');
  await expect(parts(page).caption).toContainText('1 given up, 1 bounced back to the sender');
  const { of } = await place(page);
  const deeds = await host(page, /^mx\.example\.net/);
  await deeds.getByRole('button', { name: 'Switch off' }).click();
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'Write a message' });
  await dialog.getByRole('textbox', { name: 'To', exact: true }).fill('bob@example.net');
  await dialog.getByRole('textbox', { name: 'Subject' }).fill('Too late?');
  await dialog.getByRole('button', { name: 'Send now' }).click();
  await expect(dialog).toBeHidden();
  await page.keyboard.press('End');
  // The scenario ends after an hour, and mail is given up after days.
  await expect(parts(page).caption).toContainText('2 given up, 2 bounced back to the sender');
  expect((await place(page)).of).toBeGreaterThan(of);
});
