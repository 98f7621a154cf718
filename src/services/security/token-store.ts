/** Tokens as keys of a store, with the identity as the value. Reference: system/security of the Wippy documentation. */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../infrastructure/clock.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { Transcoder } from '../../infrastructure/transcoder/index.ts';
import { hostPayload } from '../../infrastructure/transcoder/payload.ts';
import type { PolicyRegistry } from '../../system/security/policy-registry.ts';
import { PolicyScope } from '../../system/security/policy-scope.ts';
import type { TokenDetails, TokenIdentity, TokenStore } from '../../system/security/token-stores.ts';
import type { Store } from '../store/store.ts';

export interface StoredTokensOptions {
  /** The backing store; asked for each time, as an update of its entry makes a new one. */
  readonly store: () => Store;
  readonly policies: PolicyRegistry;
  readonly transcoder: Transcoder;
  readonly clock: Clock;
  /** Random bytes of a token. */
  readonly length: number;
  /** Milliseconds. */
  readonly expiration: number;
  /** Tokens are signed with it; empty: they are not. */
  readonly key: string;
}

/** What a store keeps of a token. */
interface TokenRecord {
  readonly actor_id: string;
  readonly actor_meta: Readonly<Record<string, unknown>>;
  readonly scope_policies: readonly string[];
  readonly created: string;
  readonly expires: string;
  readonly meta: Readonly<Record<string, unknown>>;
}

export class StoredTokens implements TokenStore {
  private readonly options: StoredTokensOptions;

  constructor(options: StoredTokensOptions) {
    this.options = options;
  }

  async create({ actor, scope }: TokenIdentity, details: TokenDetails): Promise<string> {
    const { length, clock, key } = this.options;
    const expiration = details.expiration > 0 ? details.expiration : this.options.expiration;
    const token = urlBase64(randomBytes(length));
    const now = clock.now();
    const record: TokenRecord = {
      actor_id: actor.id,
      actor_meta: actor.meta,
      scope_policies: scope.policies().map(({ id }) => id),
      created: new Date(now).toISOString(),
      expires: new Date(now + expiration).toISOString(),
      meta: details.meta,
    };
    await this.options.store().set(token, hostPayload(record), expiration);
    return key === '' ? token : `${token}.${this.signature(token)}`;
  }

  /** Policies that are there no more are left out. @throws WippyError PermissionDenied `token ...`. */
  async validate(token: string): Promise<TokenIdentity> {
    const base = this.baseOf(token);
    const { store, transcoder, policies, clock } = this.options;
    const record = transcoder.toHost(await found(async () => store().get(base))) as Partial<TokenRecord>;
    if (typeof record?.actor_id !== 'string') throw refused('token data is damaged');
    // A store that keeps time badly must not keep a token alive.
    if (record.expires !== undefined && Date.parse(record.expires) <= clock.now()) throw refused('token has expired');
    const known = new Set(policies.listPolicies());
    const members = (record.scope_policies ?? []).filter((id) => known.has(id));
    return {
      actor: { id: record.actor_id, meta: Object.freeze({ ...record.actor_meta }) },
      scope: new PolicyScope(members.map((id) => policies.policy(id))),
    };
  }

  /** @throws WippyError PermissionDenied `token not found`. */
  async revoke(token: string): Promise<void> {
    if (!(await this.options.store().delete(this.baseOf(token)))) throw refused('token not found');
  }

  /** The part that is the key of the store. @throws WippyError for a token that this store has not signed. */
  private baseOf(token: string): string {
    if (token === '') throw refused('token is invalid');
    if (this.options.key === '') return token;
    const [base = '', signature = '', ...more] = token.split('.');
    const [given, expected] = [Buffer.from(signature), Buffer.from(this.signature(base))];
    const genuine = more.length === 0 && given.length === expected.length && timingSafeEqual(given, expected);
    if (!genuine) throw refused('token is invalid');
    return base;
  }

  private signature(base: string): string {
    return urlBase64(createHmac('sha256', this.options.key).update(base).digest());
  }
}

async function found<T>(get: () => Promise<T>): Promise<T> {
  try {
    return await get();
  } catch (error) {
    if (error instanceof WippyError && error.message === 'key not found') throw refused('token not found');
    throw error;
  }
}

/** Base64 for URLs with padding, as the Go runtime writes it. */
function urlBase64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

function refused(message: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.PermissionDenied, retryable: false });
}
