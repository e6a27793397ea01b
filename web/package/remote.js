// What may be asked of an element over messages, and nothing else: both ends read these lists.

/** The version of the messages: `relayscope` in those that go to a window. */
export const PROTOCOL = 1;

/** Methods of the element, by their names. */
export const METHODS = [
  'load', 'play', 'pause', 'toggle', 'step', 'stepBack', 'seek', 'reset', 'send', 'update',
  'getState', 'setState', 'toBlob', 'shareUrl', 'embedCode', 'focus',
];

/** Properties that can be read. */
export const READABLE = [
  'scenario', 'seed', 'currentTime', 'duration', 'stepIndex', 'lessonStep', 'stepCount', 'playbackRate',
  'paused', 'ended', 'readyState', 'snapshot', 'events',
];

/** Properties that can be set; the rest is changed by methods. */
export const WRITABLE = ['playbackRate'];

/** Events that are passed on. */
export const EVENTS = [
  'rs-ready', 'rs-load', 'rs-error', 'rs-play', 'rs-pause', 'rs-ended', 'rs-step', 'rs-seek',
  'rs-language', 'rs-ratechange', 'rs-event', 'rs-marker', 'rs-select', 'rs-change', 'rs-resize',
];

/** What both ends take for the name of a connection or of a question. */
export function isId(id) {
  return (typeof id === 'string' && id.length > 0 && id.length <= 64) || Number.isSafeInteger(id);
}
