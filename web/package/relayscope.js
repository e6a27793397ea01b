// The ES module of the npm package: defines <relay-scope> where it is imported in a browser.
//
// What makes the tag is small and there at once. The application and its Wasm are fetched when the
// first element comes into view. A server may import this file too: it touches no document.

import home from 'relayscope:home';
import version from 'relayscope:version';
import { RelayScopeError, makeElement } from './element.js';
import { styles } from './styles.js';

/** The class behind the tag. */
export const RelayScope = makeElement({
  version,
  home,
  async load(url) {
    if (typeof WebAssembly !== 'object') throw new Error('this browser has no WebAssembly');
    const application = await import('./application.js');
    // Without an address, the Wasm that lies beside the application.
    await application.default(url && { module_or_path: new URL(url, document.baseURI) }).catch((error) => {
      throw new Error(`the Wasm ${url ?? 'beside application.js'} was not loaded: ${error.message}`, { cause: error });
    });
    return application;
  },
  styles,
});

RelayScope.define();

export { RelayScopeError };
export { RelayScopeRemote, RelayScopeRemoteError, connect } from './connect.js';
