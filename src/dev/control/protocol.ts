/**
 * What is said over the control socket: one request for each connection, a line of JSON, answered by lines of JSON. A
 * stream has any number of items before its end.
 */

export interface ControlRequest {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface ControlError {
  readonly message: string;
  readonly kind: string;
  readonly hint?: string;
}

export type ControlReply = { readonly item: unknown } | { readonly result: unknown } | { readonly error: ControlError };

/** Longest request, characters; nobody types more. */
export const MAX_REQUEST = 1 << 20;

/** Calls back with each line of a stream of text, without its line break. */
export function splitLines(onLine: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  };
}
