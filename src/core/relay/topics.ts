import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

/** The inbox of a process. */
export const INBOX_TOPIC = '@pid/inbox';

/** Where a process receives EXIT, LINK_DOWN, CANCEL and OUTDATED. */
export const EVENTS_TOPIC = '@pid/events';

/** Topics that start with `@` belong to the runtime. */
export function isReservedTopic(topic: string): boolean {
  return topic.charCodeAt(0) === 0x40;
}

export function reservedTopic(topic: string): WippyError {
  return new WippyError('cannot send to @ topics', {
    kind: ErrorKind.Invalid,
    retryable: false,
    details: { topic },
    hint: 'Choose a topic that does not start with @; those belong to the runtime.',
  });
}
