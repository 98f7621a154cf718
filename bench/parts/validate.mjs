// Checking a project of 1,000 entries without and with results of an earlier run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateProject } from '../generate-project.mjs';
import { median, round, row, wall, wippy } from '../measure.mjs';

export function validate() {
  const directory = mkdtempSync(path.join(tmpdir(), 'wippy-bench-'));
  try {
    generateProject(directory, { entries: 1000, luaFiles: 200 });
    const [node, cold, cached] = [[], [], []];
    for (let turn = 0; turn < 5; turn++) {
      rmSync(path.join(directory, '.wippy'), { recursive: true, force: true });
      node.push(wall(process.execPath, ['-e', '0']));
      cold.push(wall(process.execPath, [wippy, 'validate', directory]));
      cached.push(wall(process.execPath, [wippy, 'validate', directory]));
    }
    const rows = [
      ['validate: 1000 entries, cold', cold, 'at most 2500 ms'],
      ['validate: 1000 entries, cached', cached, 'at most +400 ms'],
    ];
    for (const [name, times, target] of rows) {
      const above = median(times) - median(node);
      row(
        name,
        `${round(median(times), 0)} ms`,
        `node -e 0 ${round(median(node), 0)} ms`,
        `+${round(above, 0)} ms`,
        target,
      );
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
