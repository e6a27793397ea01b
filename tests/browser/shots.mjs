// Takes pictures of the built page, every panel in every width and theme, and in German:
// node shots.mjs ADDRESS FOLDER [ONLY THOSE WITH THIS IN THEIR NAME]

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions } from './launch.mjs';
import { choose, LESSONS, many, parts, place } from './playing.mjs';

/** What is photographed: a name for the file, and how to get there from the freshly loaded page. */
const VIEWS = [
  ...LESSONS.flatMap(({ id }) =>
    [0, 50, 100].map((percent) => ({
      name: `${id}-${percent}`,
      path: `?scenario=${id}`,
      reach: (page) => seek(page, percent),
    })),
  ),
  {
    name: 'waiting',
    path: '?scenario=next-hop-down',
    reach: async (page) => {
      await seek(page, 60);
      await page.getByRole('button', { name: /1 message waiting/ }).click();
    },
  },
  {
    name: 'hosts',
    path: '?scenario=one-good-one-unknown',
    reach: async (page) => {
      await seek(page, 100);
      await page.getByRole('tab', { name: 'Hosts' }).click();
    },
  },
  ...['Session', 'Messages', 'Mailboxes', 'DNS', 'Console'].map((tab) => ({
    name: `panel-${tab.toLowerCase()}`,
    path: '?scenario=relay',
    reach: async (page) => {
      await seek(page, 100);
      await page.getByRole('tab', { name: tab }).click();
      // On a phone the panel is below the map.
      const panel = page.getByRole('tablist').first();
      await panel.evaluate((it) => it.scrollIntoView({ block: 'start' }));
    },
  })),
  {
    name: 'message',
    path: '?scenario=one-good-one-unknown',
    reach: async (page) => {
      await seek(page, 100);
      await page.getByRole('tab', { name: 'Messages' }).click();
      const panel = page.getByRole('tabpanel', { name: 'Messages' });
      await panel.getByRole('button').first().click();
      await panel.getByText('The path in its Received fields').click();
      await panel.getByText('The report, field by field').first().click();
    },
  },
  {
    name: 'deeds',
    path: '?scenario=relay',
    reach: async (page) => {
      await seek(page, 30);
      await parts(page).map.getByRole('button', { name: /^mx/ }).press('Enter');
      await page.getByText('Settings', { exact: true }).click();
      await page.getByText('Sessions and connections to come').click();
    },
  },
  {
    name: 'link',
    path: '?scenario=relay',
    reach: async (page) => {
      await seek(page, 20);
      const link = parts(page).map.getByRole('img', { name: /smtp.* and mx|mx.* and smtp/ });
      await link.evaluate((it) => it.scrollIntoView({ block: 'center' }));
      const { x, y, width, height } = await link.boundingBox();
      await page.mouse.click(x + width / 2, y + height / 2);
      await page.getByRole('button', { name: 'Cut this link' }).click();
    },
  },
  {
    name: 'why',
    path: '?scenario=next-hop-down',
    reach: async (page) => {
      await seek(page, 60);
      await parts(page).caption.getByText('Why?').click();
    },
  },
  {
    name: 'branch',
    path: '?scenario=relay',
    reach: async (page) => {
      await seek(page, 30);
      await parts(page).map.getByRole('button', { name: /^smtp/ }).press('Enter');
      await page.getByRole('button', { name: 'Switch off' }).click();
      await page.getByText('Compare').click();
    },
  },
  {
    name: 'zoomed',
    path: '?scenario=relay',
    reach: async (page) => {
      await seek(page, 40);
      for (let at = 0; at < 4; at += 1) await page.keyboard.press('+');
      await page.keyboard.press('g');
    },
  },
  {
    name: 'ladder',
    path: '?scenario=next-hop-down',
    reach: async (page) => {
      await seek(page, 60);
      await page.keyboard.press('l');
    },
  },
  {
    name: 'large',
    path: '?scenario=next-hop-down',
    reach: async (page) => {
      await seek(page, 60);
      await page.keyboard.press('p');
    },
  },
  ...['lesson', 'lesson-large'].map((name) => ({
    name,
    path: '?scenario=retry',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Start the lesson' }).click();
      if (name === 'lesson-large') await page.keyboard.press('p');
      await page.getByRole('radio', { name: 'after 1 h', exact: true }).check();
      await page.getByRole('button', { name: 'Answer', exact: true }).click();
    },
  })),
  { name: 'many', path: '', reach: (page) => choose(page, 'many.toml', many(30)) },
  {
    name: 'readme',
    path: '?scenario=next-hop-down',
    reach: async (page) => {
      await seek(page, 57);
      await page.getByRole('button', { name: /1 message waiting/ }).click();
    },
  },
  {
    name: 'write',
    path: '?scenario=relay',
    reach: async (page) => {
      await page.keyboard.press('c');
      await page.getByText('Cc, Bcc and envelope').click();
    },
  },
  { name: 'help', path: '', reach: (page) => page.keyboard.press('?') },
  {
    name: 'mistake',
    path: '',
    reach: (page) => choose(page, 'mine.toml', 'format = 1\n[[host]]\nnam = "mx.example.net"\n'),
  },
];

/** Goes to a place by hundredths. */
async function seek(page, percent) {
  const { of } = await place(page);
  await parts(page).position.fill(String(Math.round((of * percent) / 100)));
}

const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
  { width: 800, height: 1000 },
  { width: 390, height: 844 },
  { width: 320, height: 640 },
];

/** Words are longest in German: it is looked at in the light alone. */
const LOOKS = [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { colorScheme: 'light', language: 'de' }];

const [address, folder, only = ''] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = await chromium.launch(launchOptions);
try {
  for (const viewport of SIZES) {
    for (const looks of LOOKS) {
      for (const view of VIEWS) await picture(view, viewport, looks);
    }
  }
} finally {
  await browser.close();
}

/** One that fails leaves the others. */
async function picture({ name, path, reach }, viewport, { colorScheme, language }) {
  const looks = language ?? colorScheme;
  const file = `${name}-${viewport.width}x${viewport.height}-${looks}.png`;
  if (!file.includes(only)) return;
  const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
  try {
    await page.goto(new URL(path, address).href);
    await page.locator('main').waitFor();
    await reach(page);
    if (language) {
      // The page says it again in another language; what was unfolded in it is folded.
      await page.locator('relay-scope').evaluate((it, language) => it.setAttribute('lang', language), language);
      await page.locator(`.relayscope[lang="${language}"]`).waitFor();
    }
    await page.screenshot({ path: join(folder, file) });
    console.log(join(folder, file));
  } catch (error) {
    console.error(`${file}: ${error.message}`);
    process.exitCode = 1;
  } finally {
    await page.close();
  }
}
