import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOperation,
  createSqliteHistory,
  deleteOperation,
  type Entry,
  EntryState,
  fingerprintOf,
  type History,
  type Operation,
  updateOperation,
} from '../../../../src/core/registry/index.ts';
import { pick, seededRandom } from '../../../infrastructure/random.ts';
import { createFixture, entry } from '../entries.ts';

/** A release passes with WIPPY_HISTORIES=500. */
const sequences = Number(process.env['WIPPY_HISTORIES'] ?? 20);
const ids = ['a:1', 'a:2', 'a:3', 'b:1', 'b:2', 'c:1'];

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wippy-edits-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

function randomEntry(random: () => number): Entry {
  const source = `return ${Math.floor(random() * 1000)}\n`.repeat(1 + Math.floor(random() * 60));
  const data = { source, weight: random() < 0.5 ? random() : Math.floor(random() * 9), list: [random() < 0.5, null] };
  return entry(
    pick(ids, random),
    random() < 0.5 ? [pick(ids, random)] : [],
    data,
    pick(['test.kind', 'test.other'], random),
  );
}

function randomOperation(state: EntryState, random: () => number): Operation {
  const wanted = randomEntry(random);
  const known = state.get(wanted.id);
  if (known === undefined) return createOperation(wanted);
  if (random() < 0.3 || known.kind !== wanted.kind) return deleteOperation(known);
  return updateOperation(wanted);
}

/** One project: edits of files, changes at run time, refusals, rollbacks and restarts. */
async function edit(history: History, file: string, random: () => number): Promise<void> {
  let fixture = createFixture({ history });
  let files: Entry[] = [];
  const load = () => fixture.registry.loadState(files, { record: true, keepChanges: random() < 0.5 });
  await load();
  for (let step = 0; step < 12; step++) {
    const { registry, listener } = fixture;
    listener.refuse = () => undefined;
    const choice = random();
    if (choice < 0.45) {
      files = [...EntryState.from([...files, randomEntry(random)]).entries()].filter(() => random() < 0.9);
      await load();
    } else if (choice < 0.65) {
      await registry.apply([randomOperation(registry.state, random)]);
    } else if (choice < 0.75) {
      listener.refuse = () => {
        throw new Error('no');
      };
      await expect(registry.apply([randomOperation(registry.state, random)])).rejects.toThrow('no');
    } else if (choice < 0.9) {
      const { id } = pick(await history.list(), random);
      if ((await registry.planRollback(id)).length > 0) await registry.rollback(id);
    } else {
      const again = createSqliteHistory({ file });
      expect((await again.restore(EntryState.empty)).state.entries()).toEqual(registry.state.entries());
      await again.close();
      fixture = createFixture({ history });
      await load();
    }
  }
}

describe('random edits', () => {
  it(`give the recorded entries again at each version (${sequences} sequences)`, async () => {
    for (let seed = 1; seed <= sequences; seed++) {
      const file = join(directory, `${seed}.db`);
      const history = createSqliteHistory({ file });
      await edit(history, file, seededRandom(seed));
      const versions = (await history.list()).filter(({ id }) => id !== 0);
      expect(versions.length, `seed ${seed}`).toBeGreaterThan(1);
      const { registry } = createFixture({ history });
      await registry.attach(undefined);
      for (const { id, fingerprint } of versions) {
        expect(fingerprintOf((await registry.snapshotAt(id)).state), `seed ${seed} version ${id}`).toBe(fingerprint);
        if ((await registry.planRollback(id)).length === 0) continue;
        const version = await registry.rollback(id);
        expect(version.fingerprint, `seed ${seed} back to ${id}`).toBe(fingerprint);
        expect(fingerprintOf(registry.state), `seed ${seed} back to ${id}`).toBe(fingerprint);
      }
      const restored = await history.restore(EntryState.empty);
      expect(fingerprintOf(restored.state)).toBe((await history.head()).fingerprint);
      await history.close();
    }
  }, 300_000);
});
