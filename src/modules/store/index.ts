/** Module `store`: key-value stores. Reference: lua/storage/store of the Wippy documentation. */

import { WippyError } from '../../infrastructure/errors.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import { checkDouble, checkString } from '../../lua/runtime/arguments.ts';
import { tableOf } from '../../lua/runtime/table.ts';
import { typeName } from '../../lua/runtime/type-names.ts';
import type { LuaFunction, LuaResult, LuaTable, LuaValue } from '../../lua/runtime/values.ts';
import { failure, invalid } from '../../services/lua/convert/errors.ts';
import { luaPayload, payloadToLua } from '../../services/lua/convert/payloads.ts';
import { fromLuaString, toLuaString } from '../../services/lua/convert/text.ts';
import {
  attempt,
  currentProcess,
  defineClass,
  defineModule,
  fields,
  type UserdataClass,
  wait,
} from '../../services/lua/module.ts';
import {
  StoreCommand,
  type StoreKeyCommand,
  type StoreListCommand,
  type StorePutCommand,
  type StoreResourceCommand,
  type StoreSetCommand,
} from '../../services/store/commands.ts';
import {
  StoreBackend,
  StoreConsistency,
  type StoreEntry,
  type StoreInfo,
  type StorePage,
} from '../../services/store/store.ts';
import { listOptions, putOptions } from './options.ts';

/** A store that Lua code has acquired. */
class StoreHandle {
  /** Entry id. */
  readonly id: string;
  released = false;

  constructor(id: string) {
    this.id = id;
  }
}

const storeClass: UserdataClass<StoreHandle> = defineClass('store.Store', StoreHandle, methods, () => ({
  __tostring: (...args) => (storeClass.check(args, 1, 'tostring').released ? 'store.Store{released}' : 'store.Store{}'),
}));

/** A method of a store; of one that was released it fails. Options that are wrong fail as well. */
function method(name: string, body: (store: StoreHandle, args: LuaValue[]) => LuaResult): LuaFunction {
  return (...args) => {
    const store = storeClass.check(args, 1, name);
    if (store.released) return invalid('store is released');
    try {
      return body(store, args);
    } catch (error) {
      if (error instanceof WippyError) return failure(error);
      throw error;
    }
  };
}

/** A method whose second argument is a key. */
function keyMethod(name: string, body: (store: string, key: string, args: LuaValue[]) => LuaResult): LuaFunction {
  return method(name, ({ id }, args) => {
    const bytes = checkString(args, 2, name);
    if (bytes === '') return invalid('key is required');
    const key = fromLuaString(bytes);
    // Two keys that are no text would become the same one.
    return toLuaString(key) === bytes ? body(id, key, args) : invalid('invalid key format: the key is not UTF-8');
  });
}

function methods(): Record<string, LuaFunction> {
  return {
    info: method('info', ({ id }) =>
      attempt({ id: StoreCommand.Info, store: id } as StoreResourceCommand, (info) => infoTable(id, info as StoreInfo)),
    ),
    get: keyMethod('get', (store, key) =>
      wait({ id: StoreCommand.Get, store, key } as StoreKeyCommand, (value) => toValue(value as Payload)),
    ),
    entry: keyMethod('entry', (store, key) =>
      wait({ id: StoreCommand.Entry, store, key } as StoreKeyCommand, (entry) => entryTable(entry as StoreEntry)),
    ),
    set: keyMethod('set', (store, key, args) => {
      const ttl = args[3] === undefined ? 0 : checkDouble(args, 4, 'set') * 1000;
      return withValue(args[2], (value) =>
        wait({ id: StoreCommand.Set, store, key, value, ttl } as StoreSetCommand, () => true),
      );
    }),
    put: keyMethod('put', (store, key, args) =>
      withValue(args[2], (value) => {
        const options = putOptions(args[3]);
        const command: StorePutCommand = { id: StoreCommand.Put, store, key, value, options };
        return wait(command, (entry) => entryTable(entry as StoreEntry));
      }),
    ),
    list: method('list', ({ id }, args) => {
      const command: StoreListCommand = { id: StoreCommand.List, store: id, options: listOptions(args[1]) };
      return wait(command, (page) => pageTable(page as StorePage));
    }),
    has: keyMethod('has', (store, key) =>
      wait({ id: StoreCommand.Has, store, key } as StoreKeyCommand, (has) => has === true),
    ),
    delete: keyMethod('delete', (store, key) =>
      wait({ id: StoreCommand.Delete, store, key } as StoreKeyCommand, (deleted) => deleted === true),
    ),
    release: (...args) => {
      storeClass.check(args, 1, 'release').released = true;
      return true;
    },
  };
}

