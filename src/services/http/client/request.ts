/** Requests of applications to other servers, as the module describes them. Texts are host text, contents bytes. */

import type { Command } from '../../../core/dispatcher/command.ts';
import type { ByteStream } from '../../fs/byte-stream.ts';
import type { ByteSource } from '../../fs/scanner.ts';

export interface ClientFile {
  /** Of the form field. */
  readonly name: string;
  readonly filename: string;
  readonly content: Uint8Array | ByteSource;
}

export interface ClientTls {
  /** PEM. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly ca?: string | undefined;
  readonly serverName?: string | undefined;
  readonly insecure?: boolean | undefined;
}

export interface ClientRequest {
  readonly method: string;
  readonly url: string;
  /** Values are byte strings. */
  readonly headers: readonly (readonly [string, string])[];
  readonly query: readonly (readonly [string, string])[];
  readonly cookies: readonly (readonly [string, string])[];
  readonly form: readonly (readonly [string, string])[];
  readonly files: readonly ClientFile[];
  readonly body: Uint8Array | null;
  readonly user: string | null;
  readonly password: string;
  /** Milliseconds for everything, the body included. */
  readonly timeout: number;
  /** Bytes. */
  readonly maximumBody: number;
  readonly stream: boolean;
  readonly unixSocket: string | null;
  readonly overlayNetwork: string | null;
  readonly tls: ClientTls | null;
}

/** Result: ClientResponse. */
export interface ClientRequestCommand extends Command {
  readonly request: ClientRequest;
}

/** Result: a list of ClientResponse or WippyError, in the order of the requests. */
export interface ClientBatchCommand extends Command {
  readonly requests: readonly ClientRequest[];
}

export interface ClientResponse {
  readonly status: number;
  /** The last URL, after redirects. */
  readonly url: string;
  /** First values by canonical name (`Content-Type`), as byte strings. */
  readonly headers: ReadonlyMap<string, string>;
  readonly cookies: ReadonlyMap<string, string>;
  /** Null where there is a stream. */
  readonly body: Uint8Array | null;
  readonly stream: ByteStream | null;
}

export const DEFAULT_CLIENT_TIMEOUT = 30_000;
export const DEFAULT_MAXIMUM_RESPONSE = 120 * 1024 * 1024;
