/** Middleware `sendfile`: a function names a file, and the server sends it. Rule: http/middleware of the documentation. */

import { WippyError } from '../../../infrastructure/errors.ts';
import type { Logger } from '../../../infrastructure/logger/index.ts';
import type { FileSystemRegistry } from '../../fs/filesystem-registry.ts';
import { resolvePath } from '../../fs/path.ts';
import { fromLuaString } from '../../lua/convert/text.ts';
import { reportFailure } from '../endpoint.ts';
import type { HttpExchange } from '../exchange.ts';
import type { ResponseHook } from '../response-writer.ts';
import { serveFile } from '../static/serve-file.ts';
import { type Middleware, type MiddlewareFactory, option } from './middleware.ts';

export function sendFileFactory(systems: FileSystemRegistry, logger: Logger): MiddlewareFactory {
  return (options) => new SendFile(systems, logger, option(options, 'sendfile.fs', 'fs') ?? '');
}

class SendFile implements Middleware, ResponseHook {
  readonly name = 'sendfile';
  private readonly systems: FileSystemRegistry;
  private readonly logger: Logger;
  private readonly system: string;

  constructor(systems: FileSystemRegistry, logger: Logger, system: string) {
    this.systems = systems;
    this.logger = logger;
    this.system = system;
  }

  handle({ response }: HttpExchange): boolean {
    response.addHook(this);
    return true;
  }

  beforeHead(exchange: HttpExchange, streaming: boolean): boolean {
    const { response } = exchange;
    const path = response.header('X-Sendfile') ?? response.header('X-File-Path');
    if (path === undefined || streaming) return false;
    const name = response.header('X-File-Name');
    for (const header of ['X-Sendfile', 'X-File-Path', 'X-File-Name']) response.removeHeader(header);
    if (name !== undefined) {
      response.replaceHeader('Content-Disposition', `attachment; filename="${name.replace(/[\\"]/g, '\\$&')}"`);
    }
    response.body = '';
    this.send(exchange, path).catch((error: unknown) => {
      if (error instanceof WippyError && error.kind === 'NotFound') {
        response.answer(404, 'text/plain; charset=utf-8', 'file not found\n');
      } else reportFailure(this.logger, exchange, error);
    });
    return true;
  }

  private async send(exchange: HttpExchange, path: string): Promise<void> {
    if (this.system === '')
      throw new WippyError('sendfile middleware: option sendfile.fs is missing', { kind: 'Invalid' });
    const file = await this.systems.get(this.system).open(resolvePath(fromLuaString(path)), 'r');
    const info = await file.stat();
    if (info.isDirectory) {
      await file.close();
      throw new WippyError(`not a file: ${path}`, { kind: 'NotFound', retryable: false });
    }
    await serveFile(exchange, file, info);
  }
}
