/** What makes a namespace or name hard or impossible to refer to. Ids are split at the first colon. */
import type { Severity } from '../diagnostics/diagnostic.ts';

export interface IdProblem {
  readonly message: string;
  readonly hint: string;
  readonly severity: Severity;
}

const CONTROL = /[\u0000-\u001f\u007f]/;

export function namespaceProblem(namespace: string): IdProblem | undefined {
  if (namespace.includes(':')) {
    return {
      message: 'contains a colon, so its entries cannot be addressed',
      hint: 'Separate parts of a namespace by dots.',
      severity: 'error',
    };
  }
  return textProblem(namespace);
}

/** A colon in a name is legal, but such an entry cannot be overridden, because overrides end the name at a colon. */
export function nameProblem(name: string): IdProblem | undefined {
  if (name.includes(':')) {
    return {
      message: 'contains a colon, so the entry cannot be overridden',
      hint: 'Separate parts of a name by dots.',
      severity: 'warning',
    };
  }
  return textProblem(name);
}

function textProblem(text: string): IdProblem | undefined {
  if (CONTROL.test(text)) return { message: 'contains a control character', hint: 'Remove it.', severity: 'error' };
  if (text.trim() !== text)
    return { message: 'starts or ends with a blank', hint: 'Remove the blank.', severity: 'warning' };
  return undefined;
}
