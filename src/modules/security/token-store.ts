/** The class `security.TokenStore`. */

import { tryParseDuration } from '../../infrastructure/duration.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { checkString, checkTable } from '../../lua/runtime/arguments.ts';
import { rawGet } from '../../lua/runtime/table.ts';
import {
  isNumber,
  type LuaFunction,
  type LuaResult,
  LuaTable,
  type LuaValue,
  toDouble,
  type Userdata,
} from '../../lua/runtime/values.ts';
import { errorToLua, failure, invalid } from '../../services/lua/convert/errors.ts';
import { recordOf } from '../../services/lua/convert/record.ts';
import { fromLuaString, toLuaString } from '../../services/lua/convert/text.ts';
import { defineClass, type UserdataClass, wait } from '../../services/lua/module.ts';
import { type CreateTokenCommand, SecurityCommand, type TokenCommand } from '../../services/security/commands.ts';
import type { TokenDetails, TokenIdentity } from '../../system/security/token-stores.ts';
import { checkActor, checkScope, wrapActor, wrapScope } from './classes.ts';

class LuaTokenStore {
  /** Entry id. */
  readonly id: string;
  released = false;

  constructor(id: string) {
    this.id = id;
  }
}

const tokenStoreClass: UserdataClass<LuaTokenStore> = defineClass('security.TokenStore', LuaTokenStore, () => ({
  validate: method('validate', threefold, ({ id }, args) => {
    const token = fromLuaString(checkString(args, 2, 'validate'));
    const command: TokenCommand = { id: SecurityCommand.ValidateToken, store: id, token };
    return wait(
      command,
      (data) => {
        const { actor, scope } = data as TokenIdentity;
        return [wrapActor(actor), wrapScope(scope), undefined];
      },
      threefold,
    );
  }),
  create: method('create', failure, ({ id }, args) => {
    const identity = { actor: checkActor(args, 2, 'create'), scope: checkScope(args, 3, 'create') };
    const details = args[3] === undefined ? NO_DETAILS : detailsOf(checkTable(args, 4, 'create'));
    if (details === null) return invalid('invalid expiration format');
    const command: CreateTokenCommand = { id: SecurityCommand.CreateToken, store: id, identity, details };
    return wait(command, (token) => [toLuaString(token as string), undefined]);
  }),
  revoke: method('revoke', failure, ({ id }, args) => {
    const token = fromLuaString(checkString(args, 2, 'revoke'));
    const command: TokenCommand = { id: SecurityCommand.RevokeToken, store: id, token };
    return wait(command, () => [true, undefined]);
  }),
  close: (...args) => {
    tokenStoreClass.check(args, 1, 'close').released = true;
    return true;
  },
}));

/** `nil, nil, error`: how `validate` fails, which otherwise returns two values. */
function threefold(error: unknown): LuaResult {
  return [undefined, undefined, errorToLua(error)];
}

function method(
  name: string,
  fail: (error: unknown) => LuaResult,
  body: (store: LuaTokenStore, args: LuaValue[]) => LuaResult,
): LuaFunction {
  return (...args) => {
    const store = tokenStoreClass.check(args, 1, name);
    if (!store.released) return body(store, args);
    return fail(new WippyError('token store is closed', { kind: ErrorKind.Internal, retryable: false }));
  };
}

const NO_DETAILS: TokenDetails = Object.freeze({ expiration: 0, meta: Object.freeze({}) });

/** Null for an expiration that is none. A number is milliseconds. */
function detailsOf(options: LuaTable): TokenDetails | null {
  const [expiration, meta] = [rawGet(options, 'expiration'), rawGet(options, 'meta')];
  const milliseconds = expirationOf(expiration);
  if (milliseconds === undefined) return null;
  return { expiration: milliseconds, meta: meta instanceof LuaTable ? recordOf(meta) : {} };
}

const DAY = 24 * 60 * 60 * 1000;

function expirationOf(value: LuaValue): number | undefined {
  if (typeof value === 'string') {
    // The documentation writes `7d`, which is no duration elsewhere.
    const days = /^(\d+)d$/.exec(value)?.[1];
    return days === undefined ? tryParseDuration(value) : Number(days) * DAY;
  }
  return isNumber(value) ? toDouble(value) : 0;
}

export const wrapTokenStore = (id: string): Userdata => tokenStoreClass.create(new LuaTokenStore(id));
