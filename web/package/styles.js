// The style sheets of the packaged element: their text is in the bundle.

import css from 'relayscope:styles';

let sheets;

/**
 * The sheets, one set for all elements. They are made by script and not by a <style> tag, which many
 * a page's policy forbids.
 */
export function styles() {
  sheets ??= css.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  return sheets;
}
