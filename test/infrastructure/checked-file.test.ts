import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readChecked, writeChecked } from '../../src/infrastructure/checked-file.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wippy-checked-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('a checked file', () => {
  it('gives what was written', () => {
    const file = join(directory, 'data');
    writeChecked(file, { text: 'one\ntwo' });
    writeChecked(file, { text: 'three\n' });
    expect(readChecked(file)).toEqual({ text: 'three\n' });
  });

  it('gives nothing once it is damaged', async () => {
    const file = join(directory, 'data');
    writeChecked(file, [1, 2]);
    await writeFile(file, '[1,2]', { flag: 'a' });
    expect(readChecked(file)).toBeUndefined();
  });

  it('leaves nothing behind where it cannot be written', async () => {
    expect(() => writeChecked(join(directory, 'none', 'data'), 1)).toThrow('ENOENT');
    expect(await readdir(directory)).toEqual([]);
  });
});
