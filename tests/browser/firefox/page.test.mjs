// The essentials of the page in Firefox: it plays, teaches, is typed to, is broken, and is for everybody.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LESSONS } from '../lessons.mjs';
import { accessible, ask, find, focused, launch, open, reach, says, stands, until } from './fox.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** A test with a page of its own, which must not complain. */
const onPage = (name, path, act) =>
  test(name, { timeout: 120_000 }, async () => {
    const { page, troubles, root } = await open(browser, path);
    await act(page, root);
    assert.deepEqual(troubles, []);
    await page.close();
  });

onPage('every scenario is picked, and played to its end and back by keyboard', '', async (page, root) => {
  const scenarios = await find(root, 'combobox', 'Scenario');
  const caption = await find(root, 'region', 'What just happened');
  assert.equal(await ask(page, (it) => it.stepIndex), 0);
  for (const { id, end } of LESSONS) {
    await reach(page, scenarios, 'the menu of scenarios', { back: id !== LESSONS[0].id });
    // An arrow opens the menu, and that is a window of the browser's own, which no driver reaches.
    if (id !== LESSONS[0].id) await scenarios.select(id);
    await until(`${id} is picked`, () => scenarios.evaluate((it) => it.value), (value) => value === id);
    await stands(page, 0);
    // The keys of the page have no meaning in the menu itself.
    await page.keyboard.press('Tab');
    const begins = await caption.evaluate((it) => it.innerText);
    for (const at of [1, 2, 3]) {
      await page.keyboard.press('.');
      await stands(page, at);
    }
    await page.keyboard.press('End');
    await stands(page, await ask(page, (it) => it.stepCount));
    await says(caption, end);
    await page.keyboard.press(',');
    await stands(page, (await ask(page, (it) => it.stepCount)) - 1);
    for (let moments = 0; moments < 200 && (await ask(page, (it) => it.stepIndex)) > 0; moments += 1) {
      await page.keyboard.press('[');
    }
    await stands(page, 0);
    assert.equal(await caption.evaluate((it) => it.innerText), begins, id);
  }
});

onPage('it plays by itself, and pauses', '?scenario=direct', async (page, root) => {
  const play = await find(root, 'button', 'Play');
  await play.focus();
  await page.keyboard.press('Enter');
  await until('it goes on', () => ask(page, (it) => [it.paused, it.stepIndex]), ([paused, at]) => !paused && at > 1);
  await page.keyboard.press('k');
  await until('it pauses', () => ask(page, (it) => it.paused), Boolean);
  await ask(page, (it) => (it.playbackRate = 16));
  await page.keyboard.press('k');
  await until('it ends', () => ask(page, (it) => it.ended), Boolean);
});

onPage('a lesson asks, and answers from the run', '?scenario=retry', async (page, root) => {
  const press = async (name) => {
    await reach(page, await find(root, 'button', name), name);
    await page.keyboard.press('Enter');
  };
  const story = await root.$('.story');
  const step = async (number) => {
    await says(story, new RegExp(`Step ${number} of \\d+`));
    await until('the focus follows to the heading', () => heading(page), (tag) => tag === 'H2');
  };
  await press('Start the lesson');
  await step(1);
  const answer = await find(root, 'radio', 'after 5 min');
  await answer.focus();
  await page.keyboard.press(' ');
  assert.equal(await answer.evaluate((it) => it.checked), true);
  await press('Answer');
  await says(story, /Right\./);
  await press('Skip to the next step');
  await step(2);
  assert.ok((await ask(page, (it) => it.stepIndex)) > 0);
});

const heading = (page) =>
  page.evaluate(() => document.querySelector('#relayscope').shadowRoot.activeElement?.tagName);

onPage('SMTP is typed to a host', '?scenario=direct', async (page, root) => {
  await page.keyboard.press('End');
  const tab = await find(root, 'tab', 'Console');
  await tab.click();
  const panel = await find(root, 'tabpanel', 'Console');
  const to = await find(panel, 'combobox', 'To');
  const value = await to.evaluate(
    (it) => [...it.options].find(({ label }) => label === 'SMTP 25: mx.example.net').value,
  );
  await to.select(value);
  const connect = await find(panel, 'button', 'Connect');
  await connect.focus();
  await page.keyboard.press('Enter');
  await says(panel, /220 mx\.example\.net/);
  const line = await find(panel, 'combobox', 'Line to send');
  await line.focus();
  await page.keyboard.type('EHLO me.example');
  await page.keyboard.press('Enter');
  await says(panel, /250-mx\.example\.net greets me\.example/);
  await page.keyboard.press('ArrowUp');
  await until('the history', () => line.evaluate((it) => it.value), (seen) => seen === 'EHLO me.example');
  await accessible(page, 'the console');
});

