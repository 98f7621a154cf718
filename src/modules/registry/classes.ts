/** The classes `registry.Snapshot`, `Changes`, `Version` and `History`. */

import {
  createOperation,
  deleteOperation,
  type Entry,
  type Operation,
  type RegistrySnapshot,
  updateOperation,
  type Version,
} from '../../core/registry/index.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { checkDouble, checkString, checkTable } from '../../lua/runtime/arguments.ts';
import { tableOf } from '../../lua/runtime/table.ts';
import type { LuaFunction, LuaResult, LuaValue, Userdata } from '../../lua/runtime/values.ts';
import { failure, invalid } from '../../services/lua/convert/errors.ts';
import { fromLuaString } from '../../services/lua/convert/text.ts';
import { attempt, defineClass, type UserdataClass, wait } from '../../services/lua/module.ts';
import {
  type ApplyCommand,
  type FindEntriesCommand,
  type GetEntryCommand,
  RegistryCommand,
  type SnapshotAtCommand,
  type VersionList,
} from '../../services/registry/commands.ts';
import { entriesToLua, entryFromLua, entryToLua, idFromLua, operationsToLua, queryFromLua } from './entries.ts';

/** A version that Lua holds. */
class VersionValue {
  readonly version: Version;
  constructor(version: Version) {
    this.version = version;
  }
}

/** What people see of a version, as the Go runtime writes it. */
const versionText = ({ id }: Version): string => `v${id}`;

/** The entries at one version. */
class SnapshotValue {
  readonly snapshot: RegistrySnapshot;
  constructor(snapshot: RegistrySnapshot) {
    this.snapshot = snapshot;
  }
}

/** Operations that wait to be applied. */
class ChangesValue {
  readonly operations: Operation[] = [];
}

class HistoryValue {}

export function versionValue(version: Version): Userdata {
  return versionClass.create(new VersionValue(version));
}

export function snapshotValue(snapshot: unknown): Userdata {
  return snapshotClass.create(new SnapshotValue(snapshot as RegistrySnapshot));
}

export function historyValue(): Userdata {
  return historyClass.create(new HistoryValue());
}

/** The version of a value of its class, or undefined. */
export function versionOf(value: LuaValue): Version | undefined {
  return versionClass.of(value)?.version;
}

/** Waits for all versions. */
export function withVersions(use: (versions: VersionList) => LuaResult): LuaResult {
  return wait({ id: RegistryCommand.Versions }, (versions) => use(versions as VersionList));
}

export function versionsResult(): LuaResult {
  return withVersions((versions) => [tableOf(versions.map(versionValue)), undefined]);
}

/** Waits for the entries at a version. */
export function snapshotAt(version: number): LuaResult {
  const command: SnapshotAtCommand = { id: RegistryCommand.SnapshotAt, version };
  return wait(command, (snapshot) => [snapshotValue(snapshot), undefined]);
}

/** A version number in an argument; `minimum` and more, else null. */
export function versionNumber(args: LuaValue[], position: number, name: string, minimum: number): number | null {
  const number = Math.floor(checkDouble(args, position, name));
  return number >= minimum ? number : null;
}

const versionClass: UserdataClass<VersionValue> = defineClass<VersionValue>(
  'registry.Version',
  VersionValue,
  () => {
    const self = (args: LuaValue[], name: string): Version => versionClass.check(args, 1, name).version;
    /** The version that `choose` finds, or nil. */
    const other = (choose: (versions: VersionList) => Version | undefined): LuaResult =>
      withVersions((versions) => {
        const found = choose(versions);
        return found === undefined ? undefined : versionValue(found);
      });
    return {
      id: (...args) => self(args, 'id').id,
      string: (...args) => versionText(self(args, 'string')),
      previous: (...args) => {
        const { parent } = self(args, 'previous');
        return parent === null ? undefined : other((versions) => versions.find(({ id }) => id === parent));
      },
      // After a rollback a version can have several: the newest is the one that is gone on with.
      next: (...args) => {
        const { id } = self(args, 'next');
        return other((versions) => versions.findLast(({ parent }) => parent === id));
      },
    };
  },
  () => ({
    __tostring: (...args) => `registry.Version{${versionText(versionClass.check(args, 1, 'tostring').version)}}`,
  }),
);

