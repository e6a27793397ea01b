// The npm package as it would be published: packed, looked at by the usual checkers, unpacked beside
// a small project of somebody else, and used there. `cargo xtask test --only package` builds and runs.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const TOP = join(HERE, '../../..');
const TOOLS = join(HERE, '../node_modules');
const BUILT = process.env.RELAYSCOPE_NPM ?? join(TOP, 'target/npm');
const COMMAND = process.env.RELAYSCOPE ?? join(TOP, 'target/debug/relayscope');
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';

const FILES = [
  'LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'application.js', 'connect.d.ts', 'connect.js',
  'custom-elements.json', 'docs/element.md', 'docs/lessons.md', 'docs/scenario.md', 'docs/scenario.schema.json', 'engine.d.ts', 'engine.js', 'index.d.ts', 'package.json', 'react.d.ts',
  'react.js', 'relayscope.iife.js', 'relayscope.js', 'relayscope_bg.wasm',
];

let project;
let packed;
let unpacked;

before(() => {
  project = mkdtempSync(join(tmpdir(), 'relayscope-package-'));
  const said = execFileSync(NPM, ['pack', '--json', '--pack-destination', project], {
    cwd: BUILT, encoding: 'utf8', shell: process.platform === 'win32', stdio: ['ignore', 'pipe', 'ignore'],
  });
  const told = JSON.parse(said);
  packed = Array.isArray(told) ? told[0] : Object.values(told)[0];
  const modules = join(project, 'node_modules');
  unpacked = join(modules, 'relayscope');
  mkdirSync(unpacked, { recursive: true });
  execFileSync('tar', ['-xzf', packed.filename, '--strip-components=1', '-C', 'node_modules/relayscope'], { cwd: project });
  for (const name of ['react', 'react-dom', 'scheduler']) symlinkSync(join(TOOLS, name), join(modules, name), 'junction');
  mkdirSync(join(modules, '@types'));
  for (const name of ['@types/react', 'csstype']) symlinkSync(join(TOOLS, name), join(modules, name), 'junction');
  cpSync(join(HERE, 'consumer'), project, { recursive: true });
});

after(() => rmSync(project, { recursive: true, force: true }));

/** Runs a module in the project, in a Node of its own, and gives what it prints as JSON. */
function run(source) {
  const args = ['--input-type=module', '--eval', source];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: project, encoding: 'utf8', maxBuffer: 1e8 }));
}

test('it holds what it should, and its version is the one in Cargo.toml', () => {
  assert.deepEqual(packed.files.map(({ path }) => path).sort(), FILES);
  const [, version] = /^version = "(.+)"$/m.exec(readFileSync(join(TOP, 'Cargo.toml'), 'utf8'));
  const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
  assert.equal(manifest.version, version);
  assert.equal(manifest.private, undefined);
  assert.equal(manifest.devDependencies, undefined);
  assert.equal(run('import { RelayScope } from "relayscope"; console.log(JSON.stringify(RelayScope.version))'), version);
});

