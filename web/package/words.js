// What is said before the application is there, and when it has gone, in every language. All else
// is said by the application itself.

const WORDS = {
  en: {
    start: 'Start the simulation',
    loading: 'Loading relayscope…',
    loadingShort: 'Loading',
    label: 'Simulation of a mail network',
    broke: 'Something broke',
    brokeText:
      'The simulation stopped because of a mistake in relayscope itself. Nothing was sent anywhere. ' +
      'Please report the text below, and what you did just before.',
    missing: 'relayscope could not be loaded',
    missingText:
      'One of its files is not there, or was not let through; the text below says which. Load the page again, ' +
      'or tell its author.',
    report: 'Report',
    copy: 'Copy the report',
    copied: 'Copied.',
    notCopied: 'Please copy the marked text.',
    again: 'Start again',
    reload: 'Load the page again',
    first: 'Start with the first scenario',
  },
  de: {
    start: 'Simulation starten',
    loading: 'relayscope wird geladen …',
    loadingShort: 'Wird geladen',
    label: 'Simulation eines Mailnetzes',
    broke: 'Etwas ist kaputtgegangen',
    brokeText:
      'Die Simulation ist wegen eines Fehlers in relayscope selbst stehen geblieben. Nichts wurde ' +
      'irgendwohin gesendet. Bitte den Text unten melden, und was unmittelbar davor geschah.',
    missing: 'relayscope ließ sich nicht laden',
    missingText:
      'Eine seiner Dateien ist nicht da oder wurde nicht durchgelassen; unten steht, welche. Die Seite neu laden ' +
      'oder den Autor benachrichtigen.',
    report: 'Fehlerbericht',
    copy: 'Bericht kopieren',
    copied: 'Kopiert.',
    notCopied: 'Bitte den markierten Text kopieren.',
    again: 'Neu starten',
    reload: 'Seite neu laden',
    first: 'Mit dem ersten Szenario beginnen',
  },
};

/** The first of some tags (RFC 5646) whose language is spoken here, as its primary subtag; English otherwise. */
export function spoken(tags) {
  const primary = tags.map((tag) => String(tag ?? '').trim().split(/[-_]/)[0].toLowerCase());
  return primary.find((tag) => Object.hasOwn(WORDS, tag)) ?? 'en';
}

/** The language of an element: its own, else that of the nearest one around it, out of shadow trees too. */
export function languageOf(element) {
  for (let it = element; it; it = it.parentNode ?? it.host) {
    if (it.hasAttribute?.('lang')) return it.getAttribute('lang');
  }
  return '';
}

/** The languages that visitors have chosen, by their elements. */
const chosen = new WeakMap();

/** Notes the language that a visitor has chosen; undefined where nobody has any more. */
export function choose(element, language) {
  chosen.set(element, language);
}

/** The language in which an element speaks now. */
export function languageNow(element) {
  return chosen.get(element) ?? languageOf(element);
}

/** The texts in a language that is spoken here. */
export function wordsIn(language) {
  return WORDS[language];
}

/** The texts for an element. */
export function wordsFor(element) {
  return wordsIn(spoken([languageNow(element)]));
}
