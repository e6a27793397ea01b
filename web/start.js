// Starts the page: the element at full size.

import { RelayScope } from './tag.js';
import { takeLink } from './carried.js';
import { showComplaints } from './complaint.js';
import { chooseLanguage, chosenLanguage } from './language.js';
import { readParameters } from './parameters.js';
import { spoken } from './words.js';

const element = document.querySelector('relay-scope');
const asked = new URLSearchParams(location.search);
const { attributes, complaints } = readParameters(location.search, location.href, [chosenLanguage(), ...navigator.languages]);

// A name that is unknown is no reason to show nothing: the first scenario is shown, as without one.
for (const [name, value] of attributes) element.setAttribute(name, value);
let carried = takeLink(element);
addEventListener('hashchange', () => {
  carried = location.hash.startsWith('#s=');
  // The same link may be opened a second time.
  if (carried) element.load(location.hash).catch(() => {});
});
element.addEventListener('rs-load', ({ detail }) => {
  // The address of a link stays until something else is shown.
  if (!carried) remember(detail.scenario);
  carried = false;
});
element.addEventListener('rs-error', () => (carried = false));

// The language that the address asks for, else the one that was chosen here before, else the browser's.
speak(spoken([element.getAttribute('lang'), chosenLanguage(), ...navigator.languages]));
showComplaints(element, complaints);
element.addEventListener('rs-language', ({ detail }) => {
  if (detail.language === element.lang) return;
  chooseLanguage(detail.language);
  asked.delete('lang');
  speak(detail.language);
  if (!location.hash) remember(element.scenario);
});
RelayScope.define();

function speak(language) {
  element.lang = document.documentElement.lang = language;
}

/** Lets the address name the scenario, so that it can be shared and survives a reload. */
function remember(id) {
  // What it says besides still holds: how the page looks, and, for the scenario that it names, the place.
  if (id !== (asked.get('scenario') ?? '')) {
    for (const name of ['scenario', 'src', 'seed', 'step', 'at', 'lesson-step', 'tab']) asked.delete(name);
    if (id) asked.set('scenario', id);
  }
  const address = asked.size > 0 ? `?${asked}` : location.pathname;
  try {
    history.replaceState(null, '', address);
  } catch {
    // A page in a sandbox may not; then the address stays as it is.
  }
}
