// What can be found by its name alone: headings, links on the map, "Why?", parts in parts.

import { expect, test } from '@playwright/test';
import { embed } from './embedding.mjs';
import { accessible, choose, LESSONS, open, parts, place } from './playing.mjs';

const TABS = ['Session', 'Hosts', 'Messages', 'Mailboxes', 'DNS', 'Console'];

/** The headings of a page or of an element, in order, each with its level. */
const outline = (root) =>
  root.locator('h1, h2, h3, h4, h5, h6').evaluateAll((all) =>
    all.filter((it) => it.checkVisibility()).map((it) => [Number(it.localName[1]), it.textContent.trim()]));

/** Whether no level is left out on the way down. */
function fits(headings, from = 0) {
  let before = from;
  for (const [level, text] of headings) {
    expect(text).not.toBe('');
    expect(level, `${text}, behind one of level ${before}`).toBeLessThanOrEqual(before + 1);
    before = level;
  }
}

test('map, ladder, caption, panels and controls have headings that fit an outline', async ({ page }) => {
  const troubles = await open(page, './?scenario=one-good-one-unknown');
  await page.keyboard.press('End');
  const heading = (level, name) => page.getByRole('heading', { level, name, exact: true });
  await expect(heading(1, 'relayscope')).toHaveCount(1);
  for (const name of ['Map of hosts and links', 'What just happened', 'Playback']) {
    await expect(heading(2, name)).toHaveCount(1);
  }
  for (const name of TABS) {
    await page.getByRole('tab', { name }).click();
    const panel = page.getByRole('tabpanel', { name });
    await expect(panel.getByRole('heading', { level: 2 })).toHaveText([name]);
    fits(await outline(page));
  }
  await page.getByRole('tab', { name: 'Hosts' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Hosts' });
  await expect(panel.getByRole('heading', { level: 3 })).toHaveText(['All hosts', 'Links']);
  await page.locator('[data-host="1"]').press('Enter');
  await expect(panel.getByRole('heading', { level: 4, name: 'All settings' })).toBeVisible();
  await expect(panel.getByRole('heading', { level: 4, name: 'What you can do to it' })).toHaveCount(1);
  fits(await outline(page));
  await page.keyboard.press('l');
  await expect(heading(2, 'Ladder of everything so far')).toHaveCount(1);
  await expect(heading(2, 'Map of hosts and links')).toHaveCount(0);
  await accessible(page);
  expect(troubles).toEqual([]);
});

test('in the page of somebody else it has no heading of the first level', async ({ page }) => {
  await open(page);
  const guest = await embed(page, 'guest', { scenario: 'direct', loading: 'eager' });
  await expect(guest.getByRole('heading', { name: 'Map of hosts and links' })).toHaveCount(1);
  const headings = await outline(guest);
  expect(headings.map(([level]) => level)).not.toContain(1);
  fits(headings, 1);
});

test('every link on the map has a name with its ends and its state', async ({ page }) => {
  await open(page, './?scenario=relay');
  const { map } = parts(page);
  const links = map.getByRole('img', { name: /^Link between / });
  const drawn = await map.locator('line.wire').count();
  expect(drawn).toBeGreaterThan(2);
  await expect(links).toHaveCount(drawn);
  const link = map.getByRole('img', { name: /^Link between smtp\.isp\.example and mx\.example\.net: / });
  await expect(link).toHaveAccessibleName(/: quiet$/);
  await expect(map.locator('.wires [tabindex]')).toHaveCount(0);
  await map.getByRole('button', { name: /^mx\.example\.net/ }).press('Enter');
  const deeds = page.getByRole('group', { name: 'What you can do to it' });
  await deeds.getByRole('button', { name: 'Cut the link to smtp.isp.example' }).press('Enter');
  await expect(link).toHaveAccessibleName(/: cut$/);
  await deeds.getByRole('button', { name: 'Mend the link to smtp.isp.example' }).press('Enter');
  await expect(link).toHaveAccessibleName(/: quiet$/);
  const menu = deeds.getByLabel(/^Let the link to smtp\.isp\.example be/);
  if (!(await menu.isVisible())) await menu.locator('xpath=ancestor::details').locator('summary').click();
  await menu.selectOption({ label: 'lossy: every fifth packet is lost, 50 milliseconds each way' });
  await menu.locator('xpath=ancestor::form').getByRole('button').press('Enter');
  await expect(link).toHaveAccessibleName(/: quiet, with a latency of .* and a loss of 20 %$/);
});

test('each "Why?" says what it asks about, and begins with what is seen', async ({ page }) => {
  test.setTimeout(180_000);
  for (const { id } of LESSONS.slice(0, 6)) {
    await open(page, `./?scenario=${id}`);
    const { of } = await place(page);
    await parts(page).position.fill(String(Math.round(of * 0.6)));
    for (const tab of ['Hosts', 'Messages', 'Mailboxes', 'DNS']) {
      await page.getByRole('tab', { name: tab }).click();
      const panel = page.getByRole('tabpanel', { name: tab });
      if (tab === 'Messages') await panel.locator('.letters').getByRole('button').first().press('Enter');
      // With the one about what just happened.
      const whys = await page.locator('.why > summary').filter({ hasText: 'Why?' }).all();
      const names = await Promise.all(whys.map((it) => it.evaluate((it) => it.getAttribute('aria-label') ?? it.innerText)));
      for (const name of names) expect(name, `${id}, ${tab}`).toMatch(/^Why\? \S/);
      expect(new Set(names).size, `${id}, ${tab}: ${names.join('; ')}`).toBe(names.length);
    }
  }
});

test('what a line of a session means is asked of that line', async ({ page }) => {
  await open(page, './?scenario=direct');
  await page.keyboard.press('End');
  await page.getByRole('tab', { name: 'Session' }).click();
  const line = parts(page).session.getByRole('listitem').filter({ hasText: 'MAIL FROM:' }).first();
  const control = line.locator('.explain > summary');
  await expect(control).toHaveAccessibleName(/^What does this mean, and why\? MAIL FROM:/);
  await control.press('Enter');
  await expect(line.locator('.why > summary')).toHaveAccessibleName(/^Why\? MAIL FROM:/);
});

test('parts lie in parts', async ({ page }) => {
  const troubles = await open(page, './?scenario=direct');
  const part = (boundary, ...lines) => [`--${boundary}`, ...lines];
  const eml = [
    'From: alice@example.com',
    'Subject: nested',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=a',
    '',
    ...part('a', 'Content-Type: multipart/alternative; boundary=b', ''),
    ...part('b', 'Content-Type: text/plain', '', 'plain'),
    ...part('b', 'Content-Type: text/html', '', '<b>rich</b>', '--b--'),
    ...part('a', 'Content-Type: image/png; name="p.png"', '', 'x', '--a--'),
    '',
  ].join('\r\n');
  await choose(page, 'nested.eml', eml);
  await expect(page.getByText('Sends nested.eml')).toBeVisible();
  await page.keyboard.press('End');
  await page.getByRole('tab', { name: 'Messages' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Messages' });
  await panel.getByRole('button', { name: 'nested', exact: true }).press('Enter');
  const hop = panel.locator('.hop').first();
  await hop.getByText('Parts', { exact: true }).click();
  const told = await hop.locator('.parts').first().evaluate(function read(list) {
    const tell = (list) => [...list.children].map((item) => {
      const inner = item.querySelector(':scope > ul');
      const kind = item.querySelector(':scope > p').textContent.split(';')[0];
      return inner ? [kind, tell(inner)] : [kind];
    });
    return tell(list);
  });
  expect(told).toEqual([
    ['multipart/mixed', [
      ['multipart/alternative', [['text/plain'], ['text/html']]],
      ['image/png'],
    ]],
  ]);
  // Each lies a little further to the right than what it lies in.
  const left = async (text) => (await hop.getByRole('listitem').filter({ hasText: text }).last().boundingBox()).x;
  expect(await left('text/plain')).toBeGreaterThan(await left('multipart/alternative'));
  expect(await left('image/png')).toBeLessThan(await left('text/plain'));
  await accessible(page);
  expect(troubles).toEqual([]);
});
