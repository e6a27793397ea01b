import { defineConfig } from '@playwright/test';
import { FIREFOX_PLAIN, FIREFOX_WISHES, firefox, testOptions } from './launch.mjs';
import { CHROMIUM, DARK, STILL } from './playing.mjs';

// `cargo xtask test` serves the page and says where. By hand: `npx playwright test` after
// `cargo xtask dist`.
const served = process.env.PAGE_URL;
const port = 8790;
const mounts = [
  '/deep/inside/=../../dist',
  '/fixtures/=fixtures',
  '/npm/=../../target/npm',
  '/mdbook/=../../target/sites/mdbook/book',
  '/docusaurus/=../../target/sites/docusaurus/build',
].map((mount) => `--mount ${mount}`).join(' ');

const PAGE = { testMatch: '*.spec.mjs', testIgnore: 'sites/**' };
const tagged = (...tags) => new RegExp(tags.join('|'));
const inFirefox = (wishes) => ({
  timeout: 150_000,
  // It has more processes of its own.
  workers: 2,
  use: { browserName: 'firefox', channel: 'moz-firefox', launchOptions: firefox(wishes) },
});

export default defineConfig({
  testDir: '.',
  // The sites are built by `cargo xtask test --only sites`.
  projects: [
    { name: 'page', ...PAGE },
    // The same in Firefox, as somebody installs it. Its driver cannot say what a visitor's system is
    // like: that is said when it starts.
    { name: 'firefox', ...PAGE, grepInvert: tagged(CHROMIUM, DARK, STILL), ...inFirefox(FIREFOX_PLAIN) },
    { name: 'firefox-wishes', ...PAGE, grep: tagged(DARK, STILL), ...inFirefox(FIREFOX_WISHES) },
    { name: 'sites', testMatch: 'sites/*.spec.mjs' },
  ],
  outputDir: 'results',
  reporter: 'list',
  fullyParallel: true,
  // One more than the processors that CI has: a test waits now and then.
  workers: 3,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  // The first page of a run compiles its Wasm while the machine is busy with another worker's.
  expect: { timeout: 30_000 },
  use: {
    baseURL: served ?? `http://127.0.0.1:${port}/`,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    launchOptions: testOptions,
    // A trace of every test costs a fifth of the time; `npx playwright test --trace on` makes one.
    screenshot: 'only-on-failure',
  },
  webServer: served
    ? undefined
    : {
        command: `cargo xtask serve --built --no-open --port ${port} ${mounts}`,
        url: `http://127.0.0.1:${port}/`,
      },
});
