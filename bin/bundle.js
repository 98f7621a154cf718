// Loads the bundle of the command line with V8's compiled code from a file, which saves most of the start-up time:
// module.enableCompileCache exists only from Node 22 on.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';

const directory = fileURLToPath(new URL('../dist/', import.meta.url));

/** The file of the bundle. */
export const bundle = `${directory}wippy.cjs`;
// Compiled code belongs to one version of Node; V8 checks that it also belongs to this source.
const cacheDirectory = `${directory}cache/`;
const cache = `${cacheDirectory}wippy-${process.version}-${arch()}.bin`;

let script;
let exported;

/** The exports of the bundle. Throws where the program was not built. */
export function loadBundle() {
  if (exported !== undefined) return exported;
  const cachedData = readCache();
  const require = createRequire(bundle);
  script = new Script(
    `(function (exports, require, module, __filename, __dirname, __importFile) {${readFileSync(bundle, 'utf8')}\n})`,
    { filename: bundle, cachedData },
  );
  const module = { exports: {} };
  const importFile = (path) => import(new URL(path, pathToFileURL(bundle)).href);
  script.runInThisContext()(module.exports, require, module, bundle, directory, importFile);
  exported = module.exports;
  return exported;
}

/** Whether the bundle ran without compiled code from the file. */
export function needsCache() {
  return script !== undefined && script.cachedDataRejected !== false;
}

/** Writes the compiled code of everything that has run so far. Where the directory cannot be written, nothing happens. */
export function saveCache() {
  const temporary = `${cache}.${process.pid}`;
  try {
    mkdirSync(cacheDirectory, { recursive: true });
    writeFileSync(temporary, script.createCachedData());
    renameSync(temporary, cache);
  } catch {
    // The cache is an optimisation: an installation that only an administrator may write works without it.
  }
}

function readCache() {
  try {
    return readFileSync(cache);
  } catch {
    return undefined;
  }
}
