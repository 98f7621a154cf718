/** The identity that a service works for, from the `security` block of its lifecycle. */

import { FrameContext } from '../../core/context/frame-context.ts';
import type { LifecycleSecurity } from '../../core/supervisor/index.ts';
import { createActor } from './actor.ts';
import type { PolicyRegistry } from './policy-registry.ts';
import { ServiceScope } from './service-scope.ts';

/** A frame without a caller, with the actor and scope of the block. @throws WippyError NotFound for unknown policies. */
export function lifecycleFrame(security: LifecycleSecurity | undefined, policies: PolicyRegistry): FrameContext {
  if (security?.actor === undefined) return FrameContext.root();
  return FrameContext.root({
    actor: createActor(security.actor.id, security.actor.meta),
    scope: new ServiceScope(security, policies),
  });
}
