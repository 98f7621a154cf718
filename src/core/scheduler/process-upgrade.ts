import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import type { Process, UpgradeRequest } from './process.ts';
import type { ProcessRecord } from './process-record.ts';

/** Fresh code for a process that upgrades itself. */
export interface UpgradeSource {
  /** @throws WippyError when there is no such code or it cannot be made into a process. */
  create(source: string): { process: Process; method: string };
}

/**
 * Puts a new process into the record; PID, monitors, links and names stay. Returns the error that ends the process when the
 * new code cannot be made: the old one is gone by then.
 */
export function replaceProcess(
  record: ProcessRecord,
  request: UpgradeRequest,
  source: UpgradeSource | null,
  closeOld: () => void,
): WippyError | null {
  const id = request.source ?? record.context.id;
  try {
    if (source === null) throw new WippyError('no factory', { kind: ErrorKind.Internal, retryable: false });
    const fresh = source.create(id);
    closeOld();
    record.process = fresh.process;
    record.closed = false;
    record.context = record.context.renamed(id);
    try {
      fresh.process.init(record.context, fresh.method, request.input);
    } catch (thrown) {
      return toWippyError(thrown).wrap('upgrade: init failed');
    }
    return null;
  } catch (thrown) {
    return toWippyError(thrown).wrap('upgrade: create failed');
  }
}
