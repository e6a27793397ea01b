// Which scenario an element shows: what its author wrote into it, or names.

import { RelayScopeError, fetched, isLink } from './values.js';
import { wrongFor } from './wrong.js';

/** What the element and its attributes say: `text` is a scenario, its name or a link. */
export async function sourceOf(element) {
  const seed = element.seed;
  const inline = element.querySelector('script[type="text/relayscope"], template');
  const written = (inline && (inline.content?.textContent ?? inline.textContent)) ?? '';
  // The line behind the tag is the first one.
  const text = written.replace(/^\r?\n/, '');
  if (text.trim()) return { text, seed, name: wrongFor(element).scenarioInTag, cut: written.length - text.length };
  const src = element.getAttribute('src');
  if (!src && !element.getAttribute('scenario')) notLost(element);
  if (!src) return { text: element.getAttribute('scenario') || 'direct', seed };
  if (isLink(src)) return { text: src, seed };
  return { text: await fetched(src, element), seed, name: src.split('/').pop() };
}

/** A scenario that is there, but not where it is looked for: Markdown makes a block of code of what is indented. */
function notLost(element) {
  if (!/^\s*format\s*=/m.test(element.textContent ?? '')) return;
  throw new RelayScopeError('scenario', wrongFor(element).notInScript);
}

/** Has the application show it. */
export function show(it, { text, seed, name = 'scenario.toml' }) {
  if (isLink(text)) it.load_link(text.trim());
  else if (/^\s*[\w-]*\s*$/.test(text)) it.load_scenario(text.trim(), seed);
  else it.load_text(text, name, seed);
}
