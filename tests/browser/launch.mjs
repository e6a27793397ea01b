// How the browser is started: by the specs, by the Wasm tests and for the pictures alike.

export const launchOptions = {
  // `cargo xtask` finds a browser and names it here; without the name, Playwright takes its own.
  executablePath: process.env.CHROME || undefined,
  args: [
    // Containers have neither the rights for a sandbox nor a graphics card.
    '--no-sandbox',
    '--disable-gpu',
    // The tests talk to 127.0.0.1 only; nothing else is to be fetched or updated behind their back.
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // The same letters on every machine, as far as the fonts allow.
    '--font-render-hinting=none',
    '--force-color-profile=srgb',
  ],
};

// Features that Playwright turns off, and that the switch below would turn on again: the last one counts.
const NOT_FOR_PLAYWRIGHT = [
  'AimEnabled', 'AvoidCorsURLLoaderRestartOnRedirect', 'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose', 'HttpsFirstBalancedModeAutoEnable', 'HttpsUpgrades', 'LensOverlay',
  'MediaRouter', 'NetworkTimeServiceQuerying', 'OptimizationHints', 'PaintHolding', 'PreconnectToSearch',
  'TcpPortRandomizationWin', 'ThirdPartyStoragePartitioning',
];

// What drops down from the field for addresses is two pages of the browser's own, which are loaded with
// each new window: two fifths of all the work when a test opens the page, and no test can see them.
const UNSEEN = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];

/** For tests, which open hundreds of windows; what is measured has the browser as visitors have it. */
export const testOptions = {
  ...launchOptions,
  args: [...launchOptions.args, `--disable-features=${[...NOT_FOR_PLAYWRIGHT, ...UNSEEN].join()}`],
};

// What a visitor's system tells a Firefox: light and in motion, whatever this machine likes, or neither.
export const FIREFOX_PLAIN = { 'layout.css.prefers-color-scheme.content-override': 1, 'ui.prefersReducedMotion': 0 };
export const FIREFOX_WISHES = { 'layout.css.prefers-color-scheme.content-override': 0, 'ui.prefersReducedMotion': 1 };

/** A stock Firefox, over the W3C's protocol; without a name, Playwright looks where it is usually installed. */
export const firefox = (firefoxUserPrefs) => ({
  executablePath: process.env.FIREFOX || undefined,
  firefoxUserPrefs,
});
