/** Asks the running application of the project in a directory. */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { request } from '../../dev/control/control-client.ts';
import { controlSocketPath } from '../../dev/control/socket-path.ts';
import { requireDirectory } from '../open-project.ts';

export interface Question {
  /** As it was written. */
  readonly directory: string;
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Told each item of a stream. */
  readonly onItem?: (item: unknown) => void;
  readonly signal?: AbortSignal;
}

/** The answer, of the form that the method of src/dev/control/runtime-methods.ts gives. Throws coded errors. */
export function ask<T>({ directory, method, params = {}, onItem, signal }: Question): Promise<T> {
  const path = resolve(directory);
  requireDirectory(path);
  return request(controlSocketPath(realpathSync(path)), method, params, onItem, signal) as Promise<T>;
}
