// What the tests in Firefox share: a stock Firefox, driven by puppeteer over WebDriver BiDi, and
// finding things by role and name, which axe computes as a screen reader would be told.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import puppeteer from 'puppeteer-core';

/** Where `cargo xtask test` serves the page; by hand: `cargo xtask serve --built` with its mounts. */
export const PAGE_URL = process.env.PAGE_URL ?? 'http://127.0.0.1:8790/';

/** How long anything may take to become so, in milliseconds. */
const PATIENCE = 30_000;

/** What is put into a page: axe, for names and for its own findings. */
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function launch() {
  const executablePath = process.env.FIREFOX;
  assert.ok(executablePath, 'name the browser: FIREFOX=/usr/bin/firefox-esr node --test …');
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    defaultViewport: { width: 1280, height: 800 },
    extraPrefsFirefox: {
      'intl.accept_languages': 'en-GB, en',
      // Light: whatever the desktop of the machine likes.
      'layout.css.prefers-color-scheme.content-override': 1,
    },
  });
}

/** Reads something again and again until it is as it must be. */
export async function until(about, read, holds) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const seen = await read();
    if (holds(seen)) return seen;
    if (Date.now() > end) assert.fail(`${about}: it stays ${JSON.stringify(seen)}`);
    await new Promise((done) => setTimeout(done, 40));
  }
}

/** Opens a page; `troubles` collects everything that goes wrong in it. */
export async function visit(browser, path = '') {
  const page = await browser.newPage();
  const troubles = [];
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  await page.goto(new URL(path, PAGE_URL).href);
  return { page, troubles };
}

/** Opens the page itself, and waits until its element is there. */
export async function open(browser, path = '') {
  const { page, troubles } = await visit(browser, path);
  return { page, troubles, root: await inside(page, '#relayscope') };
}

/** The tree inside an element of a page or a frame, once it is ready. */
export async function inside(page, selector) {
  await page.waitForSelector(selector, { timeout: PATIENCE });
  await page.evaluate(axe);
  const root = await page.evaluateHandle(async (selector) => {
    const it = document.querySelector(selector);
    await customElements.whenDefined('relay-scope');
    await it.ready;
    return it.shadowRoot;
  }, selector);
  return root.asElement();
}

/** Where things of a role can be, so that axe has few to look at. */
const PLACES = {
  button: 'button, [role=button]',
  combobox: 'select, input, [role=combobox]',
  dialog: 'dialog',
  group: '[role=group]',
  radio: 'input[type=radio]',
  region: 'section, [role=region]',
  tab: '[role=tab]',
  tabpanel: '[role=tabpanel]',
  textbox: 'input, textarea',
};

/**
 * The one thing of this role and exact name in a place. WebDriver BiDi has a search of its own for it,
 * which waits for every node that Firefox keeps from screen readers: seconds each time.
 */
export async function find(place, role, name) {
  assert.ok(role in PLACES, `say where a ${role} can be`);
  let found;
  await until(
    `one ${role} “${name}”`,
    async () => {
      found = await place.evaluateHandle(one, PLACES[role], role, name);
      return found.asElement() ? 1 : found.jsonValue();
    },
    (seen) => seen === 1,
  );
  return found.asElement();
}

/** In the page: the one, or how many there are. */
function one(place, places, role, name) {
  const { aria, dom, text } = globalThis.axe.commons;
  globalThis.axe.setup(document.documentElement);
  try {
    const all = [...place.querySelectorAll(places)].filter(
      (it) =>
        aria.getRole(it) === role &&
        dom.isVisibleToScreenReaders(it) &&
        text.accessibleText(it).trim() === name,
    );
    return all.length === 1 ? all[0] : all.length;
  } finally {
    globalThis.axe.teardown();
  }
}

export const text = (handle) => handle.evaluate((it) => it.innerText);

/** Waits for words in something. */
export const says = (handle, pattern) => until(`it says ${pattern}`, () => text(handle), (seen) => pattern.test(seen));

export const isFocused = (handle) => handle.evaluate((it) => it === it.getRootNode().activeElement);

/** Waits until something has the focus. */
export const focused = (about, handle) => until(`${about} has the focus`, () => isFocused(handle), Boolean);

/** Goes to something by Tab alone, or `back` by Shift and Tab. */
export async function reach(page, handle, about, { back = false } = {}) {
  if (back) await page.keyboard.down('Shift');
  try {
    for (let at = 0; at < 80; at += 1) {
      if (await isFocused(handle)) return;
      await page.keyboard.press('Tab');
    }
  } finally {
    if (back) await page.keyboard.up('Shift');
  }
  assert.fail(`${about} is not reached by Tab`);
}

/** What an element's script surface says: `ask(page, (it) => it.stepIndex)`. */
export async function ask(page, act, selector = '#relayscope') {
  const it = await page.$(selector);
  return it.evaluate(act);
}

/** Waits until playback of an element stands at a place. */
export const stands = (page, at, selector) =>
  until(`the position is ${at}`, () => ask(page, (it) => it.stepIndex, selector), (seen) => seen === at);

/** Has axe look at the page. */
export async function accessible(page, about) {
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { iframes: false });
    return violations.map(({ id, nodes }) => [id, nodes.map((it) => it.html)]);
  });
  assert.deepEqual(found, [], about);
}