onPage('a host is switched off, and another future branches off', '?scenario=relay', async (page, root) => {
  const before = await ask(page, (it) => it.stepCount);
  await page.keyboard.press('3');
  const at = await until('the third tenth', () => ask(page, (it) => it.stepIndex), (seen) => seen > 0);
  const caption = await find(root, 'region', 'What just happened');
  const map = await find(root, 'group', 'Map of hosts and links');
  const host = await map.$('[aria-label^="smtp.isp.example, mail server, running"]');
  await host.evaluate((it) => it.focus());
  await page.keyboard.press('Enter');
  const off = await find(root, 'button', 'Switch off');
  await off.focus();
  await page.keyboard.press('Enter');
  await says(caption, /smtp\.isp\.example goes down/);
  const bar = await find(root, 'region', 'Another run');
  await says(bar, /makes another run of it/);
  const back = await find(bar, 'button', 'Show the other run');
  await back.focus();
  await page.keyboard.press('Enter');
  await stands(page, at);
  assert.equal(await ask(page, (it) => it.stepCount), before);
});

onPage('map, ladder and every tab of the details', '?scenario=one-good-one-unknown', async (page, root) => {
  await page.keyboard.press('End');
  const map = await find(root, 'group', 'Map of hosts and links');
  const hosts = await map.$$('[role=button]');
  assert.equal(hosts.length, (await ask(page, (it) => it.snapshot.hosts)).length);
  for (const host of hosts) {
    const { width, height } = await host.boundingBox();
    assert.ok(width > 60 && height > 30, 'a host is drawn');
  }
  await (await find(root, 'tab', 'Session')).focus();
  const titles = ['Hosts', 'Messages', 'Mailboxes', 'DNS', 'Console', 'Session'];
  for (const title of titles) {
    await page.keyboard.press('ArrowRight');
    await until(`the tab ${title}`, () => selected(root), (seen) => seen === title);
    const panel = await find(root, 'tabpanel', title);
    assert.ok((await panel.evaluate((it) => it.innerText.trim())).length > 10, title);
  }
  await (await find(root, 'button', 'Ladder')).focus();
  await page.keyboard.press('l');
  const ladder = await find(root, 'region', 'Ladder of everything so far');
  const rows = await until('rows', () => ladder.$$('[role=row]'), (rows) => rows.length > 3);
  const { width } = await rows.at(-1).boundingBox();
  assert.ok(width > 400, 'a row is drawn');
  await page.keyboard.press('l');
  await find(root, 'group', 'Map of hosts and links');
});

const selected = (root) => root.evaluate((it) => it.querySelector('[role=tab][aria-selected=true]').innerText.trim());

onPage('dialogs open, close with Escape, and give the focus back', '?scenario=relay', async (page, root) => {
  for (const [button, name] of [
    ['Write', 'Write a message'],
    ['Share', 'Share this view'],
    ['Keys and signs', 'Keys and signs'],
  ]) {
    const opener = await find(root, 'button', button);
    await reach(page, opener, button);
    await page.keyboard.press('Enter');
    const dialog = await find(root, 'dialog', name);
    const within = () => dialog.evaluate((it) => it.contains(it.getRootNode().activeElement));
    await until('the focus is in it', within, Boolean);
    await page.keyboard.press('Escape');
    await until(`${name} is closed`, () => dialog.evaluate((it) => it.open), (open) => !open);
    await focused(button, opener);
  }
  assert.equal(await ask(page, (it) => it.stepIndex), 0);
});

onPage('what was done travels in a link', '?scenario=next-hop-down', async (page, root) => {
  await ask(page, async (it) => {
    await it.seek({ step: 4 });
    await it.update({ host: it.snapshot.hosts[1].name, up: false });
    await it.seek({ step: 9 });
  });
  const events = (page) => ask(page, (it) => JSON.stringify(it.events));
  await (await find(root, 'button', 'Share')).focus();
  await page.keyboard.press('Enter');
  const field = await find(await find(root, 'dialog', 'Share this view'), 'textbox', 'Link');
  const link = await until('a link', () => field.evaluate((it) => it.value), (seen) => seen.includes('#s=t1.'));
  const other = await open(browser, link);
  await stands(other.page, 9);
  assert.equal(await events(other.page), await events(page));
  assert.deepEqual(other.troubles, []);
  await other.page.close();
});

for (const width of [1280, 390]) {
  onPage(`axe finds nothing, light and dark, ${width} wide`, '?scenario=dialogue', async (page, root) => {
    await page.setViewport({ width, height: 800 });
    await page.keyboard.press('End');
    await accessible(page, 'light');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `nothing is cut off at the side: ${wide}`);
    const theme = await find(root, 'button', 'Dark colours');
    await theme.focus();
    await page.keyboard.press('Enter');
    await until('dark', () => darkness(page), (seen) => seen < 60);
    await accessible(page, 'dark');
  });
}

/** How bright the page's own ground is, 0 to 255. */
const darkness = (page) =>
  page.evaluate(() => {
    const ground = document.querySelector('#relayscope').shadowRoot.querySelector('.relayscope');
    const [red, green, blue] = getComputedStyle(ground).backgroundColor.match(/\d+/g).map(Number);
    return (red + green + blue) / 3;
  });
