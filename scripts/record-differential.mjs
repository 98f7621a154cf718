/**
 * Records what PUC Lua 5.3 (and 5.4, where it differs) prints for the programs of test/lua/differential.
 * Needs `lua5.3` and `lua5.4` on the path. Usage: node scripts/record-differential.mjs
 */

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const directory = fileURLToPath(new URL('../test/lua/differential', import.meta.url));

async function importSource(file) {
  const { outputFiles } = await build({
    entryPoints: [`${directory}/${file}`],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

const { loadCorpus, byFamily } = await importSource('corpus.ts');
const { runInPuc } = await importSource('puc.ts');

const fixture = {};
let count = 0;
for (const [family, programs] of byFamily(loadCorpus(directory))) {
  const expected = runInPuc('lua5.3', directory, programs);
  const newer = runInPuc('lua5.4', directory, programs);
  fixture[family] = {};
  programs.forEach(({ name }, index) => {
    const same = JSON.stringify(expected[index]) === JSON.stringify(newer[index]);
    fixture[family][name] = same ? expected[index] : { ...expected[index], lua54: newer[index] };
    count++;
  });
}
writeFileSync(`${directory}/expected.json`, `${JSON.stringify(fixture, null, 1)}\n`);
process.stdout.write(`recorded ${count} programs\n`);
