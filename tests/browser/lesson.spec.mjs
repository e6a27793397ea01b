// Lessons, read to their end by keyboard: the answers come from the run, and so does the check.

import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { ask, embed, heard } from './embedding.mjs';
import { TAUGHT, accessible, open, parts, place } from './playing.mjs';

const ROOT = new URL('../../', import.meta.url);

/** What `relayscope run` prints behind the trace: the steps, each with the answer to its question. */
function steps(id) {
  const options = { cwd: ROOT, maxBuffer: 256 * 1024 * 1024, encoding: 'utf8' };
  const file = `web/lessons/${id}.toml`;
  const built = process.env.RELAYSCOPE;
  const text = built
    ? execFileSync(built, ['run', file], options)
    : execFileSync('cargo', ['run', '--quiet', '--package', 'relay-cli', '--', 'run', file], options);
  const lesson = text.split('\n\nlesson: ')[1];
  return lesson
    .split(/^── \d+\. /m)
    .slice(1)
    .map((step) => ({
      title: step.split('\n')[0],
      question: /^ {3}\? (.*)$/m.exec(step)?.[1],
      answer: /^ {3}= (?!solved)(.*)$/m.exec(step)?.[1],
      task: /^ {3}! (.*)$/m.exec(step)?.[1],
    }));
}

const story = (page) => page.getByRole('main').locator('section').first();

