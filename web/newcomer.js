// Who has never been here begins at the beginning, and need not wait for all of the application.

/** Where the application keeps what a reload takes up again. */
const KEPT = 'relayscope';

/** Whether the page will begin at its beginning: no address, no frame and no reload asks for something else. */
export function isNewcomer() {
  // Whoever put it into a frame may ask for anything as soon as it is alive.
  if (document.querySelector('relay-scope[data-frame]')) return false;
  if (location.hash !== '' || !['', '?scenario=direct'].includes(location.search)) return false;
  try {
    return sessionStorage.getItem(KEPT) === null;
  } catch {
    return true;
  }
}
