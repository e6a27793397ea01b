// The frame's end of the messages: answers its parent, and nobody else.
//
// The parent asks for a connection, perhaps several times while we load, and gets a port. Over the
// port it calls methods by name, from a list; a name that is not in the list does nothing.

import { EVENTS, METHODS, PROTOCOL, READABLE, WRITABLE, isId } from './remote.js';
import { wrongFor } from './wrong.js';

const ARGUMENTS_MAX = 4;
const CONNECTIONS_MAX = 16;

/** Tells the parent something that it did not ask for; nothing that could be secret. */
export function tellParent(origin, event, detail) {
  parent.postMessage({ relayscope: PROTOCOL, type: 'event', event, detail }, origin ?? '*');
}

/** The connections of an element to the page around its frame. */
export class Messages {
  #element;
  #origin;
  #version;
  #ports = new Map();

  /** `origin` is the only one that may connect; null for any. */
  constructor(element, { origin, version }) {
    this.#element = element;
    this.#origin = origin;
    this.#version = version;
  }

  listen() {
    addEventListener('message', (event) => this.#connect(event));
    addEventListener('pagehide', ({ persisted }) => persisted || [...this.#ports.keys()].forEach((id) => this.#forget(id)));
    for (const name of EVENTS) {
      this.#element.addEventListener(name, ({ detail }) => {
        for (const port of this.#ports.values()) port.postMessage({ event: name, detail });
      });
    }
  }

  #connect({ source, origin, data }) {
    if (source !== parent || (this.#origin && origin !== this.#origin)) return;
    if (data?.relayscope !== PROTOCOL || data.type !== 'connect' || !isId(data.id)) return;
    // It asks again until it hears us; it needs one answer only.
    if (this.#ports.has(data.id)) return;
    if (this.#ports.size >= CONNECTIONS_MAX) this.#forget(this.#ports.keys().next().value);
    const { port1, port2 } = new MessageChannel();
    this.#ports.set(data.id, port1);
    port1.onmessage = ({ data: asked }) => {
      if (asked?.goodbye === true) this.#forget(data.id);
      else this.#answer(port1, asked);
    };
    const connected = { relayscope: PROTOCOL, type: 'connected', id: data.id, version: this.#version };
    // A page in a sandbox has no origin that could be named.
    source.postMessage(connected, { targetOrigin: origin === 'null' ? '*' : origin, transfer: [port2] });
  }

  /** Tells the other end, which may still wait for answers. */
  #forget(id) {
    const port = this.#ports.get(id);
    port?.postMessage({ goodbye: true });
    port?.close();
    this.#ports.delete(id);
  }

  async #answer(port, asked) {
    if (!isId(asked?.id)) return;
    const { id, method, args = [] } = asked;
    let answer;
    try {
      if (!Array.isArray(args) || args.length > ARGUMENTS_MAX) {
        throw new Refusal(wrongFor(this.#element).args(ARGUMENTS_MAX));
      }
      const result = await this.#call(method, args);
      answer = { id, ok: true, result };
    } catch (error) {
      const { code = 'failure', message } = error;
      answer = { id, ok: false, error: { code, message: String(message) } };
    }
    try {
      port.postMessage(answer);
    } catch {
      const error = { code: 'failure', message: wrongFor(this.#element).notSent(method) };
      port.postMessage({ id, ok: false, error });
    }
  }

  async #call(method, args) {
    const element = this.#element;
    if (method === 'ready') {
      await element.ready;
      return undefined;
    }
    if (method === 'get') return element[known(element, 'get', READABLE, args[0])];
    if (method === 'set') {
      element[known(element, 'set', WRITABLE, args[0])] = args[1];
      return undefined;
    }
    if (!METHODS.includes(method) || typeof element[method] !== 'function') {
      const all = ['ready', 'get', 'set', ...METHODS].join(', ');
      throw new Refusal(wrongFor(element).unknown('method', short(method), all));
    }
    return element[method](...args);
  }
}

class Refusal extends Error {
  code = 'argument';
}

function known(element, method, names, name) {
  if (names.includes(name)) return name;
  throw new Refusal(wrongFor(element).unknown(method, short(name), names.join(', ')));
}

function short(name) {
  return String(name).slice(0, 60);
}
