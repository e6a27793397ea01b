// The element's class as the pages of this folder use it: the application and its style sheets are
// files beside them, so that a page can be served from any path and keeps to a strict policy.

import { makeElement } from './element.js';
import { SHEETS } from './sheets.js';

// `cargo xtask build` writes the names of the built files, and the version, into the page.
const { module, wasm, version } = document.querySelector('script[data-module]').dataset;

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
    return application;
  },
  styles() {
    return Promise.all(
      SHEETS.map(async (name) => {
        const answer = await fetch(new URL(`styles/${name}.css`, document.baseURI));
        if (!answer.ok) throw new Error(`styles/${name}.css: status ${answer.status}`);
        return new CSSStyleSheet().replace(await answer.text());
      }),
    );
  },
});
