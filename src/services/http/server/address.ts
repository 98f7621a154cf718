/** Listen addresses: `:8080`, `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`. */

import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';

export interface ListenAddress {
  /** Undefined: all interfaces. */
  readonly host: string | undefined;
  /** 0: any free port. */
  readonly port: number;
}

const FORM = /^(?:\[([0-9A-Fa-f:.%\w]+)\]|([^:[\]\s]*)):(\d{1,5})$/;

/** @throws WippyError Invalid that quotes the address. */
export function parseAddress(text: string): ListenAddress {
  const match = FORM.exec(text);
  const port = match === null ? Number.NaN : Number(match[3]);
  if (match === null || port > 65535) {
    throw new WippyError(`invalid address ${JSON.stringify(text)}`, {
      kind: ErrorKind.Invalid,
      retryable: false,
      details: { addr: text },
      hint: 'Write :8080 for all interfaces, or a host and a port: 127.0.0.1:8080, [::1]:8080.',
    });
  }
  const host = match[1] ?? match[2] ?? '';
  return { host: host === '' ? undefined : host, port };
}
