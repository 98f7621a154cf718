import { PID } from './pid.ts';

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
    return new PID(this.node, host, ++this.counter);
  }
}
