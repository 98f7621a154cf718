/** Middleware `compress`: gzip for clients that take it. Rule: http/middleware of the Wippy documentation. */

import { constants, createGzip, gzip } from 'node:zlib';
import { toBytes } from '../../lua/convert/text.ts';
import type { HttpExchange } from '../exchange.ts';
import type { ResponseHook } from '../response-writer.ts';
import { badOption, countOption, type Middleware, type MiddlewareOptions, option } from './middleware.ts';

const LEVELS: Readonly<Record<string, number>> = {
  fastest: constants.Z_BEST_SPEED,
  default: constants.Z_DEFAULT_COMPRESSION,
  best: constants.Z_BEST_COMPRESSION,
};

/** Types whose content is compressed already. */
const DENSE =
  /^(?:image\/(?!svg)|video\/|audio\/|font\/woff|application\/(?:zip|gzip|zstd|x-7z|pdf|x-rar|octet-stream))/;

/** @throws WippyError Invalid for options that are no good. */
export function createCompress(options: MiddlewareOptions): Middleware {
  const level = option(options, 'compress.level') ?? 'default';
  const number = Object.hasOwn(LEVELS, level) ? LEVELS[level] : undefined;
  if (number === undefined) throw badOption('compress.level', level, 'fastest, default or best');
  return new Compress(number, countOption(options, 'compress.min.length', 1024));
}

/** One object for all exchanges: it has nothing to remember about them. */
class Compress implements Middleware, ResponseHook {
  readonly name = 'compress';
  private readonly level: number;
  private readonly minimum: number;

  constructor(level: number, minimum: number) {
    this.level = level;
    this.minimum = minimum;
  }

  handle({ request, response }: HttpExchange): boolean {
    if (acceptsGzip(request.headers['accept-encoding'])) response.addHook(this);
    return true;
  }

  beforeHead({ response, method }: HttpExchange, streaming: boolean): boolean {
    const type = response.header('Content-Type') ?? '';
    const plain = response.header('Content-Encoding') === undefined && response.header('Content-Range') === undefined;
    if (!plain || method === 'HEAD' || DENSE.test(type) || response.status < 200 || response.status === 304)
      return false;
    if (!streaming) return this.compressWhole(response);
    // Events must arrive one by one; a file says how long it is.
    const length = response.header('Content-Length');
    if (response.transfer === 'sse' || (length !== undefined && Number(length) < this.minimum)) return false;
    markCompressed(response);
    const filter = createGzip({ level: this.level, flush: constants.Z_SYNC_FLUSH });
    filter.pipe(response.raw);
    response.raw.on('close', () => filter.destroy());
    response.sink = filter;
    return false;
  }

  private compressWhole(response: HttpExchange['response']): boolean {
    if (response.body.length < this.minimum) return false;
    gzip(toBytes(response.body), { level: this.level }, (error, bytes) => {
      if (error !== null) return response.send(response.body);
      response.sniff();
      markCompressed(response);
      response.send(bytes);
    });
    return true;
  }
}

function markCompressed(response: HttpExchange['response']): void {
  response.replaceHeader('Content-Encoding', 'gzip');
  response.removeHeader('Content-Length');
  const vary = response.header('Vary');
  response.replaceHeader('Vary', vary === undefined ? 'Accept-Encoding' : `${vary}, Accept-Encoding`);
  const tag = response.header('ETag');
  // The compressed bytes are others than those the tag was made for.
  if (tag !== undefined && !tag.startsWith('W/')) response.replaceHeader('ETag', `W/${tag}`);
}

function acceptsGzip(header: string | string[] | undefined): boolean {
  if (header === undefined) return false;
  return String(header)
    .split(',')
    .some((item) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$)[\d.]+)?\s*$/i.test(item));
}
