import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNothingOfHost } from '../support.ts';

/** How many mutants are run; 10,000 take about twenty minutes. */
const COUNT = Number(process.env['WIPPY_MUTANTS'] ?? 150);
/** Longer than any mutant may take: the stop timeout of a service that does not stop is ten seconds. */
const LIMIT_MS = 45_000;

interface Report {
  readonly number: number;
  readonly outcome: 'started' | 'ended' | 'failed' | 'refused' | 'crashed';
  readonly detail: string;
}

interface Finished {
  readonly reports: Map<number, Report>;
  stdout: string;
  stderr: string;
}

/** Runs mutants in a program of their own; one that says nothing for too long is ended, which leaves its mutant started. */
function runSome(driver: string, first: number, count: number, into: Finished): Promise<number | null> {
  return new Promise((resolve) => {
    const child = fork(driver, [String(first), String(count)], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    let watch = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    child.on('message', (report: Report) => {
      clearTimeout(watch);
      watch = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
      into.reports.set(report.number, report);
    });
    child.stdout?.on('data', (chunk) => (into.stdout += chunk));
    child.stderr?.on('data', (chunk) => (into.stderr += chunk));
    child.on('close', (code) => {
      clearTimeout(watch);
      resolve(code);
    });
  });
}

/** Runs all mutants. The signal of the driver may come while a program ends already: it is left at once, with code 1. */
async function runMutants(driver: string, count: number): Promise<Finished> {
  const found: Finished = { reports: new Map(), stdout: '', stderr: '' };
  for (let next = 0; next < count; ) {
    const code = await runSome(driver, next, count - next, found);
    const last = Math.max(...found.reports.keys());
    if (code === 1 && found.reports.get(last)?.outcome === 'started') {
      found.reports.set(last, { number: last, outcome: 'failed', detail: 'second signal' });
    } else if (code !== 0) break;
    next = last + 1;
  }
  return found;
}

describe('an application with mistakes in its files', () => {
  let folder = '';
  let driver = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wippy-mutants-'));
    driver = join(folder, 'driver.cjs');
    await build({
      absWorkingDir: fileURLToPath(new URL('../../..', import.meta.url)),
      entryPoints: ['test/robustness/mutations/driver.ts'],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: driver,
      logLevel: 'error',
      external: ['better-sqlite3', 'typescript', 'ts-node', 'tsx'],
      define: { 'import.meta.url': '__importMetaUrl' },
      banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(
    'runs, fails or is refused, but never crashes the program, hangs, or shows the host',
    async () => {
      const { reports: found, stdout, stderr } = await runMutants(driver, COUNT);
      const reports = [...found.values()];
      const wrong = reports.filter(({ outcome }) => outcome === 'started' || outcome === 'crashed');
      expect(wrong).toEqual([]);
      expect(reports).toHaveLength(COUNT);
      expectNothingOfHost(stdout + stderr);
      // A refusal says what is wrong.
      const refused = reports.filter(({ outcome, detail }) => outcome === 'refused' && detail === '');
      const texts = new Map(
        stderr.split('\u001e').map((part) => [Number.parseInt(part, 10), part.slice(part.indexOf('\n') + 1)]),
      );
      expect(refused.filter(({ number }) => !/error/i.test(texts.get(number) ?? ''))).toEqual([]);
      if (process.env['WIPPY_MUTANTS'] !== undefined) {
        const counts = ['ended', 'failed', 'refused'].map(
          (outcome) => `${reports.filter((report) => report.outcome === outcome).length} ${outcome}`,
        );
        process.stdout.write(`${COUNT} mutants: ${counts.join(', ')}\n`);
      }
      // The mutants are of every sort, or this test would prove little.
      for (const outcome of ['ended', 'failed', 'refused']) {
        expect(reports.some((report) => report.outcome === outcome)).toBe(true);
      }
    },
    60_000 + COUNT * 1500,
  );
});
