/**
 * Runs mutants one after the other, each as `wippy run main` would, in this process: which mutant is tried is told to the
 * parent before, what came of it afterwards, so that a crash or a hang has a number.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CommandExit } from '../../../src/commands/report-error.ts';
import { runProject } from '../../../src/commands/run/run-project.ts';
import { WippyError } from '../../../src/infrastructure/errors.ts';
import { mutant } from './mutant.ts';

/** Programs that never end are asked to after this time, as with Ctrl-C. */
const PATIENCE_MS = 700;

const [first = 0, count = 1] = process.argv.slice(2).map(Number);
let current = first;

function tell(outcome: string, detail = ''): void {
  process.send?.({ number: current, outcome, detail });
}

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    tell('crashed', error instanceof Error ? error.stack : String(error));
    // The message has to leave first.
    setImmediate(() => process.exit(70));
  });
}

async function main(): Promise<void> {
  const start = process.cwd();
  for (; current < first + count; current += 1) {
    tell('started');
    process.stderr.write(`\u001e${current}\n`);
    const directory = mkdtempSync(join(tmpdir(), 'wippy-mutant-'));
    for (const [name, text] of Object.entries(mutant(current))) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    const limit = setTimeout(() => process.emit('SIGINT'), PATIENCE_MS);
    try {
      const code = await runProject({
        directory,
        project: {},
        log: () => ({ verbosity: 'normal', console: true, stackTraces: false, events: false, colors: false }),
        warnings: 'all',
        version: '0',
        launch: { command: 'main', args: ['x'] },
      });
      tell(code === 0 ? 'ended' : 'failed');
    } catch (error) {
      if (error instanceof CommandExit) tell('refused');
      else if (error instanceof WippyError) tell('refused', error.message);
      else tell('crashed', error instanceof Error ? error.stack : String(error));
    } finally {
      clearTimeout(limit);
      process.chdir(start);
      rmSync(directory, { recursive: true, force: true });
    }
  }
}

void main().then(() => {
  process.disconnect();
  process.exit(0);
});
