// Starts the page: loads the module, mounts the application, and shows the failure screen when
// either cannot be done, or when the application fails later.

const PLACE = 'relayscope';

/** What went wrong; the first failure is the one that counts. */
let failure;

window.addEventListener('relayscope-failure', (event) => fail(String(event.detail)));
window.addEventListener('error', (event) => {
  // Only what comes from the module ends the application.
  if (event.error instanceof WebAssembly.RuntimeError) fail(describe(event.error));
});
window.addEventListener('unhandledrejection', (event) => {
  if (event.reason instanceof WebAssembly.RuntimeError) fail(describe(event.reason));
});

start().catch((error) => fail(describe(error)));

async function start() {
  const { module, wasm } = document.querySelector('script[data-module]').dataset;
  if (typeof WebAssembly !== 'object') throw new Error('this browser has no WebAssembly');
  const application = await import(new URL(module, document.baseURI));
  await application.default({ module_or_path: new URL(wasm, document.baseURI) });
  const place = document.getElementById(PLACE);
  document.getElementById('loading')?.remove();
  application.mount(place);
}

function describe(error) {
  return error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error);
}

/** Replaces the page by an explanation, what to report, and a way back. */
function fail(what) {
  if (failure) return;
  failure = what;
  const report = [
    'relayscope failed.',
    what.trim(),
    `Page: ${location.href}`,
    `Browser: ${navigator.userAgent}`,
  ].join('\n\n');
  const text = element('textarea', { className: 'failure-report', readOnly: true, value: report, rows: 10 });
  text.setAttribute('aria-label', 'Report');
  const said = element('span', { className: 'failure-said' });
  said.setAttribute('role', 'status');
  const copy = element('button', { type: 'button', className: 'failure-button', textContent: 'Copy the report' });
  copy.addEventListener('click', () => {
    text.select();
    navigator.clipboard.writeText(report).then(
      () => (said.textContent = 'Copied.'),
      () => (said.textContent = 'Please copy the marked text.'),
    );
  });
  const again = element('button', {
    type: 'button',
    className: 'failure-button is-main',
    textContent: 'Start again',
  });
  again.addEventListener('click', () => location.reload());
  const home = element('a', {
    className: 'failure-link',
    href: location.pathname,
    textContent: 'Start with the first scenario',
  });
  const actions = element('p', { className: 'failure-actions' });
  actions.append(again, copy, home, said);
  const screen = element('main', { className: 'relayscope failure' });
  screen.append(
    element('h1', { textContent: 'Something broke' }),
    element('p', {
      textContent:
        'The simulation stopped because of a mistake in relayscope itself. Nothing was sent anywhere. ' +
        'Please report the text below, and what you did just before.',
    }),
    text,
    actions,
  );
  // In a task of its own: the module may be in the middle of a call.
  setTimeout(() => {
    document.body.replaceChildren(screen);
    again.focus();
  });
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
