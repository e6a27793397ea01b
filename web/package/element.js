// The element <relay-scope>: attributes, properties, methods and events around the application.
//
// The class is written by hand so that the tag works at once, before its Wasm is there: what is
// asked of it meanwhile is done as soon as it can be. Importing this file touches no document, so
// that a server may render a page with it.

import { arrive, breath } from './arrival.js';
import { curtain, slot } from './curtain.js';
import { describe, failureScreen } from './failure.js';
import { keepFocus } from './focus.js';
import { keep, kept, stateKey } from './keeping.js';
import { addMethods, tellHome } from './methods.js';
import { sharedModule } from './module.js';
import { reflect, upgrade } from './reflected.js';
import { SETTINGS, applySetting } from './settings.js';
import { show, sourceOf } from './source.js';
import {
  RelayScopeError, coded, freeze, gone, isLink, micros, wholeNumber, withSeconds, withTime,
} from './values.js';
import { choose, wordsFor } from './words.js';
import { wrongFor } from './wrong.js';

export { RelayScopeError };

/** The version of everything a page can rely on: attributes, properties, methods, events. */
export const API_VERSION = 1;

const TAG = 'relay-scope';
const Base = globalThis.HTMLElement ?? class {};

/**
 * Makes the class of the element.
 *
 * `load(url)` gives the module whose `Instance` is the application, started from `url` where an
 * author names one; `styles()` gives the style sheets. `home` is the address of a page of relayscope
 * that opens links, where one is known.
 */
