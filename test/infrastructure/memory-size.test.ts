import { describe, expect, it } from 'vitest';
import { parseMemorySize } from '../../src/infrastructure/memory-size.ts';

describe('parseMemorySize', () => {
  it.each([
    ['1024', 1024],
    ['1K', 1024],
    ['512M', 512 * 2 ** 20],
    ['1g', 2 ** 30],
    ['2GiB', 2 ** 31],
    ['1TB', 2 ** 40],
    ['7B', 7],
    [' 10 MB ', 10 * 2 ** 20],
  ])('reads %j', (text, bytes) => {
    expect(parseMemorySize(text)).toBe(bytes);
  });

  it.each(['', '0', '-1', '1.5G', 'G', '1X', '12 34', '99999999999T', 'off'])('refuses %j', (text) => {
    expect(parseMemorySize(text)).toBeUndefined();
  });
});
