import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileStorage } from '../../../src/services/env/storages/file-storage.ts';

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'env-'));
  path = join(directory, 'deep', 'app.env');
});

afterEach(() => rm(directory, { recursive: true }));

const storage = (file = path, autoCreate = true) =>
  new FileStorage({ path: file, autoCreate, fileMode: 0o600, directoryMode: 0o700 });

describe('an environment file', () => {
  it('has names, values and comments', async () => {
    const file = join(directory, '.env');
    await writeFile(file, '# head\r\nA=1\r\n  B = two words  # note\nURL=http://x/#part\n\nbroken\n=x\nA=2\nE=\n');
    expect(Object.fromEntries(storage(file).list())).toEqual({ A: '1', B: 'two words', URL: 'http://x/#part', E: '' });
  });

  it('is empty while it does not exist, and is made by the first write if that is allowed', async () => {
    expect(storage().get('A')).toBeUndefined();
    expect(() => storage(path, false).set('A', '1')).toThrow(`environment file ${path} does not exist`);
    storage().set('A', '1');
    expect(await readFile(path, 'utf8')).toBe('A=1\n');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('keeps other lines, comments and permissions when a value changes', async () => {
    const file = join(directory, '.env');
    await writeFile(file, '# head\nA=1 # one\nB=2\n', { mode: 0o640 });
    const env = storage(file);
    env.set('A', 'x');
    env.set('C', '3');
    expect(await readFile(file, 'utf8')).toBe('# head\nA=x # one\nB=2\nC=3\n');
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect(env.get('A')).toBe('x');
  });

  it('is read again when somebody else has changed it', async () => {
    const file = join(directory, '.env');
    await writeFile(file, 'A=1\n');
    const env = storage(file);
    expect(env.get('A')).toBe('1');
    await writeFile(file, 'A=2\n');
    await utimes(file, 1, 1);
    expect(env.get('A')).toBe('2');
  });

  it.each(['two\nlines', 'a # b', ' space', 'space '])(
    'refuses the value %j, which it could not give back',
    (value) => {
      expect(() => storage().set('A', value)).toThrow('value of A cannot be kept in a file');
    },
  );

  it('tells why it cannot be read', () => {
    expect(() => storage(directory).get('A')).toThrow(`cannot read environment file ${directory}`);
  });
});
