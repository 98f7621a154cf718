/** Commands of the registry range and their handlers. */

import type { FrameContext } from '../../core/context/frame-context.ts';
import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import type { Finder, Query } from '../../core/finder/index.ts';
import type { Entry, EntryState, Operation, Registry, Version, VersionCause } from '../../core/registry/index.ts';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import type { AccessControl } from '../../system/security/access-control.ts';

export const RegistryCommand = {
  Get: commandId('registry', 0),
  Find: commandId('registry', 1),
  Snapshot: commandId('registry', 2),
  SnapshotAt: commandId('registry', 3),
  Versions: commandId('registry', 4),
  Apply: commandId('registry', 5),
  ApplyVersion: commandId('registry', 6),
  BuildDelta: commandId('registry', 7),
} as const;

/** Immediate. Result: the Entry. */
export interface GetEntryCommand extends Command {
  readonly entry: string;
  /** Missing: the current entries. */
  readonly state?: EntryState;
}

/** Immediate. Result: the entries (`readonly Entry[]`) that the caller may see, those that match or all. */
export interface FindEntriesCommand extends Command {
  readonly query?: Query;
  /** Without a query: only entries of exactly this namespace. */
  readonly namespace?: string;
  /** Missing: the current entries. */
  readonly state?: EntryState;
}

/** Result: a RegistrySnapshot. `Snapshot` is immediate and has no fields. */
export interface SnapshotAtCommand extends Command {
  readonly version: number;
}

/** Result of `Apply` and `ApplyVersion`: the Version that is current now. */
export interface ApplyCommand extends Command {
  readonly operations: readonly Operation[];
}

export interface ApplyVersionCommand extends Command {
  readonly version: number;
}

/** Immediate. Result: the sorted operations (`Operation[]`) between the two. */
export interface BuildDeltaCommand extends Command {
  readonly from: readonly Entry[];
  readonly to: readonly Entry[];
}

/** Result of `Versions`: all versions, the root first, ascending. */
export type VersionList = readonly Version[];

export interface RegistryCommandParts {
  registry: Registry;
  finder: Finder;
  access: AccessControl;
}

function denied(message: string, details: Record<string, unknown> | null = null): WippyError {
  return new WippyError(message, { kind: ErrorKind.PermissionDenied, retryable: false, details });
}

/** What the history says about a change that Lua code has made. */
function causeOf(context: FrameContext): VersionCause {
  const by = context.pid === null ? context.id : `${context.id} ${context.pid.text}`;
  return { kind: 'lua', actor: by };
}

/** Registers the commands of the `registry` range. */
export function registerRegistryCommands(dispatcher: Dispatcher, parts: RegistryCommandParts): void {
  const { registry, finder, access } = parts;
  const mayRead = (context: FrameContext, id: string): boolean => access.isAllowed(context, 'registry.get', id);

  /** The handler of work that is a promise. The change itself goes on when the caller has gone: it is a transaction. */
  function later<C extends Command>(id: number, work: (command: C, context: FrameContext) => Promise<unknown>): void {
    dispatcher.register<C>(id, (command, completion, context) => {
      work(command, context).then(
        (data) => completion.complete(data),
        (thrown: unknown) => completion.fail(toWippyError(thrown)),
      );
    });
  }

  dispatcher.registerImmediate<GetEntryCommand>(RegistryCommand.Get, ({ entry: id, state }, context) => {
    if (!mayRead(context, id)) throw denied(`not allowed to access entry: ${id}`, { id });
    const entry = (state ?? registry.state).get(id);
    if (entry !== undefined) return entry;
    throw new WippyError(`entry not found: ${id}`, { kind: ErrorKind.NotFound, retryable: false, details: { id } });
  });
  dispatcher.registerImmediate<FindEntriesCommand>(RegistryCommand.Find, ({ query, namespace, state }, context) => {
    const searched = state ?? registry.state;
    if (query !== undefined) return finder.find(query, searched).filter((entry) => mayRead(context, entry.id));
    const entries = namespace === undefined ? searched.entries() : searched.namespace(namespace);
    return entries.filter((entry) => mayRead(context, entry.id));
  });
  dispatcher.registerImmediate(RegistryCommand.Snapshot, () => registry.snapshot());
  dispatcher.registerImmediate<BuildDeltaCommand>(RegistryCommand.BuildDelta, ({ from, to }) =>
    registry.plan(to, from),
  );
  later<SnapshotAtCommand>(RegistryCommand.SnapshotAt, async ({ version }) => {
    await requireVersion(version);
    return registry.snapshotAt(version);
  });
  later(RegistryCommand.Versions, () => registry.history.list());
  later<ApplyCommand>(RegistryCommand.Apply, async ({ operations }, context) => {
    if (!access.isAllowed(context, 'registry.apply', '')) throw denied('not allowed to apply registry changes');
    return registry.apply(operations, { cause: causeOf(context) });
  });
  later<ApplyVersionCommand>(RegistryCommand.ApplyVersion, async ({ version }, context) => {
    if (!access.isAllowed(context, 'registry.apply_version', '')) {
      throw denied('registry version change is not allowed');
    }
    return registry.applyVersion(version, { cause: { ...causeOf(context), kind: 'rollback', version } });
  });

  async function requireVersion(version: number): Promise<void> {
    if (version === registry.version.id) return;
    if ((await registry.history.find(version))?.outcome === 'applied') return;
    throw new WippyError('version not found', { kind: ErrorKind.NotFound, retryable: false, details: { version } });
  }
}
