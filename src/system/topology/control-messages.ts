import { PID } from '../../core/pid/pid.ts';
import { CONTROL_HOST } from '../../core/relay/control-host.ts';
import { Message } from '../../core/relay/message.ts';
import type { Outcome } from '../../core/scheduler/process.ts';
import type { WippyError } from '../../infrastructure/errors.ts';
import { hostPayload } from '../../infrastructure/transcoder/payload.ts';

/**
 * What the topology of one node tells another: requests about the process `target` there, and the end of the process `from`
 * here for `target`, which watches it (`exited`) or is linked to it (`failed`).
 */
export type TopologyRequest =
  | { readonly operation: 'monitor' | 'demonitor' | 'link' | 'unlink'; readonly from: PID; readonly target: PID }
  | {
      readonly operation: 'exited' | 'failed';
      readonly from: PID;
      readonly target: PID;
      readonly value: Outcome['value'];
      readonly error: WippyError | null;
    };

const TOPIC = '@topology';

/** The request as a message to the control host of the target's node. */
export function controlMessage(request: TopologyRequest): Message {
  return new Message(request.from, new PID(request.target.node, CONTROL_HOST, 'topology'), TOPIC, [
    hostPayload(request),
  ]);
}

/** The request inside a message of the control host, or null when the message is something else. */
export function topologyRequest(message: Message): TopologyRequest | null {
  return message.topic === TOPIC ? (message.payloads[0]?.data as TopologyRequest) : null;
}
