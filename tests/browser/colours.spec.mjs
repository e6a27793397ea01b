// What is written is as well read by those who see fewer colours.

import { expect, test } from '@playwright/test';
import { open } from './playing.mjs';

// How linear red, green and blue are seen by eyes without one kind of cones (Machado, Oliveira and
// Fernandes 2009, severity 1), and without colours at all.
const EYES = {
  'all colours': [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
  achromatopsia: Array(3).fill([0.2126, 0.7152, 0.0722]),
};

// What is written or drawn in which colours, and on which.
const WRITTEN = ['fg', 'muted', 'accent', 'deferred', 'bounce', 'yes', 'collected', 'no', 'lit'];
const GROUNDS = ['bg', 'surface', 'raised'];
const MORE = [['accent-fg', 'accent'], ['deferred', 'deferred-soft'], ['no', 'no-soft'], ['fg', 'accent-soft'], ['accent', 'accent-soft']];
/** Nothing is read in these: envelopes, lines and rings, which need less (WCAG 2.2, 1.4.11). */
const DRAWN = [['mail', 'bg'], ['mail', 'surface'], ['mail', 'raised'], ['edge', 'surface'], ['edge', 'raised'], ['focus', 'bg'], ['focus', 'surface'], ['focus', 'raised']];

for (const theme of ['light', 'dark', 'contrast']) {
  test(`words and lines stand out for every eye, ${theme}`, async ({ page }) => {
    await open(page, './?scenario=direct');
    const names = [...new Set([...WRITTEN, ...GROUNDS, ...MORE.flat(), ...DRAWN.flat()])];
    const room = page.locator('.relayscope');
    await page.locator('#relayscope').evaluate((it, theme) => (it.theme = theme), theme);
    await expect(room).toHaveAttribute(...(theme === 'contrast' ? ['data-contrast', 'more'] : ['data-theme', theme]));
    const colours = await room.evaluate((it, names) => {
      const probe = document.createElement('i');
      it.append(probe);
      const read = (name) => {
        probe.style.color = `var(--${name})`;
        return [name, getComputedStyle(probe).color.match(/\d+/g).slice(0, 3).map(Number)];
      };
      return Object.fromEntries(names.map(read));
    }, names);
    expect(colours.fg).not.toEqual(colours.bg);
    const weak = [];
    for (const [eyes, matrix] of Object.entries(EYES)) {
      const demand = (pairs, least) => {
        for (const [above, below] of pairs) {
          const ratio = contrast(luminance(colours[above], matrix), luminance(colours[below], matrix));
          if (ratio < least) weak.push(`${above} on ${below}, ${eyes}: ${ratio.toFixed(2)}`);
        }
      };
      demand([...WRITTEN.flatMap((above) => GROUNDS.map((below) => [above, below])), ...MORE], 4.5);
      demand(DRAWN, 3);
    }
    expect(weak).toEqual([]);
  });
}

/** The relative luminance (WCAG 2.2) of a colour as some eyes see it. */
function luminance(colour, matrix) {
  const linear = colour.map((it) => it / 255).map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
  const seen = matrix.map((row) => row.reduce((sum, part, at) => sum + part * linear[at], 0));
  const [red, green, blue] = seen.map((it) => Math.min(1, Math.max(0, it)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
