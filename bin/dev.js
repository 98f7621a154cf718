#!/usr/bin/env node
// The program from its sources, for contributors: bundles them in memory at each start.
const { copyFileSync, mkdirSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const { build } = require('esbuild');

const root = join(__dirname, '../');

async function run() {
  const { engineVersion } = await import('../scripts/engine-version.mjs');
  const result = await build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    keepNames: true,
    sourcemap: 'inline',
    write: false,
    logLevel: 'warning',
    plugins: [
      {
        // The terminal UI comes from the last build.
        name: 'separate-tui',
        setup({ onResolve }) {
          onResolve({ filter: /\/tui\/index\.tsx$/ }, () => ({ path: `${root}dist/tui.js`, external: true }));
        },
      },
    ],
    external: ['typescript', 'ts-node', 'tsx', 'better-sqlite3'],
    entryPoints: ['src/commands/index.ts'],
    outfile: 'dist/wippy.cjs',
    define: { 'import.meta.url': '__importMetaUrl', __ENGINE_VERSION__: JSON.stringify(engineVersion(root)) },
    banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  // The compressor of packs reads its WebAssembly from beside the bundle.
  mkdirSync(`${root}dist`, { recursive: true });
  copyFileSync(`${root}node_modules/@bokuweb/zstd-wasm/dist/common/zstd.wasm`, `${root}dist/zstd.wasm`);
  process.setSourceMapsEnabled(true);
  const bundle = new Module(`${root}dist/wippy.cjs`);
  bundle.filename = `${root}dist/wippy.cjs`;
  bundle.paths = Module._nodeModulePaths(root);
  bundle._compile(result.outputFiles[0].text, bundle.filename);
  const { COMMANDS, main } = bundle.exports;
  const exitCode = await main({ root, argv: process.argv.slice(2), commands: COMMANDS });
  process.exit(exitCode);
}

run();
