/** Middleware: objects that see an exchange before its endpoint does. They are made when routes are built, not per request. */

import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import { didYouMean } from '../../../infrastructure/suggest.ts';
import type { HttpExchange } from '../exchange.ts';

export interface Middleware {
  readonly name: string;
  /** It can serve clients that want to go on with another protocol. */
  readonly upgrades?: boolean;
  /** True to go on; false when the exchange is answered, or will be. A promise where the answer takes time. */
  handle(exchange: HttpExchange): boolean | Promise<boolean>;
}

/** Options of a router by name: `cors.allow.origins`. */
export type MiddlewareOptions = Readonly<Record<string, string>>;

/** Makes a middleware. May throw a WippyError for options that are no good. */
export type MiddlewareFactory = (options: MiddlewareOptions) => Middleware;

/** Middleware by name. Other services add theirs while they load. */
export class MiddlewareRegistry {
  private readonly factories = new Map<string, MiddlewareFactory>();

  /** @throws WippyError AlreadyExists. */
  register(name: string, factory: MiddlewareFactory): this {
    if (this.factories.has(name)) {
      throw new WippyError(`middleware ${name} is already registered`, {
        kind: ErrorKind.AlreadyExists,
        retryable: false,
      });
    }
    this.factories.set(name, factory);
    return this;
  }

  names(): string[] {
    return [...this.factories.keys()].sort();
  }

  /** @throws WippyError NotFound for an unknown name, and what the factory throws. */
  create(name: string, options: MiddlewareOptions): Middleware {
    const factory = this.factories.get(name);
    if (factory === undefined) {
      throw new WippyError(`unknown middleware ${JSON.stringify(name)}`, {
        // Not NotFound, which would mean that another entry may still bring it.
        kind: ErrorKind.Invalid,
        retryable: false,
        details: { middleware: name },
        hint: didYouMean(name, this.factories.keys()) ?? `Known are ${this.names().join(', ')}.`,
      });
    }
    return factory(options);
  }
}

/** An option by its name, or by one it had before; undefined if it is missing or empty. */
export function option(options: MiddlewareOptions, name: string, ...former: string[]): string | undefined {
  for (const key of [name, ...former]) {
    const value = options[key];
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** The items of a comma-separated list. */
export function listOf(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** @throws WippyError Invalid that quotes the option. */
export function badOption(name: string, value: string, expected: string): WippyError {
  return new WippyError(`invalid option ${name}: ${JSON.stringify(value)}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: `Write ${expected}.`,
  });
}

/** A positive integer option. */
export function countOption(options: MiddlewareOptions, name: string, otherwise: number): number {
  const text = option(options, name);
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value <= 0) throw badOption(name, text, 'a positive whole number');
  return value;
}
