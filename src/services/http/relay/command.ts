/** What a function asks of a relay: the JSON in the header of its response, or in a control message later. */

import { z } from 'zod';
import { tryParseDuration } from '../../../infrastructure/duration.ts';
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';

/** Milliseconds; an empty text stands for the default of the field. */
function durationText() {
  return z.string().transform((text, context) => {
    if (text === '') return undefined;
    const milliseconds = tryParseDuration(text);
    if (milliseconds !== undefined && milliseconds >= 0) return milliseconds;
    context.addIssue({ code: 'custom', message: `${JSON.stringify(text)} is no duration such as 30s or 1m` });
    return z.NEVER;
  });
}

function commandSchema() {
  return z.looseObject({
    target_pid: z.string().optional(),
    message_topic: z.string().optional(),
    heartbeat_interval: durationText().optional(),
    idle_timeout: durationText().optional(),
    hard_timeout: durationText().optional(),
    metadata: z.unknown().optional(),
  });
}

export type RelayCommand = z.output<ReturnType<typeof commandSchema>>;

let schema: ReturnType<typeof commandSchema> | undefined;

/** @throws WippyError Invalid `invalid relay configuration: ...` for a value that is no command. */
export function readRelayCommand(value: unknown): RelayCommand {
  schema ??= commandSchema();
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalidCommand([...(issue?.path ?? []), issue?.message].join(': '));
}

/** As `readRelayCommand`, of JSON text. */
export function parseRelayCommand(json: string): RelayCommand {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw invalidCommand((error as Error).message);
  }
  return readRelayCommand(value);
}

function invalidCommand(why: string): WippyError {
  return new WippyError(`invalid relay configuration: ${why}`, { kind: ErrorKind.Invalid, retryable: false });
}
