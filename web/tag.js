// The element's class as the pages of this folder use it: the application and its style sheets are
// files beside them, so that a page can be served from any path and keeps to a strict policy.

import { makeElement } from './element.js';
import { isNewcomer } from './newcomer.js';
import { whole } from './rest.js';

// `cargo xtask build` writes the names of the built files, and the version, into the page.
const { module, wasm, version } = document.querySelector('script[data-module]').dataset;

/** All style sheets of the element, one after the other: `cargo xtask build` joins them. */
const SHEET = 'relayscope.css';

/** The class; it is not registered yet. */
export const RelayScope = makeElement({
  version,
  // Where links and embedding codes lead: to the page in this very folder.
  home: new URL('./', document.baseURI).href,
  async load() {
    if (typeof WebAssembly !== 'object') throw new Error('this browser has no WebAssembly');
    const application = await import(new URL(module, document.baseURI));
    await application.default({ module_or_path: new URL(wasm, document.baseURI) }).catch((error) => {
      throw new Error(`${wasm} was not loaded: ${error.message}`, { cause: error });
    });
    // What an address, a frame or a reload asks for is not the first sight, and needs more than that.
    if (!isNewcomer()) await whole();
    return application;
  },
  async styles() {
    const answer = await fetch(new URL(SHEET, document.baseURI));
    if (!answer.ok) throw new Error(`${SHEET}: status ${answer.status}`);
    return [await new CSSStyleSheet().replace(await answer.text())];
  },
});
