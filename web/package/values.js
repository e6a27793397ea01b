// Values that the element takes and gives, and what is wrong with them.

import { wrongFor } from './wrong.js';

const SCENARIO_OCTETS_MAX = 1_000_000;
const UNITS = { ms: 1e3, s: 1e6, min: 6e7, h: 3.6e9, d: 8.64e10 };

/** An error of the element: `code` says of which kind, and `span` where in the scenario. */
export class RelayScopeError extends Error {
  constructor(code, message, span) {
    super(message);
    this.name = 'RelayScopeError';
    this.code = code;
    this.span = span;
  }
}

/** What calls get that an element can no longer carry out. */
export function gone(element) {
  return new RelayScopeError('gone', wrongFor(element).gone);
}

/** The text of the scenario at an address, for an element. */
export async function fetched(src, element) {
  const wrong = (why) => new RelayScopeError('fetch', why(wrongFor(element)));
  let answer;
  try {
    answer = await fetch(new URL(src, document.baseURI), { credentials: 'same-origin' });
  } catch (error) {
    throw wrong((words) => words.unread(src, error.message));
  }
  if (!answer.ok) throw wrong((words) => words.unreadStatus(src, answer.status));
  const text = await answer.text();
  if (text.length > SCENARIO_OCTETS_MAX) throw wrong((words) => words.tooLong(src, SCENARIO_OCTETS_MAX));
  return text;
}

/** Whether a text is a link that carries a whole run: `t1.…`, alone or behind `#s=` in an address. */
export function isLink(text) {
  return /^\s*t\d+\.\S*\s*$/.test(text) || /^\s*\S*#s=/.test(text);
}

/** An error of ours as it is, and one of the application with a code; `cut` units were before its text. */
export function coded(code, error, cut = 0) {
  if (error instanceof RelayScopeError || error instanceof WebAssembly.RuntimeError) return error;
  const [start, end] = error.span ?? [];
  return new RelayScopeError(code, error.message, start === undefined ? undefined : { start: start + cut, end: end + cut });
}

/** A whole number from `min` in the text of an attribute of an element. */
export function wholeNumber(element, name, text, min = 1) {
  const number = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : NaN;
  if (number >= min) return number;
  throw new RelayScopeError('attribute', wrongFor(element).noWholeNumber(name, text, min));
}

export function clampStep(element, step, count) {
  if (!Number.isFinite(step)) throw new RelayScopeError('argument', wrongFor(element).noStep);
  return Math.min(Math.max(Math.trunc(step), 0), count);
}

/** Microseconds in a text such as `12.5s`, `90min`, `3h` or `2d`, of an element. */
export function micros(element, text) {
  const found = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)?\s*$/.exec(text);
  if (!found) throw new RelayScopeError('attribute', wrongFor(element).noTime(text));
  return Number(found[1]) * UNITS[found[2] ?? 's'];
}

/** Seconds for pages, microseconds inside. */
export function withTime({ micros: at, ...rest }) {
  return at === undefined ? rest : { ...rest, time: at / 1e6 };
}

export function withSeconds(host) {
  const queue = host.queue.map(({ nextMicros, ...rest }) => ({
    ...rest,
    nextAttempt: nextMicros === undefined ? null : nextMicros / 1e6,
  }));
  return { ...host, queue };
}

export function freeze(value) {
  if (value && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
