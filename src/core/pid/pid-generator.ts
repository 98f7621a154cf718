import { PID } from './pid.ts';

const WIDTHS = [5, 6, 8, 16];

/** Makes the PIDs of one node: a counter in hexadecimal, at least 5 digits wide, then 6, 8 and 16. */
export class PidGenerator {
  readonly node: string;
  private counter = 0;

  /** @param node empty or `local` for a node that stands alone. */
  constructor(node = '') {
    this.node = node;
  }

  /** The next PID on the host with this entry id; unique on this node for the life of the program. */
  next(host: string): PID {
    return new PID(this.node, host, formatUnique(++this.counter));
  }
}

/** `0x00001` for 1; the digits are padded to the next of the widths 5, 6, 8 and 16. */
export function formatUnique(counter: number): string {
  const digits = counter.toString(16);
  if (digits.length <= 5) return `0x${'00000'.slice(digits.length)}${digits}`;
  const width = WIDTHS.find((candidate) => candidate >= digits.length) ?? digits.length;
  return `0x${digits.padStart(width, '0')}`;
}
