/** TLS of a server. Rule: http/server of the Wippy documentation, section TLS. */

import type { ServerOptions } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import type { ServiceConfig } from '../config.ts';

export type TlsConfig = NonNullable<ServiceConfig['tls']>;

/** Reads a variable of the environment registry. */
export type VariableReader = (name: string) => Promise<string | undefined>;

function invalidTls(message: string, hint?: string): WippyError {
  return new WippyError(message, {
    kind: ErrorKind.Invalid,
    retryable: false,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** @throws WippyError Invalid for a variable that is not there, and for `auto`, which only network drivers offer. */
export async function tlsOptions(tls: TlsConfig, read: VariableReader | undefined): Promise<ServerOptions> {
  if (tls.mode === 'auto') {
    throw invalidTls(
      'tls.mode auto needs a network driver that provides certificates',
      'Use tls.mode manual with cert and key.',
    );
  }
  const text = async (inline: string | undefined, variable: string | undefined): Promise<string | undefined> => {
    if (inline) return inline;
    if (!variable) return undefined;
    const value = await read?.(variable);
    if (value === undefined) throw invalidTls(`failed to resolve TLS env variable: ${variable}`);
    return value;
  };
  const authority = await text(tls.client_ca, tls.client_ca_env);
  return {
    cert: await text(tls.cert, tls.cert_env),
    key: await text(tls.key, tls.key_env),
    minVersion: 'TLSv1.2',
    requestCert: tls.client_auth !== '',
    rejectUnauthorized: tls.client_auth === 'require_and_verify',
    ...(authority === undefined ? {} : { ca: authority }),
  };
}

/** Whether the client has shown what the server demands; the rest was checked by the handshake. */
export function clientAccepted(tls: TlsConfig, socket: TLSSocket): boolean {
  if (tls.client_auth !== 'require_any' && tls.client_auth !== 'verify_if_given') return true;
  const given = Object.keys(socket.getPeerCertificate()).length > 0;
  return tls.client_auth === 'require_any' ? given : !given || socket.authorized;
}
