// Starts the page: the element at full size.

import { RelayScope } from './tag.js';
import { takeLink } from './carried.js';
import { showComplaints } from './complaint.js';
import { readParameters } from './parameters.js';

const element = document.querySelector('relay-scope');
const { attributes, complaints } = readParameters(location.search, location.href);

// A name that is unknown is no reason to show nothing: the first scenario is shown, as without one.
for (const [name, value] of attributes) element.setAttribute(name, value);
showComplaints(element, complaints);
let carried = takeLink(element);
addEventListener('hashchange', () => (carried = takeLink(element)));
element.addEventListener('rs-load', ({ detail }) => {
  // The address of a link stays until something else is shown.
  if (!carried) remember(detail.scenario);
  carried = false;
});
element.addEventListener('rs-error', () => (carried = false));
RelayScope.define();

/** Lets the address name the scenario, so that it can be shared and survives a reload. */
function remember(id) {
  const address = id ? `?scenario=${encodeURIComponent(id)}` : location.pathname;
  try {
    history.replaceState(null, '', address);
  } catch {
    // A page in a sandbox may not; then the address stays as it is.
  }
}
