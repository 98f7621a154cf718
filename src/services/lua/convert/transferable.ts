/** Immutable host data that Lua values may carry from process to process. */

const classes = new Set<abstract new (...args: never[]) => unknown>();

/** Declares that userdata with data of this class is handed over as it is. Its instances must be immutable. */
export function allowTransfer(constructor: abstract new (...args: never[]) => unknown): void {
  classes.add(constructor);
}

export function isTransferable(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  for (const constructor of classes) if (data instanceof constructor) return true;
  return false;
}
