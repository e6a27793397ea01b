// The element <relay-scope>: attributes, properties, methods and events around the application.
//
// The class is written by hand so that the tag works at once, before its Wasm is there: what is
// asked of it meanwhile is done as soon as it can be. Importing this file touches no document, so
// that a server may render a page with it.

import { describe, failureScreen } from './failure.js';

/** The version of everything a page can rely on: attributes, properties, methods, events. */
export const API_VERSION = 1;

const TAG = 'relay-scope';
const SCENARIO_OCTETS_MAX = 1_000_000;
const UNITS = { ms: 1e3, s: 1e6, min: 6e7, h: 3.6e9, d: 8.64e10 };
const Base = globalThis.HTMLElement ?? class {};

/** An error of the element: `code` says of which kind. */
export class RelayScopeError extends Error {
  constructor(code, message) {
    super(message);
    this.name = 'RelayScopeError';
    this.code = code;
  }
}

/**
 * Makes the class of the element.
 *
 * `load(url)` gives the module whose `Instance` is the application, started from `url` where an
 * author names one; `styles()` gives the style sheets.
 */
export function makeElement({ version, load, styles }) {
  let module;
  let sheets;
  /** Every element whose application runs: when the module breaks, all of them break. */
  const running = new Set();
  let watching = false;

  const start = (url) => {
    module ??= Promise.resolve(load(url)).catch((error) => {
      module = undefined;
      throw error;
    });
    sheets ??= Promise.resolve(styles());
    return Promise.all([module, sheets]);
  };

  const watch = () => {
    if (watching) return;
    watching = true;
    const broke = (what) => [...running].forEach((element) => element[BREAK](what));
    // The module tells of a panic; a trap comes as an error that nobody caught.
    addEventListener('relayscope-failure', (event) => broke(String(event.detail)));
    addEventListener('error', (event) => {
      if (event.error instanceof WebAssembly.RuntimeError) broke(describe(event.error));
    });
    addEventListener('unhandledrejection', (event) => {
      if (event.reason instanceof WebAssembly.RuntimeError) broke(describe(event.reason));
    });
  };

  const BREAK = Symbol('break');

  return class RelayScope extends Base {
    static version = version;
    static apiVersion = API_VERSION;
    /** Where the Wasm is, for all elements that do not say so themselves. */
    static wasmUrl = undefined;

    static observedAttributes = [
      'src', 'scenario', 'seed', 'step', 'at', 'speed', 'controls', 'panels', 'editable', 'theme',
      'label', 'nohotkeys', 'hotkeys',
    ];

    /** Registers the class; a second time does nothing. */
    static define(tag = TAG) {
      if (globalThis.customElements && !customElements.get(tag)) customElements.define(tag, this);
      return this;
    }

    #root;
    #place;
    #instance;
    #starting;
    #settle;
    #observer;
    #internals;
    #readyState = 0;
    #error = null;
    #loads = 0;
    #given = null;

    constructor() {
      super();
      this.#root = this.attachShadow({ mode: 'open' });
      this.#internals = this.attachInternals?.();
      this.#renew();
      for (const type of ['keydown', 'keyup', 'keypress']) {
        // Keys that are meant for us are not the page's: it may turn its pages by them.
        this.#root.addEventListener(type, (event) => {
          if (!this.#isPage) event.stopPropagation();
        });
      }
    }

    #renew() {
      const ready = Promise.withResolvers?.() ?? withResolvers();
      // Nobody has to wait for it.
      ready.promise.catch(() => {});
      this.#settle = ready;
      this.ready = ready.promise;
    }

    get #isPage() {
      return this.hasAttribute('whole-page');
    }

    connectedCallback() {
      this.#upgrade();
      if (!this.hasAttribute('role') && !this.#isPage) this.setAttribute('role', 'region');
      if (!this.#isPage) this.#name();
      if (this.#instance || this.#starting) return;
      this.#curtain();
      if (this.getAttribute('reveal') === 'interaction') return;
      if (this.getAttribute('loading') === 'eager' || !globalThis.IntersectionObserver) {
        this.#begin();
      } else {
        this.#observer = new IntersectionObserver((seen) => {
          if (seen.some((it) => it.isIntersecting)) this.#begin();
        }, { rootMargin: '200px' });
        this.#observer.observe(this);
      }
    }

    disconnectedCallback() {
      // Moving an element within a page takes it out for a moment.
      queueMicrotask(() => {
        if (!this.isConnected) this.#end();
      });
    }

    attributeChangedCallback(name, before, now) {
      if (before === now) return;
      if (name === 'label') this.#name();
      if (!this.#instance) return;
      if (['src', 'scenario', 'seed'].includes(name)) this.#loadFromAttributes().catch(() => {});
      else if (name === 'step' || name === 'at') this.#guard(() => this.#goToStart());
      else this.#guard(() => this.#applySetting(name));
    }

    // Properties.

    get scenario() {
      return this.#given?.text ?? this.getAttribute('scenario') ?? this.#instance?.scenario_id() ?? '';
    }
    set scenario(value) {
      if (typeof value === 'string' && !value.includes('\n')) this.setAttribute('scenario', value);
      else this.load(value).catch(() => {});
    }
    get src() {
      return this.getAttribute('src') ?? '';
    }
    set src(value) {
      this.setAttribute('src', value);
    }
    get seed() {
      return this.getAttribute('seed') ?? '';
    }
    set seed(value) {
      this.setAttribute('seed', String(value));
    }
    get currentTime() {
      return (this.#instance?.micros() ?? 0) / 1e6;
    }
    set currentTime(seconds) {
      this.seek({ time: seconds }).catch(() => {});
    }
    get duration() {
      return this.#instance ? this.#instance.micros_at(this.#instance.count()) / 1e6 : NaN;
    }
    get stepIndex() {
      return this.#instance?.position() ?? 0;
    }
    set stepIndex(step) {
      this.seek({ step }).catch(() => {});
    }
    get stepCount() {
      return this.#instance?.count() ?? 0;
    }
    get playbackRate() {
      return this.#instance?.speed() ?? Number(this.getAttribute('speed') ?? 1);
    }
    set playbackRate(factor) {
      this.setAttribute('speed', String(factor));
    }
    get paused() {
      return !this.#instance?.is_playing();
    }
    get ended() {
      return this.#instance?.is_at_end() ?? false;
    }
    get readyState() {
      return this.#readyState;
    }
    get error() {
      return this.#error;
    }
    get snapshot() {
      if (!this.#instance) return null;
      const { micros, hosts } = JSON.parse(this.#instance.snapshot());
      return freeze({ time: micros / 1e6, step: this.stepIndex, hosts: hosts.map(withSeconds) });
    }
    get events() {
      if (!this.#instance) return freeze([]);
      return freeze(JSON.parse(this.#instance.events(0, this.stepCount)).map(withTime));
    }

    // Methods.

    /** Loads a scenario: the name of a built-in one, or its text. */
    async load(source, { seed } = {}) {
      const text = typeof source === 'string' ? source : String(source?.text ?? '');
      this.#given = { text, seed: seed === undefined ? this.seed : String(seed) };
      if (!this.#instance) return this.#begin();
      return this.#take(this.#given);
    }
    async play() {
      return this.#when((it) => it.play());
    }
    async pause() {
      return this.#when((it) => it.pause());
    }
    async toggle() {
      return this.#when((it) => (it.is_playing() ? it.pause() : it.play()));
    }
    async step(steps = 1) {
      return this.#when((it) => it.seek(clampStep(it.position() + Number(steps), it.count())));
    }
    async stepBack(steps = 1) {
      return this.step(-steps);
    }
    /** Goes to `{step}`, `{time}` in seconds, `{event}` by its index, or `{marker: 'next' | 'previous'}`. */
    async seek(to) {
      return this.#when((it) => {
        if (to?.step !== undefined) it.seek(clampStep(Number(to.step), it.count()));
        else if (to?.event !== undefined) it.seek(clampStep(Number(to.event), it.count()));
        else if (to?.time !== undefined) it.seek_micros(Number(to.time) * 1e6);
        else if (to?.marker === 'next' || to?.marker === 'previous') it.seek_moment(to.marker === 'next');
        else throw new RelayScopeError('argument', 'seek: give {step}, {time}, {event} or {marker: "next"}');
      });
    }
    async reset({ seed } = {}) {
      if (seed !== undefined) this.#given = { text: this.#text(), seed: String(seed) };
      return this.#when((it) => (seed === undefined ? it.seek(0) : this.#take(this.#given)));
    }
    async send({ from = '', to = '', subject = '', body = '' } = {}) {
      return this.#when((it) => it.send(String(from), String(to), String(subject), String(body)));
    }
    /** Changes the world now: `{host, up}` or `{link: [a, b], up}`. */
    async update({ host, link, up } = {}) {
      return this.#when((it) => {
        if (typeof up !== 'boolean' || !(host || link)) {
          throw new RelayScopeError('argument', 'update: give {host, up} or {link: [a, b], up}');
        }
        if (host) it.set_host_up(String(host), up);
        else it.set_link_up(String(link[0]), String(link[1]), up);
      });
    }
    /** What is shown, as a file. */
    async toBlob(name = 'scenario.toml') {
      return this.#when((it) => {
        if (name === 'scenario.toml') return new Blob([it.scenario()], { type: 'application/toml' });
        if (name === 'trace.txt') return new Blob([it.trace_text()], { type: 'text/plain' });
        if (name === 'trace.json') {
          return new Blob([JSON.stringify(this.events)], { type: 'application/json' });
        }
        throw new RelayScopeError('argument', 'toBlob: give scenario.toml, trace.txt or trace.json');
      });
    }
    focus(options) {
      const first = this.#root.querySelector('button, [tabindex="0"], select, input');
      if (first) first.focus(options);
      else super.focus?.(options);
    }

    // The life of the application.

    async #begin() {
      this.#observer?.disconnect();
      this.#starting ??= this.#startUp();
      return this.#starting;
    }

    async #startUp() {
      this.#readyState = 1;
      try {
        const [{ Instance }, sheets] = await start(this.getAttribute('wasm-url') ?? this.constructor.wasmUrl);
        if (!this.isConnected) return this.#end();
        this.#root.adoptedStyleSheets = sheets;
        this.#place = document.createElement('div');
        this.#place.className = 'place';
        this.#root.replaceChildren(this.#place, slot('caption'));
        watch();
        running.add(this);
        this.#instance = new Instance(this.#place, this.#isPage, (name, detail) => this.#heard(name, detail));
        this.#readyState = 2;
        for (const name of ['theme', 'controls', 'panels', 'editable', 'hotkeys', 'speed']) {
          if (name !== 'speed' || this.hasAttribute('speed')) this.#guard(() => this.#applySetting(name));
        }
        await this.#loadFromAttributes().finally(() => this.#isPage && this.#instance?.recall());
        this.#readyState = 3;
        this.#state('ready', true);
        this.#emit('ready', {});
        this.#settle.resolve(this);
        const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
        if (this.hasAttribute('autoplay') && !still) this.#instance.play();
      } catch (error) {
        if (this.#instance && !(error instanceof WebAssembly.RuntimeError)) {
          // The scenario is at fault, and the application says so.
          this.#readyState = 3;
          this.#settle.reject(error);
        } else {
          this[BREAK](describe(error), error);
        }
      }
    }

    #end() {
      this.#observer?.disconnect();
      running.delete(this);
      const instance = this.#instance;
      this.#instance = this.#starting = undefined;
      this.#readyState = 0;
      instance?.free();
      this.#root.replaceChildren();
      this.#renew();
    }

    [BREAK](what, error) {
      running.delete(this);
      this.#instance = undefined;
      this.#fail(error instanceof RelayScopeError ? error : new RelayScopeError('failure', what));
      this.#settle.reject(this.#error);
      const { screen, again } = failureScreen(what, this.#isPage ? { home: location.pathname } : {});
      // In a task of its own: the module may be in the middle of a call.
      setTimeout(async () => {
        this.#root.adoptedStyleSheets = await (sheets ?? styles());
        const replaced = document.createElement('slot');
        replaced.name = 'error';
        replaced.append(screen);
        this.#root.replaceChildren(replaced);
        if (this.#isPage) again.focus();
      });
    }

    /** What is seen before the application is there. */
    #curtain() {
      const poster = slot('poster');
      const box = document.createElement('div');
      box.className = 'curtain';
      const image = this.getAttribute('poster');
      if (image) {
        const picture = document.createElement('img');
        picture.src = image;
        picture.alt = '';
        box.append(picture);
      }
      if (this.getAttribute('reveal') === 'interaction') {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = 'Start the simulation';
        button.addEventListener('click', () => this.#begin().then(() => this.focus()));
        box.append(button);
      } else {
        box.setAttribute('role', 'status');
        const text = document.createElement('p');
        text.textContent = 'Loading relayscope…';
        const bar = document.createElement('progress');
        bar.setAttribute('aria-label', 'Loading');
        box.append(text, bar);
      }
      poster.append(box);
      this.#root.replaceChildren(poster);
      Promise.resolve(styles()).then((sheets) => (this.#root.adoptedStyleSheets = sheets), () => {});
    }

    async #when(act) {
      await this.#begin();
      if (!this.#instance) throw this.#error ?? new RelayScopeError('gone', 'the element left the page');
      try {
        return await act(this.#instance);
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) this[BREAK](describe(error), error);
        throw error instanceof RelayScopeError ? error : new RelayScopeError('argument', error.message);
      }
    }

    // Scenarios.

    async #loadFromAttributes() {
      const source = this.#given ?? (await this.#source());
      await this.#take(source);
      this.#goToStart();
    }

    async #source() {
      const seed = this.seed;
      const inline = this.querySelector('script[type="text/relayscope"], template');
      const text = inline && (inline.content?.textContent ?? inline.textContent);
      if (text?.trim()) return { text, seed };
      const src = this.getAttribute('src');
      if (!src) return { text: this.getAttribute('scenario') || 'direct', seed };
      let answer;
      try {
        answer = await fetch(new URL(src, document.baseURI), { credentials: 'same-origin' });
      } catch (error) {
        throw this.#fail(new RelayScopeError('fetch', `src: ${src} could not be read (${error.message})`));
      }
      if (!answer.ok) {
        throw this.#fail(new RelayScopeError('fetch', `src: ${src} could not be read (status ${answer.status})`));
      }
      const body = await answer.text();
      if (body.length > SCENARIO_OCTETS_MAX) {
        throw this.#fail(new RelayScopeError('fetch', `src: ${src} is longer than ${SCENARIO_OCTETS_MAX} octets`));
      }
      return { text: body, seed, name: src.split('/').pop() };
    }

    async #take({ text, seed, name = 'scenario.toml' }) {
      const load = (this.#loads += 1);
      await undefined;
      if (load !== this.#loads || !this.#instance) return;
      try {
        if (/^\s*[\w-]*\s*$/.test(text)) this.#instance.load_scenario(text.trim(), seed);
        else this.#instance.load_text(text, name, seed);
        this.#error = null;
        this.#state('error', false);
      } catch (error) {
        throw error instanceof WebAssembly.RuntimeError ? error : this.#fail(new RelayScopeError('scenario', error.message));
      }
    }

    #text() {
      return this.#given?.text ?? (this.#instance.scenario_id() || this.#instance.scenario());
    }

    #goToStart() {
      const step = this.getAttribute('step');
      const at = this.getAttribute('at');
      if (step) this.#instance.seek(clampStep(Number(step), this.#instance.count()));
      else if (at) this.#instance.seek_micros(micros(at));
    }

    // Settings.

    #applySetting(name) {
      const value = this.getAttribute(name);
      const it = this.#instance;
      switch (name) {
        case 'theme':
          return it.set_theme(value ?? 'auto');
        case 'controls':
          return it.set_controls(value ?? 'full');
        case 'panels':
          return it.set_panels(value ?? '');
        case 'editable':
          return it.set_editable(this.#isPage || (value !== null && value !== 'false'));
        case 'speed': {
          const factor = Number(value ?? 1);
          if (!(factor >= 0.1 && factor <= 16)) {
            throw new RelayScopeError('attribute', `speed: “${value}” is no number from 0.1 to 16`);
          }
          return it.set_speed(factor);
        }
        default: {
          const dead = (this.getAttribute('hotkeys') ?? '').split(/\s+/).filter((word) => word.startsWith('no'));
          return it.set_dead_keys(this.hasAttribute('nohotkeys') ? '*' : dead.map((word) => word.slice(2)).join(' '));
        }
      }
    }

    #guard(act) {
      try {
        act();
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) this[BREAK](describe(error), error);
        else this.#fail(error instanceof RelayScopeError ? error : new RelayScopeError('attribute', error.message));
      }
    }

    #name() {
      if (this.isConnected) this.setAttribute('aria-label', this.getAttribute('label') || 'Simulation of a mail network');
    }

    /** Properties that were set before the class was there become attributes now. */
    #upgrade() {
      for (const name of ['scenario', 'src', 'seed', 'playbackRate', 'stepIndex', 'currentTime']) {
        if (!Object.hasOwn(this, name)) continue;
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }

    // Events.

    #heard(name, json) {
      const detail = withTime(JSON.parse(json));
      if (detail.events) detail.events = detail.events.map(withTime);
      if (name === 'error') return void this.#fail(new RelayScopeError('scenario', detail.message));
      if (name === 'play' || name === 'pause') this.#state('playing', name === 'play');
      if (name === 'ended' && this.hasAttribute('loop')) {
        queueMicrotask(() => this.#when((it) => (it.seek(0), it.play())).catch(() => {}));
      }
      this.#emit(name, detail);
    }

    #fail(error) {
      // The application tells of a mistake too; one event is enough.
      const known = this.#error?.message === error.message && this.#error.code === error.code;
      this.#error = error;
      this.#state('error', true);
      if (!known) this.#emit('error', { code: error.code, message: error.message });
      return error;
    }

    #emit(name, detail) {
      this.dispatchEvent(new CustomEvent(`rs-${name}`, { detail: freeze(detail), bubbles: true, composed: true }));
    }

    #state(name, holds) {
      if (holds) this.#internals?.states?.add(name);
      else this.#internals?.states?.delete(name);
    }
  };
}

function withResolvers() {
  const it = {};
  it.promise = new Promise((resolve, reject) => Object.assign(it, { resolve, reject }));
  return it;
}

function slot(name) {
  const it = document.createElement('slot');
  it.name = name;
  return it;
}

function clampStep(step, count) {
  if (!Number.isFinite(step)) throw new RelayScopeError('argument', 'a step is a whole number');
  return Math.min(Math.max(Math.trunc(step), 0), count);
}

/** Microseconds in a text such as `12.5s`, `90min`, `3h` or `2d`. */
function micros(text) {
  const found = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)?\s*$/.exec(text);
  if (!found) throw new RelayScopeError('attribute', `at: “${text}” is no time such as 12.5s, 90min, 3h or 2d`);
  return Number(found[1]) * UNITS[found[2] ?? 's'];
}

/** Seconds for pages, microseconds inside. */
function withTime({ micros: at, ...rest }) {
  return at === undefined ? rest : { ...rest, time: at / 1e6 };
}

function withSeconds(host) {
  const queue = host.queue.map(({ nextMicros, ...rest }) => ({
    ...rest,
    nextAttempt: nextMicros === undefined ? null : nextMicros / 1e6,
  }));
  return { ...host, queue };
}

function freeze(value) {
  if (value && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
