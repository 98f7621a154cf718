import type { WippyError } from '../../infrastructure/errors.ts';
import type { PID } from '../pid/pid.ts';
import type { Message } from './message.ts';

/** Takes messages: null when the message was accepted, else the reason why not. Never throws, never blocks. */
export interface Receiver {
  send(message: Message): WippyError | null;
}

/** The receiver behind one PID, such as a process. */
export interface AddressedReceiver extends Receiver {
  readonly pid: PID;
  /** Ends what is behind the address; false when that has ended already. Absent for receivers that are no processes. */
  terminate?(error?: WippyError): boolean;
  /** True for a process that waits for messages and would not notice a CANCEL. */
  readonly isQuiet?: boolean;
  readonly ended?: boolean;
  /** See `Watched.busyMark`. */
  readonly busyMark?: number | null;
}

/** A host that takes the messages of PIDs that are not attached to the node one by one. */
export interface RelayHost {
  /** Entry id, or a reserved name such as `node:control`. */
  readonly id: string;
  /** Absent for a process host: a message to an address it does not have is to a dead process. */
  send?(message: Message): WippyError | null;
}
