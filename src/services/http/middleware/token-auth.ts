/**
 * Middleware `token_auth`: who a request comes from, as its token says. It refuses nobody; that is what firewalls are for.
 * Rule: http/middleware of the Wippy documentation.
 */

import { ErrorKind, toWippyError, WippyError } from '../../../infrastructure/errors.ts';
import type { Logger } from '../../../infrastructure/logger/index.ts';
import type { TokenStores } from '../../../system/security/token-stores.ts';
import type { HttpExchange } from '../exchange.ts';
import { type Middleware, type MiddlewareFactory, option } from './middleware.ts';

interface Settings {
  /** Entry id. */
  readonly store: string;
  readonly header: string;
  readonly prefix: string;
  readonly query: string;
  readonly cookie: string;
}

/** The factory throws WippyError Invalid without a store, NotFound for one that is not there (yet). */
export function tokenAuthFactory(stores: TokenStores, logger: Logger): MiddlewareFactory {
  return (options) => {
    const store = option(options, 'token_auth.store', 'token_store');
    if (store === undefined) {
      throw new WippyError('option token_auth.store is required', {
        kind: ErrorKind.Invalid,
        retryable: false,
        hint: 'Name the token store that knows the tokens, such as app:tokens.',
      });
    }
    stores.require(store);
    return new TokenAuth(stores, logger, {
      store,
      header: option(options, 'token_auth.header.name', 'header_name') ?? 'Authorization',
      prefix: option(options, 'token_auth.header.prefix', 'header_prefix') ?? 'Bearer ',
      query: option(options, 'token_auth.query.param', 'query_param') ?? 'x-auth-token',
      cookie: option(options, 'token_auth.cookie.name', 'cookie_name') ?? 'x-auth-token',
    });
  };
}

class TokenAuth implements Middleware {
  readonly name = 'token_auth';
  private readonly stores: TokenStores;
  private readonly logger: Logger;
  private readonly settings: Settings;

  constructor(stores: TokenStores, logger: Logger, settings: Settings) {
    this.stores = stores;
    this.logger = logger;
    this.settings = settings;
  }

  handle(exchange: HttpExchange): boolean | Promise<boolean> {
    const token = this.tokenOf(exchange);
    return token === '' ? true : this.identify(exchange, token);
  }

  private async identify(exchange: HttpExchange, token: string): Promise<boolean> {
    try {
      const { actor, scope } = await this.stores.require(this.settings.store).validate(token);
      exchange.actor = actor;
      exchange.scope = scope;
    } catch (thrown) {
      // A bad token is the client's business, a missing store is ours.
      const error = toWippyError(thrown);
      const ours = error.kind === ErrorKind.NotFound && error.details?.['id'] === this.settings.store;
      this.logger[ours ? 'error' : 'debug']('token not accepted', { store: this.settings.store, error });
    }
    return true;
  }

  /** From the header, else the query, else a cookie; empty where there is none. */
  private tokenOf(exchange: HttpExchange): string {
    const { header, prefix, query, cookie } = this.settings;
    const written = exchange.header(header);
    if (written?.startsWith(prefix)) return written.slice(prefix.length);
    return exchange.queryParams.get(query) || cookieOf(exchange.header('cookie') ?? '', cookie);
  }
}

function cookieOf(header: string, name: string): string {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0 || pair.slice(0, equals).trim() !== name) continue;
    return pair
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1');
  }
  return '';
}
