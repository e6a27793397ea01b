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

/** Keeps what `state` tells. */
export function keep(element, key, state) {
  try {
    localStorage.setItem(key, JSON.stringify({ of: authored(element), state: state() }));
  } catch {
    // No storage, a full one, or nothing that can be told any more: what is lost is a place in a run.
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
