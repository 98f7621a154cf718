import { describe, expect, it } from 'vitest';
import {
  compareEntryIds,
  completeEntryId,
  createEntry,
  describeEntryId,
  formatEntryId,
  parseEntryId,
  toEntryId,
} from '../../../src/core/registry/index.ts';

describe('entry ids', () => {
  it.each([
    ['app:main', 'app', 'main'],
    ['app.api:a:b', 'app.api', 'a:b'],
    ['bare', '', 'bare'],
    ['app:v1.2', 'app', 'v1.2'],
  ])('splits %s at the first colon', (text, namespace, name) => {
    expect(parseEntryId(text)).toEqual({ namespace, name });
    expect(formatEntryId({ namespace, name })).toBe(text);
  });

  it('takes text or a map', () => {
    expect(toEntryId({ ns: 'app', name: 'x' })).toBe('app:x');
    expect(toEntryId({ name: 'x' })).toBe('x');
    expect(toEntryId(':x')).toBe('x');
  });

  it.each([[5], ['app:'], [{ ns: 'a' }], [null]])('refuses %j', (value) => {
    expect(() => toEntryId(value)).toThrow(`invalid entry id ${JSON.stringify(value)}`);
  });

  it('completes relative ids', () => {
    expect(completeEntryId('x', 'app')).toBe('app:x');
    expect(completeEntryId('other:x', 'app')).toBe('other:x');
  });

  it('orders by namespace, then name', () => {
    expect(['b:a', 'a.b:z', 'a:z', 'a:b'].sort(compareEntryIds)).toEqual(['a:b', 'a:z', 'a.b:z', 'b:a']);
  });

  it('describes ids as change set messages do', () => {
    expect(describeEntryId('app:x')).toBe('{ns: app, name: x}');
  });
});

describe('createEntry', () => {
  it('freezes a copy', () => {
    const data = { list: [1] };
    const entry = createEntry({ id: 'app:x', kind: 'k', data });
    data.list.push(2);
    expect(entry).toEqual({ id: 'app:x', kind: 'k', meta: {}, data: { list: [1] } });
    expect(Object.isFrozen(entry.meta) && Object.isFrozen((entry.data as { list: unknown }).list)).toBe(true);
    expect(createEntry(entry)).toBe(entry);
  });
});
