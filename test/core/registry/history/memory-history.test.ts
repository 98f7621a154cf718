import { describe, expect, it } from 'vitest';
import { createMemoryHistory, createNoHistory, createOperation } from '../../../../src/core/registry/index.ts';
import { entry } from '../entries.ts';
import { draft, historyConformance, noFiles } from './history-conformance.ts';

historyConformance('memory', async () => createMemoryHistory(), { keeps: true, durable: false });
historyConformance('none', async () => createNoHistory(), { keeps: false, durable: false });

describe('createNoHistory', () => {
  it('counts versions without keeping them', async () => {
    const history = createNoHistory();
    await history.append(draft(0, [createOperation(entry('a:1'))]), noFiles);
    await history.append(draft(1), noFiles);
    expect(await history.head()).toMatchObject({ id: 2, parent: 1 });
    expect(await history.get(1)).toBeUndefined();
    expect(await history.find(1)).toBeUndefined();
    expect(await history.log()).toEqual([]);
  });
});

describe('createMemoryHistory', () => {
  it('forgets the oldest versions by itself when there are many more than it keeps', async () => {
    const history = createMemoryHistory({ keep: 10 });
    for (let id = 0; id < 111; id++) await history.append(draft(id), noFiles);
    expect(await history.log()).toHaveLength(10);
    expect((await history.head()).id).toBe(111);
  });
});
