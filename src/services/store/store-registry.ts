/** The stores of the application, by entry id. */

import { contextKey } from '../../infrastructure/app-context.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import type { Store } from './store.ts';

export class StoreRegistry {
  private readonly stores = new Map<string, Store>();

  set(id: string, store: Store): void {
    this.stores.set(id, store);
  }

  delete(id: string): void {
    this.stores.delete(id);
  }

  /** @throws WippyError NotFound `store not found: X`. */
  require(id: string): Store {
    const store = this.stores.get(id);
    if (store !== undefined) return store;
    throw new WippyError(`store not found: ${id}`, {
      kind: ErrorKind.NotFound,
      retryable: false,
      details: { id },
      hint: didYouMean(id, this.stores.keys()),
    });
  }
}

export const storesKey = contextKey<StoreRegistry>('stores');
