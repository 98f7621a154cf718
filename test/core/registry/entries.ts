import {
  createEntry,
  type Entry,
  type EntryListener,
  type EntryRouter,
  Registry,
  type RegistryOptions,
  type TransactionParticipant,
} from '../../../src/core/registry/index.ts';
import { EventBus } from '../../../src/infrastructure/event-bus/index.ts';

/** An entry of kind `test.kind` that depends on others. */
export function entry(id: string, dependsOn: readonly string[] = [], data: unknown = {}, kind = 'test.kind'): Entry {
  return createEntry({ id, kind, meta: { depends_on: dependsOn }, data });
}

/** Records the calls of the registry; refuses on demand. */
export class RecordingListener implements EntryListener {
  readonly name = 'recorder';
  readonly log: string[] = [];
  refuse: (action: string, entry: Entry) => void | Promise<void> = () => undefined;

  async create(item: Entry, { phase }: { phase: string }): Promise<void> {
    await this.#record('create', item, phase);
  }

  async update(item: Entry, _original: Entry, { phase }: { phase: string }): Promise<void> {
    await this.#record('update', item, phase);
  }

  async delete(item: Entry, { phase }: { phase: string }): Promise<void> {
    await this.#record('delete', item, phase);
  }

  async #record(action: string, item: Entry, phase: string): Promise<void> {
    if (phase === 'apply') await this.refuse(action, item);
    this.log.push(`${phase === 'rollback' ? 'undo: ' : ''}${action} ${item.id}`);
  }
}

export interface Fixture {
  readonly registry: Registry;
  readonly listener: RecordingListener;
  readonly bus: EventBus;
}

/** A registry whose kinds `test.*` are recorded and whose kind `test.data` is data only. */
export function createFixture(
  options: Partial<RegistryOptions> = {},
  participants: readonly TransactionParticipant[] = [],
): Fixture {
  const listener = new RecordingListener();
  const bus = new EventBus();
  const router: EntryRouter = {
    route: (kind) => (kind === 'test.data' ? 'data' : kind.startsWith('test.') ? listener : undefined),
    kinds: () => ['test.kind', 'test.other', 'test.data'],
    participants: () => participants,
    references: () => [],
  };
  return { registry: new Registry({ bus, router, ...options }), listener, bus };
}
