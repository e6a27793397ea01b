// What the address of a page of ours says: the same names on the page and in a frame.
//
// The element checks the values of its attributes itself. Checked here is what an attribute could
// not say, and what would leave nothing to be shown. A wrong value is left out, with one sentence
// about it; names that are unknown here belong to whoever added them, and are left alone.

import { wrongIn } from './wrong.js';

const SEED_MAX = 2n ** 64n - 1n;
const WORD_MAX = 60;

/** What a frame may tell its parent without being asked. */
export const LIFECYCLE = ['ready', 'error', 'resize'];

/**
 * Reads the part of an address behind `?`; `base` is the page's own address. It is
 * complained of in the language that the address asks for, else in the first of `languages` that is spoken here.
 *
 * Gives the element's attributes, `links` (whether links lead out), `post` (what is told without
 * being asked), `origin` (the only page that may send messages; null for any, undefined for none)
 * and the complaints.
 */
export function readParameters(search, base, languages = []) {
  const asked = new URLSearchParams(search);
  const read = { attributes: new Map(), links: true, post: new Set(), origin: null, complaints: [] };
  const words = wrongIn(asked.get('lang'), ...languages);
  for (const [name, reader] of Object.entries(READERS)) {
    const value = asked.get(name);
    if (value === null) continue;
    try {
      reader(read, value, name, base);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      read.complaints.push(words.parameter(name, short(value), error.why(words)));
    }
  }
  return read;
}

/** What is wrong; `why(words)` says it. */
class Wrong extends Error {
  constructor(why) {
    super();
    this.why = why;
  }
}

const READERS = {
  scenario: word,
  src(read, value, name, base) {
    const address = URL.canParse(value, base) ? new URL(value, base) : undefined;
    if (address?.origin !== new URL(base).origin) {
      throw new Wrong((words) => words.elsewhere);
    }
    read.attributes.set(name, address.href);
  },
  seed(read, value, name) {
    if (!/^\d{1,20}$/.test(value) || BigInt(value) > SEED_MAX) {
      throw new Wrong((words) => words.seed(SEED_MAX));
    }
    read.attributes.set(name, value);
  },
  step(read, value, name) {
    if (!/^\d{1,9}$/.test(value)) throw new Wrong((words) => words.steps);
    read.attributes.set(name, value);
  },
  'lesson-step'(read, value, name) {
    if (!/^[1-9]\d{0,8}$/.test(value)) throw new Wrong((words) => words.fromOne);
    read.attributes.set(name, value);
  },
  at(read, value, name) {
    if (!/^\d{1,12}(\.\d+)?(ms|s|min|h|d)?$/.test(value)) {
      throw new Wrong((words) => words.time);
    }
    read.attributes.set(name, value);
  },
  speed: word,
  autoplay: flag,
  loop: flag,
  controls: word,
  panels: word,
  tab: word,
  layout: word,
  theme: word,
  lang(read, value, name) {
    if (!/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/.test(value)) {
      throw new Wrong((words) => words.languageTag);
    }
    read.attributes.set(name, value);
  },
  editable(read, value, name) {
    read.attributes.set(name, truth(value) ? '' : 'false');
  },
  hotkeys(read, value) {
    if (!truth(value)) read.attributes.set('nohotkeys', '');
  },
  reveal: word,
  links(read, value) {
    read.links = truth(value);
  },
  post(read, value) {
    const words = value.split(/[\s,]+/).filter(Boolean);
    const wrong = words.find((word) => !LIFECYCLE.includes(word));
    if (wrong !== undefined) throw new Wrong((words) => words.post(LIFECYCLE.join(', ')));
    read.post = new Set(words);
  },
  origin(read, value) {
    // Whoever wrote this wanted to keep others out: a slip must not let everybody in.
    read.origin = undefined;
    if (!URL.canParse(value) || new URL(value).origin !== value) {
      throw new Wrong((words) => words.origin);
    }
    read.origin = value;
  },
};

function word(read, value, name) {
  if (value.length > WORD_MAX) throw new Wrong((words) => words.longWord);
  read.attributes.set(name, value);
}

function flag(read, value, name) {
  if (truth(value)) read.attributes.set(name, '');
}

function truth(value) {
  if (['', '1', 'true'].includes(value)) return true;
  if (['0', 'false'].includes(value)) return false;
  throw new Wrong((words) => words.flag);
}

function short(value) {
  return value.length > WORD_MAX ? `${value.slice(0, WORD_MAX)}…` : value;
}
