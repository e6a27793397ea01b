// What is wrong with a scenario, a tag, a call or an address, told in German.

import { expect, test } from '@playwright/test';
import { ask, embed, heard } from './embedding.mjs';
import { accessible, choose, open } from './playing.mjs';

/** Words that no German sentence has. */
const ENGLISH = /\b(the|is|of|and|with|from|that|has|not|this|are|its|by|write|choose)\b/;

/** A host, and two mistakes. */
const BROKEN = `format = 1
titel = "x"
[[host]]
name = "only.example.com"
profile = "sendmail"
`;

test('a scenario with mistakes is explained in German, and anew in the other language', async ({ page }) => {
  await open(page, './?lang=de');
  await choose(page, 'kaputt.toml', BROKEN);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Dieses Szenario ist nicht zu gebrauchen');
  await expect(alert).toContainText('unbekannter Schlüssel titel');
  await expect(alert.getByRole('code').filter({ hasText: 'titel' })).toHaveText(['titel']);
  await expect(alert).toContainText('war title gemeint?');
  await expect(alert).toContainText('es gibt kein Profil sendmail');
  await expect(alert.locator('.trouble-marks').first()).toContainText('^^^^^ unbekannt');
  const said = await alert.locator('.trouble-what, .trouble-where, .trouble-hint, .trouble-marks').allTextContents();
  expect(said.filter((text) => ENGLISH.test(text))).toEqual([]);
  await accessible(page, { about: 'mistakes in German', within: 'relay-scope' });
  await page.getByRole('combobox', { name: 'Language / Sprache' }).selectOption('en');
  await expect(alert).toContainText('unknown key titel');
  await expect(alert).toContainText('did you mean title?');
});

test('what is no TOML, and a link that is damaged, are told in German', async ({ page }) => {
  await open(page, './?lang=de');
  const alert = page.getByRole('alert');
  await choose(page, 'kaputt.toml', 'format = 1\ntitle = x\n');
  await expect(alert).toContainText('das ist kein TOML: Texte müssen in Anführungszeichen stehen');
  await page.evaluate(() => (location.hash = '#s=t1.abc'));
  await expect(alert).toContainText('Dieser Link ist beschädigt: Ein Teil fehlt oder wurde verändert.');
});

test('a German element tells its author in German what is wrong', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { lang: 'de', theme: 'pink', loading: 'eager' });
  await expect(element.getByRole('alert')).toContainText('theme: „pink“ ist unbekannt; zur Wahl stehen auto, light, dark oder contrast');
  for (const [name, value, message] of [
    ['step', 'x', 'step: „x“ ist keine ganze Zahl ab 0'],
    ['at', 'bald', 'at: „bald“ ist keine Zeit wie 12.5s, 90min, 3h oder 2d'],
    ['speed', '99', 'speed: „99“ ist keine Zahl von 0.1 bis 16'],
    ['lesson-step', '99', 'lesson-step: es gibt keinen Schritt 99; dieses Szenario hat keine Lektion'],
    ['seed', '-1', 'seed: „-1“ ist keine ganze Zahl von 0 bis 18446744073709551615'],
    ['scenario', 'nirgends', /^Das kann nicht gezeigt werden\nes gibt kein eingebautes Szenario „nirgends“; zur Wahl stehen /],
    ['src', 'nirgends.toml', 'src: nirgends.toml ließ sich nicht lesen (Status 404)'],
  ]) {
    await ask(element, (it, [name, value]) => it.setAttribute(name, value), [name, value]);
    const last = async () => (await heard(page, 'it', 'error')).at(-1).message;
    await expect.poll(last, { message: name }).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  }
});

test('calls of a German element are refused in German', async ({ page }) => {
  await open(page);
  const element = await embed(page, 'it', { lang: 'de', scenario: 'relay', loading: 'eager' });
  const wrong = (method, argument) =>
    ask(element, (it, [method, argument]) => it[method](argument).then(() => 'nothing', (error) => error.message), [method, argument]);
  expect(await wrong('seek', {})).toBe('seek: {step}, {time}, {event} oder {marker: "next"} angeben');
  expect(await wrong('step', 'x')).toBe('ein Schritt ist eine ganze Zahl');
  expect(await wrong('update', {})).toMatch(/^update: .* angeben$/);
  expect(await wrong('update', { host: 'x', up: true })).toMatch(/^host: „x“ ist unbekannt; zur Wahl stehen /);
  expect(await wrong('toBlob', 'gif')).toMatch(/^toBlob: eines von scenario\.toml, .* angeben$/);
  expect(await wrong('toBlob', 'eml')).toBe('toBlob: noch wurde keine Nachricht gesendet');
  expect(await wrong('setState', { state: 'x' })).toMatch(/^setState: Das ist kein Zustand, /);
  expect(await wrong('embedCode', { kind: 'flash' })).toBe('kind: „flash“ ist unbekannt; zur Wahl stehen element oder iframe');
  expect(await wrong('load', 't1.abc')).toMatch(/Dieser Link ist beschädigt/);
});

test('an address that has no meaning is told in German', async ({ page }) => {
  await open(page, './?lang=de&seed=x&speed=99');
  const note = page.locator('.window-complaint');
  await expect(note).toContainText('seed: „x“ ist keine ganze Zahl von 0 bis 18446744073709551615');
  await expect(note).toContainText('speed: „99“ ist keine Zahl von 0.1 bis 16');
  await note.getByRole('button', { name: 'Schließen' }).click();
  await expect(note).toHaveCount(0);
});

test('a frame is told in German what it cannot answer', async ({ page }) => {
  await page.goto('/fixtures/frame.html');
  await page.waitForFunction(() => globalThis.show);
  await page.evaluate(() => {
    // What the connection itself tells is for the page around.
    document.querySelector('main').lang = 'de';
    globalThis.show('/embed.html?lang=de&scenario=direct');
    return globalThis.connected();
  });
  const refused = await page.evaluate(() => globalThis.remote.get('ownerDocument').catch((error) => error.message));
  expect(refused).toMatch(/^get: „ownerDocument“ ist unbekannt; zur Wahl stehen scenario, /);
  const late = await page.evaluate(() => {
    globalThis.remote.close();
    return globalThis.remote.play().catch((error) => error.message);
  });
  expect(late).toBe('die Verbindung ist geschlossen');
});
