// What is shown, as files.

import { mapAsSvg, svgAsPng } from './picture.js';

/** What can be asked for, with the type of each file and how it is made of the application. */
const FILES = {
  'scenario.toml': ['application/toml', ({ it }) => it.scenario()],
  'trace.txt': ['text/plain', ({ it }) => it.trace_text()],
  'trace.json': ['application/json', ({ events }) => JSON.stringify(events)],
  csv: ['text/csv', ({ events }) => table(events)],
  eml: ['message/rfc822', ({ it, words }) => it.message_octets() ?? missing(words.noMessage)],
  mbox: ['application/mbox', ({ it }) => it.mbox()],
  pcapng: ['application/x-pcapng', ({ it }) => it.pcapng()],
  svg: ['image/svg+xml', ({ root, words }) => mapAsSvg(root) ?? missing(words.noMap)],
  png: ['image/png', async ({ root, words }) => svgAsPng(mapAsSvg(root) ?? missing(words.noMap), words)],
};

export const NAMES = Object.keys(FILES);

/** One of them, or nothing for another name: `it` is the application, below `root`, with its `events`; `words` say why there is none. */
export async function file(name, source) {
  if (!Object.hasOwn(FILES, name)) return undefined;
  const [type, make] = FILES[name];
  const content = await make(source);
  return content instanceof Blob ? content : new Blob([content], { type });
}

function missing(why) {
  throw new Error(why);
}

/** Steps as a table (RFC 4180). */
function table(events) {
  const rows = events.map(({ index, time, kind, host = '', text }) => [index, time, kind, host, text]);
  return [['index', 'time', 'kind', 'host', 'text'], ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** A text that begins like a formula is given a mark, so that a table program shows it and runs nothing. */
function cell(value) {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