export function makeElement({ version, home, load, styles }) {
  const shared = sharedModule(load, styles);

  /** Does something with the application of an element, as soon as it is there. */
  let when;

  class RelayScope extends Base {
    static {
      when = (element, act) => element.#when(act);
    }

    static version = version;
    static apiVersion = API_VERSION;
    /** Where the Wasm is, for all elements that do not say so themselves. */
    static wasmUrl = undefined;
    /** The address of a page of relayscope: links lead there. */
    static home = home;

    static observedAttributes = [
      'src', 'scenario', 'seed', 'step', 'at', 'lesson-step', 'tab', 'speed', 'controls', 'panels', 'editable', 'theme',
      'layout', 'lang', 'label', 'poster', 'persist', 'nohotkeys', 'hotkeys',
    ];

    /** Registers the class; a second time does nothing. */
    static define(tag = TAG) {
      if (globalThis.customElements && !customElements.get(tag)) customElements.define(tag, this);
      return this;
    }

    #root;
    #instance;
    #starting;
    #settle;
    #observer;
    #sizes;
    #height;
    #stateKey;
    #internals;
    #readyState = 0;
    #error = null;
    /** How often it started and ended: what a former life still waits for is no concern of this one. */
    #life = 0;
    /** How often something was to be loaded: the last wish counts, not the last answer. */
    #loads = 0;
    /** The load by attributes that is under way; 0 where none is, or where it was overtaken. */
    #underWay = 0;
    /** Attributes that had no meaning at the start. */
    #wrong = [];
    #given = null;
    #wished = null;

    constructor() {
      super();
      this.#root = this.attachShadow({ mode: 'open' });
      this.#internals = this.attachInternals?.();
      keepFocus(this.#root);
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
      upgrade(this);
      if (!this.hasAttribute('role') && !this.#isPage) this.setAttribute('role', 'region');
      if (!this.#isPage) this.#name();
      if (this.#instance || this.#starting) return;
      this.#root.replaceChildren(curtain(this, () => this.#begin()));
      shared.sheets().then((sheets) => (this.#root.adoptedStyleSheets = sheets), () => {});
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
      if (name === 'label' || name === 'lang') this.#name();
      // What the author says now replaces what was loaded by a call.
      if (name === 'src' || name === 'scenario') this.#given = null;
      if (name === 'seed' && this.#given) this.#given = { ...this.#given, seed: now ?? '' };
      if (!this.#instance) return;
      if (['src', 'scenario', 'seed'].includes(name)) this.#loadFromAttributes().catch(() => {});
      else if (name === 'step' || name === 'at') this.#toPlace(name, () => this.#goToStart());
      // It may come together with another scenario, which is read by then.
      else if (name === 'lesson-step') queueMicrotask(() => this.#toPlace(name, () => this.#readLesson(true)));
      else this.#guard(() => (applySetting(this.#instance, this, name), this.#forgive(name)));
    }

    /** An attribute that had no meaning has one now. */
    #forgive(name) {
      if (this.#error?.code !== 'attribute' || !this.#error.message.startsWith(`${name}: `)) return;
      this.#error = null;
      this.#state('error', false);
      this.#instance.forgive();
    }

    /** Goes somewhere at once, unless a scenario is being loaded that begins where the attributes say. */
    #toPlace(name, go) {
      if (this.#instance && !this.#isLoading) this.#guard(() => (go(), this.#forgive(name)));
    }

    get #isLoading() {
      return this.#underWay !== 0 && this.#underWay === this.#loads;
    }

    // Properties.

    get scenario() {
      if (this.#wished !== null) return this.#wished;
      if (this.#instance) return this.#instance.scenario_id() || this.#instance.scenario();
      return this.#given?.text ?? this.getAttribute('scenario') ?? '';
    }
    set scenario(value) {
      if (value == null) this.removeAttribute('scenario');
      else if (typeof value === 'string' && !value.includes('\n')) this.setAttribute('scenario', value);
      else this.load(value).catch(() => {});
    }
    get seed() {
      return this.getAttribute('seed') ?? '';
    }
    set seed(value) {
      if (value == null) this.removeAttribute('seed');
      else this.setAttribute('seed', String(value));
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
    get lessonStep() {
      return this.#instance?.lesson_step() ?? 0;
    }
    set lessonStep(step) {
      // 0 is what it is where none is read.
      if (!step) return;
      if (!this.#instance || this.#isLoading) this.setAttribute('lesson-step', String(step));
      else this.#guard(() => this.#instance.show_lesson_step(wholeNumber(this, 'lessonStep', String(step)), true));
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

    // Methods; the others are in methods.js.

    /** Loads a scenario: the name of a built-in one, its text, or a link that carries a whole run. */
    async load(source, { seed } = {}) {
      const text = typeof source === 'string' ? source : String(source?.text ?? '');
      const given = { text, seed: seed === undefined ? this.seed : String(seed) };
      if (this.#instance) return this.#takeGiven(given);
      this.#given = given;
      await this.#begin();
      if (!this.#instance) throw this.#error ?? gone(this);
      // It may have started before it was told.
      if (this.#given === given && !this.#instance.has_loaded()) throw this.#error ?? gone(this);
    }
    /** Undoes what was done by hand and goes to the start, with another seed where one is given. */
    async reset({ seed } = {}) {
      if (seed === undefined) return this.#when((it) => it.reset());
      return this.#when((it) => {
        return this.#takeGiven({ text: it.scenario_id() || it.scenario(), seed: String(seed) });
      });
    }
    focus(options) {
      const first = this.#root.querySelector('button, [tabindex="0"], select, input');
      if (first) first.focus(options);
      else super.focus?.(options);
    }

    #toggleFullScreen() {
      const done = document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen?.();
      // A frame may not be allowed to; then everything stays as large as it is.
      Promise.resolve(done).catch(() => {});
    }

    // The life of the application.

    async #begin() {
      this.#observer?.disconnect();
      this.#starting ??= this.#startUp();
      return this.#starting;
    }

    async #startUp() {
      const life = (this.#life += 1);
      const isOver = () => life !== this.#life;
      this.#readyState = 1;
      try {
        const [{ Instance }, sheets] = await shared.start(this.getAttribute('wasm-url') ?? this.constructor.wasmUrl);
        if (isOver()) return;
        if (!this.isConnected) return this.#end();
        this.#root.adoptedStyleSheets = sheets;
        const place = document.createElement('div');
        place.className = 'place';
        shared.join(this.#break);
        await breath();
        if (isOver()) return;
        const instance = new Instance(place, this.#isPage, (name, detail) => this.#heard(name, detail));
        // What is made of words is made once, in the right ones.
        applySetting(instance, this, 'lang');
        if (!(await arrive(instance, isOver))) return;
        this.#root.replaceChildren(place, slot('caption'));
        this.#instance = instance;
        tellHome(instance, this);
        this.#readyState = 2;
        this.#wrong = SETTINGS.filter((name) => !this.#set(name));
        try {
          await this.#loadFromAttributes();
        } finally {
          if (!isOver() && this.#instance) this.#isPage ? this.#instance.recall() : this.#recall();
        }
        if (isOver()) return;
        this.#watchSize();
        this.#readyState = 3;
        this.#state('ready', true);
        this.#emit('ready', {});
        this.#settle.resolve(this);
        const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
        if (this.autoplay && !still) this.#instance.play();
      } catch (error) {
        if (isOver()) return;
        if (this.#instance && !(error instanceof WebAssembly.RuntimeError)) {
          // The scenario is at fault, and the application says so.
          this.#readyState = 3;
          this.#settle.reject(error);
        } else {
          this.#break(describe(error), error, !(error instanceof WebAssembly.RuntimeError));
        }
      }
    }

    #end() {
      this.#keep();
      removeEventListener('pagehide', this.#keep);
      this.#observer?.disconnect();
      this.#sizes?.disconnect();
      shared.leave(this.#break);
      const instance = this.#instance;
      this.#life += 1;
      this.#instance = this.#starting = this.#stateKey = undefined;
      this.#wished = null;
      choose(this, undefined);
      this.#underWay = 0;
      this.#readyState = 0;
      instance?.free();
      this.#root.replaceChildren();
      this.#settle.reject(gone(this));
      this.#renew();
    }

    #break = (what, error, isMissing = false) => {
      shared.leave(this.#break);
      this.#life += 1;
      this.#instance = undefined;
      this.#fail(error instanceof RelayScopeError ? error : new RelayScopeError('failure', what));
      this.#settle.reject(this.#error);
      this.#sizes?.disconnect();
      const { screen, again } = failureScreen(what, wordsFor(this), {
        home: this.#isPage ? location.pathname : undefined,
        isMissing,
      });
      // In a task of its own: the module may be in the middle of a call.
      setTimeout(async () => {
        // Without its style it is plain, and says the same.
        this.#root.adoptedStyleSheets = await shared.sheets().catch(() => []);
        const replaced = slot('error');
        replaced.append(screen);
        this.#root.replaceChildren(replaced);
        if (this.#isPage) again.focus();
      });
    };

    #keep = () => {
      if (this.#isPage || !this.persist || !this.#instance || !this.#stateKey) return;
      // A message file of a visitor may be more than there is room for.
      keep(this, this.#stateKey, [() => this.#instance.state(), () => this.#instance.small_state()]);
    };

    #recall() {
      // An element that has gone has no place among the others any more.
      this.#stateKey = stateKey(this);
      addEventListener('pagehide', this.#keep);
      const state = this.persist ? kept(this, this.#stateKey) : undefined;
      if (state === undefined) return;
      try {
        this.#instance.set_state(state);
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) throw error;
      }
    }

    /** Tells how high it is, once it is and whenever that changes. */
    #watchSize() {
      if (!globalThis.ResizeObserver) return;
      this.#sizes = new ResizeObserver(() => {
        const height = Math.round(this.getBoundingClientRect().height);
        if (height !== this.#height) this.#emit('resize', { height: (this.#height = height) });
      });
      this.#sizes.observe(this);
    }

    async #when(act) {
      await this.#begin();
      if (!this.#instance) throw this.#error ?? gone(this);
      try {
        return await act(this.#instance);
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) this.#break(describe(error), error);
        throw coded('argument', error);
      }
    }

    // Scenarios.

    async #loadFromAttributes() {
      const load = (this.#loads += 1);
      this.#underWay = load;
      try {
        const source = this.#given ?? (await this.#found(load));
        if (source && (await this.#take(source, load))) this.#begun();
      } finally {
        if (this.#underWay === load) this.#underWay = 0;
      }
    }

    /** What the author shows; nothing where something else is wanted by now. */
    async #found(load) {
      try {
        return await sourceOf(this);
      } catch (error) {
        if (load !== this.#loads || !this.#instance) return undefined;
        throw this.#fail(error);
      }
    }

    /** What a call gives; when it cannot be shown, everything stays as it is. */
    async #takeGiven(given) {
      if (await this.#take(given, (this.#loads += 1))) this.#given = given;
    }

    /** Loads it, unless something else was asked for meanwhile; true when it is shown. */
    async #take(source, load) {
      const isOver = () => load !== this.#loads || !this.#instance;
      if (isOver()) return false;
      this.#wished = source.text;
      // Several attributes that change together are one wish.
      await undefined;
      if (isOver()) return false;
      try {
        show(this.#instance, source);
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) throw error;
        throw this.#fail(coded(isLink(source.text) ? 'link' : 'scenario', error, source.cut));
      } finally {
        this.#wished = null;
      }
      this.#error = null;
      this.#state('error', false);
      this.#state('lesson', this.#instance.lesson_steps() > 0);
      // What is loaded clears what was told before: what was wrong at the start is told now.
      for (const name of this.#wrong.splice(0)) this.#guard(() => applySetting(this.#instance, this, name));
      return true;
    }

    /** Where the author wants it to begin. */
    #begun() {
      const hasPlace = this.getAttribute('step') || this.getAttribute('at');
      this.#guard(() => this.#goToStart());
      this.#guard(() => this.#readLesson(!hasPlace));
    }

    #goToStart() {
      const step = this.getAttribute('step');
      const at = this.getAttribute('at');
      const time = at && micros(this, at);
      if (step) this.#instance.seek(Math.min(wholeNumber(this, 'step', step, 0), this.#instance.count()));
      else if (at) this.#instance.seek_micros(time);
    }

    /** Reads the step of the lesson that the author names; the run goes there, if it `seeks`. */
    #readLesson(seeks) {
      const step = this.getAttribute('lesson-step');
      if (!step) return;
      const number = wholeNumber(this, 'lesson-step', step);
      const count = this.#instance.lesson_steps();
      if (number > count) throw new RelayScopeError('attribute', wrongFor(this).noLessonStep(number, count));
      this.#instance.show_lesson_step(number, seeks);
    }

    /** Applies what an attribute says; false where that has no meaning. */
    #set(name) {
      try {
        if (name !== 'speed' || this.hasAttribute('speed')) applySetting(this.#instance, this, name);
        return true;
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) throw error;
        return false;
      }
    }

    #guard(act) {
      try {
        act();
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) this.#break(describe(error), error);
        else this.#fail(error instanceof RelayScopeError ? error : new RelayScopeError('attribute', error.message));
      }
    }

    #name() {
      if (this.isConnected && !this.#isPage) this.setAttribute('aria-label', this.getAttribute('label') || wordsFor(this).label);
    }

    // Events.

    #heard(name, json) {
      const detail = withTime(JSON.parse(json));
      if (detail.events) detail.events = detail.events.map(withTime);
      if (name === 'fullscreen') return void this.#toggleFullScreen();
      if (name === 'error') return void this.#fail(new RelayScopeError(detail.code, detail.message, detail.span ?? undefined));
      if (name === 'language') choose(this, detail.language);
      if (name === 'play' || name === 'pause') this.#state('playing', name === 'play');
      if (name === 'ended' && this.loop) {
        queueMicrotask(() => this.#when((it) => (it.seek(0), it.play())).catch(() => {}));
      }
      this.#emit(name, detail);
    }

    #fail(error) {
      // The application tells of a mistake too; one event is enough.
      const known = this.#error?.message === error.message && this.#error.code === error.code;
      this.#error = error;
      // What is wrong with the tag is seen where the tag is; our own page says so in a bar of its own.
      if (!this.#isPage) this.#instance?.complain(error.code, error.message);
      this.#state('error', true);
      if (!known) this.#emit('error', { code: error.code, message: error.message, span: error.span });
      return error;
    }

    #emit(name, detail) {
      this.dispatchEvent(new CustomEvent(`rs-${name}`, { detail: freeze(detail), bubbles: true, composed: true }));
    }

    #state(name, holds) {
      if (holds) this.#internals?.states?.add(name);
      else this.#internals?.states?.delete(name);
    }
  }

  reflect(RelayScope);
  addMethods(RelayScope, when);
  return RelayScope;
}

function withResolvers() {
  const it = {};
  it.promise = new Promise((resolve, reject) => Object.assign(it, { resolve, reject }));
  return it;
}
