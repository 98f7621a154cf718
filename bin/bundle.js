// Loads the bundle of the command line with V8's compiled code from a file, which saves most of the start-up time:
// module.enableCompileCache exists only from Node 22 on.
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');

const directory = join(__dirname, '../dist/');
const cacheDirectory = join(directory, 'cache/');

/** The file of the bundle: one expression, a function that takes what Node gives to a CommonJS module. */
const bundle = join(directory, 'wippy.cjs');

/** Uses of the program that have compiled code of their own, so that none reads what only the others need. */
const parts = ['run', 'dev', 'validate', 'history', 'help', 'other'];

/** Files of compiled code that are kept: those of the build, and some of other versions and flags. */
const MAX_FILES = 30;

let script;
let cache;
let exported;

/** The part of the program that a command line uses. A wrong one costs time and nothing else. */
function partOf(argv) {
  if (argv.length === 0 || argv.some((word) => word === '--help' || word === '-h' || word === 'help')) return 'help';
  return parts.find((part) => argv.includes(part)) ?? 'other';
}

/** The exports of the bundle. Throws where the program was not built. */
function loadBundle(part = 'other') {
  if (exported !== undefined) return exported;
  cache = join(cacheDirectory, cacheName(part));
  // The build writes ASCII only, so that nothing has to be decoded.
  const source = readFileSync(bundle).latin1Slice();
  script = new Script(source, { filename: bundle, cachedData: readCache() });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(bundle), module, bundle, directory, importFile);
  exported = module.exports;
  return exported;
}

/** Compiled code belongs to one version of Node and its flags; V8 checks that, and that it belongs to this source. */
function cacheName(part) {
  const flags = [process.env.NODE_OPTIONS ?? '', ...process.execArgv].join(' ').trim();
  const suffix = flags === '' ? '' : `-${Buffer.from(flags).toString('base64url').slice(0, 64)}`;
  return `${part}-${process.version}-${process.arch}${suffix}.bin`;
}

/** What `import()` is in the bundle, whose paths are relative to it. */
function importFile(path) {
  return import(path.startsWith('./') ? `../dist/${path.slice(2)}` : path);
}

/** Whether the bundle ran without compiled code from the file. */
function needsCache() {
  return script !== undefined && script.cachedDataRejected !== false;
}

/** Writes the compiled code of everything that has run so far. Where the directory cannot be written, nothing happens. */
function saveCache() {
  const temporary = `${cache}.${process.pid}`;
  try {
    mkdirSync(cacheDirectory, { recursive: true });
    writeFileSync(temporary, script.createCachedData());
    renameSync(temporary, cache);
    removeOldest();
  } catch {
    // The cache is an optimisation: an installation that only an administrator may write works without it.
  }
}

function removeOldest() {
  const names = readdirSync(cacheDirectory);
  if (names.length <= MAX_FILES) return;
  const age = new Map(names.map((name) => [name, statSync(join(cacheDirectory, name)).mtimeMs]));
  names.sort((a, b) => age.get(a) - age.get(b));
  for (const name of names.slice(0, names.length - MAX_FILES)) rmSync(join(cacheDirectory, name), { force: true });
}

function readCache() {
  try {
    return readFileSync(cache);
  } catch {
    return undefined;
  }
}

module.exports = { bundle, loadBundle, needsCache, partOf, saveCache };
