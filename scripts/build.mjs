// Builds dist/: the bundle of the command line with its compiled code, the Lua library with its types, the terminal UI, and
// oclif.manifest.json. Names of parts as arguments build these alone: commands, tui, lua, types, manifest, cache.
import { execFile, execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { engineVersion } from './engine-version.mjs';
import { lazyImports } from './lazy-imports.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

// oclif asks for these only while it develops itself or compiles TypeScript on the fly.
const external = ['typescript', 'ts-node', 'tsx', 'better-sqlite3'];

const define = { __ENGINE_VERSION__: JSON.stringify(engineVersion(root)) };

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: 'external',
  legalComments: 'none',
  logLevel: 'warning',
  external,
};

// The terminal UI is a file of its own, which most runs of the program never read.
const separateTui = {
  name: 'separate-tui',
  setup({ onResolve }) {
    onResolve({ filter: /\/tui\/index\.tsx$/ }, () => ({ path: './tui.js', external: true }));
  },
};

// What takes long to load and most runs need not: libraries, and modules of Node that are not in its snapshot.
const lazy = [
  'ajv',
  'ajv/dist/2020.js',
  'ajv-formats',
  'mime-types',
  'marked',
  'diff',
  're2js',
  '@fastify/busboy',
  'tinyglobby',
  'minimatch',
  'ejs',
  'chokidar',
  'undici',
  'node:child_process',
  'node:dns',
  'node:http',
  'node:https',
  'node:zlib',
];

// Ink asks for these only while it is debugged.
const withoutDevtools = {
  name: 'without-devtools',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: 'nothing', namespace: 'empty' }));
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {};' }));
  },
};

async function tui() {
  await build({
    ...common,
    format: 'esm',
    entryPoints: ['src/tui/index.tsx'],
    outfile: 'dist/tui.js',
    jsx: 'automatic',
    plugins: [withoutDevtools],
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
}

// CommonJS, because only vm.Script takes compiled code from a file; see bin/bundle.js.
async function commands() {
  rmSync(join(root, 'dist/cache'), { recursive: true, force: true });
  await build({
    ...common,
    format: 'cjs',
    entryPoints: ['src/commands/index.ts'],
    outfile: 'dist/wippy.cjs',
    plugins: [separateTui, lazyImports(lazy, root)],
    define: { ...define, 'import.meta.url': '__location.href' },
    banner: {
      js:
        '(function (exports, require, module, __filename, __dirname, __importFile) {' +
        "const __location = { get href() { return require('node:url').pathToFileURL(__filename).href; } };",
    },
    footer: { js: '})' },
  });
  // The compressor reads its WebAssembly from beside the bundle.
  copyFileSync(join(root, 'node_modules/@bokuweb/zstd-wasm/dist/common/zstd.wasm'), join(root, 'dist/zstd.wasm'));
  importThroughLoader(join(root, 'dist/wippy.cjs'));
  // What oclif loads: the same bundle, not a second copy.
  writeFileSync(
    join(root, 'dist/commands.js'),
    "import { loadBundle } from '../bin/bundle.js';\nexport const { COMMANDS, main } = loadBundle();\n",
  );
}

// Compiled code that comes from a file cannot import by itself: V8 forgets where it came from. bin/bundle.js does.
function importThroughLoader(path) {
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/\bimport\((?=")/g, '__importFile('));
}

async function lua() {
  const entries = { lua: 'src/lua/index.ts', 'lua-cli': 'src/lua/cli.ts' };
  const present = Object.entries(entries).filter(([, path]) => existsSync(join(root, path)));
  if (present.length === 0) return;
  await build({ ...common, define, format: 'esm', entryPoints: Object.fromEntries(present), outdir: 'dist' });
}

function types() {
  if (!existsSync(join(root, 'src/lua/index.ts'))) return;
  rmSync(join(root, 'dist/types'), { recursive: true, force: true });
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'scripts/tsconfig.lua-types.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  // Declarations keep the .ts of the sources, which only resolves where the sources are.
  const directory = join(root, 'dist/types');
  for (const name of readdirSync(directory, { recursive: true })) {
    if (!name.endsWith('.d.ts')) continue;
    const path = join(directory, name);
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(/((?:from|import) ?\(?['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2'),
    );
  }
}

// With the manifest, help and completion need no command to be loaded.
async function manifest() {
  const { Plugin } = await import('@oclif/core/config');
  const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true });
  await plugin.load();
  writeFileSync(join(root, 'oclif.manifest.json'), `${JSON.stringify(plugin.manifest, null, 2)}\n`);
}

// Runs the common commands of each part of the program once, so that its file of compiled code holds the functions that
// they use. A program of its own for each: compiled code holds everything that has run.
async function cache() {
  for (const name of ['run', 'dev', 'validate', 'other']) makeProject(name);
  await saveCompiledCode('run', [['run', 'hello', ...at('run')]]);
  await Promise.all([
    saveCompiledCode('dev', [['dev', '--json', ...at('dev')]]),
    saveCompiledCode('validate', [
      ['validate', ...at('validate')],
      ['validate', ...at('validate')],
    ]),
    saveCompiledCode('history', [
      ['history', 'list', ...at('run')],
      ['history', 'diff', '0..1', ...at('run')],
    ]),
    saveCompiledCode('help', [['--help'], ['run', '--help']]),
    saveCompiledCode('other', [
      ['init', join(scratch, 'made'), '--template', 'minimal', '--yes'],
      ['version'],
      ['run', 'list', ...at('other')],
      ['registry', 'list', ...at('other')],
    ]),
  ]);
}

async function saveCompiledCode(part, lines) {
  const options = { cwd: root, timeout: 60_000, env: { ...process.env, NODE_OPTIONS: '' } };
  const running = promisify(execFile)(
    process.execPath,
    [join(root, 'scripts/warm-up.cjs'), part, JSON.stringify(lines)],
    options,
  );
  // `dev` runs until it is told to end.
  running.child.stdout.on('data', (text) => text.includes('"ready"') && running.child.kill('SIGTERM'));
  await running;
}

const scratch = mkdtempSync(join(tmpdir(), 'wippy-build-'));

const at = (name) => ['-C', join(scratch, name)];

function makeProject(name) {
  cpSync(join(root, 'templates/minimal'), join(scratch, name), { recursive: true });
  writeFileSync(join(scratch, name, 'wippy.lock'), 'directories:\n  modules: .wippy\n  src: ./src\n');
}

const parts = { commands, tui, lua, types, manifest, cache };
const wanted = process.argv.slice(2);
try {
  for (const [name, part] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await part();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
