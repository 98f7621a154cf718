import { describe, expect, it } from 'vitest';
import { resolvePath } from '../../../src/services/fs/path.ts';

describe('a path inside a file system', () => {
  it.each([
    ['/a/b', '.', 'a/b'],
    ['b', 'a', 'a/b'],
    ['../c', 'a/b', 'a/c'],
    ['/', 'a', '.'],
    ['./a//b/', '.', 'a/b'],
    ['..', 'a', '.'],
  ])('%s in %s is %s', (path, directory, expected) => {
    expect(resolvePath(path, directory)).toBe(expected);
  });

  it.each(['..', '/..', 'a/../..', '../../etc'])('may not be %s', (path) => {
    expect(() => resolvePath(path)).toThrow('path traversal not allowed');
  });
});
