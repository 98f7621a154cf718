import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wippy } from '../commands/helpers.ts';

const tour = join(import.meta.dirname, 'tour');

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the tour', () => {
  it('shows every part at work, says how to go on and ends with exit code 0', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const { exitCode, stdout, stderr } = await wippy(['run', '-o', `tour:gateway:addr=${address}`, 'tour'], tour);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n').filter((line) => line.startsWith('   '))).toEqual([
      '   tour:count_words found 9 words; the first of the longest is "quick"',
      '   given a number it answers: Invalid, the text must be a string',
      '   spawned tour:reader',
      '   sent it page 2',
      '   it answered: page 2 has 8 words',
      '   two workers counted 3 pages with 23 words',
      '   the process registered as "ledger" holds 23',
      '   made to fail, it was started again and holds 0',
      `   GET http://${address}/api/words/one%20two%20three`,
      '   200: 3 words, the first of the longest is "three"',
      '   tour:ledger  Keeps a total; known as "ledger"',
      '   tour:reader  Counts the words of one page for whoever spawned it',
      '   tour:tour    Shows the parts of this application at work',
      '   npx wippy init my-app',
      '   npx wippy run -C my-app hello',
    ]);
  });
});
