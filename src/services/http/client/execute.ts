/** Sends requests and follows redirects. */

import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { request as send, type Dispatcher as UndiciDispatcher } from 'undici';
import type { FrameContext } from '../../../core/context/frame-context.ts';
import { formatDuration } from '../../../infrastructure/duration.ts';
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import type { AccessControl } from '../../../system/security/access-control.ts';
import { ReadableStreamAdapter } from '../../fs/byte-stream.ts';
import type { ClientAgents } from './agents.ts';
import { checkHost, checkRequest } from './permissions.ts';
import type { ClientRequest, ClientResponse } from './request.ts';
import { contentOf } from './request-content.ts';

const MAXIMUM_REDIRECTS = 10;

export interface ClientServices {
  readonly agents: ClientAgents;
  readonly access: AccessControl;
}

function invalid(message: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false });
}

interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly body: Uint8Array | null;
}

/** @throws WippyError PermissionDenied, Invalid for bad addresses and headers, else Internal (retryable). */
export async function executeRequest(
  services: ClientServices,
  request: ClientRequest,
  context: FrameContext,
  signal: AbortSignal,
): Promise<ClientResponse> {
  checkRequest(request, services.access, context);
  if (request.overlayNetwork !== null) {
    const message = `overlay network ${JSON.stringify(request.overlayNetwork)} requested but network registry is not configured`;
    throw new WippyError(message, { kind: ErrorKind.Internal, retryable: false });
  }
  const url = parseUrl(request);
  const timeout = AbortSignal.timeout(request.timeout);
  const limit = AbortSignal.any([signal, timeout]);
  try {
    return await run(services, request, context, url, limit);
  } catch (error) {
    if (error instanceof WippyError) throw error;
    throw requestFailed(request, error, timeout);
  }
}

function parseUrl({ url: text, query }: ClientRequest): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw invalid(`invalid URL ${JSON.stringify(text)}`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw invalid(
      `unsupported protocol scheme ${JSON.stringify(url.protocol.slice(0, -1))} in ${JSON.stringify(text)}`,
    );
  }
  for (const [name, value] of query) url.searchParams.set(name, value);
  return url;
}

async function run(
  services: ClientServices,
  request: ClientRequest,
  context: FrameContext,
  first: URL,
  signal: AbortSignal,
): Promise<ClientResponse> {
  const content = await contentOf(request);
  let hop: Hop = { url: first, method: request.method, body: content.bytes };
  for (let redirects = 0; ; redirects++) {
    const restricted = request.unixSocket === null && (await checkHost(hop.url, services.access, context));
    const headers = headersOf(request, hop, hop.body === null ? null : content.type, first);
    const wantsGzip = !hasHeader(headers, 'accept-encoding') && hop.method !== 'HEAD';
    if (wantsGzip) headers.push('Accept-Encoding', 'gzip');
    const response = await send(hop.url, {
      method: hop.method as UndiciDispatcher.HttpMethod,
      headers,
      body: hop.body,
      dispatcher: services.agents.get(request, restricted),
      signal,
      responseHeaders: 'raw',
    });
    const next = redirectOf(response.statusCode, response.headers as unknown as Buffer[] | string[], hop);
    if (next === null) return finish(request, hop.url, response, wantsGzip);
    await response.body.dump();
    if (redirects >= MAXIMUM_REDIRECTS) {
      throw new WippyError(`stopped after ${MAXIMUM_REDIRECTS} redirects`, {
        kind: ErrorKind.Internal,
        retryable: false,
      });
    }
    hop = next;
  }
}

function headersOf(request: ClientRequest, hop: Hop, type: string | null, first: URL): string[] {
  const headers: string[] = [];
  const sameHost = hop.url.hostname === first.hostname || hop.url.hostname.endsWith(`.${first.hostname}`);
  for (const [name, value] of request.headers) {
    // Secrets for one server are not shown to another.
    if (!sameHost && /^(authorization|cookie|www-authenticate)$/i.test(name)) continue;
    if (hop.body === null && /^content-(type|length)$/i.test(name) && hop.method !== request.method) continue;
    headers.push(name, value);
  }
  if (type !== null && !hasHeader(headers, 'content-type')) headers.push('Content-Type', type);
  if (!hasHeader(headers, 'user-agent')) headers.push('User-Agent', 'wippy-http-client');
  if (!sameHost) return headers;
  if (request.cookies.length > 0) {
    headers.push('Cookie', request.cookies.map(([name, value]) => `${name}=${value}`).join('; '));
  }
  if (request.user !== null) {
    const secret = Buffer.from(`${request.user}:${request.password}`).toString('base64');
    headers.push('Authorization', `Basic ${secret}`);
  }
  return headers;
}

