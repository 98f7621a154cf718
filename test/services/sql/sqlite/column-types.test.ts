import { describe, expect, it } from 'vitest';
import { columnConversion } from '../../../../src/services/sql/sqlite/column-types.ts';

describe('declared types of columns', () => {
  it.each([
    ['2024-01-02 03:04:05', '2024-01-02T03:04:05Z'],
    ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05Z'],
    ['2024-01-02 03:04:05.678', '2024-01-02T03:04:05Z'],
    ['2024-01-02 03:04:05+02:00', '2024-01-02T01:04:05Z'],
    ['2024-01-02 03:04:05.678-01:30', '2024-01-02T04:34:05Z'],
    ['2024-01-02 03:04', '2024-01-02T03:04:00Z'],
    ['2024-01-02', '2024-01-02T00:00:00Z'],
    [1704164645, '2024-01-02T03:04:05Z'],
    [1704164645678, '2024-01-02T03:04:05Z'],
    ['yesterday', 'yesterday'],
    ['2024-13-45', '2024-13-45'],
    [null, null],
  ])('reads %s in a DATETIME column', (value, expected) => {
    for (const type of ['datetime', 'timestamp', 'date']) expect(columnConversion(type)?.(value)).toBe(expected);
  });

  it('reads booleans, and leaves other types alone', () => {
    const boolean = columnConversion('boolean');
    expect([1, 0, 2, -1, null, 'yes'].map((value) => boolean?.(value))).toEqual([
      true,
      false,
      true,
      false,
      null,
      'yes',
    ]);
    for (const type of ['', 'integer', 'text', 'datetime(3)']) expect(columnConversion(type)).toBeNull();
  });
});