/** Presses a button with the keyboard alone: Tab leads to it. */
async function reach(page, name) {
  const button = story(page).getByRole('button', { name, exact: true });
  for (let at = 0; at < 40; at += 1) {
    if (await button.evaluate((it) => it === it.getRootNode().activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
}

for (const id of TAUGHT) {
  test(`the lesson ${id} is read to its end by keyboard`, async ({ page }) => {
    test.setTimeout(600_000);
    const expected = steps(id);
    const troubles = await open(page, `./?scenario=${id}`);
    await expect(story(page).getByRole('heading', { level: 2 })).toBeVisible();
    await reach(page, 'Start the lesson');
    let last = -1;
    for (const [at, { title, question, answer, task }] of expected.entries()) {
      const heading = story(page).getByRole('heading', { level: 2 });
      await expect(heading).toHaveText(title);
      await expect(heading, 'the focus follows').toBeFocused();
      await expect(story(page)).toContainText(`Step ${at + 1} of ${expected.length}`);
      const { at: position } = await place(page);
      expect(position, title).toBeGreaterThanOrEqual(last);
      last = position;
      if (question) {
        const group = story(page).getByRole('group', { name: question, exact: true });
        await expect(group).toBeVisible();
        await expect(story(page).getByText('Right.', { exact: true })).toHaveCount(0);
        await group.getByRole('radio', { name: answer, exact: true }).focus();
        await page.keyboard.press('Space');
        await reach(page, 'Answer');
        await expect(story(page).getByText('Right.', { exact: true })).toBeFocused();
        await expect(group.getByRole('radio').first()).toBeDisabled();
      }
      if (task) {
        await expect(story(page)).toContainText(task);
        await expect(story(page)).toContainText('Not done yet.');
      }
      if (at + 1 < expected.length) await reach(page, 'Skip to the next step');
    }
    await expect(story(page).getByRole('button', { name: 'Continue' })).toBeDisabled();
    expect(troubles).toEqual([]);
  });
}

test('Continue plays on and pauses when the moment has come', async ({ page }) => {
  const troubles = await open(page, './?scenario=dialogue');
  await reach(page, 'Start the lesson');
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('1600');
  await story(page).getByRole('radio').first().check();
  await story(page).getByRole('button', { name: 'Answer' }).click();
  const before = await place(page);
  await story(page).getByRole('button', { name: 'Continue' }).click();
  const heading = story(page).getByRole('heading', { level: 2 });
  await expect(heading).toHaveText('The DNS names the exchanger', { timeout: 20_000 });
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  expect((await place(page)).at).toBeGreaterThan(before.at);
  await expect(page.getByRole('region', { name: 'What just happened' })).toContainText('asks the DNS');
  // The play button of the page pauses there as well, whatever was not answered.
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(heading).toHaveText('220: the server speaks first', { timeout: 20_000 });
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  expect(troubles).toEqual([]);
});

test('a wrong answer is told, and the right one is marked', async ({ page }) => {
  const troubles = await open(page, './?scenario=retry');
  await reach(page, 'Start the lesson');
  await story(page).getByRole('radio', { name: 'after 1 h', exact: true }).check();
  await story(page).getByRole('button', { name: 'Answer' }).click();
  await expect(story(page).getByText('Not so. The right answer is marked.')).toBeVisible();
  await accessible(page, { within: { fromShadowDom: ['#relayscope', '.story'] } });
  const told = story(page).getByRole('button', { name: /^Show it, at 09:05:00/ });
  // The whole of it is in view, without scrolling.
  await expect(told).toBeInViewport({ ratio: 1 });
  await told.click();
  await expect(page.getByRole('timer', { name: 'Simulated time' })).toContainText('09:05');
  // Who changes the run later keeps the verdict.
  await page.keyboard.press('Home');
  await parts(page).map.getByRole('button', { name: /^mx\.example\.net/ }).press('Enter');
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByRole('region', { name: 'Another run' })).toBeVisible();
  await expect(story(page).getByText('Not so. The right answer is marked.')).toBeVisible();
  await expect(story(page).locator('.is-right')).toContainText('after 5 min');
  await expect(story(page).locator('.is-wrong')).toHaveText(/^after 1 h\s?\(your choice\)$/);
  expect(troubles).toEqual([]);
});

test('a changed run says which step is lost, and leads back to the planned one', async ({ page }) => {
  const troubles = await open(page, './?scenario=retry');
  await reach(page, 'Start the lesson');
  await expect(story(page).getByRole('button', { name: 'Question' })).toBeVisible();
  const choice = story(page).getByRole('radio', { name: 'after 1 h', exact: true });
  await choice.check();
  await parts(page).map.getByRole('button', { name: /^mx\.example\.net/ }).press('Enter');
  await page.getByRole('button', { name: 'Switch off' }).click();
  const lost = story(page).getByText(/^What you did changes this story: the run does not come to step \d any more\.$/);
  await expect(lost).toBeVisible();
  await expect(choice, 'what was chosen and not yet said stays').toBeChecked();
  await story(page).getByRole('button', { name: 'Skip to the next step' }).click();
  await expect(lost).toBeVisible();
  await accessible(page, { within: { fromShadowDom: ['#relayscope', '.story'] } });
  await story(page).getByRole('button', { name: 'Show the run as planned' }).press('Enter');
  await expect(lost).toBeHidden();
  // The same step is read, and what was done is kept.
  await expect(story(page).getByRole('status').first()).toHaveText(/^Step 2 of /);
  await expect(story(page).getByRole('heading', { level: 2 })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Show the other run' })).toBeVisible();
  expect(troubles).toEqual([]);
});

for (const [width, height, large] of [[1100, 800], [1024, 768], [900, 700], [1280, 800, true]]) {
  test(`a lesson leaves the map its room, ${width} × ${height}${large ? ' for the back row' : ''}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, './?scenario=retry');
    await reach(page, 'Start the lesson');
    if (large) await page.keyboard.press('p');
    const box = (part) => part.boundingBox();
    const { caption } = parts(page);
    const [map, text, told, panel, slider] = await Promise.all([
      box(page.locator('.map')), box(story(page)), box(caption), box(page.locator('.panel')), box(parts(page).position),
    ]);
    expect(map.width).toBeGreaterThan(width * 0.55);
    expect(map.height).toBeGreaterThan(height * 0.34);
    // Text above caption, both beside map and panel, and nothing behind the lower edge.
    expect(text.y + text.height).toBeLessThan(told.y);
    expect(map.y + map.height).toBeLessThan(panel.y);
    expect(Math.max(text.x + text.width, told.x + told.width)).toBeLessThan(Math.min(map.x, panel.x));
    // All that one types at the console is in sight, and the tabs above it as well.
    await page.getByRole('tab', { name: 'Console' }).click();
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    const line = page.getByRole('combobox', { name: 'Line to send' });
    await expect(line).toBeFocused();
    await page.keyboard.type('NOOP');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(line).toBeFocused();
    await expect(line).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole('tab', { name: 'Console' })).toBeInViewport({ ratio: 1 });
    expect(slider.width).toBeGreaterThan(150);
    expect(slider.y + slider.height).toBeLessThan(height);
  });
}

for (const [width, height] of [[1024, 400], [915, 412], [1280, 520]]) {
  test(`a low window scrolls, ${width} × ${height}: what is typed and the controls stay in sight`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, './?scenario=retry');
    await story(page).getByRole('button', { name: 'Start the lesson' }).click();
    const map = await page.locator('.map').boundingBox();
    expect(map.height).toBeGreaterThan(180);
    await page.getByRole('tab', { name: 'Console' }).click();
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    const line = page.getByRole('combobox', { name: 'Line to send' });
    await expect(line).toBeFocused();
    const play = page.getByRole('button', { name: 'Play', exact: true });
    for (const it of [line, play]) await expect(it).toBeInViewport({ ratio: 1 });
    const [typed, controls] = await Promise.all([line.boundingBox(), page.locator('.controls').boundingBox()]);
    expect(typed.y + typed.height, 'nothing lies over it').toBeLessThanOrEqual(controls.y);
  });
}

test('a scenario without a lesson has no story', async ({ page }) => {
  await open(page, './?scenario=direct');
  await expect(page.getByRole('button', { name: 'Start the lesson' })).toHaveCount(0);
});

test('a tag begins with a step of a lesson, and hears of the next ones', async ({ page }) => {
  const troubles = await open(page);
  const element = await embed(page, 'it', { scenario: 'retry', 'lesson-step': '2', loading: 'eager' });
  await expect(element.getByText(/^Step 2 of /)).toBeVisible();
  expect(await ask(element, (it) => [it.lessonStep, it.stepIndex > 0])).toEqual([2, true]);
  await element.getByRole('button', { name: 'Skip to the next step' }).click();
  const marks = (await heard(page, 'it', 'marker')).filter(({ kind }) => kind === 'lesson-step');
  expect(marks.map(({ lessonStep }) => lessonStep)).toEqual([2, 3]);
  await ask(element, (it) => (it.lessonStep = 1));
  await expect(element.getByText(/^Step 1 of /)).toBeVisible();
  // The reader went on; the same wish counts again, and none is none.
  await element.getByRole('button', { name: 'Skip to the next step' }).click();
  await ask(element, (it) => ((it.lessonStep = 1), (it.lessonStep = 0)));
  await expect(element.getByText(/^Step 1 of /)).toBeVisible();
  // A place of its own goes first, and later changes of the one leave the other alone.
  const both = await embed(page, 'both', { scenario: 'retry', step: '4', 'lesson-step': '3', loading: 'eager' });
  await expect(both.getByText(/^Step 3 of /)).toBeVisible();
  expect(await ask(both, (it) => it.stepIndex)).toBe(4);
  await ask(both, (it) => it.setAttribute('step', '9'));
  expect(await ask(both, (it) => [it.stepIndex, it.lessonStep])).toEqual([9, 3]);
  await ask(both, (it) => (it.setAttribute('lesson-step', '2'), it.setAttribute('scenario', 'bounce')));
  await expect(both.getByText(/^Step 2 of /)).toBeVisible();
  expect((await heard(page, 'both', 'marker')).filter(({ lessonStep }) => lessonStep).map((it) => it.lessonStep)).toEqual([3, 2]);
  // What was told of before the lesson began is shown so again.
  const cover = await embed(page, 'cover', { scenario: 'retry', loading: 'eager' });
  await expect(cover.getByRole('button', { name: 'Start the lesson' })).toBeVisible();
  const state = await ask(cover, (it) => it.getState());
  await ask(cover, (it) => (it.lessonStep = 3));
  await expect(cover.getByText(/^Step 3 of /)).toBeVisible();
  await ask(cover, (it, state) => it.setState(state), state);
  await expect(cover.getByRole('button', { name: 'Start the lesson' })).toBeVisible();
  expect(await ask(cover, (it) => it.lessonStep)).toBe(0);
  await ask(element, (it) => it.setAttribute('lesson-step', 'two'));
  expect((await heard(page, 'it', 'error')).pop().message).toMatch(/lesson-step: “two” is no whole number from 1/);
  expect(troubles).toEqual([]);
});

test('an author hears of a step that is never reached, and its reader is not blamed', async ({ page }) => {
  await open(page);
  const lesson = [
    'format = 1', 'title = "Wrong"', '[[host]]', 'name = "only.example.com"', '[lesson]', 'minutes = 3',
    'sources = ["RFC 5321"]', '[[lesson.step]]', 'title = "Here"', 'text = "Here."', '[[lesson.step]]',
    'title = "Nowhere"', 'text = "Nowhere."', 'pause = { event = "reply", code = 250 }', '',
  ].join('\n');
  const element = await embed(page, 'it', { loading: 'eager' }, lesson);
  await expect(element.getByRole('alert')).toContainText('The run never comes to step 2, “Nowhere”');
  await expect(element.getByRole('alert')).not.toContainText('still here');
  expect(await heard(page, 'it', 'error')).toEqual([expect.objectContaining({ code: 'lesson' })]);
  await ask(element, (it) => (it.lessonStep = 2));
  await expect(element.getByText('That is a mistake in the lesson')).toBeVisible();
  // It is told each time that it is loaded, and shown all the same.
  await ask(element, (it, text) => it.load(text), lesson.replace('"Here."', '"There."'));
  await expect(element.getByRole('alert')).toContainText('The run never comes to step 2');
  expect((await heard(page, 'it', 'error')).length).toBe(2);
});

test('a step far into a long run is read when the run is known so far', async ({ page }) => {
  await open(page);
  const lesson = [
    'format = 1', 'title = "Long"', 'until = "5d"', '[[host]]', 'name = "mail.example.com"', 'mailboxes = ["alice@example.com"]',
    '[[host]]', 'name = "mx.example.net"', 'mailboxes = ["bob@example.net"]', '[[send]]', 'from = "alice@example.com"',
    'to = "bob@example.net"', 'count = 2000', 'every = "1s"', '[lesson]', 'minutes = 3', 'sources = ["RFC 5321"]',
    '[[lesson.step]]', 'title = "First"', 'text = "First."', '[[lesson.step]]', 'title = "Last"', 'text = "Last."',
    'pause = { event = "end" }', '',
  ].join('\n');
  const element = await embed(page, 'it', { 'lesson-step': '2', loading: 'eager' }, lesson);
  await expect(element.getByText(/^Step 2 of /)).toBeVisible({ timeout: 60_000 });
  expect(await ask(element, (it) => it.stepIndex === it.stepCount && it.stepCount > 10_000)).toBe(true);
  // A link to a place far into it brings the step along.
  const link = await ask(element, (it) => it.shareUrl());
  const other = await embed(page, 'other', { src: link.slice(link.indexOf('#')), loading: 'eager' });
  await expect(other.getByText(/^Step 2 of /)).toBeVisible({ timeout: 60_000 });
  expect(await ask(other, (it) => it.stepIndex === it.stepCount)).toBe(true);
});

test('what a lesson points at comes into view where there is little room', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { scenario: 'retry', loading: 'eager', width: '360px' });
  await element.evaluate((it) => (it.style.height = '640px'));
  const isSeen = (part) => element.evaluate((it, part) => {
    const [outer, inner] = [it, it.shadowRoot.querySelector(part)].map((it) => it.getBoundingClientRect());
    return inner.bottom > outer.top + 60 && inner.top < outer.bottom - 160;
  }, part);
  await element.getByRole('button', { name: 'Start the lesson' }).dblclick();
  await expect(element.getByText(/^Step 1 of /)).toBeVisible();
  expect(await isSeen('.panel')).toBe(false);
  // A question that nobody has answered comes first.
  await element.getByRole('button', { name: 'Question' }).click();
  await expect(element.getByRole('radio').first()).toBeFocused();
  await expect(element.getByText(/^Step 1 of /)).toBeVisible();
  await element.getByRole('button', { name: 'the session', exact: true }).click();
  await expect.poll(() => isSeen('.panel')).toBe(true);
  await element.getByRole('button', { name: 'Skip to the next step' }).click();
  const body = element.locator('.story-body');
  await body.evaluate((it) => (it.scrollTop = 500));
  await element.getByRole('button', { name: 'Skip to the next step' }).click();
  await expect.poll(() => body.evaluate((it) => it.scrollTop)).toBe(0);
});

test('a question of the last step is found by the main button, too', async ({ page }) => {
  await open(page);
  const lesson = [
    'format = 1', 'title = "Asks"', '[[host]]', 'name = "mail.example.com"', 'mailboxes = ["alice@example.com"]', '[[host]]',
    'name = "mx.example.net"', 'mailboxes = ["bob@example.net"]', '[[send]]', 'from = "alice@example.com"', 'to = "bob@example.net"',
    '[lesson]', 'minutes = 3', 'sources = ["RFC 5321"]', '[[lesson.step]]', 'title = "Only"', 'text = "Only."',
    '[lesson.step.predict]', 'question = "What becomes of it?"', 'ask = "fate"', 'to = "bob@example.net"', '',
  ].join('\n');
  const element = await embed(page, 'it', { loading: 'eager' }, lesson);
  await element.getByRole('button', { name: 'Start the lesson' }).click();
  await element.getByRole('button', { name: 'Question' }).click();
  await expect(element.getByRole('radio').first()).toBeFocused();
  await element.getByRole('radio').first().check();
  await element.getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(element.getByRole('button', { name: 'Continue' })).toBeDisabled();
});

test('a task can be done in a tag that says nothing of visitors', async ({ page }) => {
  await open(page);
  const task = (element) => element.locator('.relayscope');
  const lesson = [
    'format = 1', 'title = "Task"', '[[host]]', 'name = "only.example.com"',
    'mailboxes = ["a@only.example.com", "b@only.example.com"]', '[lesson]', 'minutes = 3', 'sources = ["RFC 5321"]',
    '[[lesson.step]]', 'title = "Here"', 'text = "Here."', '[lesson.step.challenge]', 'goal = "Break it."',
    '[[lesson.step.challenge.expect]]', 'attempts = { on = "only.example.com", count = 1 }',
    '[[lesson.step.challenge.solution]]', 'send = { on = "only.example.com", from = "a@only.example.com", to = "b@only.example.com" }', '',
  ].join('\n');
  const free = await embed(page, 'free', { loading: 'eager' }, lesson);
  await expect(free.getByRole('button', { name: 'Start the lesson' })).toBeVisible();
  await expect(task(free)).not.toHaveClass(/is-read-only/);
  await free.getByRole('button', { name: 'Start the lesson' }).click();
  await expect(free.getByText('Not done yet.')).toBeVisible();
  await free.getByRole('button', { name: 'Write', exact: true }).click();
  const dialog = free.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'To', exact: true }).fill('b@only.example.com');
  await dialog.getByRole('button', { name: /^Send/ }).click();
  // It is done when it has happened.
  await expect(free.getByText('At the end of the run it is done.')).toBeVisible();
  await free.getByRole('button', { name: 'Show the end', exact: true }).click();
  await expect(free.getByText('Done.', { exact: true })).toBeVisible();
  const kept = await embed(page, 'kept', { loading: 'eager', editable: 'false' }, lesson);
  await expect(kept.getByRole('button', { name: 'Start the lesson' })).toBeVisible();
  await expect(task(kept)).toHaveClass(/is-read-only/);
  await ask(kept, (it) => it.removeAttribute('editable'));
  await expect(task(kept)).not.toHaveClass(/is-read-only/);
  await ask(kept, (it) => (it.editable = false));
  await expect(task(kept)).toHaveClass(/is-read-only/);
  const plain = await embed(page, 'plain', { loading: 'eager', scenario: 'relay' });
  await expect(plain.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(task(plain)).toHaveClass(/is-read-only/);
});

test('the end of a lesson leads to the next one, and the last one to none', async ({ page }) => {
  await open(page, './?scenario=dialogue&lesson-step=11');
  await expect(page.getByText('That was the lesson.')).toBeVisible();
  await page.getByRole('button', { name: 'Next lesson: The way of a message, read backwards' }).click();
  await expect(page.getByRole('button', { name: 'Start the lesson' })).toBeVisible();
  await expect(page).toHaveURL(/\?scenario=the-way$/);
  await open(page, './?scenario=lost-250&lesson-step=6');
  await expect(page.getByText('That was the lesson.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Next lesson/ })).toHaveCount(0);
});
