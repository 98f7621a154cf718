import type { PID } from '../../core/pid/pid.ts';

/** A set of PIDs that needs no collection while it has at most one member, which is the usual case. */
export class PidSet {
  private one: PID | null = null;
  private many: Map<string, PID> | null = null;

  get size(): number {
    return this.many !== null ? this.many.size : this.one === null ? 0 : 1;
  }

  has(pid: PID): boolean {
    if (this.many !== null) return this.many.has(pid.text);
    return this.one?.equals(pid) ?? false;
  }

  /** False when the PID is a member already. */
  add(pid: PID): boolean {
    if (this.has(pid)) return false;
    if (this.many !== null) this.many.set(pid.text, pid);
    else if (this.one === null) this.one = pid;
    else {
      this.many = new Map([
        [this.one.text, this.one],
        [pid.text, pid],
      ]);
      this.one = null;
    }
    return true;
  }

  /** False when the PID is no member. */
  delete(pid: PID): boolean {
    if (this.many !== null) return this.many.delete(pid.text);
    if (!this.has(pid)) return false;
    this.one = null;
    return true;
  }

  /** A copy, in the order of addition. */
  toArray(): PID[] {
    if (this.many !== null) return [...this.many.values()];
    return this.one === null ? [] : [this.one];
  }
}
