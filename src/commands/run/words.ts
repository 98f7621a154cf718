/** The words of a command line that are no flags, in their order. */
import { ErrorKind } from '../../infrastructure/errors.ts';
import { UsageError } from '../report-error.ts';

interface Token {
  readonly type: string;
  readonly input: string;
}

/** Words for the process: all tokens that are no flags. oclif's own list puts repeated words out of order. */
export function processWords(tokens: readonly Token[]): string[] {
  return tokens.filter((token) => token.type === 'arg').map((token) => token.input);
}

/** Says for an unknown flag how to pass it to the process; every other error is thrown again. */
export function explainUnknownFlag(error: unknown): never {
  const message = error instanceof Error ? error.message : '';
  const flag = /^Nonexistent flags?: (\S+?),?(?:\s|$)/.exec(message)?.[1];
  if (flag === undefined) throw error;
  throw new UsageError(`unknown flag ${flag}`, {
    kind: ErrorKind.Invalid,
    hint: `Put words for the process that start with "-" after "--": wippy run ... -- ${flag}`,
  });
}
