/** What a request is led to: middleware in order, then a target. */

import type { HttpExchange, RouteInfo } from './exchange.ts';
import type { Middleware } from './middleware/middleware.ts';

/** Answers exchanges. Must not throw. */
export interface RouteTarget {
  serve(exchange: HttpExchange): void;
}

export interface Route {
  readonly info: RouteInfo | null;
  readonly middleware: readonly Middleware[];
  readonly target: RouteTarget;
  /** Requests for another protocol are led here, too. */
  readonly upgrades: boolean;
}

/** Leads an exchange through the middleware of a route to its target. */
export function follow(
  route: Route,
  exchange: HttpExchange,
  failed: (exchange: HttpExchange, error: unknown) => void,
): void {
  const { middleware, target } = route;
  try {
    for (let i = 0; i < middleware.length; i++) {
      const result = (middleware[i] as Middleware).handle(exchange);
      if (result === true) continue;
      if (result === false) return;
      resume(route, i + 1, result, exchange, failed);
      return;
    }
    target.serve(exchange);
  } catch (error) {
    failed(exchange, error);
  }
}

function resume(
  route: Route,
  next: number,
  result: Promise<boolean>,
  exchange: HttpExchange,
  failed: (exchange: HttpExchange, error: unknown) => void,
): void {
  result.then(
    (goOn) => {
      if (!goOn || exchange.aborted) return;
      follow({ ...route, middleware: route.middleware.slice(next) }, exchange, failed);
    },
    (error: unknown) => failed(exchange, error),
  );
}
