/** A process that changes a registry without end, until it is killed. Tells each version that was committed. */
import { writeSync } from 'node:fs';
import {
  createEntry,
  createOperation,
  createSqliteHistory,
  deleteOperation,
  type Operation,
  Registry,
  updateOperation,
} from '../../../src/core/registry/index.ts';
import { EventBus } from '../../../src/infrastructure/event-bus/index.ts';
import { pick, seededRandom } from '../../infrastructure/random.ts';

const [file, seed] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const history = createSqliteHistory({ file, keep: 150 });
const registry = new Registry({
  bus: new EventBus(),
  router: { route: () => 'data', kinds: () => ['test.kind'], participants: () => [], references: () => [] },
  history,
});

function change(): Operation[] {
  const id = `app:entry${Math.floor(random() * 200)}`;
  const source = `return ${random()}\n`.repeat(1 + Math.floor(random() * 400));
  const known = registry.get(id);
  const entry = createEntry({ id, kind: 'test.kind', data: { source } });
  if (known === undefined) return [createOperation(entry)];
  return [random() < 0.2 ? deleteOperation(known) : updateOperation(entry)];
}

async function rollBack(): Promise<boolean> {
  // What lies between old versions and the root is not kept.
  const { id } = pick((await history.list()).slice(1), random);
  if ((await registry.planRollback(id)).length === 0) return false;
  await registry.rollback(id);
  return true;
}

async function work(): Promise<never> {
  await registry.attach(undefined);
  for (;;) {
    const changed = random() < 0.25 ? await rollBack() : (await registry.apply(change())).id > 0;
    // Told at once, so that whatever was told had been committed before.
    if (changed) writeSync(1, `${registry.version.id} ${registry.version.fingerprint}\n`);
  }
}

work().catch((error: unknown) => {
  writeSync(2, `${String(error)}\n`);
  process.exit(1);
});
