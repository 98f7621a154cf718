/** The words of a command line that are no flags, in their order. */
import { ErrorKind } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import { knownFlags, UsageError, unknownFlag } from '../report-error.ts';

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
  const flag = unknownFlag(error);
  if (flag === undefined) throw error;
  const close = didYouMean(flag, knownFlags(error));
  throw new UsageError(`unknown flag ${flag}`, {
    kind: ErrorKind.Invalid,
    hint: `${close === undefined ? '' : `${close} `}Put words for the process that start with "-" after "--": wippy run ... -- ${flag}`,
  });
}
