import type { Actor, Policy, PolicyResult } from '../../core/context/identity.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { patternList } from './declarative-policy.ts';
import { compileExpression, type Evaluation } from './expression/compile.ts';
import { EvaluationError } from './expression/values.ts';
import { matchesAny } from './patterns.ts';

/** The data of a `security.policy.expr` entry below its key `policy`. */
export interface ExpressionDefinition {
  readonly actions: string | readonly string[];
  readonly resources: string | readonly string[];
  readonly effect: 'allow' | 'deny';
  /** Sees `actor`, `action`, `resource` and `meta`. */
  readonly expression: string;
}

/** A policy that applies where its expression is true. */
export class ExpressionPolicy implements Policy {
  readonly id: string;
  private readonly actions: readonly string[];
  private readonly resources: readonly string[];
  private readonly effect: 'allow' | 'deny';
  private readonly expression: Evaluation;

  /** @throws WippyError Invalid for an expression that cannot be compiled. */
  constructor(id: string, definition: ExpressionDefinition) {
    this.id = id;
    this.actions = patternList(definition.actions);
    this.resources = patternList(definition.resources);
    this.effect = definition.effect;
    if (definition.expression.trim() === '') {
      throw new WippyError('expression must not be empty', { kind: ErrorKind.Invalid, retryable: false });
    }
    this.expression = compileExpression(definition.expression);
  }

  /** An expression without a value, as where it reads a member of something that is not there, does not apply. */
  evaluate(actor: Actor, action: string, resource: string, meta: Readonly<Record<string, unknown>>): PolicyResult {
    if (!matchesAny(this.actions, action) || !matchesAny(this.resources, resource)) return 'undefined';
    const names = { actor: { id: actor.id, meta: actor.meta }, action, resource, meta };
    try {
      return this.expression({ names }) === true ? this.effect : 'undefined';
    } catch (error) {
      if (error instanceof EvaluationError) return 'undefined';
      throw error;
    }
  }
}
