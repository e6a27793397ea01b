// Starts the page: the element at full size, or, as embed.html, in a frame of another page.

import { makeElement } from './element.js';

const { module, wasm } = document.querySelector('script[data-module]').dataset;
const SHEETS = ['tokens', 'page', 'map', 'panel', 'controls', 'ladder', 'stores', 'story', 'element'];
const element = document.querySelector('relay-scope');
const asked = new URLSearchParams(location.search);

let sheets;
const RelayScope = makeElement({
  version: '1',
  async load() {
    if (typeof WebAssembly !== 'object') throw new Error('this browser has no WebAssembly');
    const application = await import(new URL(module, document.baseURI));
    await application.default({ module_or_path: new URL(wasm, document.baseURI) });
    return application;
  },
  styles() {
    sheets ??= Promise.all(
      SHEETS.map(async (name) => {
        const answer = await fetch(new URL(`styles/${name}.css`, document.baseURI));
        if (!answer.ok) throw new Error(`styles/${name}.css: status ${answer.status}`);
        return new CSSStyleSheet().replace(await answer.text());
      }),
    );
    return sheets;
  },
});

// A name that is unknown is no reason to show nothing: the first scenario is shown, as without one.
const wanted = asked.get('scenario');
if (wanted) element.setAttribute('scenario', wanted);
element.addEventListener('rs-load', ({ detail }) => remember(detail.scenario));
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
