/** What the running Lua code may do, where a module itself has to know. Commands are checked by their handlers. */

import { accessKey } from '../../system/context-keys.ts';
import { callerMeta } from '../../system/processes/process-handlers.ts';
import type { Action } from '../../system/security/actions.ts';
import { currentProcess } from './module.ts';

/** Whether the actor of the running process may do the action on the resource. */
export function mayDo(action: Action, resource: string): boolean {
  const { runtime, context } = currentProcess();
  return runtime.context.require(accessKey).isAllowed(context, action, resource, callerMeta(context));
}
