// Attributes that are properties, too: what a page writes into the tag it may read and set in scripts.

/** Texts, by the names of their properties. */
const TEXTS = {
  src: 'src', at: 'at', panels: 'panels', tab: 'tab', controls: 'controls', layout: 'layout', theme: 'theme', loading: 'loading',
  reveal: 'reveal', poster: 'poster', label: 'label', hotkeys: 'hotkeys', wasmUrl: 'wasm-url',
};

/** What is there or not. */
const FLAGS = { autoplay: 'autoplay', loop: 'loop', editable: 'editable', noHotkeys: 'nohotkeys', persist: 'persist' };

/** Properties with setters of their own. */
const SETTABLE = ['scenario', 'seed', 'playbackRate', 'stepIndex', 'lessonStep', 'currentTime'];

/** Gives a class the properties. */
export function reflect(of) {
  for (const [name, attribute] of Object.entries(TEXTS)) {
    define(of, name, (it) => it.getAttribute(attribute) ?? '', (it, value) => {
      if (value == null) it.removeAttribute(attribute);
      else it.setAttribute(attribute, value);
    });
  }
  for (const [name, attribute] of Object.entries(FLAGS)) {
    const is = (it) => it.hasAttribute(attribute) && it.getAttribute(attribute) !== 'false';
    define(of, name, is, (it, value) => {
      // Where nobody says whether it is, a lesson does: to say no is more than to say nothing.
      if (name === 'editable' && value === false) it.setAttribute(attribute, 'false');
      else if (Boolean(value) !== is(it)) it.toggleAttribute(attribute, Boolean(value));
    });
  }
}

/** Properties that were set before the class was there become attributes now. */
export function upgrade(element) {
  for (const name of [...SETTABLE, ...Object.keys(TEXTS), ...Object.keys(FLAGS)]) {
    if (!Object.hasOwn(element, name)) continue;
    const value = element[name];
    delete element[name];
    element[name] = value;
  }
}

function define(of, name, get, set) {
  Object.defineProperty(of.prototype, name, {
    get() {
      return get(this);
    },
    set(value) {
      set(this, value);
    },
    enumerable: true,
    configurable: true,
  });
}
