/**
 * Records what PUC Lua 5.3 (and 5.4, where it differs) prints for the programs of test/lua/differential, and where fengari
 * does otherwise.
 * Needs `lua5.3` and `lua5.4` on the path. Usage: node scripts/record-differential.mjs
 */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { build } from 'esbuild';

const directory = fileURLToPath(new URL('../test/lua/differential', import.meta.url));

async function importSource(file) {
  const { outputFiles } = await build({
    entryPoints: [`${directory}/${file}`],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    external: ['fengari'],
  });
  // Beside the sources, so that packages are found; the name keeps tools from taking it for one of them.
  const bundle = join(directory, `.${file}.recording.mjs`);
  writeFileSync(bundle, outputFiles[0].contents);
  try {
    return await import(pathToFileURL(bundle).href);
  } finally {
    rmSync(bundle);
  }
}

const { loadCorpus, byFamily, comparable } = await importSource('corpus.ts');
const { runInPuc } = await importSource('puc.ts');
const { runInFengari } = await importSource('fengari.ts');

function agrees(program, outcome) {
  try {
    return isDeepStrictEqual(comparable(runInFengari(program)), outcome);
  } catch {
    // A host error inside fengari, such as an overflow of the JavaScript stack.
    return false;
  }
}

const fixture = {};
let count = 0;
for (const [family, programs] of byFamily(loadCorpus(directory))) {
  const expected = runInPuc('lua5.3', directory, programs);
  const newer = runInPuc('lua5.4', directory, programs);
  fixture[family] = {};
  programs.forEach((program, index) => {
    const outcome = comparable(expected[index]);
    const later = comparable(newer[index]);
    fixture[family][program.name] = {
      ...outcome,
      ...(isDeepStrictEqual(outcome, later) ? {} : { lua54: later }),
      ...(program.wide || agrees(program, outcome) ? {} : { fengari: 'differs' }),
    };
    count++;
  });
}
writeFileSync(`${directory}/expected.json`, `${JSON.stringify(fixture, null, 2)}\n`);
process.stdout.write(`recorded ${count} programs\n`);