/** The payload of a value; nil and what does not leave its process cannot be stored. */
function withValue(value: LuaValue, store: (value: Payload) => LuaResult): LuaResult {
  if (value === undefined) return invalid('value is required');
  const payload = luaPayload(value);
  return payload.data === undefined ? invalid(`a ${typeName(value)} cannot be stored`) : store(payload);
}

function toValue(value: Payload): LuaValue {
  return payloadToLua(value, currentProcess().runtime.transcoder);
}

function entryTable({ key, value, version }: StoreEntry): LuaTable {
  return fields({ key: toLuaString(key), value: toValue(value), version });
}

function pageTable({ items, cursor, hasMore }: StorePage): LuaTable {
  return fields({ items: tableOf(items.map(entryTable)), cursor: toLuaString(cursor), has_more: hasMore });
}

function infoTable(id: string, info: StoreInfo): LuaTable {
  const { backend, consistency, durable, list, versioned, conditionalPut, ttl } = info;
  return fields({ id, backend, consistency, durable, list, versioned, conditional_put: conditionalPut, ttl });
}

export const storeModule = defineModule({
  name: 'store',
  description: 'Key-value stores.',
  classes: ['storage', 'io', 'nondeterministic'],
  types: `
    type Info = {
      id: string,
      backend: string,
      consistency: string,
      durable: boolean,
      list: boolean,
      versioned: boolean,
      conditional_put: boolean,
      ttl: boolean,
    }
    type Entry = { key: string, value: any, version: string }
    type Page = { items: {Entry}, cursor: string, has_more: boolean }
    type ListOptions = { prefix?: string, after?: string, limit?: integer }
    type PutOptions = { ttl?: number, only_if_absent?: boolean, if_version?: string }
    interface Store
      get: (self: Store, key: string) -> (any, error?)
      entry: (self: Store, key: string) -> (Entry?, error?)
      set: (self: Store, key: string, value: any, ttl: number?) -> (boolean?, error?)
      put: (self: Store, key: string, value: any, opts: PutOptions?) -> (Entry?, error?)
      list: (self: Store, opts: ListOptions?) -> (Page?, error?)
      has: (self: Store, key: string) -> (boolean?, error?)
      delete: (self: Store, key: string) -> (boolean?, error?)
      info: (self: Store) -> (Info?, error?)
      release: (self: Store) -> boolean
    end
    type store = {
      get: (id: string) -> (Store?, error?),
      backend: { MEMORY: string, SQL: string, KV_RAFT: string, KV_CRDT: string, UNKNOWN: string },
      consistency: { LINEARIZABLE: string, EVENTUAL: string, LOCAL: string, UNKNOWN: string },
    }`,
  members: () => ({
    get: (...args) => {
      const id = checkString(args, 1, 'get');
      if (id === '') return invalid('resource id is required');
      const store = fromLuaString(id);
      return attempt({ id: StoreCommand.Acquire, store } as StoreResourceCommand, () =>
        storeClass.create(new StoreHandle(store)),
      );
    },
    backend: {
      MEMORY: StoreBackend.Memory,
      SQL: StoreBackend.Sql,
      KV_RAFT: StoreBackend.KvRaft,
      KV_CRDT: StoreBackend.KvCrdt,
      UNKNOWN: StoreBackend.Unknown,
    },
    consistency: {
      LINEARIZABLE: StoreConsistency.Linearizable,
      EVENTUAL: StoreConsistency.Eventual,
      LOCAL: StoreConsistency.Local,
      UNKNOWN: StoreConsistency.Unknown,
    },
  }),
});
