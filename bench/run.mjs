// Prints the benchmark table. Every row has its baseline measured in the same run.
// Usage: npm run bench [-- PART]...   (all parts by default; build first). A part is a file of bench/parts.
import { row } from './measure.mjs';

const names = ['lua', 'runtime', 'http', 'start', 'history', 'pack', 'validate', 'dev', 'tui'];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`unknown part: ${unknown.join(', ')}; there are ${names.join(', ')}`);
  process.exit(2);
}
row('row', 'here', 'baseline, same run', 'ratio', 'target');
for (const name of wanted.length > 0 ? wanted : names) {
  const part = await import(`./parts/${name}.mjs`);
  await part[name]();
}
