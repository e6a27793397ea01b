// What authors of pages are told whose tags, calls or addresses have no meaning: a file for each language.

import de from './wrong-de.js';
import en from './wrong-en.js';
import { languageNow, spoken } from './words.js';

const WORDS = { en, de };

/** The texts in the first of some languages that is spoken here. */
export function wrongIn(...languages) {
  return WORDS[spoken(languages)];
}

/** The texts for an element. */
export function wrongFor(element) {
  return wrongIn(languageNow(element));
}
