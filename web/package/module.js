// The module whose `Instance` is the application: loaded once for all elements of a page, and watched,
// because when it breaks it breaks for all of them.

import { describe } from './failure.js';

/** `load(url)` gives the module, started from `url` where one is named; `styles()` the style sheets. */
export function sharedModule(load, styles) {
  let watching = false;
  /** What those whose application runs want to know: that it broke, and how. */
  const running = new Set();

  const watch = () => {
    if (watching) return;
    watching = true;
    const broke = (what) => [...running].forEach((tell) => tell(what));
    // The module tells of a panic; a trap comes as an error that nobody caught.
    addEventListener('relayscope-failure', (event) => broke(String(event.detail)));
    addEventListener('error', (event) => {
      if (event.error instanceof WebAssembly.RuntimeError) broke(describe(event.error));
    });
    addEventListener('unhandledrejection', (event) => {
      if (event.reason instanceof WebAssembly.RuntimeError) broke(describe(event.reason));
    });
  };

  const module = once(load);
  const sheets = once(styles);
  return {
    sheets,
    /** The module and the style sheets. */
    start: (url) => Promise.all([module(url), sheets()]),
    /** `tell(what)` is called when the module breaks, until `leave(tell)`. */
    join(tell) {
      watch();
      running.add(tell);
    },
    leave(tell) {
      running.delete(tell);
    },
  };
}

/** What `make` gives, made once; after a failure the next one who asks tries again. */
function once(make) {
  let made;
  return (...given) => {
    made ??= Promise.resolve(make(...given)).catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
