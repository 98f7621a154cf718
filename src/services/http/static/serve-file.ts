/** A file as a response: type, validators, ranges. Rules: RFC 9110, sections 13 and 14. */

import fresh from 'fresh';
import { lookup } from 'mime-types';
import parseRange from 'range-parser';
import type { FileInfo, OpenFile } from '../../fs/filesystem.ts';
import { toLuaString } from '../../lua/convert/text.ts';
import type { HttpExchange } from '../exchange.ts';

/** `text/html; charset=utf-8` for the name of a file. */
export function contentTypeOf(name: string): string {
  const type = lookup(name) || 'application/octet-stream';
  const textual = type.startsWith('text/') || type === 'application/javascript' || type === 'application/json';
  return textual ? `${type}; charset=utf-8` : type;
}

/** Changes with the content, where the file system knows its digest; else as far as size and time tell. */
function entityTag(info: FileInfo): string {
  if (info.hash !== undefined) return `"${info.hash}"`;
  return `W/"${info.size.toString(16)}-${Math.trunc(info.modified).toString(16)}"`;
}

interface Slice {
  readonly start: number;
  readonly end: number;
}

/**
 * Answers with an open file and closes it. Status and headers that are set already (content type, cache control) stay.
 * Failures while the file is sent break the connection off.
 */
export async function serveFile(exchange: HttpExchange, file: OpenFile, info: FileInfo): Promise<void> {
  const { response, request } = exchange;
  if (response.header('Content-Type') === undefined) {
    response.replaceHeader('Content-Type', toLuaString(contentTypeOf(info.name)));
  }
  // Files of a pack have no time: it would be that of no change.
  const modified = info.modified === 0 ? undefined : new Date(info.modified).toUTCString();
  if (modified !== undefined && response.header('Last-Modified') === undefined)
    response.replaceHeader('Last-Modified', modified);
  if (response.header('ETag') === undefined) response.replaceHeader('ETag', entityTag(info));
  response.replaceHeader('Accept-Ranges', 'bytes');
  const validators: { etag: string; 'last-modified': string | undefined } = {
    etag: response.header('ETag') as string,
    'last-modified': modified,
  };
  if (
    response.status === 200 &&
    fresh(request.headers, { etag: validators.etag, ...(modified && { 'last-modified': modified }) })
  ) {
    await file.close();
    response.removeHeader('Content-Type');
    response.status = 304;
    response.body = '';
    response.end();
    return;
  }
  const slice = rangeOf(exchange, info, validators);
  if (slice === 'unsatisfiable') {
    await file.close();
    response.replaceHeader('Content-Range', `bytes */${info.size}`);
    response.answer(416, 'text/plain; charset=utf-8', 'range not satisfiable\n');
    return;
  }
  let { start, end } = { start: 0, end: info.size - 1 };
  if (slice !== null) {
    ({ start, end } = slice);
    response.status = 206;
    response.replaceHeader('Content-Range', `bytes ${start}-${end}/${info.size}`);
  }
  response.replaceHeader('Content-Length', String(end - start + 1));
  if (exchange.method === 'HEAD' || info.size === 0) {
    await file.close();
    response.body = '';
    response.end();
    return;
  }
  await send(exchange, file, start, end);
}

function rangeOf(
  { request, response }: HttpExchange,
  info: FileInfo,
  validators: { etag: string; 'last-modified': string | undefined },
): Slice | 'unsatisfiable' | null {
  const { range } = request.headers;
  if (range === undefined || response.status !== 200) return null;
  const condition = request.headers['if-range'];
  // A weak tag never satisfies If-Range, so only the time does.
  if (condition !== undefined && condition !== validators['last-modified']) return null;
  const ranges = parseRange(info.size, range, { combine: true });
  if (ranges === -1) return 'unsatisfiable';
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null;
  return ranges[0] as Slice;
}

function send(exchange: HttpExchange, file: OpenFile, start: number, end: number): Promise<void> {
  const { response } = exchange;
  return new Promise((resolve) => {
    const source = file.stream(start, end);
    let settled = false;
    const settle = (): void => {
      if (settled) return;
      settled = true;
      source.destroy();
      response.ended();
      void file.close().then(resolve, () => resolve());
    };
    response.body = '';
    response.flush((error) => {
      if (error !== null || settled) return settle();
      const { sink } = response;
      source.on('error', () => {
        response.raw.destroy();
        settle();
      });
      response.raw.on('close', settle);
      sink.on('finish', settle);
      source.pipe(sink);
    });
  });
}
