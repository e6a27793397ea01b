// What authors of pages are told, in English.

export default {
  // The element.
  gone: 'the element left the page',
  unread: (src, why) => `src: ${src} could not be read (${why})`,
  unreadStatus: (src, status) => `src: ${src} could not be read (status ${status})`,
  tooLong: (src, octets) => `src: ${src} is longer than ${octets} octets`,
  noWholeNumber: (name, text, min) => `${name}: “${text}” is no whole number from ${min}`,
  noStep: 'a step is a whole number',
  noTime: (text) => `at: “${text}” is no time such as 12.5s, 90min, 3h or 2d`,
  noSpeed: (text) => `speed: “${text}” is no number from 0.1 to 16`,
  noLessonStep: (number, count) =>
    `lesson-step: there is no step ${number}; ${count > 0 ? `this lesson has ${count}` : 'this scenario has no lesson'}`,
  scenarioInTag: 'the scenario in the tag',
  notInScript:
    'there is a scenario in this tag, but not in <script type="text/relayscope">: '
    + 'write that around it, with an empty line before it and behind it and no spaces at the beginning of its lines',

  // Its methods.
  seek: 'seek: give {step}, {time}, {event} or {marker: "next"}',
  newerState: 'setState: this state is from a newer version; update relayscope',
  toBlob: (names) => `toBlob: give one of ${names}`,
  update: 'update: give {host, up, online} or {link: [a, b], up, latency, jitter, rate, loss, restore}',
  noMessage: 'toBlob: no message has been sent yet',
  noMap: 'toBlob: the map is not shown',
  notDrawn: 'the browser does not draw the picture; the policy of the page must allow img-src data:',
  noPicture: 'the browser makes no picture of this size',

  // Frames, and messages to them.
  failed: 'it failed',
  closed: 'the connection is closed',
  closedByFrame: 'the frame closed the connection',
  loadedAnew: 'the frame was loaded anew',
  noAnswer: (src) => `no relayscope answered in the frame ${src || '(without an address)'}`,
  args: (max) => `args: give a list of at most ${max}`,
  notSent: (method) => `${method}: the result cannot be sent`,
  unknown: (what, name, known) => `${what}: “${name}” is unknown; choose from ${known}`,

  // Addresses.
  parameter: (name, value, why) => `${name}: “${value}” ${why}`,
  elsewhere: 'is not a file of this site; nothing is fetched from elsewhere',
  seed: (max) => `is no whole number from 0 to ${max}`,
  steps: 'is no whole number of steps',
  fromOne: 'is no whole number from 1',
  time: 'is no time such as 12.5s, 90min, 3h or 2d',
  languageTag: 'is no language tag such as en or de-CH',
  post: (known) => `is not made of ${known}`,
  origin: 'is no origin such as https://example.org, so no messages are exchanged',
  longWord: 'is too long',
  flag: 'is neither 1 nor 0',
  close: 'Close',
};
