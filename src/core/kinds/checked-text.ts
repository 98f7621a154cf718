/** Schema check for texts that a parser of their own understands. */
import type { z } from 'zod';
import { toWippyError } from '../../infrastructure/errors.ts';

/** `z.string().check(parsable(parseAddress))`: what the parser throws becomes a problem of the field, hint and all. */
export function parsable(parse: (text: string) => unknown): z.core.CheckFn<string> {
  return (context) => {
    try {
      parse(context.value);
    } catch (error) {
      const { message, hint } = toWippyError(error);
      context.issues.push({
        code: 'custom',
        input: context.value,
        message,
        ...(hint === null ? {} : { params: { hint } }),
        continue: false,
      });
    }
  };
}
