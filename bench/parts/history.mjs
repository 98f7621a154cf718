// Cost of a change and of the commands about versions, with the history in SQLite.
import { makeHistory, measureApply } from '../history.mjs';
import { cpu, median, round, row, wippy } from '../measure.mjs';

export async function history() {
  const [small, large] = await measureApply([1000, 10_000]);
  row(
    'history: apply one change, 10,000',
    `${round(large)} ms`,
    `1,000 entries ${round(small)} ms`,
    `x${round(large / small)}`,
    'at most 1.5',
  );
  const { project, remove } = await makeHistory(10_000);
  const commands = [
    ['list', ['list'], 200],
    ['list --json', ['list', '--json'], 200],
    ['diff of neighbours', ['diff', '5000..5001'], 300],
    ['diff --stat of all', ['diff', '1..10000', '--stat'], 300],
  ];
  for (const [name, words, target] of commands) {
    const ours = [];
    const node = [];
    for (let turn = 0; turn < 9; turn++) {
      node.push(cpu(process.execPath, ['-e', '0']));
      ours.push(cpu(process.execPath, [wippy, 'history', ...words, '-C', project]));
    }
    const above = median(ours) - median(node);
    row(
      `history ${name}, 10,000 versions`,
      `${round(median(ours), 0)} ms`,
      `node -e 0 ${round(median(node), 0)} ms`,
      `+${round(above, 0)} ms`,
      `at most +${target} ms`,
    );
  }
  remove();
}
