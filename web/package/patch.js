// Changes of a host or a link, as a page asks for them.

import { RelayScopeError } from './values.js';

/** Changes a host or a link as a page asks for it; `words` say what is wrong with that. */
export function update(it, words, { host, link, up, online, latency, jitter, rate, loss, restore }) {
  const quality = [latency, jitter, rate, loss];
  const wrong = () => {
    throw new RelayScopeError('argument', words.update);
  };
  for (const is of [up, online, restore]) if (is !== undefined && typeof is !== 'boolean') wrong();
  for (const is of quality) if (is !== undefined && typeof is !== 'number') wrong();
  const changes = quality.some((is) => is !== undefined);
  if (host && !link && !changes && !restore && (up ?? online) !== undefined) {
    if (up !== undefined) it.set_host_up(String(host), up);
    if (online !== undefined) it.set_host_online(String(host), online);
  } else if (!host && Array.isArray(link) && link.length === 2 && online === undefined && (changes || restore || up !== undefined)) {
    const [a, b] = link.map(String);
    if (restore) it.restore_link(a, b);
    if (changes) it.change_link(a, b, micro(latency), micro(jitter), rate, loss);
    if (up !== undefined) it.set_link_up(a, b, up);
  } else {
    wrong();
  }
}

function micro(seconds) {
  return seconds === undefined ? undefined : seconds * 1e6;
}
