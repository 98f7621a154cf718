import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqliteHistory, EntryState, fingerprintOf } from '../../../src/core/registry/index.ts';
import { seededRandom } from '../../infrastructure/random.ts';

/** A release passes with WIPPY_KILLS=200. */
const kills = Number(process.env['WIPPY_KILLS'] ?? 10);

const root = join(import.meta.dirname, '../../..');
let directory: string;
let program: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wippy-kills-'));
  program = join(directory, 'writer.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'writer.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    define: { 'import.meta.url': '__url' },
    banner: { js: "const __url = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'silent',
  });
}, 60_000);

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** Runs the writer and kills it at a random moment; gives what it told, whole lines only. */
function killedWriter(file: string, seed: number, wait: number): Promise<{ told: [number, string][]; errors: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, file, String(seed)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_PATH: join(root, 'node_modules') },
    });
    let output = '';
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      // The first word says that it works; the moment is counted from there.
      if (output === '') setTimeout(() => child.kill('SIGKILL'), wait);
      output += text;
    });
    child.on('close', () => {
      const lines = output.split('\n').slice(0, -1);
      resolve({ told: lines.map((line) => [Number(line.split(' ')[0]), line.split(' ')[1]]), errors });
    });
  });
}

describe('a history whose process is killed', () => {
  it(`opens at a committed version and has lost nothing (${kills} kills)`, async () => {
    const file = join(directory, 'registry.db');
    const random = seededRandom(44);
    for (let round = 1; round <= kills; round++) {
      const { told, errors } = await killedWriter(file, round, random() * 80);
      expect(errors).toBe('');
      const database = new BetterSqlite(file);
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
      database.close();
      const history = createSqliteHistory({ file });
      const head = await history.head();
      const [lastId] = told[told.length - 1];
      // At most one version may have been committed after the last word.
      expect(head.id === lastId || head.id === lastId + 1, `head ${head.id} after ${lastId}`).toBe(true);
      const restored = await history.restore(EntryState.empty);
      expect(fingerprintOf(restored.state)).toBe(head.fingerprint);
      for (const [id, fingerprint] of told.slice(-100)) {
        expect((await history.find(id))?.fingerprint, `version ${id}`).toBe(fingerprint);
      }
      await history.close();
    }
  }, 600_000);
});
