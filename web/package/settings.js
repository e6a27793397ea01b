// The attributes that change how the application looks and what it allows, at any time.

import { RelayScopeError } from './values.js';
import { languageOf } from './words.js';
import { wrongFor } from './wrong.js';

/** Those of them that count at the start, too. */
export const SETTINGS = ['lang', 'theme', 'controls', 'panels', 'tab', 'layout', 'editable', 'persist', 'hotkeys', 'speed'];

/** Tells the application what an attribute of its element says; throws where that has no meaning. */
export function applySetting(it, element, name) {
  const value = element.getAttribute(name);
  const isPage = element.hasAttribute('whole-page');
  switch (name) {
    case 'lang':
      return it.set_language(languageOf(element));
    case 'theme':
      return it.set_theme(value ?? 'auto');
    case 'controls':
      return it.set_controls(value ?? 'full');
    case 'panels':
      return it.set_panels(value ?? '');
    case 'tab':
      return it.set_tab(value ?? '');
    case 'layout':
      return it.set_layout(value ?? 'auto');
    case 'persist':
      return it.set_persist(isPage || element.persist);
    case 'editable':
      // Where nobody says so, the application decides.
      return it.set_editable(isPage || element.hasAttribute('editable') ? isPage || element.editable : undefined);
    case 'speed':
      return it.set_speed(factor(element, value ?? '1'));
    case 'hotkeys':
    case 'nohotkeys':
      return it.set_dead_keys(deadKeys(element));
    default:
      return undefined;
  }
}

function factor(element, value) {
  const factor = Number(value);
  if (factor >= 0.1 && factor <= 16) return factor;
  throw new RelayScopeError('attribute', wrongFor(element).noSpeed(value));
}

/** The keys that an author does not want, as the application takes them. */
function deadKeys(element) {
  if (element.noHotkeys) return '*';
  const words = (element.getAttribute('hotkeys') ?? '').split(/\s+/);
  return words.filter((word) => word.startsWith('no')).map((word) => word.slice(2)).join(' ');
}
