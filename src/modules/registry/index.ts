/** Module `registry`: entries, versions and changes. Reference: lua/core/registry of the Wippy documentation. */

import { type Entry, parseEntryId, type RegistrySnapshot } from '../../core/registry/index.ts';
import { checkString, checkTable } from '../../lua/runtime/arguments.ts';
import type { LuaFunction } from '../../lua/runtime/values.ts';
import { invalid } from '../../services/lua/convert/errors.ts';
import { fromLuaString, toLuaString } from '../../services/lua/convert/text.ts';
import { attempt, defineModule, fields, wait } from '../../services/lua/module.ts';
import {
  type ApplyVersionCommand,
  type BuildDeltaCommand,
  type FindEntriesCommand,
  type GetEntryCommand,
  RegistryCommand,
} from '../../services/registry/commands.ts';
import {
  historyValue,
  snapshotAt,
  snapshotValue,
  versionNumber,
  versionOf,
  versionsResult,
  versionValue,
} from './classes.ts';
import { entriesFromLua, entriesToLua, entryToLua, operationsToLua, queryFromLua } from './entries.ts';

const get: LuaFunction = (...args) => {
  const command: GetEntryCommand = { id: RegistryCommand.Get, entry: fromLuaString(checkString(args, 1, 'get')) };
  return attempt(command, (entry) => [entryToLua(entry as Entry), undefined]);
};

const find: LuaFunction = (...args) => {
  const command: FindEntriesCommand = { id: RegistryCommand.Find, query: queryFromLua(checkTable(args, 1, 'find')) };
  return attempt(command, (entries) => [entriesToLua(entries as Entry[]), undefined]);
};

const parseId: LuaFunction = (...args) => {
  const { namespace, name } = parseEntryId(fromLuaString(checkString(args, 1, 'parse_id')));
  return fields({ ns: toLuaString(namespace), name: toLuaString(name) });
};

const applyVersion: LuaFunction = (...args) => {
  const version = versionOf(args[0]);
  if (version === undefined) return invalid('expected version object');
  const command: ApplyVersionCommand = { id: RegistryCommand.ApplyVersion, version: version.id };
  return wait(command, () => [true, undefined]);
};

const buildDelta: LuaFunction = (...args) => {
  const command: BuildDeltaCommand = {
    id: RegistryCommand.BuildDelta,
    from: entriesFromLua(checkTable(args, 1, 'build_delta')),
    to: entriesFromLua(checkTable(args, 2, 'build_delta')),
  };
  return attempt(command, (operations) => [operationsToLua(operations as never), undefined]);
};

const snapshot: LuaFunction = () =>
  attempt({ id: RegistryCommand.Snapshot }, (current) => [snapshotValue(current), undefined]);

const currentVersion: LuaFunction = () =>
  attempt({ id: RegistryCommand.Snapshot }, (current) => [
    versionValue((current as RegistrySnapshot).version),
    undefined,
  ]);

export const registryModule = defineModule({
  name: 'registry',
  description: 'Entries of the application, their versions, and changes of them.',
  classes: ['nondeterministic', 'storage'],
  types: `
    type Entry = {id: string, kind: string, meta: {[string]: any}, data: any}
    type Id = {ns: string, name: string}
    type Operation = {kind: string, entry: Entry}
    interface Version
      id: (self: Version) -> integer;
      string: (self: Version) -> string;
      previous: (self: Version) -> Version?;
      next: (self: Version) -> Version?;
    end
    interface Changes
      create: (self: Changes, entry: any) -> (Changes?, error?);
      update: (self: Changes, entry: any) -> (Changes?, error?);
      delete: (self: Changes, id: string | Id) -> (Changes?, error?);
      ops: (self: Changes) -> {Operation};
      apply: (self: Changes) -> (Version?, error?);
    end
    interface Snapshot
      entries: (self: Snapshot) -> ({Entry}?, error?);
      get: (self: Snapshot, id: string) -> (Entry?, error?);
      find: (self: Snapshot, query: {[string]: any}) -> ({Entry}?, error?);
      namespace: (self: Snapshot, namespace: string) -> ({Entry}?, error?);
      version: (self: Snapshot) -> Version;
      changes: (self: Snapshot) -> Changes;
    end
    interface History
      versions: (self: History) -> ({Version}?, error?);
      get_version: (self: History, id: number) -> (Version?, error?);
      snapshot_at: (self: History, version: Version) -> (Snapshot?, error?);
    end
    type registry = {
      get: (id: string) -> (Entry?, error?),
      find: (query: {[string]: any}) -> ({Entry}?, error?),
      parse_id: (id: string) -> Id,
      snapshot: () -> (Snapshot?, error?),
      snapshot_at: (version: number) -> (Snapshot?, error?),
      current_version: () -> (Version?, error?),
      versions: () -> ({Version}?, error?),
      history: () -> (History?, error?),
      apply_version: (version: Version) -> (boolean?, error?),
      build_delta: (from: {any}, to: {any}) -> ({Operation}?, error?),
    }`,
  members: () => ({
    get,
    find,
    parse_id: parseId,
    snapshot,
    snapshot_at: (...args) => {
      const number = versionNumber(args, 1, 'snapshot_at', 1);
      return number === null ? invalid('invalid version ID') : snapshotAt(number);
    },
    current_version: currentVersion,
    versions: versionsResult,
    history: () => [historyValue(), undefined],
    apply_version: applyVersion,
    build_delta: buildDelta,
  }),
});
