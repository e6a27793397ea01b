// The classic script of the npm package: everything in one file, the Wasm too, so that it works
// where no module can be loaded: from a file, and in a book of mdBook.

import * as application from 'relayscope:application';
import home from 'relayscope:home';
import version from 'relayscope:version';
import wasm from 'relayscope:wasm';
import { RelayScopeError, makeElement } from './element.js';
import { RelayScopeRemote, RelayScopeRemoteError, connect } from './connect.js';
import { styles } from './styles.js';

const RelayScope = makeElement({
  version,
  home,
  async load(url) {
    if (typeof WebAssembly !== 'object') throw new Error('this browser has no WebAssembly');
    const wanted = url ? new URL(url, document.baseURI) : await octets(wasm);
    await application.default({ module_or_path: wanted });
    return application;
  },
  styles,
});

RelayScope.define();

/**
 * Undoes base64 and gzip without a request: a page's policy may forbid even those to `data:`.
 */
function octets(base64) {
  const packed = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

export { RelayScope, RelayScopeError, RelayScopeRemote, RelayScopeRemoteError, connect, version };