test('publint finds nothing', async () => {
  const { messages, pkg } = await publint({ pkgDir: unpacked, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test('are the types wrong? They are not', () => {
  const command = join(TOOLS, '@arethetypeswrong/cli/dist/index.js');
  const untyped = ['relayscope.iife.js', 'relayscope_bg.wasm', 'custom-elements.json', 'package.json'];
  const args = [command, join(project, packed.filename), '--profile', 'esm-only', '--no-color', '--exclude-entrypoints', ...untyped];
  // It fails when it finds something.
  const told = execFileSync(process.execPath, args, { encoding: 'utf8' });
  for (const name of ['relayscope', 'relayscope/connect', 'relayscope/engine', 'relayscope/react']) {
    assert.ok(told.includes(`"${name}"`), told);
  }
});

test('a project in TypeScript, with JSX, compiles', () => {
  const tsc = join(TOOLS, 'typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [tsc, '--project', project], { encoding: 'utf8' });
  } catch ({ stdout }) {
    assert.fail(stdout);
  }
});

test('a server imports it and renders it without a document', () => {
  const html = run(`
    import { createElement } from 'react';
    import { renderToString } from 'react-dom/server';
    import 'relayscope';
    import { RelayScope } from 'relayscope/react';
    if (globalThis.HTMLElement || globalThis.customElements) throw new Error('this is no server');
    const inner = createElement('a', { href: 'https://example.org/' }, 'Open it');
    console.log(JSON.stringify(renderToString(
      createElement(RelayScope, { scenario: 'relay', loop: true, autoplay: false, editable: false, panels: ['network', 'log'] }, inner),
    )));
  `);
  assert.equal(html, '<relay-scope scenario="relay" loop="" editable="false" panels="network log"><a href="https://example.org/">Open it</a></relay-scope>');
});

test('the engine runs on Node, and its traces are those of the command line', () => {
  for (const [name, seed] of [['direct', ''], ['relay', ''], ['never-back', '7']]) {
    const file = join(TOP, 'web/lessons', `${name}.toml`);
    const native = execFileSync(COMMAND, ['run', file, ...(seed ? ['--seed', seed] : [])], { maxBuffer: 1e8 });
    const ran = run(`
      import { readFileSync } from 'node:fs';
      import { load } from 'relayscope/engine';
      const simulation = await load(readFileSync(${JSON.stringify(file)}, 'utf8'), ${seed ? `{ seed: ${seed}n }` : '{}'});
      await simulation.run();
      const { digest, trace, events, stepCount, duration, title, unmet } = simulation;
      simulation.free();
      console.log(JSON.stringify({ digest, trace, events, stepCount, duration, title, unmet }));
    `);
    const digest = (octets) => createHash('sha256').update(octets).digest('hex');
    assert.equal(ran.digest, digest(native), name);
    assert.equal(digest(ran.trace), ran.digest);
    assert.equal(ran.events.length, ran.stepCount);
    assert.equal(ran.events.at(-1).time, ran.duration);
    assert.ok(ran.events.some(({ kind }) => kind === (name === 'never-back' ? 'bounce' : 'deliver')), name);
    assert.ok(ran.title.length > 0);
    assert.deepEqual(ran.unmet, []);
  }
});

test('the engine names every mistake', () => {
  const told = run(`
    import { ScenarioError, load } from 'relayscope/engine';
    const wrong = async (...args) => {
      const error = await load(...args).catch((error) => error);
      return error instanceof ScenarioError && error.message;
    };
    console.log(JSON.stringify([await wrong('format = 1\\ntitel = 1\\n'), await wrong('nothing'), await wrong('direct', { seed: 'x' })]));
  `);
  assert.match(told[0], /unknown key `titel` \(line 2, column 1\)/);
  assert.match(told[1], /no built-in scenario “nothing”; choose one of direct, /);
  assert.match(told[2], /seed: “x” is no whole number/);
});

test('each language says in its own words what is wrong', async () => {
  const [{ default: en }, ...others] = await Promise.all(['en', 'de'].map((tag) => import(`../wrong-${tag}.js`)));
  /** A text; values stand in it as they are given. */
  const told = (text) => (typeof text === 'function' ? text('4711', '4712', '4713') : text);
  for (const { default: words } of others) {
    assert.deepEqual(Object.keys(words), Object.keys(en));
    for (const [name, text] of Object.entries(words)) {
      assert.equal(typeof text, typeof en[name], name);
      if (typeof text === 'function') assert.equal(text.length, en[name].length, name);
      // What holds values alone has no words.
      if (name !== 'parameter') assert.notEqual(told(text), told(en[name]), name);
      for (const value of ['4711', '4712', '4713']) assert.equal(told(text).includes(value), told(en[name]).includes(value), name);
      assert.doesNotMatch(told(text), / (the|is|of|and|with|or|not) /, name);
    }
  }
});

test('the manifest and the types name what the class has', () => {
  const { attributes, members, events } = run(`
    import { RelayScope } from 'relayscope';
    import { EVENTS } from 'relayscope/connect';
    const inside = ['constructor', 'connectedCallback', 'disconnectedCallback', 'attributeChangedCallback'];
    const members = Object.getOwnPropertyNames(RelayScope.prototype).filter((it) => !inside.includes(it));
    console.log(JSON.stringify({ attributes: RelayScope.observedAttributes, members, events: EVENTS }));
  `);
  const manifest = JSON.parse(readFileSync(join(unpacked, 'custom-elements.json'), 'utf8'));
  const [element] = manifest.modules[0].declarations;
  const types = readFileSync(join(unpacked, 'index.d.ts'), 'utf8');
  const named = (list) => list.map(({ name }) => name);
  assert.deepEqual(attributes.filter((it) => !named(element.attributes).includes(it)), []);
  assert.deepEqual(members.filter((it) => !named(element.members).includes(it)), []);
  const [, classOfTypes] = types.split('export class RelayScope extends HTMLElement');
  // `focus` is every element's.
  const typed = (name) => name === 'focus' || new RegExp(`^ +(readonly |get )?${name}[(:]`, 'm').test(classOfTypes);
  assert.deepEqual(members.filter((it) => !typed(it)), []);
  assert.deepEqual(events, named(element.events).sort((one, other) => events.indexOf(one) - events.indexOf(other)));
  assert.deepEqual(events.filter((it) => !types.includes(`'${it}':`)), []);
});
