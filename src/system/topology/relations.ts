import type { PID } from '../../core/pid/pid.ts';
import { PidSet } from './pid-set.ts';

/** The relations of one process. */
export class Relations {
  readonly pid: PID;
  readonly watchers = new PidSet();
  readonly watching = new PidSet();
  readonly links = new PidSet();
  trapLinks = false;

  constructor(pid: PID) {
    this.pid = pid;
  }

  get empty(): boolean {
    return !this.trapLinks && this.watchers.size === 0 && this.watching.size === 0 && this.links.size === 0;
  }
}
