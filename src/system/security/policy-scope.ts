import type { Actor, Policy, PolicyResult, Scope } from '../../core/context/identity.ts';

/** A scope in memory; `with` and `without` make new scopes. */
export class PolicyScope implements Scope {
  private readonly byId: ReadonlyMap<string, Policy>;

  constructor(policies: Iterable<Policy> = []) {
    this.byId = new Map([...policies].map((policy) => [policy.id, policy]));
  }

  with(policy: Policy): Scope {
    return new PolicyScope([...this.byId.values(), policy]);
  }

  without(policyId: string): Scope {
    if (!this.byId.has(policyId)) return this;
    return new PolicyScope([...this.byId.values()].filter((policy) => policy.id !== policyId));
  }

  contains(policyId: string): boolean {
    return this.byId.has(policyId);
  }

  policies(): readonly Policy[] {
    return [...this.byId.values()];
  }

  evaluate(actor: Actor, action: string, resource: string, meta: Readonly<Record<string, unknown>>): PolicyResult {
    let result: PolicyResult = 'undefined';
    for (const policy of this.byId.values()) {
      const one = policy.evaluate(actor, action, resource, meta);
      if (one === 'deny') return 'deny';
      if (one === 'allow') result = 'allow';
    }
    return result;
  }
}
