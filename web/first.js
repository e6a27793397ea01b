// The first sight of the page, while the application is on its way: the start of the first scenario
// as markup, which the page itself drew when it was made. Who has a slow line can read meanwhile.
//
// It stands on its own and not in the element, so that it needs a few small files and nothing else.

import { chosenLanguage } from './language.js';
import { isNewcomer } from './newcomer.js';
import { spoken, wordsIn } from './words.js';

/** Up to this width the parts of the page stand below each other; the style sheets say it too. */
const NARROW = '(max-width: 53.75rem)';

const element = document.querySelector('relay-scope');
// What is missing, the application tells.
if (isNewcomer()) show().catch(() => {});

async function show() {
  let isOver = false;
  const language = spoken([chosenLanguage(), ...navigator.languages]);
  const width = matchMedia(NARROW).matches ? 'narrow' : 'wide';
  const sight = document.createElement('div');
  const end = () => {
    isOver = true;
    // Who has scrolled goes on from there.
    if (sight.scrollTop > 0) scrollTo(0, sight.scrollTop);
    sight.remove();
  };
  for (const told of ['rs-ready', 'rs-error']) element.addEventListener(told, end, { once: true });
  const [sheet, markup] = await Promise.all(['relayscope.css', `first/${width}.${language}.html`].map(fetched));
  if (isOver) return;
  sight.className = 'window-first-sight';
  sight.toggleAttribute('whole-page', true);
  const root = sight.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [await new CSSStyleSheet().replace(sheet)];
  const words = wordsIn(language);
  const [place, told] = [pictured(markup), note(words)];
  root.append(place, told);
  // A picture: nothing in it can be reached before it is alive, and what is there is told by the element.
  for (const it of [place, told]) {
    it.inert = true;
    it.ariaHidden = 'true';
  }
  addEventListener('error', ({ target }) => target?.localName === 'script' && giveUp(told, words), true);
  if (!isOver) document.body.append(sight);
}

async function fetched(path) {
  const answer = await fetch(new URL(path, document.baseURI));
  if (!answer.ok) throw new Error(`${path}: status ${answer.status}`);
  return answer.text();
}

function pictured(markup) {
  const place = document.createElement('div');
  place.className = 'place is-first-sight';
  const { body } = new DOMParser().parseFromString(markup, 'text/html');
  for (const it of body.querySelectorAll('[data-style]')) it.style.cssText = it.dataset.style;
  // It was drawn in the light; the sign for the other colours is the only thing that no style changes.
  if (matchMedia('(prefers-color-scheme: dark)').matches) {
    for (const it of body.querySelectorAll('use[href="#rs-moon"]')) it.setAttribute('href', '#rs-sun');
  }
  place.append(...body.children);
  return place;
}

/** The script of the page did not come: nothing else will say so. */
function giveUp(told, words) {
  const text = document.createElement('p');
  text.textContent = words.missing;
  told.replaceChildren(text);
  told.inert = false;
  told.ariaHidden = null;
  told.setAttribute('role', 'alert');
}

/** Where the controls will be: that they are on their way. */
function note(words) {
  const box = document.createElement('div');
  box.className = 'curtain is-note';
  const text = document.createElement('p');
  text.textContent = words.loading;
  box.append(text, document.createElement('progress'));
  return box;
}
