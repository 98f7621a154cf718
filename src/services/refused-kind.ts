/** Kinds of Wippy that this runtime understands but cannot run: their entries are refused with what can be done. */

import type { KindHandler, KindHandlerFactory } from '../core/kinds/index.ts';
import { ErrorKind, WippyError } from '../infrastructure/errors.ts';

export interface Refusal {
  /** What is missing, such as `a driver for MySQL`. */
  readonly needs: string;
  readonly hint: string;
}

/** A handler that refuses every entry: `<kind> needs ..., which this runtime does not have`. */
export function refusedHandler(kind: string, { needs, hint }: Refusal): KindHandlerFactory<unknown> {
  const refuse = (): never => {
    throw new WippyError(`${kind} needs ${needs}, which this runtime does not have`, {
      kind: ErrorKind.Unavailable,
      retryable: false,
      details: { kind },
      hint,
    });
  };
  return (): KindHandler<unknown> => ({ name: kind, add: refuse, update: refuse, remove: () => undefined });
}
