// Runs one program of wasm-bindgen tests in a browser: node wasm-tests.mjs RUNNER PROGRAM
//
// The runner serves the program as a page. This script opens the page, waits for the harness's last
// line, and prints what the harness printed. A program that is meant for Node runs there instead.

import { spawn } from 'node:child_process';
import { chromium } from '@playwright/test';
import { testOptions } from './launch.mjs';

// It reads the program for half a minute, and on a busy machine for longer.
const START_MAX_MS = 180_000;
const TESTS_MAX_MS = 300_000;
const LAST_LINE = /^test result: (ok|FAILED)\./m;

const [runner, program] = process.argv.slice(2);
const server = spawn(runner, [program], {
  env: { ...process.env, NO_HEADLESS: '1', WASM_BINDGEN_TEST_ADDRESS: '127.0.0.1:0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});

/** The address that the runner prints, or its whole output when it ends without serving a page. */
const started = new Promise((resolve, reject) => {
  let said = '';
  server.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
    const address = /http:\/\/[\d.:]+/.exec(said);
    if (address) resolve({ address: address[0] });
  });
  server.on('error', reject);
  server.on('close', (code) => resolve({ said, code }));
  setTimeout(() => reject(new Error('the runner did not start')), START_MAX_MS).unref();
});

/** Opens the page and waits for the result. */
async function inBrowser(address) {
  const browser = await chromium.launch(testOptions);
  try {
    const page = await browser.newPage();
    const complaints = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(address);
    const output = page.locator('#output');
    let text = '';
    for (const begun = Date.now(); Date.now() - begun < TESTS_MAX_MS; ) {
      text = (await output.textContent()) ?? '';
      if (LAST_LINE.test(text)) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    console.log(text.trimEnd());
    const passed = LAST_LINE.exec(text)?.[1] === 'ok';
    if (!passed) console.log(complaints.join('\n'));
    return passed;
  } finally {
    await browser.close();
  }
}

try {
  const { address, said, code } = await started;
  if (address) {
    process.exitCode = (await inBrowser(address)) ? 0 : 1;
  } else {
    process.stdout.write(said);
    process.exitCode = code ?? 1;
  }
} catch (error) {
  console.log(String(error));
  process.exitCode = 1;
} finally {
  server.kill();
}
