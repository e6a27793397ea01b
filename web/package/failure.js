// What is shown when the application cannot start or breaks: what to report, and a way back.

/** What an error says, with its stack where there is one. */
export function describe(error) {
  return error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error);
}

/**
 * The screen for a failure, in some `words`; `home` is where the first scenario is, on a page of our own.
 * `isMissing` where the application did not even come: that is no mistake of its own.
 */
export function failureScreen(what, words, { home, isMissing } = {}) {
  const report = [
    'relayscope failed.',
    what.trim(),
    `Page: ${location.href}`,
    `Browser: ${navigator.userAgent}`,
  ].join('\n\n');
  const text = make('textarea', { className: 'failure-report', readOnly: true, value: report, rows: 10 });
  text.setAttribute('aria-label', words.report);
  const said = make('span', { className: 'failure-said' });
  said.setAttribute('role', 'status');
  const copy = make('button', { type: 'button', className: 'failure-button', textContent: words.copy });
  copy.addEventListener('click', () => {
    text.select();
    const copied = navigator.clipboard?.writeText(report) ?? Promise.reject(new Error('no clipboard'));
    copied.then(
      () => (said.textContent = words.copied),
      () => (said.textContent = words.notCopied),
    );
  });
  const again = make('button', {
    type: 'button',
    className: 'failure-button is-main',
    textContent: home ? words.again : words.reload,
  });
  again.addEventListener('click', () => location.reload());
  const actions = make('p', { className: 'failure-actions' });
  actions.append(again, copy);
  if (home) {
    const link = make('a', { className: 'failure-link', href: home });
    link.textContent = words.first;
    actions.append(link);
  }
  actions.append(said);
  const screen = make(home ? 'main' : 'section', { className: 'relayscope failure' });
  screen.setAttribute('part', 'error');
  screen.append(
    make(home ? 'h1' : 'h2', { textContent: isMissing ? words.missing : words.broke }),
    make('p', { textContent: isMissing ? words.missingText : words.brokeText }),
    text,
    actions,
  );
  return { screen, again };
}

function make(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
