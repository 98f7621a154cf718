/** Who acts and what that one may do; the evaluation lives in `system/security`. */

/** The one on whose behalf code runs. */
export interface Actor {
  readonly id: string;
  readonly meta: Readonly<Record<string, unknown>>;
}

export type PolicyResult = 'allow' | 'deny' | 'undefined';

/** A rule that allows or denies actions on resources; `undefined` when it does not apply. */
export interface Policy {
  /** Entry id, `namespace:name`. */
  readonly id: string;
  evaluate(actor: Actor, action: string, resource: string, meta: Readonly<Record<string, unknown>>): PolicyResult;
}

/** A set of policies. One denial denies; else one permission allows; else the result is `undefined`. */
export interface Scope {
  with(policy: Policy): Scope;
  without(policyId: string): Scope;
  contains(policyId: string): boolean;
  policies(): readonly Policy[];
  evaluate(actor: Actor, action: string, resource: string, meta: Readonly<Record<string, unknown>>): PolicyResult;
}