function hasHeader(headers: readonly string[], name: string): boolean {
  return headers.some((item, index) => index % 2 === 0 && item.toLowerCase() === name);
}

function redirectOf(status: number, raw: readonly (Buffer | string)[], hop: Hop): Hop | null {
  if (![301, 302, 303, 307, 308].includes(status)) return null;
  const location = pairs(raw).find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (location === undefined || location === '') return null;
  let url: URL;
  try {
    url = new URL(Buffer.from(location, 'latin1').toString('utf8'), hop.url);
  } catch {
    throw new WippyError(`failed to parse Location header ${JSON.stringify(location)}`, { kind: ErrorKind.Internal });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw invalid(`redirect to unsupported protocol ${JSON.stringify(url.protocol)}`);
  }
  if (status === 307 || status === 308) return { ...hop, url };
  return { url, method: hop.method === 'HEAD' ? 'HEAD' : 'GET', body: null };
}

function pairs(raw: readonly (Buffer | string)[]): [string, string][] {
  const text = (item: Buffer | string): string => (typeof item === 'string' ? item : item.toString('latin1'));
  const result: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    result.push([text(raw[i] as Buffer | string), text(raw[i + 1] as Buffer | string)]);
  }
  return result;
}

/** `content-type` as `Content-Type`. */
export function canonicalName(name: string): string {
  return name
    .toLowerCase()
    .replace(/(^|-)([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}

async function finish(
  request: ClientRequest,
  url: URL,
  response: UndiciDispatcher.ResponseData,
  wantsGzip: boolean,
): Promise<ClientResponse> {
  const headers = new Map<string, string>();
  const cookies = new Map<string, string>();
  for (const [name, value] of pairs(response.headers as unknown as (Buffer | string)[])) {
    const canonical = canonicalName(name);
    if (!headers.has(canonical)) headers.set(canonical, value);
    if (canonical !== 'Set-Cookie') continue;
    const match = /^\s*([^=;\s]+)=([^;]*)/.exec(value);
    if (match !== null) cookies.set(match[1] as string, (match[2] as string).replace(/^"(.*)"$/, '$1'));
  }
  let body: Readable = response.body;
  if (wantsGzip && headers.get('Content-Encoding')?.toLowerCase() === 'gzip') {
    headers.delete('Content-Encoding');
    headers.delete('Content-Length');
    const gunzip = createGunzip();
    response.body.on('error', (error) => gunzip.destroy(error));
    gunzip.on('close', () => response.body.destroy());
    body = response.body.pipe(gunzip);
  }
  const head = { status: response.statusCode, url: url.href, headers, cookies };
  if (request.stream) return { ...head, body: null, stream: new ReadableStreamAdapter(body) };
  return { ...head, body: await readAll(body, request.maximumBody), stream: null };
}

async function readAll(body: Readable, maximum: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximum) {
      throw new WippyError(`response body too large (max ${maximum} bytes)`, {
        kind: ErrorKind.Internal,
        retryable: false,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** Errors of the connection as coded errors. */
function requestFailed(request: ClientRequest, thrown: unknown, timeout: AbortSignal): WippyError {
  const what = `${request.method} ${request.url}`;
  if (timeout.aborted) {
    const message = `${what}: request timed out after ${formatDuration(request.timeout)}`;
    return new WippyError(message, {
      kind: ErrorKind.Internal,
      retryable: true,
      details: { timeout: request.timeout },
    });
  }
  const error = thrown as Error & { code?: string };
  if (error.code === 'UND_ERR_INVALID_ARG') return invalid(`${what}: ${error.message}`);
  if (error.code === 'EPRIVATE') {
    return new WippyError(error.message, { kind: ErrorKind.PermissionDenied, retryable: false });
  }
  const message = error.message === '' ? (error.code ?? 'failed') : error.message;
  return new WippyError(`${what}: ${message}`, {
    kind: ErrorKind.Internal,
    retryable: true,
    details: error.code === undefined ? null : { code: error.code },
    cause: thrown,
  });
}
