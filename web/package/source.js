// Which scenario an element shows: what its author wrote into it, or names.

import { fetched, isLink } from './values.js';

/** What the element and its attributes say: `text` is a scenario, its name or a link. */
export async function sourceOf(element) {
  const seed = element.seed;
  const inline = element.querySelector('script[type="text/relayscope"], template');
  const text = inline && (inline.content?.textContent ?? inline.textContent);
  if (text?.trim()) return { text, seed };
  const src = element.getAttribute('src');
  if (!src) return { text: element.getAttribute('scenario') || 'direct', seed };
  if (isLink(src)) return { text: src, seed };
  return { text: await fetched(src), seed, name: src.split('/').pop() };
}

/** Has the application show it. */
export function show(it, { text, seed, name = 'scenario.toml' }) {
  if (isLink(text)) it.load_link(text.trim());
  else if (/^\s*[\w-]*\s*$/.test(text)) it.load_scenario(text.trim(), seed);
  else it.load_text(text, name, seed);
}
