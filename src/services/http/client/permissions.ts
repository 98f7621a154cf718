/** What a request may do. Rule: lua/http/client of the Wippy documentation, section Permissions. */

import type { FrameContext } from '../../../core/context/frame-context.ts';
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import type { AccessControl } from '../../../system/security/access-control.ts';
import type { Action } from '../../../system/security/actions.ts';
import { privateAddressesOf } from './private-addresses.ts';
import type { ClientRequest } from './request.ts';

function denied(what: string): WippyError {
  return new WippyError(`not allowed: ${what}`, { kind: ErrorKind.PermissionDenied, retryable: false });
}

/** @throws WippyError PermissionDenied. */
export function checkRequest(request: ClientRequest, access: AccessControl, context: FrameContext): void {
  const require = (action: Action, resource: string, what: string): void => {
    if (!access.isAllowed(context, action, resource)) throw denied(what);
  };
  const { url, unixSocket, tls, overlayNetwork } = request;
  if (unixSocket !== null) require('http_client.unix_socket', unixSocket, `unix socket ${unixSocket}`);
  if (tls?.insecure === true) require('http_client.insecure_tls', url, `insecure TLS for ${url}`);
  if (overlayNetwork !== null) require('network.select', overlayNetwork, `network ${overlayNetwork}`);
  require('http_client.request', url, url);
}

/**
 * Whether connections must avoid private addresses: true unless the host is one that may be reached.
 * @throws WippyError PermissionDenied for a private host that may not.
 */
export async function checkHost(url: URL, access: AccessControl, context: FrameContext): Promise<boolean> {
  // Most applications run without a scope, where everything is allowed.
  if (context.actor === null && access.isAllowed(context, 'http_client.private_ip', url.hostname)) return false;
  const addresses = await privateAddressesOf(url.hostname);
  for (const address of addresses) {
    if (!access.isAllowed(context, 'http_client.private_ip', address)) throw denied(`private IP ${address}`);
  }
  return addresses.length === 0;
}
