import type { Policy, Scope } from '../../core/context/identity.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { PolicyScope } from './policy-scope.ts';

/** The policies of the application by entry id, and their groups. */
export class PolicyRegistry {
  private readonly policies = new Map<string, Policy>();
  private readonly groups = new Map<string, Set<string>>();
  private changes = 0;

  /** Grows with each change of a policy or a group. */
  get revision(): number {
    return this.changes;
  }

  /** Adds or replaces a policy; it belongs to exactly these groups afterwards. Group ids are `namespace:name`. */
  register(policy: Policy, groups: readonly string[] = []): void {
    this.leaveGroups(policy.id);
    this.policies.set(policy.id, policy);
    this.changes++;
    for (const group of groups) {
      const members = this.groups.get(group);
      if (members === undefined) this.groups.set(group, new Set([policy.id]));
      else members.add(policy.id);
    }
  }

  /** False when there is no such policy. */
  delete(id: string): boolean {
    this.leaveGroups(id);
    this.changes++;
    return this.policies.delete(id);
  }

  /** @throws WippyError NotFound `policy not found`. */
  policy(id: string): Policy {
    const policy = this.policies.get(id);
    if (policy === undefined) throw notFound('policy not found', 'policy', id);
    return policy;
  }

  /** A scope of all policies of the group. @throws WippyError NotFound `policy group not found`. */
  group(id: string): Scope {
    const members = this.groups.get(id);
    if (members === undefined) throw notFound('policy group not found', 'group', id);
    return new PolicyScope([...members].map((member) => this.policy(member)));
  }

  /**
   * As `group`, for definition files: a name without a namespace stands for the only group that is called so.
   * @throws WippyError NotFound, Invalid for the name of several groups.
   */
  groupNamed(name: string): Scope {
    if (name.includes(':')) return this.group(name);
    const ids = this.listGroups().filter((id) => id.endsWith(`:${name}`));
    if (ids.length <= 1) return this.group(ids[0] ?? name);
    throw new WippyError(`policy group ${name} is ambiguous: ${ids.join(', ')}`, {
      kind: ErrorKind.Invalid,
      retryable: false,
      details: { group: name },
      hint: 'Write the namespace, too.',
    });
  }

  listPolicies(): string[] {
    return [...this.policies.keys()];
  }

  listGroups(): string[] {
    return [...this.groups.keys()];
  }

  private leaveGroups(id: string): void {
    for (const [group, members] of this.groups) {
      if (members.delete(id) && members.size === 0) this.groups.delete(group);
    }
  }
}

function notFound(message: string, what: string, id: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.NotFound, retryable: false, details: { [what]: id } });
}
