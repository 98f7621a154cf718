import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { UserCache, userCacheDirectory } from '../../src/infrastructure/user-cache.ts';

let home: string;
let cache: UserCache;
const file = () => join(home, 'wippy', 'a.json');

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'wippy-user-cache-'));
  cache = new UserCache({ environment: { XDG_CACHE_HOME: home } });
});

describe('UserCache', () => {
  it('gives back what was written, and nothing before', () => {
    expect(cache.read('a.json')).toBeUndefined();
    cache.write('a.json', { list: [1, 'ä'] });
    expect(cache.read('a.json')).toEqual({ list: [1, 'ä'] });
    expect(readdirSync(join(home, 'wippy'))).toEqual(['a.json']);
  });

  it('writes what only the user may read', () => {
    cache.write('a.json', 1);
    expect(statSync(join(home, 'wippy')).mode & 0o077).toBe(0);
    expect(statSync(file()).mode & 0o077).toBe(0);
  });

  it('does not believe a damaged file', () => {
    cache.write('a.json', { price: 10 });
    writeFileSync(file(), readFileSync(file(), 'utf8').replace('10', '11'));
    expect(cache.read('a.json')).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')('does not believe a file or directory that others may write to', () => {
    cache.write('a.json', 1);
    chmodSync(file(), 0o666);
    expect(cache.read('a.json')).toBeUndefined();
    chmodSync(file(), 0o600);
    expect(cache.read('a.json')).toBe(1);
    chmodSync(join(home, 'wippy'), 0o777);
    expect(cache.read('a.json')).toBeUndefined();
  });

  it('is no reason to fail where nothing can be written', () => {
    writeFileSync(join(home, 'wippy'), 'a file is in the way');
    cache.write('a.json', 1);
    expect(cache.read('a.json')).toBeUndefined();
  });

  it('keeps the files that were written last', () => {
    for (let index = 0; index < 110; index += 1) cache.write(`${index}.json`, index);
    expect(readdirSync(join(home, 'wippy'))).toHaveLength(100);
    expect(cache.read('109.json')).toBe(109);
  });
});

describe('userCacheDirectory', () => {
  it('is where the platform keeps such files', () => {
    expect(userCacheDirectory({ environment: {}, platform: 'linux' })).toMatch(/[/\\]\.cache[/\\]wippy$/);
    expect(userCacheDirectory({ environment: {}, platform: 'darwin' })).toMatch(/[/\\]Caches[/\\]wippy$/);
    const environment = { LOCALAPPDATA: 'local' };
    expect(userCacheDirectory({ environment, platform: 'win32' })).toBe(join('local', 'wippy', 'cache'));
  });
});
