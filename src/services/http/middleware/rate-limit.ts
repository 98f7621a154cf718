/** Middleware `ratelimit`: a bucket of tokens for each client. Rule: http/middleware of the Wippy documentation. */

import { tryParseDuration } from '../../../infrastructure/duration.ts';
import type { HttpExchange } from '../exchange.ts';
import { badOption, countOption, type Middleware, type MiddlewareOptions, option } from './middleware.ts';

interface Settings {
  readonly requests: number;
  /** As it was written, for the header. */
  readonly window: string;
  /** Tokens a millisecond. */
  readonly rate: number;
  readonly burst: number;
  /** `ip`, `header:Name` or `query:name`. */
  readonly key: string;
  /** Milliseconds. */
  readonly cleanupInterval: number;
  readonly lifetime: number;
  readonly maximum: number;
}

interface Bucket {
  tokens: number;
  /** When `tokens` was true, and when the client was last seen. */
  time: number;
}

function duration(options: MiddlewareOptions, name: string, otherwise: string): { text: string; milliseconds: number } {
  const text = option(options, name) ?? otherwise;
  const milliseconds = tryParseDuration(text);
  if (milliseconds === undefined || milliseconds <= 0) throw badOption(name, text, 'a duration such as 30s, 1m or 2h');
  return { text, milliseconds };
}

/**
 * @param now milliseconds of a clock that does not go back.
 * @throws WippyError Invalid for options that are no good.
 */
export function createRateLimit(options: MiddlewareOptions, now: () => number = () => performance.now()): Middleware {
  const requests = countOption(options, 'ratelimit.requests', 100);
  const window = duration(options, 'ratelimit.window', '1m');
  const key = option(options, 'ratelimit.key') ?? 'ip';
  if (!/^(?:ip|(?:header|query):.+)$/.test(key)) throw badOption('ratelimit.key', key, 'ip, header:Name or query:name');
  const settings = {
    requests,
    window: window.text,
    rate: requests / Math.max(1000, window.milliseconds),
    burst: countOption(options, 'ratelimit.burst', 20),
    key,
    cleanupInterval: duration(options, 'ratelimit.cleanup_interval', '5m').milliseconds,
    lifetime: duration(options, 'ratelimit.entry_ttl', '10m').milliseconds,
    maximum: countOption(options, 'ratelimit.max_entries', 100_000),
  };
  return new RateLimit(settings, now);
}

class RateLimit implements Middleware {
  readonly name = 'ratelimit';
  private readonly settings: Settings;
  private readonly now: () => number;
  /** Those not seen for longest come first. */
  private readonly buckets = new Map<string, Bucket>();
  private nextCleanup: number;

  constructor(settings: Settings, now: () => number) {
    this.settings = settings;
    this.now = now;
    this.nextCleanup = now() + settings.cleanupInterval;
  }

  handle(exchange: HttpExchange): boolean {
    const { response } = exchange;
    const key = this.keyOf(exchange);
    if (key === '') {
      response.answer(400, 'text/plain; charset=utf-8', 'Rate limit key extraction failed\n');
      return false;
    }
    if (this.take(key)) return true;
    response.replaceHeader('X-RateLimit-Limit', String(this.settings.requests));
    response.replaceHeader('X-RateLimit-Window', this.settings.window);
    response.answer(429, 'text/plain; charset=utf-8', 'Rate limit exceeded\n');
    return false;
  }

  private keyOf(exchange: HttpExchange): string {
    const { key } = this.settings;
    if (key === 'ip') return exchange.clientAddress;
    const name = key.slice(key.indexOf(':') + 1);
    return (key.startsWith('header:') ? exchange.header(name) : exchange.queryParams.get(name)) ?? '';
  }

  private take(key: string): boolean {
    const time = this.now();
    const { rate, burst, maximum } = this.settings;
    if (time >= this.nextCleanup) this.cleanUp(time);
    let bucket = this.buckets.get(key);
    if (bucket === undefined) {
      if (this.buckets.size >= maximum) this.buckets.delete(this.buckets.keys().next().value as string);
      bucket = { tokens: burst, time };
    } else {
      this.buckets.delete(key);
      bucket.tokens = Math.min(burst, bucket.tokens + (time - bucket.time) * rate);
      bucket.time = time;
    }
    this.buckets.set(key, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }

  private cleanUp(time: number): void {
    this.nextCleanup = time + this.settings.cleanupInterval;
    for (const [key, bucket] of this.buckets) {
      if (time - bucket.time <= this.settings.lifetime) return;
      this.buckets.delete(key);
    }
  }
}
