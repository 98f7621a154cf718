/** Commands of the HTTP client. */

import type { FrameContext } from '../../../core/context/frame-context.ts';
import type { Dispatcher } from '../../../core/dispatcher/dispatcher.ts';
import { toWippyError, WippyError } from '../../../infrastructure/errors.ts';
import type { AccessControl } from '../../../system/security/access-control.ts';
import { HttpCommand } from '../commands.ts';
import type { ClientAgents } from './agents.ts';
import { checkRequest } from './permissions.ts';
import type { ClientBatchCommand, ClientRequest, ClientRequestCommand, ClientResponse } from './request.ts';

/** Registers the handlers; what is returned closes all connections, for the end of the program. */
export function registerHttpClientCommands(dispatcher: Dispatcher, access: AccessControl): () => Promise<void> {
  let agents: ClientAgents | null = null;
  /** The client is large and most programs make no request: it is loaded for the first one. */
  const load = async () => {
    const [{ ClientAgents }, { executeRequest }] = await Promise.all([import('./agents.ts'), import('./execute.ts')]);
    agents ??= new ClientAgents();
    return { services: { agents, access }, executeRequest };
  };
  const attempt = async (
    request: ClientRequest,
    context: FrameContext,
    signal: AbortSignal,
  ): Promise<ClientResponse | WippyError> => {
    try {
      const { services, executeRequest } = await load();
      return await executeRequest(services, request, context, signal);
    } catch (error) {
      return toWippyError(error);
    }
  };
  dispatcher.register<ClientRequestCommand>(HttpCommand.ClientRequest, ({ request }, completion, context) => {
    const controller = new AbortController();
    void attempt(request, context, controller.signal).then((result) => {
      if (result instanceof WippyError) completion.fail(result);
      else if (controller.signal.aborted) void result.stream?.close();
      else completion.complete(result);
    });
    return () => controller.abort();
  });
  dispatcher.register<ClientBatchCommand>(HttpCommand.ClientBatch, ({ requests }, completion, context) => {
    // One that is not allowed keeps the others from being sent.
    for (const request of requests) checkRequest(request, access, context);
    const controller = new AbortController();
    void Promise.all(requests.map((request) => attempt(request, context, controller.signal))).then((results) =>
      completion.complete(results),
    );
    return () => controller.abort();
  });
  return async () => agents?.close();
}
