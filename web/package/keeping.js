// What is kept in the browser, where the author of the page allows it. It is never needed.

/** What the author shows: a state of something else is not taken up. */
function authored(element) {
  const inline = element.querySelector('script[type="text/relayscope"], template');
  const said = ['src', 'scenario', 'seed'].map((name) => element.getAttribute(name));
  return said.concat(inline?.innerHTML ?? '').join('|');
}

/** The name under which the state of an element is kept. Elements without an id count their places. */
export function stateKey(element) {
  const all = [...document.querySelectorAll(element.localName)];
  return `relayscope ${location.pathname} ${element.id || all.indexOf(element)}`;
}

/** Characters of a state at most: the storage belongs to all of a site, which needs it, too. */
const STATE_MAX = 2 ** 21;

/** Keeps what the first of `states` tells that there is room for; where there is none, nothing old stays. */
export function keep(element, key, states) {
  for (const state of states) {
    let text;
    try {
      text = JSON.stringify({ of: authored(element), state: state() });
    } catch {
      // Nothing can be told any more: what was kept last is as good as it gets.
      return;
    }
    try {
      if (text.length > STATE_MAX) continue;
      localStorage.setItem(key, text);
      return;
    } catch {
      // No storage, or a full one: what is lost is a place in a run.
    }
  }
  try {
    localStorage.removeItem(key);
  } catch {
    // No storage: nothing is in it.
  }
}

/** The state that was kept; undefined where there is none, or none of what is shown. */
export function kept(element, key) {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? 'null');
    return found?.of === authored(element) ? String(found.state) : undefined;
  } catch {
    return undefined;
  }
}
