import type { FrameContext } from '../../core/context/frame-context.ts';
import type { Action } from './actions.ts';

const NO_META: Readonly<Record<string, unknown>> = Object.freeze({});

/** Decides whether the actor of a frame may do something. */
export class AccessControl {
  /** In strict mode a frame without actor or scope may do nothing; otherwise it may do everything. */
  readonly strict: boolean;

  constructor(strict = false) {
    this.strict = strict;
  }

  /**
   * Whether the policies in the scope allow the action on the resource. With both an actor and a scope only an explicit
   * permission counts, and one denial denies.
   */
  isAllowed(
    context: FrameContext,
    action: Action,
    resource: string,
    meta: Readonly<Record<string, unknown>> = NO_META,
  ): boolean {
    if (context.actor === null || context.scope === null) return !this.strict;
    return context.scope.evaluate(context.actor, action, resource, meta) === 'allow';
  }
}
