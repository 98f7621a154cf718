import { describe, expect, it } from 'vitest';
import { wippy } from '../commands/helpers.ts';
import { start, withCopy } from './services.ts';

describe('a crew of workers under a foreman', () => {
  it('shares the work, and is complete again after each loss', () =>
    withCopy('crew', async (directory) => {
      const { exitCode, stdout, stderr } = await wippy(['run', 'shift'], directory);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout.split('\n')).toEqual([
        'a crew of 3',
        'sum of squares 91',
        'worker 1 did 2',
        'worker 2 did 2',
        'worker 3 did 2',
        'after a stumble: 3 of 4',
        'after a dismissal: 3 of 5',
        'a new foreman with a crew of 3 of 3',
      ]);
    }));

  it('goes home when it is interrupted', () =>
    withCopy('crew', async (directory) => {
      const program = start(directory);
      await program.logged('crew is complete');
      const { exitCode, stderr } = await program.interrupt();
      expect(exitCode).toBe(0);
      const goodbyes = [...stderr.matchAll(/goodbye .*worker="(worker \d)"/g)].map(([, worker]) => worker);
      expect(goodbyes.sort()).toEqual(['worker 1', 'worker 2', 'worker 3']);
      expect(stderr).not.toMatch(/ERROR|WARN/);
    }));
});
