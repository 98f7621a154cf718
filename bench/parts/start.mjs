// How long commands take to start.
import path from 'node:path';
import { bench, median, round, row, wall, wippy } from '../measure.mjs';

export function start() {
  const ours = [];
  const node = [];
  for (let turn = 0; turn < 11; turn++) {
    node.push(wall(process.execPath, ['-e', '0']));
    ours.push(wall(process.execPath, [wippy, 'run', '-C', path.join(bench, 'hello'), '-x', 'app:hello']));
  }
  const above = median(ours) - median(node);
  row(
    'start-up: wippy run -x, hello',
    `${round(median(ours), 0)} ms`,
    `node -e 0 ${round(median(node), 0)} ms`,
    `+${round(above, 0)} ms`,
    'at most +150 ms',
  );
}
