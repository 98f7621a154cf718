import type { Actor, Policy, PolicyResult } from '../../core/context/identity.ts';
import { matchesAny } from './patterns.ts';
import { type ConditionTest, compileCondition, type PolicyCondition } from './policy-conditions.ts';

/** The data of a `security.policy` entry below its key `policy`; schema checks are those of the kind. */
export interface PolicyDefinition {
  readonly actions: string | readonly string[];
  readonly resources: string | readonly string[];
  readonly effect: 'allow' | 'deny';
  readonly conditions?: readonly PolicyCondition[];
}

/** A policy of actions, resources and conditions, all of which must match for its effect to count. */
export class DeclarativePolicy implements Policy {
  readonly id: string;
  private readonly actions: readonly string[];
  private readonly resources: readonly string[];
  private readonly effect: 'allow' | 'deny';
  private readonly conditions: readonly ConditionTest[];

  /** @throws WippyError Invalid for a condition that cannot be compiled. */
  constructor(id: string, definition: PolicyDefinition) {
    this.id = id;
    this.actions = patternList(definition.actions);
    this.resources = patternList(definition.resources);
    this.effect = definition.effect;
    this.conditions = (definition.conditions ?? []).map(compileCondition);
  }

  evaluate(actor: Actor, action: string, resource: string, meta: Readonly<Record<string, unknown>>): PolicyResult {
    if (!matchesAny(this.actions, action) || !matchesAny(this.resources, resource)) return 'undefined';
    const holds = this.conditions.every((condition) => condition(actor, action, resource, meta));
    return holds ? this.effect : 'undefined';
  }
}

/** One pattern or several. */
export function patternList(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
