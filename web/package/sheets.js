// The style sheets of the element, in the order in which they apply.

/** Names of files in `styles/`, without their ending. */
export const SHEETS = [
  'tokens', 'page', 'notices', 'dialogs', 'failure', 'room', 'map', 'panel', 'hosts', 'console',
  'journey', 'controls', 'ladder', 'stores', 'story', 'element', 'small',
];
