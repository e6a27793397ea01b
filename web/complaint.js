// What is wrong with an address, above the simulation: one message, and everything else works.

import { wrongFor } from './wrong.js';

/**
 * Shows the complaints, and those that the element has about its attributes while it starts. They
 * are text: an address can say anything.
 */
export function showComplaints(element, complaints) {
  const said = new Set(complaints);
  let note;
  const show = () => {
    if (said.size === 0) return;
    note ??= makeNote(element);
    note.firstChild.textContent = [...said].join('\n');
    element.before(note);
  };
  element.addEventListener('rs-error', ({ detail }) => {
    if (!['attribute', 'argument'].includes(detail.code)) return;
    said.add(detail.message);
    show();
  });
  show();
}

function makeNote(element) {
  const note = document.createElement('div');
  note.className = 'window-complaint';
  note.setAttribute('role', 'alert');
  const text = document.createElement('p');
  const close = document.createElement('button');
  close.type = 'button';
  close.textContent = wrongFor(element).close;
  close.addEventListener('click', () => note.remove());
  note.append(text, close);
  return note;
}
