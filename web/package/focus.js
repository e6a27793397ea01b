// Who works by keyboard, or hears the page, keeps a place in it: when what had the focus goes away, the
// focus goes on at what came in its place. A browser alone leaves it nowhere, and says nothing.

const STOPS = 'a[href], button, input, select, textarea, summary, [tabindex]';
/** What holds things of one kind: there the focus goes on at the place of what is gone. */
const GROUPS = '[role=group], form, ul, ol, dl, table, nav';
/** Where the focus goes on when all around it is new. */
const HEADS = ':is(h2, h3):not(.unseen), [data-scrolls], [data-map]';
/** So many parents of it may go with a thing before all around it counts as new. */
const NEAR = 2;

/** Keeps the focus within a tree of ours. */
export function keepFocus(root) {
  let last = null;
  // The thing whose press led to what is shown, so that the way back leads to it.
  let opened = '';
  root.addEventListener('focusin', ({ target }) => {
    last = placeOf(target, root);
  });
  root.addEventListener('focusout', ({ target, relatedTarget }) => {
    if (relatedTarget && !root.contains(relatedTarget)) last = null;
    // A click beside everything, and not a thing that is gone: nobody wants to be led back.
    queueMicrotask(() => {
      if (document.hasFocus() && last?.element === target && isUsable(target)) last = null;
    });
  });
  root.addEventListener('keydown', openFirst);
  // Who works by mouse sees no focus, and is not led on; Space is for the page then (`keys.rs`).
  // It stands at the view itself: another one, as when the first sight comes alive, begins without it.
  const view = () => root.querySelector('.relayscope');
  const works = (byMouse) => view()?.toggleAttribute('data-by-mouse', byMouse);
  root.addEventListener('pointerdown', ({ pointerType }) => works(pointerType === 'mouse'), true);
  root.addEventListener('keydown', ({ key }) => {
    if (![' ', 'Shift', 'Control', 'Alt', 'Meta'].includes(key)) works(false);
  }, true);
  let due = false;
  const isLost = () => last && !root.activeElement && !isUsable(last.element);
  const goOn = () => {
    due = false;
    if (!isLost()) return;
    const { element, isBack, text } = last;
    const goal = successor(last, isBack ? opened : '');
    opened = isBack ? '' : text;
    last = null;
    if (!goal || view()?.hasAttribute('data-by-mouse') || element.closest?.('dialog')) return;
    if (!goal.matches(STOPS)) goal.tabIndex = -1;
    goal.focus({ preventScroll: true });
  };
  const seen = new MutationObserver(() => {
    if (due || !last) return;
    due = true;
    // Once all is laid out: to ask sooner whether something is still seen would lay out all of the page once
    // more in each frame.
    onceDrawn(() => {
      due = false;
      if (!isLost()) return;
      due = true;
      // Behind whoever knows better where it goes on.
      onceDrawn(goOn);
    });
  });
  seen.observe(root, {
    childList: true, subtree: true, attributes: true, attributeFilter: ['hidden', 'disabled', 'open'],
  });
}

function onceDrawn(act) {
  requestAnimationFrame(() => setTimeout(act));
}

/**
 * A closed menu takes each arrow for a choice. One whose choice changes everything opens instead, so that
 * somebody can hear all of it first, as on a Mac.
 */
function openFirst(event) {
  const { key, target } = event;
  const chooses = key === 'ArrowUp' || key === 'ArrowDown' || (key.length === 1 && key !== ' ');
  if (!chooses || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!target.matches?.('select[data-opens]') || !target.showPicker) return;
  event.preventDefault();
  try {
    target.showPicker();
  } catch {
    // A frame of another site may not open it; then it stays closed, and Enter opens it.
  }
}

/** Where something stands. */
function placeOf(element, root) {
  const parents = [];
  for (let at = element.parentNode; at && at !== root; at = at.parentNode) parents.push(at);
  // A form may go as a whole, and another one come in its place among those around it.
  const around = parents.filter((it) => it.matches?.(GROUPS)).slice(0, 2);
  const groups = around.map((group) => ({ group, nth: stopsIn(group).indexOf(element) }));
  const isBack = element.classList.contains('back');
  return { element, parents, groups, isBack, text: element.textContent };
}

/** What comes in the place of something that is gone. */
function successor({ parents, groups }, text) {
  const gone = parents.findIndex(isUsable);
  if (gone < 0) return null;
  const near = gone <= NEAR ? groups.filter((it) => it.nth >= 0 && isUsable(it.group)) : [];
  for (const { group, nth } of near) {
    const stops = stopsIn(group);
    if (stops.length > 0) return stops[Math.min(nth, stops.length - 1)];
  }
  for (const home of parents.slice(gone)) {
    const before = text && stopsIn(home).find((it) => it.textContent === text);
    if (before) return before;
    const found = [...home.querySelectorAll(HEADS)].find(isUsable) ?? stopsIn(home)[0];
    if (found) return found;
  }
  return null;
}

function stopsIn(home) {
  return [...home.querySelectorAll(STOPS)].filter((it) => it.tabIndex >= 0 && isUsable(it));
}

/** Whether something is there to be reached. */
function isUsable(it) {
  return it.isConnected && !it.disabled && (it.checkVisibility?.() ?? true) && !it.closest('[inert]');
}
