/** Schema type for durations. */
import { z } from 'zod';
import { parseDuration, tryParseDuration } from '../../infrastructure/duration.ts';
import { quoteValue } from '../../infrastructure/plain-data.ts';

/** A duration text (`500ms`, `1m30s`); milliseconds when parsed. Numbers are refused, because they would lack a unit. */
export function durationSchema() {
  return z
    .string({
      error: (issue) =>
        issue.input === undefined ? undefined : `expected a duration text such as "5s", got ${quoteValue(issue.input)}`,
    })
    .check((context) => {
      if (tryParseDuration(context.value) === undefined) {
        context.issues.push({
          code: 'custom',
          input: context.value,
          message: `invalid duration "${context.value}", expected a number with a unit such as 500ms, 5s or 1m30s`,
          continue: false,
        });
      }
    })
    .transform((text) => parseDuration(text));
}
