/** `security.policy`, `security.policy.expr`, `security.token_store`. Reference: system/security of the Wippy documentation. */

import { z } from 'zod';
import type { Policy } from '../../core/context/identity.ts';
import { defineKind, durationSchema, entryRef, type KindHandler } from '../../core/kinds/index.ts';
import type { AppContext } from '../../infrastructure/app-context.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { clockKey, policiesKey, tokenStoresKey, transcoderKey } from '../../system/context-keys.ts';
import { DeclarativePolicy } from '../../system/security/declarative-policy.ts';
import { ExpressionPolicy } from '../../system/security/expression-policy.ts';
import { CONDITION_OPERATORS } from '../../system/security/policy-conditions.ts';
import { envKey } from '../env/env-service.ts';
import { storesKey } from '../store/store-registry.ts';
import { StoredTokens } from './token-store.ts';

/** One pattern or several. */
function patterns() {
  return z.union([z.string().min(1), z.array(z.string().min(1)).min(1)], {
    error: 'must be a text such as "*", or a list of texts that is not empty',
  });
}

function conditionSchema() {
  return z
    .object({
      field: z.string().min(1),
      operator: z.enum(CONDITION_OPERATORS as [string, ...string[]]),
      value: z.unknown().optional(),
      value_from: z.string().min(1).optional(),
    })
    .refine(({ value, value_from }) => (value !== undefined && value !== null) || value_from !== undefined, {
      error: 'needs value or value_from',
    });
}

const rule = () => ({ actions: patterns(), resources: patterns(), effect: z.enum(['allow', 'deny']) });

function policySchema() {
  return z.object({
    policy: z.object({ ...rule(), conditions: z.array(conditionSchema()).optional() }),
    groups: z.array(z.string().min(1)).default([]),
  });
}

function expressionSchema() {
  return z.object({
    policy: z.object({ ...rule(), expression: z.string().min(1) }),
    groups: z.array(z.string().min(1)).default([]),
  });
}

interface PolicyConfig<D> {
  readonly policy: D;
  readonly groups: readonly string[];
}

/** Keeps policies in the registry of policies; an update takes effect for all scopes that are made from now on. */
function policyHandler<D>(create: (id: string, definition: D) => Policy) {
  return (context: AppContext): KindHandler<PolicyConfig<D>> => {
    const put = (id: string, { policy, groups }: PolicyConfig<D>): void => {
      const namespace = id.slice(0, id.indexOf(':'));
      const ids = groups.map((group) => (group.includes(':') ? group : `${namespace}:${group}`));
      context.require(policiesKey).register(create(id, policy), ids);
    };
    return {
      name: 'security policies',
      add: ({ id }, config) => put(id, config),
      update: ({ entry, config }) => put(entry.id, config),
      remove: ({ id }) => {
        context.require(policiesKey).delete(id);
      },
    };
  };
}

function tokenStoreSchema() {
  return z.object({
    store: entryRef({ kinds: ['store.*'], relative: true }),
    token_length: z
      .int()
      .min(0)
      .default(32)
      .transform((length) => (length === 0 ? 32 : length)),
    default_expiration: durationSchema()
      .refine((milliseconds) => milliseconds > 0, { error: 'must be positive' })
      .prefault('24h'),
    token_key: z.string().default(''),
    /** Name of a variable; the older way to write a reference. */
    token_key_env: z.string().default(''),
  });
}

type TokenStoreConfig = z.output<ReturnType<typeof tokenStoreSchema>>;

function tokenStoreHandler(context: AppContext): KindHandler<TokenStoreConfig> {
  const put = (id: string, config: TokenStoreConfig): void => {
    const stores = context.require(storesKey);
    stores.require(config.store);
    context.require(tokenStoresKey).set(
      id,
      new StoredTokens({
        store: () => stores.require(config.store),
        policies: context.require(policiesKey),
        transcoder: context.require(transcoderKey),
        clock: context.require(clockKey),
        length: config.token_length,
        expiration: config.default_expiration,
        key: keyOf(context, id, config),
      }),
    );
  };
  return {
    name: 'token stores',
    add: ({ id }, config) => put(id, config),
    update: ({ entry, config }) => put(entry.id, config),
    remove: ({ id }) => context.require(tokenStoresKey).delete(id),
  };
}

/** Tokens that were to be signed must not become unsigned ones because a variable is missing. */
function keyOf(context: AppContext, id: string, { token_key, token_key_env }: TokenStoreConfig): string {
  if (token_key_env === '') return token_key;
  const key = context.require(envKey).lookup(token_key_env, id.slice(0, id.indexOf(':'))) ?? token_key;
  if (key !== '') return key;
  throw new WippyError(`token_key_env ${token_key_env}: environment variable not found`, {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { variable: token_key_env },
    hint: 'Declare an env.variable of this name that has a value.',
  });
}

/** Policies and token stores. */
export function securityKinds() {
  return [
    defineKind({
      kind: 'security.policy',
      description: 'A rule that allows or denies actions on resources, under conditions.',
      schema: policySchema,
      handler: policyHandler((id, definition: z.output<ReturnType<typeof policySchema>>['policy']) => {
        return new DeclarativePolicy(id, definition as ConstructorParameters<typeof DeclarativePolicy>[1]);
      }),
    }),
    defineKind({
      kind: 'security.policy.expr',
      description: 'A rule that allows or denies actions on resources where an expression is true.',
      schema: expressionSchema,
      handler: policyHandler(
        (id, definition: z.output<ReturnType<typeof expressionSchema>>['policy']) =>
          new ExpressionPolicy(id, definition),
      ),
    }),
    defineKind({
      kind: 'security.token_store',
      description: 'Tokens that stand for an actor and a scope, kept in a key-value store.',
      schema: tokenStoreSchema,
      handler: tokenStoreHandler,
    }),
  ];
}
