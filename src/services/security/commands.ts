/**
 * Commands of the security range and their handlers. Refusals have the kind Invalid, as in the Go runtime.
 * Reference: lua/security/security of the Wippy documentation.
 */

import type { FrameContext } from '../../core/context/frame-context.ts';
import type { Command, CommandHandler } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import type { AccessControl } from '../../system/security/access-control.ts';
import type { Action } from '../../system/security/actions.ts';
import type { PolicyRegistry } from '../../system/security/policy-registry.ts';
import type { TokenDetails, TokenIdentity, TokenStores } from '../../system/security/token-stores.ts';

export const SecurityCommand = {
  ValidateToken: commandId('security', 0),
  CreateToken: commandId('security', 1),
  RevokeToken: commandId('security', 2),
  Policy: commandId('security', 3),
  PolicyGroup: commandId('security', 4),
  TokenStore: commandId('security', 5),
  MakeScope: commandId('security', 6),
  MakeActor: commandId('security', 7),
  Can: commandId('security', 8),
} as const;

/** `Policy` (a Policy), `PolicyGroup` (a Scope) and `TokenStore` (null, when it may be used); all are immediate. */
export interface SecurityEntryCommand extends Command {
  /** Entry id, or id of a group. */
  readonly entry: string;
}

/** Immediate; result null, when it is allowed. */
export interface MakeScopeCommand extends Command {
  readonly how: 'custom' | 'with' | 'without';
}

/** Immediate; result null, when it is allowed. */
export interface MakeActorCommand extends Command {
  readonly actor: string;
}

/** Immediate; result: boolean. */
export interface CanCommand extends Command {
  readonly action: string;
  readonly resource: string;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** `ValidateToken` (TokenIdentity) and `RevokeToken` (null). */
export interface TokenCommand extends Command {
  /** Entry id. */
  readonly store: string;
  readonly token: string;
}

/** Result: the token. */
export interface CreateTokenCommand extends Command {
  readonly store: string;
  readonly identity: TokenIdentity;
  readonly details: TokenDetails;
}

export interface SecurityParts {
  readonly access: AccessControl;
  readonly policies: PolicyRegistry;
  readonly tokenStores: TokenStores;
}

export function registerSecurityCommands(dispatcher: Dispatcher, parts: SecurityParts): void {
  const { access, policies, tokenStores } = parts;
  const check = (context: FrameContext, action: Action, resource: string, denial: string, meta = {}): void => {
    if (access.isAllowed(context, action, resource, meta)) return;
    throw new WippyError(denial, { kind: ErrorKind.Invalid, retryable: false, details: { action, resource } });
  };

  dispatcher.registerImmediate<SecurityEntryCommand>(SecurityCommand.Policy, ({ entry }, context) => {
    check(context, 'security.policy.get', entry, 'permission denied: access policy');
    return failingAs('get policy', () => policies.policy(entry));
  });
  dispatcher.registerImmediate<SecurityEntryCommand>(SecurityCommand.PolicyGroup, ({ entry }, context) => {
    check(context, 'security.policy_group.get', entry, 'permission denied: access policy group');
    return failingAs('get policy group', () => policies.group(entry));
  });
  dispatcher.registerImmediate<SecurityEntryCommand>(SecurityCommand.TokenStore, ({ entry }, context) => {
    check(context, 'security.token_store.get', entry, `not allowed to access token store: ${entry}`);
    failingAs('acquire token store', () => tokenStores.require(entry));
    return null;
  });
  dispatcher.registerImmediate<MakeScopeCommand>(SecurityCommand.MakeScope, ({ how }, context) => {
    const what = { custom: 'create custom scopes', with: 'add policy to scope', without: 'remove policy from scope' };
    check(context, 'security.scope.create', how, `not allowed to ${what[how]}`);
    return null;
  });
  dispatcher.registerImmediate<MakeActorCommand>(SecurityCommand.MakeActor, ({ actor }, context) => {
    check(context, 'security.actor.create', actor, `not allowed to create actor with ID: ${actor}`);
    return null;
  });
  // A question about rights that nobody has given is answered with no, strict or not.
  dispatcher.registerImmediate<CanCommand>(SecurityCommand.Can, ({ action, resource, meta }, { actor, scope }) => {
    return actor !== null && scope !== null && scope.evaluate(actor, action, resource, meta) === 'allow';
  });

  dispatcher.register<TokenCommand>(
    SecurityCommand.ValidateToken,
    answering('validate token', async ({ store, token }, context) => {
      check(context, 'security.token.validate', store, 'not allowed to validate token', { token });
      return tokenStores.require(store).validate(token);
    }),
  );
  dispatcher.register<TokenCommand>(
    SecurityCommand.RevokeToken,
    answering('revoke token', async ({ store, token }, context) => {
      check(context, 'security.token.revoke', store, 'not allowed to revoke token', { token });
      await tokenStores.require(store).revoke(token);
      return null;
    }),
  );
  dispatcher.register<CreateTokenCommand>(
    SecurityCommand.CreateToken,
    answering('create token', async ({ store, identity, details }, context) => {
      check(context, 'security.token.create', store, 'not allowed to create token', { actor: identity.actor.id });
      return tokenStores.require(store).create(identity, details);
    }),
  );
}

/** Other failures than refusals say what was tried, and are Internal. */
function failure(what: string, thrown: unknown): WippyError {
  const error = toWippyError(thrown);
  if (error.kind === ErrorKind.Invalid) return error;
  return new WippyError(`${what}: ${error.message}`, {
    kind: ErrorKind.Internal,
    retryable: false,
    details: error.details,
    hint: error.hint ?? undefined,
  });
}

function failingAs<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failure(what, error);
  }
}

function answering<C extends Command>(
  what: string,
  work: (command: C, context: FrameContext) => Promise<unknown>,
): CommandHandler<C> {
  return (command, completion, context) => {
    work(command, context).then(
      (data) => completion.complete(data),
      (error: unknown) => completion.fail(failure(what, error)),
    );
  };
}
