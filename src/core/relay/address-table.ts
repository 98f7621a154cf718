import { type PID, serialBefore } from '../pid/pid.ts';
import type { AddressedReceiver } from './receiver.ts';

/** Slots at the start; a power of two, as always. */
const SMALLEST = 64;

/** Fibonacci hashing: neighbouring serials land far apart, so long-lived processes make no long runs. */
const MULTIPLIER = 0x9e3779b1;

/**
 * Receivers by their PIDs. Those of this node's generator are found by the serial, in an open-addressing table with
 * backward-shift deletion: nothing is allocated, and no text is made, for a process that comes and goes. Neither a Map
 * nor a dictionary object can do that: both rebuild themselves again and again when they are filled and emptied all the time.
 */
export class AddressTable {
  private slots: (AddressedReceiver | undefined)[] = new Array(SMALLEST).fill(undefined);
  private mask = SMALLEST - 1;
  private used = 0;
  /** PIDs without a serial, and those whose serial another host's PID has, by their texts. */
  private readonly others = new Map<string, AddressedReceiver>();

  get size(): number {
    return this.used + this.others.size;
  }

  get(pid: PID): AddressedReceiver | undefined {
    if (pid.serial >= 0) {
      const receiver = this.slots[this.find(pid.serial)];
      if (receiver?.pid.equals(pid)) return receiver;
    }
    return this.others.size === 0 ? undefined : this.others.get(pid.text);
  }

  /** As `get`, by the text of a PID. */
  getByText(text: string): AddressedReceiver | undefined {
    const serial = serialBefore(text, text.length - 1);
    if (serial >= 0) {
      const receiver = this.slots[this.find(serial)];
      if (receiver !== undefined && receiver.pid.text === text) return receiver;
    }
    return this.others.size === 0 ? undefined : this.others.get(text);
  }

  /** False when the PID is taken. */
  add(receiver: AddressedReceiver): boolean {
    const { pid } = receiver;
    if (this.get(pid) !== undefined) return false;
    const slot = pid.serial < 0 ? -1 : this.find(pid.serial);
    if (slot < 0 || this.slots[slot] !== undefined) {
      this.others.set(pid.text, receiver);
      return true;
    }
    this.slots[slot] = receiver;
    this.used++;
    if (this.used * 2 > this.slots.length) this.grow();
    return true;
  }

  delete(pid: PID): void {
    const slot = pid.serial < 0 ? -1 : this.find(pid.serial);
    if (slot >= 0 && this.slots[slot]?.pid.equals(pid)) this.remove(slot);
    else if (this.others.size > 0) this.others.delete(pid.text);
  }

  /** The slot that holds the serial, or the empty one where it belongs. */
  private find(serial: number): number {
    const { slots, mask } = this;
    let slot = this.home(serial);
    for (;;) {
      const receiver = slots[slot];
      if (receiver === undefined || receiver.pid.serial === serial) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private home(serial: number): number {
    return (Math.imul(serial, MULTIPLIER) >>> 7) & this.mask;
  }

  /** Empties the slot and moves up those behind it that were pushed away from their places. */
  private remove(slot: number): void {
    const { slots, mask } = this;
    let hole = slot;
    for (let next = (hole + 1) & mask; ; next = (next + 1) & mask) {
      const receiver = slots[next];
      if (receiver === undefined) break;
      const distance = (next - this.home(receiver.pid.serial)) & mask;
      if (distance < ((next - hole) & mask)) continue;
      slots[hole] = receiver;
      hole = next;
    }
    slots[hole] = undefined;
    this.used--;
  }

  private grow(): void {
    const former = this.slots;
    this.slots = new Array(former.length * 2).fill(undefined);
    this.mask = this.slots.length - 1;
    for (const receiver of former) if (receiver !== undefined) this.slots[this.find(receiver.pid.serial)] = receiver;
  }
}
