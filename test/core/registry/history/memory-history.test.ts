import { describe, expect, it } from 'vitest';
import { createMemoryHistory, createNoHistory, rootVersion, summarize } from '../../../../src/core/registry/index.ts';
import { historyConformance } from './history-conformance.ts';

historyConformance('memory', async () => createMemoryHistory(), false);

describe('createNoHistory', () => {
  it('counts versions without keeping them', async () => {
    const history = createNoHistory();
    await history.save({ ...rootVersion, id: 1, parent: 0 });
    expect(await history.head()).toBe(1);
    expect(await history.get(1)).toBeUndefined();
    expect(await history.list()).toEqual([summarize(rootVersion)]);
    await expect(history.setHead(5)).rejects.toThrow('version not found in history');
  });
});
