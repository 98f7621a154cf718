import type { Actor, Policy, PolicyResult, Scope } from '../../core/context/identity.ts';
import type { LifecycleSecurity } from '../../core/supervisor/index.ts';
import type { PolicyRegistry } from './policy-registry.ts';
import { PolicyScope } from './policy-scope.ts';

/**
 * The scope of a service: the policies and groups that its entry names, as they are now. A service goes on while a policy
 * is changed, so a right that is taken away must not last until its next start.
 */
export class ServiceScope implements Scope {
  private readonly security: Pick<LifecycleSecurity, 'policies' | 'groups'>;
  private readonly registry: PolicyRegistry;
  private revision: number;
  private current: Scope;

  /** @throws WippyError NotFound for unknown policies and groups. */
  constructor(security: Pick<LifecycleSecurity, 'policies' | 'groups'>, registry: PolicyRegistry) {
    this.security = security;
    this.registry = registry;
    this.revision = registry.revision;
    this.current = new PolicyScope(this.members());
  }

  with(policy: Policy): Scope {
    return this.now().with(policy);
  }

  without(policyId: string): Scope {
    return this.now().without(policyId);
  }

  contains(policyId: string): boolean {
    return this.now().contains(policyId);
  }

  policies(): readonly Policy[] {
    return this.now().policies();
  }

  evaluate(actor: Actor, action: string, resource: string, meta: Readonly<Record<string, unknown>>): PolicyResult {
    return this.now().evaluate(actor, action, resource, meta);
  }

  private now(): Scope {
    const { revision } = this.registry;
    if (revision !== this.revision) {
      this.current = this.renewed();
      this.revision = revision;
    }
    return this.current;
  }

  /** While a change takes effect, a policy may be missing: nothing is allowed then. */
  private renewed(): Scope {
    try {
      return new PolicyScope(this.members());
    } catch {
      return new PolicyScope();
    }
  }

  private *members(): Iterable<Policy> {
    const { policies, groups } = this.security;
    for (const id of policies) yield this.registry.policy(id);
    for (const group of groups) yield* this.registry.groupNamed(group).policies();
  }
}
