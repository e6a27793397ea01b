// What the address of a page of ours says: the same names on the page and in a frame.
//
// The element checks the values of its attributes itself. Checked here is what an attribute could
// not say, and what would leave nothing to be shown. A wrong value is left out, with one sentence
// about it; names that are unknown here belong to whoever added them, and are left alone.

const SEED_MAX = 2n ** 64n - 1n;
const WORD_MAX = 60;

/** What a frame may tell its parent without being asked. */
export const LIFECYCLE = ['ready', 'error', 'resize'];

/**
 * Reads the part of an address behind `?`; `base` is the page's own address.
 *
 * Gives the element's attributes, `links` (whether links lead out), `post` (what is told without
 * being asked), `origin` (the only page that may send messages; null for any, undefined for none)
 * and the complaints.
 */
export function readParameters(search, base) {
  const asked = new URLSearchParams(search);
  const read = { attributes: new Map(), links: true, post: new Set(), origin: null, complaints: [] };
  for (const [name, reader] of Object.entries(READERS)) {
    const value = asked.get(name);
    if (value === null) continue;
    try {
      reader(read, value, name, base);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      read.complaints.push(`${name}: “${short(value)}” ${error.message}`);
    }
  }
  return read;
}

class Wrong extends Error {}

const READERS = {
  scenario: word,
  src(read, value, name, base) {
    const address = URL.canParse(value, base) ? new URL(value, base) : undefined;
    if (address?.origin !== new URL(base).origin) {
      throw new Wrong('is not a file of this site; nothing is fetched from elsewhere');
    }
    read.attributes.set(name, address.href);
  },
  seed(read, value, name) {
    if (!/^\d{1,20}$/.test(value) || BigInt(value) > SEED_MAX) {
      throw new Wrong(`is no whole number from 0 to ${SEED_MAX}`);
    }
    read.attributes.set(name, value);
  },
  step(read, value, name) {
    if (!/^\d{1,9}$/.test(value)) throw new Wrong('is no whole number of steps');
    read.attributes.set(name, value);
  },
  'lesson-step'(read, value, name) {
    if (!/^[1-9]\d{0,8}$/.test(value)) throw new Wrong('is no whole number from 1');
    read.attributes.set(name, value);
  },
  at(read, value, name) {
    if (!/^\d{1,12}(\.\d+)?(ms|s|min|h|d)?$/.test(value)) {
      throw new Wrong('is no time such as 12.5s, 90min, 3h or 2d');
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
      throw new Wrong('is no language tag such as en or de-CH');
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
    if (wrong !== undefined) throw new Wrong(`is not made of ${LIFECYCLE.join(', ')}`);
    read.post = new Set(words);
  },
  origin(read, value) {
    // Whoever wrote this wanted to keep others out: a slip must not let everybody in.
    read.origin = undefined;
    if (!URL.canParse(value) || new URL(value).origin !== value) {
      throw new Wrong('is no origin such as https://example.org, so no messages are exchanged');
    }
    read.origin = value;
  },
};

function word(read, value, name) {
  if (value.length > WORD_MAX) throw new Wrong('is too long');
  read.attributes.set(name, value);
}

function flag(read, value, name) {
  if (truth(value)) read.attributes.set(name, '');
}

function truth(value) {
  if (['', '1', 'true'].includes(value)) return true;
  if (['0', 'false'].includes(value)) return false;
  throw new Wrong('is neither 1 nor 0');
}

function short(value) {
  return value.length > WORD_MAX ? `${value.slice(0, WORD_MAX)}…` : value;
}
