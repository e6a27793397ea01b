// What is seen of the element before its application is there, and in its place when it has gone.

import { wordsFor } from './words.js';

/** A place that the author of a page may fill. */
export function slot(name) {
  const it = document.createElement('slot');
  it.name = name;
  return it;
}

/** The poster: a button where a click starts the application by `begin`, else a word that it loads. */
export function curtain(element, begin) {
  const poster = slot('poster');
  poster.part.add('poster');
  const box = document.createElement('div');
  box.className = 'curtain';
  const image = element.getAttribute('poster');
  if (image) {
    const picture = document.createElement('img');
    picture.src = image;
    picture.alt = '';
    box.append(picture);
  }
  if (element.getAttribute('reveal') === 'interaction') box.append(startButton(element, begin));
  else loading(box, wordsFor(element));
  poster.append(box);
  return poster;
}

function startButton(element, begin) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = wordsFor(element).start;
  button.part.add('button');
  button.addEventListener('click', () => begin().then(() => element.focus()));
  return button;
}

function loading(box, words) {
  box.setAttribute('role', 'status');
  const text = document.createElement('p');
  text.textContent = words.loading;
  const bar = document.createElement('progress');
  bar.part.add('progress');
  bar.setAttribute('aria-label', words.loadingShort);
  box.append(text, bar);
}
