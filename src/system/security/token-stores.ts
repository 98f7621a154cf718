import type { Actor, Scope } from '../../core/context/identity.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

/** Whom a token stands for. */
export interface TokenIdentity {
  readonly actor: Actor;
  readonly scope: Scope;
}

/** The part of a token store that those need who are shown a token. */
export interface TokenValidator {
  /** @throws WippyError for a token that is unknown, forged or expired. */
  validate(token: string): TokenIdentity | Promise<TokenIdentity>;
}

/** The token stores of the application by entry id. */
export class TokenStores<S extends TokenValidator = TokenValidator> {
  private readonly stores = new Map<string, S>();

  set(id: string, store: S): void {
    this.stores.set(id, store);
  }

  delete(id: string): void {
    this.stores.delete(id);
  }

  /** @throws WippyError NotFound `token store not found: X`. */
  require(id: string): S {
    const store = this.stores.get(id);
    if (store !== undefined) return store;
    throw new WippyError(`token store not found: ${id}`, {
      kind: ErrorKind.NotFound,
      retryable: false,
      details: { id },
      hint: 'Name an entry of kind security.token_store.',
    });
  }
}
