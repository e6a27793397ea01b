// What is built in, by the names in links: for the specs in Chromium and the tests in Firefox alike.

/** The built-in scenarios by their names in links, with what must be seen at their end. */
export const LESSONS = [
  { id: 'direct', end: /1 sent, 1 delivered/ },
  { id: 'relay', end: /1 sent, 1 delivered, 1 collected/ },
  { id: 'next-hop-down', end: /1 sent, 1 delivered/ },
  { id: 'never-back', end: /1 sent, 1 given up, 1 bounced back to the sender/ },
  { id: 'one-good-one-unknown', end: /1 delivered, 1 given up, 1 bounced back to the sender/ },
  { id: 'double-bounce', end: /2 given up, 1 dropped without a word/ },
];

/** The lessons, in the order of the menu, behind the scenarios. */
export const TAUGHT = [
  'dialogue',
  'the-way',
  'envelope',
  'several',
  'strangers',
  'retry',
  'bounce',
  'pop3-by-hand',
  'uidl',
  'lost-250',
];
