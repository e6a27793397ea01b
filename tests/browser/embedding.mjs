// What the specs of the tag share: putting one onto a page, and what was heard of it.

/** Puts an element onto the page; `attributes` as in HTML. */
export async function embed(page, id, attributes = {}, inner = '') {
  await page.evaluate(
    ([id, attributes, inner]) => {
      const it = document.createElement('relay-scope');
      it.id = id;
      it.style.width = attributes.width ?? '900px';
      for (const [name, value] of Object.entries(attributes)) it.setAttribute(name, value);
      if (inner) {
        const script = document.createElement('script');
        script.type = 'text/relayscope';
        script.textContent = inner;
        it.append(script);
      }
      globalThis.heard ??= {};
      const heard = (globalThis.heard[id] = []);
      const names = 'ready load error play pause ended step seek ratechange event marker select change resize';
      for (const name of names.split(' ')) {
        it.addEventListener(`rs-${name}`, ({ detail }) => heard.push([name, detail]));
      }
      document.body.prepend(it);
    },
    [id, attributes, inner],
  );
  return page.locator(`#${id}`);
}

export const heard = (page, id, name) =>
  page.evaluate(([id, name]) => globalThis.heard[id].filter(([it]) => it === name).map(([, detail]) => detail), [id, name]);

export const ask = (element, act, argument) => element.evaluate(act, argument);
