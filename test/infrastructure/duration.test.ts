import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration, tryParseDuration } from '../../src/infrastructure/duration.ts';
import { seededRandom } from './random.ts';

describe('durations', () => {
  it.each([
    ['0', 0],
    ['5s', 5000],
    ['100ms', 100],
    ['1h2m3.5s', 3_723_500],
    ['-1.5h', -5_400_000],
    ['+2m', 120_000],
    ['.5s', 500],
    ['1.s', 1000],
    ['10us', 0.01],
    ['10µs', 0.01],
    ['1ns', 1e-6],
  ])('reads %s as %d milliseconds', (text, milliseconds) => {
    expect(parseDuration(text)).toBeCloseTo(milliseconds, 9);
  });

  it.each(['', '5', 's', '5 s', '5x', '1h ', '-', '.s', '1e3s', '--5s'])('refuses %j', (text) => {
    expect(tryParseDuration(text)).toBeUndefined();
    expect(() => parseDuration(text)).toThrow(`invalid duration "${text}"`);
  });

  it.each([
    [0, '0s'],
    [1500, '1.5s'],
    [90_000, '1m30s'],
    [3_600_000, '1h0m0s'],
    [250, '250ms'],
    [0.01, '10µs'],
    [-500, '-500ms'],
  ])('writes %d milliseconds as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it('reads back what it writes', () => {
    const random = seededRandom(1);
    for (let i = 0; i < 1000; i++) {
      const milliseconds = Math.floor(random() * 10 ** (1 + Math.floor(random() * 9)));
      expect(parseDuration(formatDuration(milliseconds))).toBeCloseTo(milliseconds, 3);
    }
  });
});
