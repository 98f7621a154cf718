/** Middleware `endpoint_firewall` and `resource_firewall`: who may come in. Rule: http/middleware of the documentation. */

import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import type { HttpExchange } from '../exchange.ts';
import { type Middleware, type MiddlewareOptions, option } from './middleware.ts';

/** Asks for the matched endpoint. */
export function createEndpointFirewall(options: MiddlewareOptions): Middleware {
  const action = option(options, 'endpoint_firewall.action', 'endpoint_action') ?? 'access';
  return new Firewall('endpoint_firewall', action, null, 'endpoint');
}

/** Asks for one resource. @throws WippyError Invalid without a target. */
export function createResourceFirewall(options: MiddlewareOptions): Middleware {
  const action = option(options, 'resource_firewall.action', 'resource_action') ?? 'access';
  const target = option(options, 'resource_firewall.target', 'resource_target');
  if (target === undefined) {
    throw new WippyError('option resource_firewall.target is required', {
      kind: ErrorKind.Invalid,
      retryable: false,
      hint: 'Name the resource that is protected, such as app:admin-panel.',
    });
  }
  return new Firewall('resource_firewall', action, target, 'resource');
}

class Firewall implements Middleware {
  readonly name: string;
  private readonly action: string;
  /** Null: the endpoint of the exchange. */
  private readonly target: string | null;
  private readonly what: string;

  constructor(name: string, action: string, target: string | null, what: string) {
    this.name = name;
    this.action = action;
    this.target = target;
    this.what = what;
  }

  handle(exchange: HttpExchange): boolean {
    const { actor, scope } = exchange;
    if (actor === null || actor.id === '') {
      return refuse(exchange, 401, 'Authentication required', `You must be authenticated to access this ${this.what}`);
    }
    if (scope === null) return refuse(exchange, 403, 'Access denied', 'No authorization scope available');
    const resource = this.target ?? exchange.route?.endpoint;
    if (resource === undefined) {
      return refuse(exchange, 500, 'Configuration error', `${this.name} must be among post_middleware of a router`);
    }
    if (scope.evaluate(actor, this.action, resource, {}) === 'allow') return true;
    return refuse(exchange, 403, 'Access denied', `You don't have permission to access this ${this.what}`);
  }
}

function refuse({ response }: HttpExchange, status: number, error: string, details: string): false {
  response.answer(status, 'application/json', JSON.stringify({ success: false, error, details }));
  return false;
}
