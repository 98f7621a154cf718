import type { Actor, Scope } from '../../core/context/identity.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';

/** Whom a token stands for. */
export interface TokenIdentity {
  readonly actor: Actor;
  readonly scope: Scope;
}

export interface TokenDetails {
  /** Milliseconds; 0 for what the store says. */
  readonly expiration: number;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** Makes tokens for identities, and knows them again. */
export interface TokenStore {
  /** @throws WippyError for a token that is unknown, forged or expired. */
  validate(token: string): TokenIdentity | Promise<TokenIdentity>;
  create(identity: TokenIdentity, details: TokenDetails): Promise<string>;
  /** @throws WippyError for a token that is unknown or no token. */
  revoke(token: string): Promise<void>;
}

/** The token stores of the application by entry id. */
export class TokenStores {
  private readonly stores = new Map<string, TokenStore>();

  set(id: string, store: TokenStore): void {
    this.stores.set(id, store);
  }

  delete(id: string): void {
    this.stores.delete(id);
  }

  /** @throws WippyError NotFound `token store not found: X`. */
  require(id: string): TokenStore {
    const store = this.stores.get(id);
    if (store !== undefined) return store;
    throw new WippyError(`token store not found: ${id}`, {
      kind: ErrorKind.NotFound,
      retryable: false,
      details: { id },
      hint: didYouMean(id, this.stores.keys()) ?? 'Name an entry of kind security.token_store.',
    });
  }
}
