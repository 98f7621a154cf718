/** Commands of the store range and their handlers. */

import type { FrameContext } from '../../core/context/frame-context.ts';
import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import type { AccessControl } from '../../system/security/access-control.ts';
import type { Action } from '../../system/security/actions.ts';
import type { Awaitable, ListOptions, PutOptions, Store } from './store.ts';
import type { StoreRegistry } from './store-registry.ts';

export const StoreCommand = {
  Acquire: commandId('store', 0),
  Info: commandId('store', 1),
  Get: commandId('store', 2),
  Entry: commandId('store', 3),
  Set: commandId('store', 4),
  Put: commandId('store', 5),
  List: commandId('store', 6),
  Has: commandId('store', 7),
  Delete: commandId('store', 8),
} as const;

/** `Acquire` (result null) and `Info` (StoreInfo), both immediate. */
export interface StoreResourceCommand extends Command {
  /** Entry id. */
  readonly store: string;
}

/** `Get` (Payload), `Entry` (StoreEntry), `Has` and `Delete` (boolean). */
export interface StoreKeyCommand extends StoreResourceCommand {
  readonly key: string;
}

/** Result: null. */
export interface StoreSetCommand extends StoreKeyCommand {
  readonly value: Payload;
  /** Milliseconds; 0 for ever. */
  readonly ttl: number;
}

/** Result: StoreEntry. */
export interface StorePutCommand extends StoreKeyCommand {
  readonly value: Payload;
  readonly options: PutOptions;
}

/** Result: StorePage. */
export interface StoreListCommand extends StoreResourceCommand {
  readonly options: ListOptions;
}

/** Registers the handlers. Errors of a store come with what was tried: `store get: key not found`. */
export function registerStoreCommands(dispatcher: Dispatcher, stores: StoreRegistry, access: AccessControl): void {
  const check = (context: FrameContext, action: Action, id: string, attributes: object, what: string): void => {
    if (access.isAllowed(context, action, id, attributes as Readonly<Record<string, unknown>>)) return;
    throw new WippyError(`not allowed to ${what}`, { kind: ErrorKind.PermissionDenied, retryable: false });
  };
  dispatcher.registerImmediate<StoreResourceCommand>(StoreCommand.Acquire, ({ store }, context) => {
    check(context, 'store.get', store, {}, `access store: ${store}`);
    stores.require(store);
    return null;
  });
  dispatcher.registerImmediate<StoreResourceCommand>(StoreCommand.Info, ({ store }, context) => {
    check(context, 'store.info', store, {}, `inspect store: ${store}`);
    return stores.require(store).info;
  });

  /** The work of a command, once the check has passed; stores that answer at once cost no turn of the loop. */
  const register = <C extends StoreResourceCommand>(
    id: number,
    name: string,
    allow: (command: C, context: FrameContext) => void,
    work: (store: Store, command: C) => Awaitable<unknown>,
  ): void => {
    dispatcher.register<C>(id, (command, completion, context) => {
      allow(command, context);
      const fail = (error: unknown): void => completion.fail(toWippyError(error).wrap(`store ${name}`));
      try {
        const answer = work(stores.require(command.store), command);
        if (answer instanceof Promise) answer.then((data) => completion.complete(data), fail);
        else completion.complete(answer);
      } catch (error) {
        fail(error);
      }
    });
  };
  const keyed =
    (action: 'get' | 'set' | 'has' | 'delete', what: string) =>
    ({ store, key }: StoreKeyCommand, context: FrameContext): void =>
      check(context, `store.key.${action}`, store, { key }, `${what}: ${key}`);

  const read = keyed('get', 'read key');
  const write = keyed('set', 'write key');
  register<StoreKeyCommand>(StoreCommand.Get, 'get', read, (store, { key }) => store.get(key));
  register<StoreKeyCommand>(StoreCommand.Entry, 'entry', read, (store, { key }) => store.entry(key));
  register<StoreSetCommand>(StoreCommand.Set, 'set', write, (store, { key, value, ttl }) => store.set(key, value, ttl));
  register<StorePutCommand>(StoreCommand.Put, 'put', write, (store, { key, value, options }) =>
    store.put(key, value, options),
  );
  register<StoreKeyCommand>(StoreCommand.Has, 'has', keyed('has', 'check key existence'), (store, { key }) =>
    store.has(key),
  );
  register<StoreKeyCommand>(StoreCommand.Delete, 'delete', keyed('delete', 'delete key'), (store, { key }) =>
    store.delete(key),
  );
  register<StoreListCommand>(
    StoreCommand.List,
    'list',
    ({ store, options }, context) =>
      check(context, 'store.key.list', store, { prefix: options.prefix }, `list store: ${store}`),
    (store, { options }) => store.list(options),
  );
}
