import { describe, expect, it } from 'vitest';
import { createMemoryHistory } from '../../../src/core/registry/history/memory-history.ts';
import { EntryState, type GitState, Registry, type Version } from '../../../src/core/registry/index.ts';
import { CommitNotes } from '../../../src/dev/session/commit-notes.ts';
import { EventBus } from '../../../src/infrastructure/event-bus/index.ts';
import { entry } from '../../core/registry/entries.ts';

const router = {
  route: () => 'data' as const,
  kinds: () => ['test.kind'],
  participants: () => [],
  references: () => [],
};

function setUp() {
  const registry = new Registry({ bus: new EventBus(), router, history: createMemoryHistory() });
  const answers: ((git: GitState | null) => void)[] = [];
  const failures: unknown[] = [];
  const notes = new CommitNotes({
    registry,
    readGit: () => new Promise((resolve) => answers.push(resolve)),
    onFailure: (error) => failures.push(error),
  });
  const save = async (revision: number): Promise<Version> => {
    const { version } = await registry.loadState([entry('a:b', [], revision)], { record: true });
    return version;
  };
  return { registry, answers, failures, notes, save };
}

describe('the commit of a version', () => {
  it('is noted when git has answered, in the history and in the current version', async () => {
    const { registry, answers, notes, save } = setUp();
    const { id } = await save(1);
    await notes.noteNewest();
    expect(registry.version.git).toBeNull();
    const git = { commit: 'c0ffee', dirty: true };
    answers[0]?.(git);
    await notes.settled();
    expect((await registry.history.find(id))?.git).toEqual(git);
    expect(registry.version).toMatchObject({ id, git });
    expect((await save(2)).git).toEqual(git);
  });

  it('is asked for once for all versions that were made while git worked', async () => {
    const { registry, answers, notes, save } = setUp();
    await save(1);
    await notes.noteNewest();
    for (const revision of [2, 3, 4]) {
      await save(revision);
      await notes.noteNewest();
    }
    answers[0]?.({ commit: 'a', dirty: false });
    await new Promise((resolve) => setImmediate(resolve));
    answers[1]?.({ commit: 'b', dirty: true });
    await notes.settled();
    expect(answers).toHaveLength(2);
    const versions = await registry.history.log();
    expect(versions.map(({ git }) => git?.commit)).toEqual(['b', 'b', 'b', 'a']);
  });

  it('that cannot be kept is told, and the versions stay as they are', async () => {
    const { registry, answers, failures, notes, save } = setUp();
    await save(1);
    registry.history.noteGit = () => Promise.reject(new Error('disk full'));
    await notes.noteNewest();
    answers[0]?.({ commit: 'a', dirty: false });
    await notes.settled();
    expect(failures).toEqual([new Error('disk full')]);
    expect(registry.state).not.toBe(EntryState.empty);
  });
});
