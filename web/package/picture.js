// The map as a picture of its own: every style that it takes from the page is written into it.

const STYLES = [
  'display', 'visibility', 'opacity', 'color', 'fill', 'fill-opacity', 'stroke', 'stroke-opacity',
  'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'paint-order', 'font-family',
  'font-size', 'font-weight', 'font-style', 'letter-spacing', 'text-anchor', 'dominant-baseline',
];
const KEPT = /^(?:[xy][12]?|[rcd]|r[xy]|c[xy]|d|width|height|transform|viewBox|xmlns|role|aria-label)$/;

/** The map below `root` as the text of an SVG file; nothing where no map is shown. */
export function mapAsSvg(root) {
  const map = root.querySelector('.map-picture');
  if (!map) return undefined;
  const { width, height } = map.getBoundingClientRect();
  const picture = frozen(map, root);
  picture.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  picture.setAttribute('width', String(Math.round(width)));
  picture.setAttribute('height', String(Math.round(height)));
  picture.setAttribute('role', 'img');
  const [x, y, w, h] = picture.getAttribute('viewBox').split(' ');
  const ground = make('rect', { x, y, width: w, height: h, fill: background(map) });
  picture.prepend(ground);
  return new XMLSerializer().serializeToString(picture);
}

/** A picture of the same size, in pixels: `scale` of them for each of the screen's. `words` say why there is none. */
export async function svgAsPng(svg, words, scale = 2) {
  const image = new Image();
  const loaded = new Promise((resolve, reject) => {
    image.onload = resolve;
    image.onerror = () => reject(new Error(words.notDrawn));
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await loaded;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width * scale, image.height * scale];
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error(words.noPicture);
  return blob;
}

/** A copy of an element that looks the same anywhere. */
function frozen(element, root) {
  const style = getComputedStyle(element);
  if (element.localName === 'use') return drawn(element, style, root);
  const copy = make(element.localName);
  for (const { name, value } of element.attributes) if (KEPT.test(name)) copy.setAttribute(name, value);
  for (const name of STYLES) {
    const value = style.getPropertyValue(name);
    if (value) copy.setAttribute(name, value);
  }
  // What a style moves or scales, it does around the point where the element's own coordinates begin.
  if (!element.hasAttribute('transform') && style.transform !== 'none') copy.setAttribute('transform', style.transform);
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) copy.append(child.data);
    else if (child.nodeType === Node.ELEMENT_NODE) copy.append(frozen(child, root));
  }
  return copy;
}

/** What a sign by reference shows, in its place. */
function drawn(use, style, root) {
  const at = (name) => use.getAttribute(name) ?? '0';
  const symbol = root.getElementById((use.getAttribute('href') ?? '#').slice(1));
  const sign = make('svg', { x: at('x'), y: at('y'), width: at('width'), height: at('height') });
  if (!symbol) return sign;
  sign.setAttribute('viewBox', symbol.getAttribute('viewBox') ?? '0 0 24 24');
  sign.setAttribute('color', style.color);
  sign.append(...[...symbol.children].map(shape));
  return sign;
}

/** A shape of a sign, in the colour of whatever shows it. */
function shape(original) {
  const copy = make(original.localName);
  for (const { name, value } of original.attributes) if (KEPT.test(name)) copy.setAttribute(name, value);
  const own = getComputedStyle(original);
  const isLine = own.fill === 'none';
  copy.setAttribute('fill', isLine ? 'none' : 'currentColor');
  copy.setAttribute('stroke', isLine ? 'currentColor' : 'none');
  for (const name of ['stroke-width', 'stroke-linecap', 'stroke-linejoin']) {
    copy.setAttribute(name, own.getPropertyValue(name));
  }
  copy.append(...[...original.children].map(shape));
  return copy;
}

/** What lies behind an element. */
function background(element) {
  for (let it = element; it; it = it.parentElement) {
    const { backgroundColor } = getComputedStyle(it);
    if (backgroundColor !== 'rgba(0, 0, 0, 0)' && backgroundColor !== 'transparent') return backgroundColor;
  }
  return 'white';
}

function make(name, attributes = {}) {
  const it = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [name, value] of Object.entries(attributes)) it.setAttribute(name, value);
  return it;
}
