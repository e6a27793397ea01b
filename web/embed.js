// Starts the element in a frame of another page: by the parameters of the address, and by messages.

import { RelayScope } from './tag.js';
import { takeLink } from './carried.js';
import { showComplaints } from './complaint.js';
import { Messages, tellParent } from './messages.js';
import { readParameters } from './parameters.js';

/** The height for a width, where the parent asks how much is wanted: enough for every panel. */
const RATIO = 10 / 16;
const HEIGHT_MIN = 400;

const element = document.querySelector('relay-scope');
const { attributes, links, post, origin, complaints } = readParameters(location.search, location.href);

for (const [name, value] of attributes) element.setAttribute(name, value);
takeLink(element);
if (!links) keepInside();
showComplaints(element, complaints);
if (parent !== window && origin !== undefined) {
  new Messages(element, { origin, version: RelayScope.version }).listen();
  announce();
}
RelayScope.define();

/** No link leads out. */
function keepInside() {
  element.setAttribute('nolinks', '');
  document.addEventListener(
    'click',
    (event) => {
      if (event.composedPath().some((it) => it instanceof HTMLAnchorElement)) event.preventDefault();
    },
    { capture: true },
  );
}

/** Tells the parent without being asked, of what the address says. */
function announce() {
  const tell = (event, detail) => tellParent(origin, event, detail);
  if (post.has('ready')) element.addEventListener('rs-ready', () => tell('rs-ready', {}));
  if (post.has('error')) {
    element.addEventListener('rs-error', ({ detail: { code, message } }) => tell('rs-error', { code, message }));
    if (complaints.length > 0) tell('rs-error', { code: 'parameter', message: complaints.join('\n') });
  }
  if (!post.has('resize')) return;
  let told;
  // The height that is wanted depends on the width alone, so that asking for it comes to an end.
  new ResizeObserver(() => {
    const height = Math.max(HEIGHT_MIN, Math.round(document.documentElement.clientWidth * RATIO));
    if (height === told) return;
    told = height;
    tell('rs-resize', { height });
    // What Medium and other hosts of embedded pages listen to.
    const embedly = { context: 'iframe.resize', height, src: location.href };
    parent.postMessage(JSON.stringify(embedly), origin ?? '*');
  }).observe(document.documentElement);
}
