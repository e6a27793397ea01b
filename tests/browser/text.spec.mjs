// Text at twice its size: for those who have set it in their browser.

import { expect, test } from '@playwright/test';
import { accessible, open, parts } from './playing.mjs';

/** All that is written on the page: each element with the size of its letters, as drawn. */
const written = (page, percent) =>
  page.evaluate(async (percent) => {
    const frames = async (count) => {
      for (let nth = 0; nth < count; nth += 1) await new Promise((done) => requestAnimationFrame(done));
    };
    const root = document.querySelector('relay-scope').shadowRoot;
    const has = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '';
    const texts = () => [...root.querySelectorAll('.relayscope *')].filter((it) => [...it.childNodes].some(has));
    const drawn = (it) => {
      const size = Number.parseFloat(getComputedStyle(it).fontSize);
      const matrix = it instanceof SVGTextElement ? it.getScreenCTM() : undefined;
      return matrix ? size * matrix.a : size;
    };
    document.documentElement.style.fontSize = '';
    await frames(4);
    const before = new Map(texts().map((it) => [it, drawn(it)]));
    document.documentElement.style.fontSize = `${percent}%`;
    await frames(6);
    const seen = texts().filter((it) => before.has(it) && it.checkVisibility() && !it.closest('.unseen'));
    return seen.map((it) => ({
      where: `${it.localName}.${it.getAttribute('class') ?? ''}`,
      text: it.textContent.trim().slice(0, 40),
      before: before.get(it),
      after: drawn(it),
    }));
  }, percent);

/** What is cut off though nothing says that there is more of it, and what lies on something else. */
const spoilt = (page) =>
  page.evaluate(() => {
    const root = document.querySelector('relay-scope').shadowRoot;
    const found = [];
    const name = (it) => `${it.localName}.${it.getAttribute('class') ?? ''} “${it.textContent.trim().slice(0, 30)}”`;
    for (const it of root.querySelectorAll('.relayscope *')) {
      const style = getComputedStyle(it);
      const cuts = style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis' && style.clipPath === 'none';
      if (cuts && !it.closest('svg') && it.checkVisibility() && it.scrollWidth > it.clientWidth + 1) {
        found.push(`cut: ${name(it)}`);
      }
      if (it.matches('button, summary, [role=tab]') && it.checkVisibility()) {
        const { clientWidth, clientHeight, scrollWidth, scrollHeight } = it;
        if (scrollWidth > clientWidth + 2 || scrollHeight > clientHeight + 2) found.push(`too large: ${name(it)}`);
      }
    }
    // What is written on a card lies within it, and nowhere on another text.
    for (const host of root.querySelectorAll('.host')) {
      const card = host.querySelector('.host-card').getBoundingClientRect();
      const texts = [...host.querySelectorAll('text')].filter((it) => it.textContent !== '' && it.checkVisibility());
      const boxes = texts.map((it) => it.getBoundingClientRect());
      boxes.forEach((box, nth) => {
        if (box.left < card.left - 1 || box.right > card.right + 1) found.push(`beyond its card: ${name(texts[nth])}`);
        for (const [at, other] of boxes.entries()) {
          const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
          const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
          // The boxes of letters are higher than letters.
          if (at > nth && across > 1 && down > box.height / 3) found.push(`on another: ${name(texts[nth])}`);
        }
      });
    }
    // What lies beyond the edge is lost, unless it can be scrolled to.
    const scrolls = (it) => it && (/auto|scroll/.test(getComputedStyle(it).overflowX) || scrolls(it.parentElement));
    for (const it of root.querySelectorAll('.relayscope *')) {
      const has = [...it.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
      if (!has || it.closest('.unseen, svg, select') || !it.checkVisibility() || it.matches('.place > *')) continue;
      const around = it.closest('.scroller, .transcript, .ladder-frame, pre');
      if (!(around && scrolls(around)) && it.getBoundingClientRect().right > innerWidth + 1) found.push(`beyond: ${name(it)}`);
    }
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page: ${scrollWidth} of ${clientWidth}`);
    const place = root.querySelector('.place');
    if (place.scrollWidth > place.clientWidth) found.push(`its place: ${place.scrollWidth} of ${place.clientWidth}`);
    return found;
  });

for (const [width, height] of [
  [1280, 800],
  [390, 844],
]) {
  test(`all text grows to twice its size and nothing is cut, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const troubles = await open(page, './?scenario=relay');
    await page.keyboard.press('End');
    const texts = await written(page, 200);
    expect(texts.length).toBeGreaterThan(20);
    // Where there is less room, large letters are a little smaller, as on a smaller screen.
    const small = texts.filter(({ where, before, after }) => after < before * (where.startsWith('text.') ? 1.2 : 1.6));
    expect(small).toEqual([]);
    const plain = texts.filter(({ before }) => before === 16);
    expect(plain.length).toBeGreaterThan(0);
    for (const { where, text, after } of plain) expect(after, `${where}: ${text}`).toBeGreaterThanOrEqual(28);
    const least = Math.min(...texts.map(({ after }) => after));
    expect(least).toBeGreaterThanOrEqual(14);
    expect(await spoilt(page)).toEqual([]);
    await accessible(page);

    for (const tab of ['Hosts', 'Messages', 'Mailboxes', 'DNS', 'Console']) {
      await page.getByRole('tab', { name: tab }).click();
      await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible();
      expect(await spoilt(page), tab).toEqual([]);
    }

    // The rows of the ladder are as high as their letters.
    await page.keyboard.press('l');
    const ladder = page.getByRole('region', { name: 'Ladder of everything so far' });
    const row = ladder.getByRole('row').last();
    await expect(row).toBeVisible();
    await expect.poll(async () => Math.round((await row.boundingBox()).height)).toBe(68);
    const tall = await row.evaluate((it) => [...it.querySelectorAll('*')].every((part) => {
      const { top, bottom } = part.getBoundingClientRect();
      return top >= it.getBoundingClientRect().top - 1 && bottom <= it.getBoundingClientRect().bottom + 1;
    }));
    expect(tall).toBe(true);
    expect(troubles).toEqual([]);
  });
}

test('a window that is wide for usual text is narrow for large text, and can be read to its end', async ({ page }) => {
  await open(page, './?scenario=relay');
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  const tab = page.getByRole('tab', { name: 'Console' });
  await tab.scrollIntoViewIfNeeded();
  await tab.click();
  await expect(page.getByRole('tabpanel', { name: 'Console' })).toBeVisible();
  await expect(parts(page).position).toBeInViewport();
});
