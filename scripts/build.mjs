// Builds dist/: the bundle of the command line with its compiled code, the Lua library with its types, the terminal UI, and
// oclif.manifest.json. Names of parts as arguments build these alone: commands, tui, lua, types, manifest, cache.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { engineVersion } from './engine-version.mjs';

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
    plugins: [separateTui],
    define: { ...define, 'import.meta.url': '__importMetaUrl' },
    banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
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

// Runs the common commands once, so that the file of compiled code holds the functions that they use.
async function cache() {
  const script = `
    import { loadBundle, saveCache } from ${JSON.stringify(pathToFileURL(join(root, 'bin/bundle.js')).href)};
    const { COMMANDS, main } = loadBundle();
    for (const argv of ${JSON.stringify(warmUp())}) await main({ root: ${JSON.stringify(root)}, argv, commands: COMMANDS });
    saveCache();
    process.exit(0);
  `;
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    stdio: 'ignore',
    timeout: 60_000,
  });
}

const project = mkdtempSync(join(tmpdir(), 'wippy-build-'));

function warmUp() {
  return [
    ['init', project, '--template', 'minimal', '--yes'],
    ['version'],
    ['run', 'list', '-C', project],
    ['registry', 'list', '-C', project],
    ['run', 'hello', '-C', project],
  ];
}

const parts = { commands, tui, lua, types, manifest, cache };
const wanted = process.argv.slice(2);
try {
  for (const [name, part] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await part();
} finally {
  rmSync(project, { recursive: true, force: true });
}
