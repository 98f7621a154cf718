/** Files of a file system below a path. Rule: http/static of the Wippy documentation. */

import { WippyError } from '../../../infrastructure/errors.ts';
import type { Logger } from '../../../infrastructure/logger/index.ts';
import type { FileInfo, FileSystem } from '../../fs/filesystem.ts';
import { resolvePath } from '../../fs/path.ts';
import { fromLuaString } from '../../lua/convert/text.ts';
import { reportFailure } from '../endpoint.ts';
import type { HttpExchange } from '../exchange.ts';
import type { RouteTarget } from '../route.ts';
import { serveFile } from './serve-file.ts';

export interface StaticOptions {
  /** With a slash at the end. */
  readonly prefix: string;
  readonly system: () => FileSystem;
  /** Paths without a file get the index. */
  readonly spa: boolean;
  /** Path of the index; empty: `index.html` of a directory. */
  readonly index: string;
  /** Cache-Control; empty: none. */
  readonly cache: string;
}

export class StaticTarget implements RouteTarget {
  private readonly options: StaticOptions;
  private readonly logger: Logger;

  constructor(options: StaticOptions, logger: Logger) {
    this.options = options;
    this.logger = logger;
  }

  serve(exchange: HttpExchange): void {
    this.answer(exchange).catch((error: unknown) => reportFailure(this.logger, exchange, error));
  }

  private async answer(exchange: HttpExchange): Promise<void> {
    const { prefix, spa } = this.options;
    const { response, method, path } = exchange;
    if (method !== 'GET' && method !== 'HEAD') {
      response.replaceHeader('Allow', 'GET, HEAD');
      response.answer(405, 'text/plain; charset=utf-8', 'Method Not Allowed\n');
      return;
    }
    if (`${path}/` === prefix) return redirect(exchange, prefix);
    const found = await this.find(path.slice(prefix.length));
    if (found?.info.isDirectory === true) {
      if (!path.endsWith('/')) return redirect(exchange, `${exchange.rawPath}/`);
      const index = await this.find(`${found.path}/${this.options.index === '' ? 'index.html' : this.options.index}`);
      if (index !== null && !index.info.isDirectory) return this.send(exchange, index.path, index.info);
    } else if (found !== null) return this.send(exchange, found.path, found.info);
    const index = spa ? await this.find(this.options.index) : null;
    if (index !== null && !index.info.isDirectory) return this.send(exchange, index.path, index.info);
    if (spa)
      throw new WippyError(`index file not found: ${this.options.index}`, { kind: 'NotFound', retryable: false });
    response.answer(404, 'text/plain; charset=utf-8', '404 page not found\n');
  }

  /** A path that leaves the root, does not exist, or may not be read, is not found. */
  private async find(bytes: string): Promise<{ path: string; info: FileInfo } | null> {
    try {
      const path = resolvePath(fromLuaString(bytes).replace(/^\/+/, ''));
      return { path, info: await this.options.system().stat(path) };
    } catch (error) {
      if (error instanceof WippyError && error.kind !== 'Internal') return null;
      throw error;
    }
  }

  private async send(exchange: HttpExchange, path: string, info: FileInfo): Promise<void> {
    const file = await this.options.system().open(path, 'r');
    if (this.options.cache !== '') exchange.response.replaceHeader('Cache-Control', this.options.cache);
    await serveFile(exchange, file, info);
  }
}

function redirect(exchange: HttpExchange, path: string): void {
  const { response, rawQuery } = exchange;
  // Two slashes at the start would lead to another host.
  const target = path.replace(/^\/{2,}/, '/');
  response.replaceHeader('Location', rawQuery === '' ? target : `${target}?${rawQuery}`);
  response.answer(301, 'text/plain; charset=utf-8', '');
}
