/** The one place where the command line meets the runtime; loaded only when an application is run. */
import { ErrorKind, WippyError } from '../infrastructure/errors.ts';
import type { RunApplication } from './application.ts';

export const runApplication: RunApplication = async () => {
  throw new WippyError('this build has no runtime', {
    kind: ErrorKind.Unavailable,
    retryable: false,
    hint: 'Build the program from a checkout that has src/boot/application.ts.',
  });
};
