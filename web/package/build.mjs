// Bundles the npm package out of the built page and these sources; called by `cargo xtask dist`:
//   node build.mjs --dist DIST --application FOLDER --out FOLDER --version VERSION

import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { SHEETS } from './sheets.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const TOP = join(HERE, '../..');
const WASM = 'relayscope_bg.wasm';
/** What goes into the package as it is. */
const AS_THEY_ARE = [
  'index.d.ts', 'connect.d.ts', 'engine.d.ts', 'react.d.ts', 'custom-elements.json', 'README.md',
];
/** The guides, under the names by which they refer to each other. */
const GUIDES = ['element.md', 'lessons.md', 'scenario.md'];
const SCHEMA = 'scenario.schema.json';
/** What lies beside the page as well, so that a site which serves it serves the tag for others too. */
const BESIDE_THE_PAGE = ['relayscope.js', 'application.js', WASM];
const MANIFEST_ONLY_HERE = ['private', 'devDependencies'];

const { values: { application: whole, dist, out, version } } = parseArgs({
  options: {
    application: { type: 'string' }, dist: { type: 'string' }, out: { type: 'string' }, version: { type: 'string' },
  },
});

// In one file: whoever embeds it says where that is.
const wasm = join(whole, 'application.wasm');
const glue = await readFile(join(whole, 'application.js'), 'utf8');
// wasm-bindgen names the Wasm after the crate. Bundlers follow exactly this expression.
const AT_HOME = /new URL\('[^']*\.wasm', import\.meta\.url\)/g;
if (glue.match(AT_HOME)?.length !== 1) throw new Error('what wasm-bindgen wrote finds its Wasm in another way');
const application = glue.replace(AT_HOME, `new URL('${WASM}', import.meta.url)`);

const manifest = JSON.parse(await readFile(join(HERE, 'package.json'), 'utf8'));

/** The files that are made and not written: by their names in `import`. */
const made = {
  'relayscope:application': async () => ({ contents: application, loader: 'js' }),
  'relayscope:home': async () => ({ contents: JSON.stringify(manifest.homepage), loader: 'json' }),
  'relayscope:styles': async () => ({ contents: JSON.stringify(await sheets()), loader: 'json' }),
  'relayscope:version': async () => ({ contents: JSON.stringify(version), loader: 'json' }),
  'relayscope:wasm': async () => ({ contents: JSON.stringify(await packed(wasm)), loader: 'json' }),
};

async function sheets() {
  const minified = async (name) => {
    const text = inPixels(await readFile(join(TOP, 'web/styles', `${name}.css`), 'utf8'));
    return (await esbuild.transform(text, { loader: 'css', minify: true, target: 'esnext' })).code;
  };
  return Promise.all(SHEETS.map(minified));
}

/** A guide whose links lead to what lies beside it, or to the project. */
async function guide(name) {
  const text = await readFile(join(TOP, 'docs', name), 'utf8');
  const project = `${manifest.repository.url.replace(/^git\+|\.git$/g, '')}/tree/main`;
  return text.replaceAll(`../crates/relay-scenario/${SCHEMA}`, SCHEMA).replaceAll('](../', `](${project}/`);
}

/** A site decides how long its `rem` is: with mdBook it is 10 pixels, and our letters were tiny. */
function inPixels(css) {
  return css.replace(/(\d*\.?\d+)rem\b/g, (_, length) => `${Number(length) * 16}px`);
}

/** A third of its size, in letters. */
async function packed(file) {
  return gzipSync(await readFile(file), { level: 9 }).toString('base64');
}

const madeFiles = {
  name: 'made files',
  setup(build) {
    build.onResolve({ filter: /^relayscope:/ }, ({ path }) => ({ path, namespace: 'made' }));
    build.onLoad({ filter: /.*/, namespace: 'made' }, ({ path }) => made[path]());
  },
};

const common = {
  absWorkingDir: HERE,
  bundle: true,
  minify: true,
  // Names of classes and functions are seen by those who embed us.
  keepNames: true,
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  plugins: [madeFiles],
  logLevel: 'warning',
  banner: { js: `/*! relayscope ${version} | MIT OR Apache-2.0 */` },
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await esbuild.build({
  ...common,
  format: 'esm',
  entryPoints: ['relayscope.js', 'connect.js', 'engine.js'],
  // A file of its own: fetched when the first element is seen, and shared with the engine.
  external: ['./application.js'],
  outdir: out,
});
await esbuild.build({
  ...common,
  format: 'esm',
  entryPoints: ['react.js'],
  external: ['react', './relayscope.js'],
  banner: { js: `'use client';\n${common.banner.js}` },
  outdir: out,
});
await esbuild.build({
  ...common,
  format: 'esm',
  entryPoints: { application: 'relayscope:application' },
  outdir: out,
});
await esbuild.build({
  ...common,
  format: 'iife',
  globalName: 'relayscope',
  entryPoints: { 'relayscope.iife': 'iife.js' },
  // The Wasm is inside: its address is never asked for.
  logOverride: { 'empty-import-meta': 'silent' },
  outdir: out,
});
await copyFile(wasm, join(out, WASM));
for (const name of AS_THEY_ARE) await copyFile(join(HERE, name), join(out, name));
await mkdir(join(out, 'docs'));
for (const name of GUIDES) await writeFile(join(out, 'docs', name), await guide(name));
await copyFile(join(TOP, 'crates/relay-scenario', SCHEMA), join(out, 'docs', SCHEMA));
for (const name of ['LICENSE-APACHE', 'LICENSE-MIT']) await copyFile(join(TOP, name), join(out, name));

for (const key of MANIFEST_ONLY_HERE) delete manifest[key];
const { name, ...rest } = manifest;
await writeFile(join(out, 'package.json'), `${JSON.stringify({ name, version, ...rest }, null, 2)}\n`);
for (const name of BESIDE_THE_PAGE) await copyFile(join(out, name), join(dist, name));
