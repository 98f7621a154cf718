import type { WippyError } from '../../infrastructure/errors.ts';
import { Mailbox, type MailboxOptions } from './mailbox.ts';
import type { Message } from './message.ts';
import type { RelayHost } from './receiver.ts';

/** The host that takes what nodes tell each other: monitor and link requests of remote processes, for example. */
export const CONTROL_HOST = 'node:control';

/** The control host of a node: a mailbox under a reserved host id. */
export class ControlHost implements RelayHost {
  readonly id = CONTROL_HOST;
  readonly mailbox: Mailbox;

  constructor(options: MailboxOptions) {
    this.mailbox = new Mailbox(options);
  }

  send(message: Message): WippyError | null {
    return this.mailbox.send(message);
  }
}
