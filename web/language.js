// The language that was chosen with the switch, kept from one visit to the next.

/** The name under which it is kept. */
const LANGUAGE = 'relayscope language';

/** The language that was chosen; none where nobody did, or nothing may be kept. */
export function chosenLanguage() {
  try {
    return localStorage.getItem(LANGUAGE);
  } catch {
    return null;
  }
}

/** Keeps it. */
export function chooseLanguage(language) {
  try {
    localStorage.setItem(LANGUAGE, language);
  } catch {
    // Without a storage it has to be chosen again.
  }
}
