// Links that carry a whole run in the fragment of their address, which no server ever sees.

/** Has the element open the link in the page's address; true where there is one. */
export function takeLink(element) {
  const is = location.hash.startsWith('#s=');
  if (is) {
    // The link knows its own place, and what is open there.
    element.removeAttribute('step');
    element.removeAttribute('at');
    element.removeAttribute('lesson-step');
    element.removeAttribute('tab');
    element.setAttribute('src', location.hash);
  }
  return is;
}
