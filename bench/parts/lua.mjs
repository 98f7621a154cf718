// The programs of bench/lua against lua5.4.
import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bench, cpu, has, median, root, round, row } from '../measure.mjs';

const luaCli = path.join(root, 'dist/lua-cli.js');

export function lua() {
  if (!has('lua5.4')) throw new Error('the baseline of the Lua programs is lua5.4: install it');
  const empty = path.join(tmpdir(), `empty-${process.pid}.lua`);
  writeFileSync(empty, '');
  const idle = median([1, 2, 3].map(() => cpu(process.execPath, [luaCli, empty])));
  const ratios = [];
  for (const file of readdirSync(path.join(bench, 'lua')).sort()) {
    const program = path.join(bench, 'lua', file);
    const ours = [];
    const theirs = [];
    for (let round = 0; round < 3; round++) {
      theirs.push(cpu('lua5.4', [program]));
      ours.push(cpu(process.execPath, [luaCli, program]) - idle);
    }
    const ratio = median(ours) / median(theirs);
    ratios.push(ratio);
    row(
      `lua: ${file.replace('.lua', '')}`,
      `${round(median(ours), 0)} ms`,
      `lua5.4 ${round(median(theirs), 0)} ms`,
      round(ratio),
      'at most 1.5',
    );
  }
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  row('lua: geometric mean', '', 'lua5.4', round(mean), 'at most 0.6');
}
