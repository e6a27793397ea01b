// Measures the built page, and prints one line for each figure:
// node measure.mjs FOLDER OF THE BUILT PAGE
//
// - what a visitor loads, as it is and in brotli, and what of it comes before the page is alive;
// - how long the first scenario takes to be shown on a slow 4G with a processor four times slower,
//   as a picture (the first sight) and alive;
// - how many frames are dropped while 30 hosts have 500 messages on their way, at each speed.

import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { constants, brotliCompressSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { launchOptions } from './launch.mjs';
import { choose, parts, place } from './playing.mjs';

/** What browsers' own tools call slow 4G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};
const SLOWER = 4;
const RUNS = 5;
const PLAYING_MS = 10_000;
const FRAME_MS = 1000 / 60;
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
};

const [folder] = process.argv.slice(2);
const files = await compressed(folder);
const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname.replace(/^\//, '') || 'index.html';
  const file = files.get(path);
  if (!file) return response.writeHead(404).end();
  response.writeHead(200, {
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    'content-encoding': 'br',
    'cache-control': 'no-store',
  });
  return response.end(file.brotli);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const address = `http://127.0.0.1:${server.address().port}/`;
const browser = await chromium.launch(launchOptions);
try {
  const times = { 'as a picture': [], alive: [] };
  let loaded = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { seen, shown, asked } = await firstScenario();
    times['as a picture'].push(seen);
    times.alive.push(shown);
    loaded = asked;
  }
  const size = (which, paths) => {
    const sum = (what) => paths.reduce((all, path) => all + (files.get(path)?.[what] ?? 0), 0);
    console.log(`${which}: ${paths.length} files, ${kib(sum('octets'))} KiB, ${kib(sum('small'))} KiB in brotli`);
  };
  size('size', loaded);
  size('size of what comes before it is alive', loaded.filter((path) => !path.endsWith('_rest.wasm')));
  for (const [how, took] of Object.entries(times)) {
    took.sort((one, other) => one - other);
    console.log(
      `first scenario ${how}, slow 4G, processor ${SLOWER} times slower: `
        + `median ${took[RUNS >> 1]} ms, best ${took[0]} ms of ${RUNS}`,
    );
  }
  for (const speed of ['0.5', '1', '4', '16']) await frames(speed);
  for (const speed of ['1', '16']) await frames(speed, { width: 1920, height: 1080 });
} finally {
  await browser.close();
  server.close();
}

/** Every file of the page by its path, with its sizes. */
async function compressed(folder) {
  const found = new Map();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const octets = await readFile(path);
    const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    const brotli = brotliCompressSync(octets, { params });
    const name = path.slice(folder.length).replace(/^[\\/]+/, '').replaceAll('\\', '/');
    found.set(name, { brotli, octets: octets.length, small: brotli.length });
  }
  return found;
}

/** Opens the page as a visitor with a slow line: when its map is seen, when it is alive, and what was asked for. */
async function firstScenario() {
  const page = await browser.newPage();
  const asked = [];
  page.on('request', (request) => {
    asked.push(new URL(request.url()).pathname.slice(1) || 'index.html');
  });
  // Fetched when nobody waits for anything: the page is not closed before, else it is missing from the sum.
  const rest = page.waitForRequest((request) => request.url().endsWith('_rest.wasm'), { timeout: 120_000 });
  // What fails first is told.
  rest.catch(() => {});
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', SLOW_4G);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const begun = performance.now();
  await page.goto(address, { waitUntil: 'commit', timeout: 120_000 });
  const since = () => Math.round(performance.now() - begun);
  await page.locator('[data-host]').first().waitFor({ timeout: 120_000 });
  const seen = since();
  await parts(page).map.getByRole('button').first().waitFor({ timeout: 120_000 });
  const shown = since();
  await rest;
  await page.close();
  return { seen, shown, asked: [...new Set(asked)] };
}

/**
 * Plays the busy scenario at a speed, and counts the frames that the browser did not draw in time. A large
 * window shows the ladder as well as the map.
 */
async function frames(speed, viewport = { width: 1280, height: 800 }) {
  const page = await browser.newPage({ viewport });
  await page.goto(address);
  await parts(page).map.waitFor();
  await choose(page, 'busy.toml', busy(30, 500));
  await parts(page).caption.getByText('A busy network').waitFor();
  const { position } = parts(page);
  // All of them are on their way by then.
  await position.fill(String(Math.round((await place(page)).of / 3)));
  await parts(page).speed.selectOption({ label: `${speed}×` });
  const isLarge = viewport.height > 1000;
  if (isLarge) await parts(page).button('Ladder').click();
  await parts(page).map.waitFor();
  await parts(page).button('Play').click();
  const gaps = await page.evaluate(
    (span) =>
      new Promise((done) => {
        const gaps = [];
        const begun = performance.now();
        let last = begun;
        const next = (now) => {
          gaps.push(now - last);
          last = now;
          if (now - begun < span) requestAnimationFrame(next);
          else done(gaps.slice(1));
        };
        requestAnimationFrame(next);
      }),
    PLAYING_MS,
  );
  const due = gaps.reduce((all, gap) => all + Math.max(Math.round(gap / FRAME_MS), 1), 0);
  const longest = Math.round(Math.max(...gaps));
  const dropped = due - gaps.length;
  console.log(
    `frames at ${speed}×${isLarge ? ' with the ladder' : ''}: ${dropped} of ${due} dropped (${((dropped * 100) / due).toFixed(1)} %), `
      + `longest ${longest} ms`,
  );
  await page.close();
}

/** So many hosts in a circle that send so many messages within a few seconds. */
function busy(hosts, messages) {
  const each = Math.ceil(messages / hosts);
  const host = (_, at) =>
    `[[host]]\nname = "mx${at}.example${at}.net"\nmailboxes = ["bob@example${at}.net"]\n`
    + `[[send]]\ncount = ${each}\nevery = "100ms"\nfrom = "bob@example${at}.net"\n`
    + `to = "bob@example${(at + 7) % hosts}.net"\n`;
  return `format = 1\ntitle = "A busy network"\n${Array.from({ length: hosts }, host).join('')}`;
}

function kib(octets) {
  return Math.ceil(octets / 1024);
}
