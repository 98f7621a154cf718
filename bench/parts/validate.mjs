// Checking a project of 1,000 entries without and with results of an earlier run, and after each save.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { generateProject } from '../generate-project.mjs';
import { median, round, row, wall, wippy } from '../measure.mjs';

export async function validate() {
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
    await watchedSaves(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const SAVES = 25;
const WARM_UP = 3;
/** Milliseconds between saves, for what goes on after a report. */
const PAUSE = 120;
/** Milliseconds without a change after which a save is complete. */
const QUIET = 50;

/** From a save to its findings, in turns for a definition file and a Lua file. */
async function watchedSaves(directory) {
  const child = spawn(process.execPath, [wippy, 'validate', '--watch', '--format', 'json', directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  try {
    await lines.next();
    const files = ['src/m0/_index.yaml', 'src/hello.lua'].map((file) => path.join(directory, file));
    const times = [];
    for (let turn = -WARM_UP; turn < SAVES; turn += 1) {
      for (const file of files) {
        const mark = file.endsWith('.lua') ? '--' : '#';
        const text = readFileSync(file, 'utf8').replace(/\n(?:--|#) save -?\d+\n$/, '\n');
        await delay(PAUSE);
        const start = performance.now();
        writeFileSync(file, `${text}${mark} save ${turn}\n`);
        await lines.next();
        if (turn >= 0) times.push(performance.now() - start);
      }
    }
    const sorted = times.toSorted((a, b) => a - b);
    const at = (share) => sorted[Math.floor((sorted.length - 1) * share + 0.5)];
    row(
      'validate --watch: save to findings',
      `${round(at(0.5), 0)} / ${round(at(0.95), 0)} ms`,
      `quiet window ${QUIET} ms`,
      `+${round(at(0.5) - QUIET, 0)} ms`,
      'p95 at most 250 ms',
    );
  } finally {
    child.kill('SIGTERM');
  }
}
