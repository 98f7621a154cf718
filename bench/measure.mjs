// What the parts of the benchmark share: paths, clocks and the table.
import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const bench = path.dirname(fileURLToPath(import.meta.url));
export const root = path.join(bench, '..');
/** The program as it was built. */
export const wippy = path.join(root, 'bin/run.js');

export const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
export const round = (value, digits = 2) => Number(value.toFixed(digits));
export const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

/** CPU time of a whole process in milliseconds: steadier than wall time on a busy machine. */
export function cpu(command, args) {
  const format = '%U %S';
  const result = spawnSync(
    '/usr/bin/env',
    ['bash', '-c', `TIMEFORMAT='${format}'; time "$@" >/dev/null`, 'bash', command, ...args],
    {
      encoding: 'utf8',
    },
  );
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${result.stderr}`);
  const [user, system] = result.stderr
    .trim()
    .split('\n')
    .at(-1)
    .split(' ')
    .map((text) => Number(text.replace(/[^\d.]/g, '')));
  return (user + system) * 1000;
}

/** Wall time of a whole process in milliseconds. */
export function wall(command, args, options = {}) {
  const start = performance.now();
  execFileSync(command, args, { stdio: 'ignore', ...options });
  return performance.now() - start;
}

/** Prints one row of the table; `baseline` was measured in the same run. */
export function row(name, ours, baseline, ratio, target) {
  console.log(
    `${name.padEnd(34)} ${String(ours).padStart(22)}   ${String(baseline).padStart(34)}   ${String(ratio).padStart(8)}   ${target}`,
  );
}
