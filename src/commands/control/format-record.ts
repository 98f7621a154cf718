/** A log record that came over the control socket, as its own program would have written it. */
import type { ShownRecord } from '../../dev/control/log-ring.ts';
import { formatConsoleRecord } from '../../infrastructure/logger/console-format.ts';
import type { LogRecord } from '../../infrastructure/logger/index.ts';

export function formatShownRecord(record: ShownRecord, colours: boolean): string {
  return formatConsoleRecord(record as LogRecord, colours, { trace: () => '', hostStacks: false });
}
