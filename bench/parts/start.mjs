// How long commands take to start, and `wippy dev` until its application runs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startProgram } from '../dev/program.mjs';
import { generateProject } from '../generate-project.mjs';
import { bench, median, round, row, wall, wippy } from '../measure.mjs';

const PROJECT = { entries: 1000, luaFiles: 200, services: 20 };

export async function start() {
  commands();
  await sessions();
}

function commands() {
  const [hello, help, node] = [[], [], []];
  for (let turn = 0; turn < 11; turn++) {
    node.push(emptyProgram());
    hello.push(wall(process.execPath, [wippy, 'run', '-C', path.join(bench, 'hello'), '-x', 'app:hello']));
    help.push(wall(process.execPath, [wippy, '--help']));
  }
  aboveNode('start-up: wippy run -x, hello', hello, node, 'at most +150 ms');
  aboveNode('start-up: wippy --help', help, node, 'at most 200 ms');
}

/** Cold: nothing that an earlier run has kept. Warm: the same files again. */
async function sessions() {
  const directory = mkdtempSync(path.join(tmpdir(), 'wippy-bench-'));
  const project = path.join(directory, 'project');
  const env = { ...process.env, XDG_CACHE_HOME: path.join(directory, 'cache') };
  generateProject(project, PROJECT);
  try {
    const [cold, warm, node] = [[], [], []];
    for (let turn = 0; turn < 5; turn++) {
      rmSync(path.join(project, '.wippy'), { recursive: true, force: true });
      rmSync(env.XDG_CACHE_HOME, { recursive: true, force: true });
      node.push(emptyProgram());
      cold.push(await untilReady(project, env));
      warm.push(await untilReady(project, env));
    }
    aboveNode('wippy dev, 1000 entries, cold', cold, node, 'at most 1500 ms');
    aboveNode('wippy dev, 1000 entries, warm', warm, node, 'at most 800 ms');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const emptyProgram = () => wall(process.execPath, ['-e', '0']);

async function untilReady(project, env) {
  const begin = performance.now();
  const program = startProgram([wippy, 'dev', '--json', '--silent', '-C', project], { env });
  try {
    await program.next((line) => line.startsWith('{"event":"ready"'));
    return performance.now() - begin;
  } finally {
    await program.stop();
  }
}

function aboveNode(name, ours, node, target) {
  const [own, base] = [median(ours), median(node)];
  row(name, `${round(own, 0)} ms`, `node -e 0 ${round(base, 0)} ms`, `+${round(own - base, 0)} ms`, target);
}
