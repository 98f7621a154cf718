import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wippy } from '../commands/helpers.ts';
import { start, withCopy } from './services.ts';

interface Job {
  readonly id: number;
  readonly title: string;
  readonly state: string;
  readonly attempts: number;
  readonly sheets: number | undefined;
}

/** The shop on a free port. */
async function open(directory: string) {
  const program = start(directory, ['-o', 'shop:gateway:addr=127.0.0.1:0']);
  const line = await program.logged('http server listens');
  const address = `http://127.0.0.1:${/port=(\d+)/.exec(line)?.[1]}`;
  const post = (body: unknown) =>
    fetch(`${address}/jobs`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const jobs = async (query = ''): Promise<Job[]> => {
    const response = await fetch(`${address}/jobs${query}`);
    return ((await response.json()) as { jobs: Job[] }).jobs;
  };
  return { program, address, post, jobs };
}

describe('a print shop with a queue and a database', () => {
  it('prints what it was given, gives up what cannot be printed, and remembers both', () =>
    withCopy('print-shop', async (directory) => {
      mkdirSync(join(directory, 'data'));
      const shop = await open(directory);
      await expect.poll(async () => (await shop.post({ title: 'first', pages: 1 })).status).toBe(202);
      expect(await (await shop.post({ title: 'second', pages: 7 })).json()).toEqual({ id: 2 });
      await shop.post({ title: 'nothing', pages: 0 });
      expect((await shop.post({ title: 'no pages' })).status).toBe(400);
      const expected: Job[] = [
        { id: 1, title: 'first', state: 'printed', attempts: 1, sheets: 1 },
        { id: 2, title: 'second', state: 'printed', attempts: 1, sheets: 4 },
        { id: 3, title: 'nothing', state: 'spoiled after 3 attempts', attempts: 3, sheets: undefined },
      ];
      await expect.poll(() => shop.jobs(), { timeout: 10_000 }).toEqual(expected);
      expect((await shop.jobs('?state=printed')).map(({ id }) => id)).toEqual([1, 2]);

      // One that is being printed when the shop closes is finished first.
      await shop.post({ title: 'late', pages: 300 });
      await expect.poll(async () => (await shop.jobs()).at(-1)?.state).toBe('printing');
      const { exitCode, stdout, stderr } = await shop.program.interrupt();
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
      expect(stderr.match(/message processing failed/g)).toHaveLength(3);
      expect(stderr).toContain('nothing has no pages');
      expect(() => process.kill(shop.program.pid, 0)).toThrow('ESRCH');
      await expect(fetch(shop.address)).rejects.toThrow();
      expect(
        ['shop.db', 'shop.db-wal', 'shop.db-shm'].map((name) => existsSync(join(directory, 'data', name))),
      ).toEqual([true, false, false]);

      const again = await open(directory);
      expect(await again.jobs()).toEqual([
        ...expected,
        { id: 4, title: 'late', state: 'printed', attempts: 1, sheets: 150 },
      ]);
      expect((await again.program.interrupt()).exitCode).toBe(0);
    }));

  it('says what to do when the directory of its database is missing', () =>
    withCopy('print-shop', async (directory) => {
      const { exitCode, stdout, stderr } = await wippy(['run'], directory);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toMatch(
        /cannot open database shop:db: the directory \S+ does not exist\nHint: Create it: mkdir -p \S+$/,
      );
    }));
});
