// What the specs of the page share: opening it, and the names by which its parts are found.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect } from '@playwright/test';

export { LESSONS, TAUGHT } from './lessons.mjs';

/**
 * What a test needs of its browser: to be Chromium, since no driver can ask it of Firefox; or a visitor
 * whose system is dark, or wants no motion, which a Firefox is started with (`playwright.config.mjs`).
 */
export const [CHROMIUM, DARK, STILL] = ['@chromium', '@dark', '@still'];

/** Opens the page and waits for the application; `troubles` collects everything that goes wrong. */
export async function open(page, path = './') {
  const troubles = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('requestfailed', (request) => {
    // Leaving a page ends what it was still fetching.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') troubles.push(`failed: ${request.url()}`);
  });
  await page.addInitScript(() => {
    window.addEventListener('securitypolicyviolation', (event) => {
      console.error(`blocked: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.goto(path);
  await expect(page.getByRole('main')).toBeVisible();
  return troubles;
}

export const parts = (page) => ({
  scenarios: page.getByRole('combobox', { name: 'Scenario' }),
  speed: page.getByRole('combobox', { name: 'Speed' }),
  position: page.getByRole('slider', { name: 'Position' }),
  caption: page.getByRole('region', { name: 'What just happened' }),
  map: page.getByRole('group', { name: 'Map of hosts and links' }),
  clock: page.getByRole('timer', { name: 'Simulated time' }),
  session: page.getByRole('list', { name: 'Session' }),
  button: (name) => page.getByRole('button', { name, exact: true }),
});

/** A run of some hundred thousand events: a session of some thirty lines every ten seconds. */
export const LONG = `format = 1
until = "30d"
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[send]]
from = "alice@example.com"
to = "bob@example.net"
count = 9000
every = "10s"
`;

/** A scenario of so many hosts, of which each sends to the next. */
export function many(count) {
  const hosts = Array.from({ length: count }, (_, at) => {
    const next = (at + 1) % count;
    return `[[host]]\nname = "mx${at}.example${at}.net"\nmailboxes = ["bob@example${at}.net"]\n`
      + `[[send]]\nfrom = "bob@example${at}.net"\nto = "bob@example${next}.net"\n`;
  });
  return `format = 1\n${hosts.join('')}`;
}

/** By how much the page is wider than its window. */
export const beside = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Goes on line by line until something is so, at the latest at the end. */
export async function stepUntil(page, isSo) {
  const { at, of } = await place(page);
  for (let step = at; step < of && !(await isSo()); step += 1) await page.keyboard.press('.');
  expect(await isSo(), 'it is so nowhere').toBe(true);
}

/** Where playback is, and where it ends. */
export async function place(page) {
  const { position } = parts(page);
  return {
    at: Number(await position.inputValue()),
    of: Number(await position.getAttribute('max')),
  };
}

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Has axe look at the page, or at a part of it; `about` says where this is. `rules` names the only
 * ones that can differ from when it looked last.
 */
export async function accessible(page, { about = 'axe', within, rules, except = () => false } = {}) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const found = await page.evaluate(async ([within, rules]) => {
    // All that it finds good is of no use here, and takes three quarters of the time.
    const options = { resultTypes: ['violations'], iframes: false, preload: false };
    if (rules) options.runOnly = { type: 'rule', values: rules };
    const { violations, passes } = await window.axe.run(within ? { include: [within] } : document, options);
    if (passes.length === 0) throw new Error('axe has looked at nothing');
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  }, [within, rules]);
  expect(found.filter(([id]) => !except(id)), about).toEqual([]);
}

/** Opens a file as the visitor would choose it. */
export async function choose(page, name, content, mimeType = 'text/plain') {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType, buffer: Buffer.from(content) });
}

/** Lets a file fall onto the page. */
export async function drop(page, name, content) {
  const transfer = await page.evaluateHandle(
    ([name, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], name));
      return transfer;
    },
    [name, content],
  );
  await page.getByRole('main').dispatchEvent('dragover', { dataTransfer: transfer });
  await page.getByRole('main').dispatchEvent('drop', { dataTransfer: transfer });
}
