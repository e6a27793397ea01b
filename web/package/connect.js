// The embedding page's end of the messages: drives a relayscope that is shown in a frame.

import { EVENTS, METHODS, PROTOCOL, READABLE, WRITABLE } from './remote.js';
import { wrongFor, wrongIn } from './wrong.js';

const TRIES_MAX = 20;
const TRY_EVERY_MS = 500;
const ANSWER_WITHIN_MS = 10_000;
const WATCH = Symbol('watch');
let connections = 0;

/** What went wrong at the other end; `code` says of which kind, as for the element's own errors. */
export class RelayScopeRemoteError extends Error {
  constructor({ code = 'failure', message = wrongIn('en').failed } = {}) {
    super(message);
    this.name = 'RelayScopeRemoteError';
    this.code = code;
  }
}

/**
 * The relayscope in a frame: the element's methods, each with a promise, its properties by `get` and
 * `set`, and its events, which are dispatched here with the same names and details.
 */
export class RelayScopeRemote extends EventTarget {
  #port;
  #words;
  #open = new AbortController();
  #asked = 0;
  #waiting = new Map();

  /** Made by `connect`; `words` say what is wrong. */
  constructor(port, version, words) {
    super();
    this.#words = words;
    this.version = version;
    this.#port = port;
    port.onmessage = ({ data }) => this.#hear(data);
    port.start();
  }

  /** When the scenario is loaded; rejected when it cannot be. */
  get ready() {
    return this.#ask('ready', []).then(() => this);
  }

  /** One of the properties in `READABLE`. */
  get(name) {
    return this.#ask('get', [name]);
  }

  /** One of the properties in `WRITABLE`. */
  set(name, value) {
    return this.#ask('set', [name, value]);
  }

  /** Closes the connection when the frame has loaded and nobody is at its other end. */
  [WATCH](frame) {
    frame.addEventListener('load', () => this.#check(), { signal: this.#open.signal });
  }

  async #check() {
    const answered = this.get('stepIndex').then(() => true, () => true);
    const late = new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS));
    if (!(await Promise.race([answered, late]))) this.close(this.#words.loadedAnew);
  }

  /** Hears and asks nothing any more; what was not answered yet is rejected. */
  close(why = this.#words.closed) {
    this.#port?.postMessage({ goodbye: true });
    this.#port?.close();
    this.#port = undefined;
    this.#open.abort();
    const error = new RelayScopeRemoteError({ code: 'gone', message: why });
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #ask(method, args) {
    if (!this.#port) {
      return Promise.reject(new RelayScopeRemoteError({ code: 'gone', message: this.#words.closed }));
    }
    const id = (this.#asked += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#port.postMessage({ id, method, args });
    });
  }

  #hear(said) {
    if (typeof said !== 'object' || said === null) return undefined;
    if (said.goodbye === true) return this.close(this.#words.closedByFrame);
    if (EVENTS.includes(said.event)) {
      this.dispatchEvent(new CustomEvent(said.event, { detail: said.detail }));
      return undefined;
    }
    const waiting = this.#waiting.get(said.id);
    if (!waiting) return undefined;
    this.#waiting.delete(said.id);
    if (said.ok) return waiting.resolve(said.result);
    return waiting.reject(new RelayScopeRemoteError({ message: this.#words.failed, ...said.error }));
  }

  static {
    for (const method of METHODS) {
      Object.defineProperty(this.prototype, method, {
        value(...args) {
          return this.#ask(method, args);
        },
        writable: true,
        configurable: true,
      });
    }
  }
}

/**
 * Connects to the relayscope in a frame, which may still be loading: asks every half second, at most
 * 20 times. Rejected when nobody answers.
 */
export function connect(frame) {
  const id = `${Date.now().toString(36)}-${(connections += 1)}`;
  return new Promise((resolve, reject) => {
    let tries = 0;
    let timer;
    const settle = () => {
      clearInterval(timer);
      removeEventListener('message', hear);
    };
    const hear = (event) => {
      const said = event.data;
      // The window itself proves who answers: a frame in a sandbox has no origin to go by.
      if (event.source !== frame.contentWindow || !event.ports[0]) return;
      if (said?.relayscope !== PROTOCOL || said.type !== 'connected' || said.id !== id) return;
      settle();
      const remote = new RelayScopeRemote(event.ports[0], String(said.version), wrongFor(frame));
      // It may have answered before it was loaded to the end. One that has loaded anew has forgotten us.
      remote[WATCH](frame);
      resolve(remote);
    };
    const ask = () => {
      if (tries >= TRIES_MAX) {
        settle();
        const message = wrongFor(frame).noAnswer(frame.src);
        reject(new RelayScopeRemoteError({ code: 'connect', message }));
        return;
      }
      tries += 1;
      frame.contentWindow?.postMessage({ relayscope: PROTOCOL, type: 'connect', id }, '*');
    };
    addEventListener('message', hear);
    timer = setInterval(ask, TRY_EVERY_MS);
    ask();
  });
}

export { EVENTS, METHODS, READABLE, WRITABLE };
