// The rest of the application: what the first sight does not need of the Wasm. It is fetched when that is
// seen, and joins it by itself. When something of it is wanted earlier, the page waits for it.

/** What the first part exports, and where the rest is. */
let first;
let address;
/** While it is on its way. */
let coming;

/** Called when the first part is about to start. */
export function follow(exports, url) {
  [first, address] = [exports, url];
  // Compiling takes time of the processor, which the first sight needs. Safari does not tell when it is idle.
  const whenIdle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 500));
  whenIdle(keepTrying, { timeout: 2_000 });
}

/** Without the rest the first sight is alive, so a line that is down for a while does no harm. */
async function keepTrying() {
  for (let pause = 1_000; ; pause = Math.min(2 * pause, 60_000)) {
    try {
      return await whole();
    } catch {
      await new Promise((goOn) => setTimeout(goOn, pause));
    }
  }
}

/** Fetches the rest, if it is not there: comes back when it is, and fails when it cannot be had. */
export function whole() {
  coming ??= join()
    .catch((error) => {
      throw new Error(`${address.pathname} was not loaded: ${error.message}`, { cause: error });
    })
    .finally(() => (coming = undefined));
  return coming;
}

async function join() {
  if (isThere()) return;
  const answer = await fetch(address, { priority: 'low' });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const module = await compiled(answer);
  // Somebody may have been faster.
  if (!isThere()) await WebAssembly.instantiate(module, { first });
}

/** The rest says so itself when it starts. */
function isThere() {
  return first._ready.value === 1;
}

/** Servers that do not know Wasm call it something else. */
async function compiled(answer) {
  if (answer.headers.get('content-type') === 'application/wasm') return WebAssembly.compileStreaming(answer);
  return WebAssembly.compile(await answer.arrayBuffer());
}

/** What the first part calls when it cannot go on without the rest: returns when that is there. */
export function wanted() {
  try {
    new WebAssembly.Instance(new WebAssembly.Module(octets()), { first });
  } catch (error) {
    // The first part stops in the middle of what it did: it is broken, as by a trap, whoever called it.
    const what = `${address.pathname} was not loaded: ${error.message}`;
    dispatchEvent(new CustomEvent('relayscope-failure', { detail: what }));
    throw new WebAssembly.RuntimeError(what);
  }
}

/** The file, before anything else happens. */
function octets() {
  const request = new XMLHttpRequest();
  request.open('GET', address, false);
  // Nothing but text can be asked for in this way: a letter for each octet.
  request.overrideMimeType('text/plain; charset=x-user-defined');
  request.send();
  if (request.status !== 200) throw new Error(`status ${request.status}`);
  const letters = request.responseText;
  const all = new Uint8Array(letters.length);
  for (let at = 0; at < all.length; at += 1) all[at] = letters.charCodeAt(at);
  return all;
}