const snapshotClass: UserdataClass<SnapshotValue> = defineClass<SnapshotValue>(
  'registry.Snapshot',
  SnapshotValue,
  () => {
    const self = (args: LuaValue[], name: string): RegistrySnapshot => snapshotClass.check(args, 1, name).snapshot;
    const found = (command: FindEntriesCommand): LuaResult =>
      attempt(command, (entries) => [entriesToLua(entries as Entry[]), undefined]);
    return {
      entries: (...args) => found({ id: RegistryCommand.Find, state: self(args, 'entries').state }),
      get: (...args) => {
        const { state } = self(args, 'get');
        const command: GetEntryCommand = {
          id: RegistryCommand.Get,
          entry: fromLuaString(checkString(args, 2, 'get')),
          state,
        };
        return attempt(command, (entry) => [entryToLua(entry as Entry), undefined]);
      },
      find: (...args) => {
        const { state } = self(args, 'find');
        return found({ id: RegistryCommand.Find, state, query: queryFromLua(checkTable(args, 2, 'find')) });
      },
      namespace: (...args) => {
        const { state } = self(args, 'namespace');
        const namespace = fromLuaString(checkString(args, 2, 'namespace'));
        return found({ id: RegistryCommand.Find, state, namespace });
      },
      version: (...args) => versionValue(self(args, 'version').version),
      changes: (...args) => {
        self(args, 'changes');
        return changesClass.create(new ChangesValue());
      },
    };
  },
  () => ({
    __tostring: (...args) =>
      `registry.Snapshot{version=${versionText(snapshotClass.check(args, 1, 'tostring').snapshot.version)}}`,
  }),
);

/** `changes:create(entry)` and the like return the changes, so that they can be chained. */
function adding(name: string, operation: (args: LuaValue[]) => Operation): LuaFunction {
  return (...args) => {
    const { operations } = changesClass.check(args, 1, name);
    try {
      operations.push(operation(args));
    } catch (error) {
      if (error instanceof WippyError) return failure(error);
      throw error;
    }
    return args[0];
  };
}

const changesClass: UserdataClass<ChangesValue> = defineClass<ChangesValue>(
  'registry.Changes',
  ChangesValue,
  () => ({
    create: adding('create', (args) => createOperation(entryFromLua(checkTable(args, 2, 'create')))),
    update: adding('update', (args) => updateOperation(entryFromLua(checkTable(args, 2, 'update')))),
    delete: adding('delete', (args) => deleteOperation(idFromLua(args[1], 'invalid ID format'))),
    ops: (...args) => operationsToLua(changesClass.check(args, 1, 'ops').operations),
    apply: (...args) => {
      const { operations } = changesClass.check(args, 1, 'apply');
      if (operations.length === 0) return invalid('no changes to apply');
      const command: ApplyCommand = { id: RegistryCommand.Apply, operations: [...operations] };
      return wait(command, (version) => [versionValue(version as Version), undefined]);
    },
  }),
  () => ({
    __tostring: (...args) => `registry.Changes{ops=${changesClass.check(args, 1, 'tostring').operations.length}}`,
  }),
);

function versionNotFound(): LuaResult {
  return failure(new WippyError('version not found', { kind: ErrorKind.NotFound, retryable: false }));
}

const historyClass: UserdataClass<HistoryValue> = defineClass<HistoryValue>(
  'registry.History',
  HistoryValue,
  () => ({
    versions: (...args) => {
      historyClass.check(args, 1, 'versions');
      return versionsResult();
    },
    get_version: (...args) => {
      historyClass.check(args, 1, 'get_version');
      const number = versionNumber(args, 2, 'get_version', 0);
      if (number === null) return invalid('invalid version ID');
      return withVersions((versions) => {
        const version = versions.find(({ id }) => id === number);
        return version === undefined ? versionNotFound() : [versionValue(version), undefined];
      });
    },
    snapshot_at: (...args) => {
      historyClass.check(args, 1, 'snapshot_at');
      const version = versionOf(args[1]);
      return version === undefined ? invalid('expected version object') : snapshotAt(version.id);
    },
  }),
  () => ({ __tostring: () => 'registry.History{}' }),
);
