// The rest of the application: what the first sight does not need of the Wasm. It is fetched when that
// runs, and joins it by itself. When something of it is wanted earlier, the page waits for it.

/** What the first part exports, and where the rest is. */
let first;
let address;

/** Fetches the rest when the first sight is there; called when the first part is about to start. */
export function follow(exports, url) {
  [first, address] = [exports, url];
  // Compiling takes time of the processor, which the first sight needs. Safari does not tell when it is idle.
  const whenIdle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 500));
  // Without the rest the first sight is alive. Whoever wants more tries again, and is told.
  whenIdle(() => arrive().catch(() => {}));
}

async function arrive() {
  const answer = await fetch(address, { priority: 'low' });
  const module = await compiled(answer);
  await WebAssembly.instantiate(module, { first });
}

/** Servers that do not know Wasm call it something else. */
async function compiled(answer) {
  if (!answer.ok) throw new Error(`${answer.status}`);
  if (answer.headers.get('content-type') === 'application/wasm') return WebAssembly.compileStreaming(answer);
  return WebAssembly.compile(await answer.arrayBuffer());
}

/** What the first part calls when it cannot go on without the rest: returns when that is there. */
export function wanted() {
  try {
    new WebAssembly.Instance(new WebAssembly.Module(octets()), { first });
  } catch (error) {
    // The first part stops in the middle of what it did: it is broken, as by a trap.
    throw new WebAssembly.RuntimeError(`${address.pathname} was not loaded: ${error.message}`);
  }
}

/** The file, before anything else happens. */
function octets() {
  const request = new XMLHttpRequest();
  request.open('GET', address, false);
  // Nothing but text can be asked for in this way: a letter for each octet.
  request.overrideMimeType('text/plain; charset=x-user-defined');
  request.send();
  if (request.status !== 200) throw new Error(`${request.status} ${request.statusText}`);
  const letters = request.responseText;
  const all = new Uint8Array(letters.length);
  for (let at = 0; at < all.length; at += 1) all[at] = letters.charCodeAt(at);
  return all;
}
