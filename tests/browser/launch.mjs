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
