// What a page can have the element do: each gives a promise, and waits until the application is there.

import { NAMES, file } from './files.js';
import { update } from './patch.js';
import { RelayScopeError, clampStep, coded } from './values.js';
import { wrongFor } from './wrong.js';

/** Tells the application where links lead: to the page that is open, or to the home of the class. */
export function tellHome(it, element) {
  const isPage = element.hasAttribute('whole-page');
  const home = isPage ? location.href.replace(/[?#].*$/, '') : element.constructor.home;
  if (!home) return it.set_home('', '', '');
  const page = new URL(home, document.baseURI);
  const beside = (name) => new URL(name, page).href;
  return it.set_home(page.href.replace(/[?#].*$/, ''), beside('relayscope.js'), beside('embed.html'));
}

/** Gives a class the methods; `when(element, act)` does something as soon as its application is there. */
export function addMethods(of, when) {
  const sharing = (element, make) => when(element, (it) => {
    tellHome(it, element);
    return make(it);
  });
  const methods = {
    async play() {
      return when(this, (it) => it.play());
    },
    async pause() {
      return when(this, (it) => it.pause());
    },
    async toggle() {
      return when(this, (it) => (it.is_playing() ? it.pause() : it.play()));
    },
    async step(steps = 1) {
      return when(this, (it) => it.seek(clampStep(this, it.position() + Number(steps), it.count())));
    },
    async stepBack(steps = 1) {
      return this.step(-steps);
    },
    /** Goes to `{step}`, `{time}` in seconds, `{event}` by its index, or `{marker: 'next' | 'previous'}`. */
    async seek(to) {
      return when(this, (it) => {
        if (to?.step !== undefined) it.seek(clampStep(this, Number(to.step), it.count()));
        else if (to?.event !== undefined) it.seek(clampStep(this, Number(to.event), it.count()));
        else if (to?.time !== undefined) it.seek_micros(Number(to.time) * 1e6);
        else if (to?.marker === 'next' || to?.marker === 'previous') it.seek_moment(to.marker === 'next');
        else throw new RelayScopeError('argument', wrongFor(this).seek);
      });
    },
    /**
     * Sends a message now; `via` is the server that takes it, where it is not the sender's own,
     * `envelopeFrom` the reverse-path, where bounces go elsewhere, and `notify` what is to be reported.
     */
    async send(letter) {
      const { from, to, cc, bcc, envelopeFrom, subject, body, notify, via } = letter ?? {};
      const all = [from, to, cc, bcc, envelopeFrom, subject, body, notify, via];
      const parts = all.map((part) => [part ?? ''].flat().join(', '));
      return when(this, (it) => it.send(...parts));
    },
    /**
     * Changes the world now: `{host, up, online}`, or `{link: [a, b], up, latency, jitter, rate, loss}` with
     * seconds, bytes per second and a part of 1; `{link, restore: true}` is as the scenario says again.
     */
    async update(patch) {
      return when(this, (it) => update(it, wrongFor(this), patch ?? {}));
    },
    /** All that is needed to show the same again later, as plain JSON. */
    async getState() {
      return when(this, (it) => ({ version: 1, state: it.state() }));
    },
    /** Shows what `getState` gave. */
    async setState(state) {
      return when(this, (it) => {
        if (Number(state?.version) > 1) {
          throw new RelayScopeError('state', wrongFor(this).newerState);
        }
        try {
          it.set_state(String(state?.state ?? ''));
        } catch (error) {
          throw coded('state', error);
        }
      });
    },
    /** The address that shows this view: at this moment, or from the start with `{pin: false}`. */
    async shareUrl({ pin = true } = {}) {
      return sharing(this, (it) => it.share_url(Boolean(pin)));
    },
    /** What shows this view in another page: `{kind: 'element'}` or `{kind: 'iframe'}`. */
    async embedCode({ kind = 'element', pin = true } = {}) {
      return sharing(this, (it) => it.embed_code(String(kind), Boolean(pin)));
    },
    /** What is shown, as a file. */
    async toBlob(name = 'scenario.toml') {
      return when(this, async (it) => {
        const words = wrongFor(this);
        const made = await file(name, { it, words, root: this.shadowRoot, events: this.events });
        if (!made) throw new RelayScopeError('argument', words.toBlob(NAMES.join(', ')));
        return made;
      });
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(of.prototype, name, { value, writable: true, configurable: true });
  }
}
