/**
 * A client behind a relay as a process among processes: it has a PID, can be sent to, monitored and linked, and is bound to
 * a target that it watches. Reference: http/{sse,websocket-relay} of the Wippy documentation.
 */

import type { PID } from '../../../core/pid/pid.ts';
import { parsePid } from '../../../core/pid/pid.ts';
import type { PidGenerator } from '../../../core/pid/pid-generator.ts';
import { processNotFound } from '../../../core/relay/errors.ts';
import { Message } from '../../../core/relay/message.ts';
import type { Node } from '../../../core/relay/node.ts';
import type { AddressedReceiver, Receiver } from '../../../core/relay/receiver.ts';
import { EVENTS_TOPIC } from '../../../core/relay/topics.ts';
import type { LifecycleEvent } from '../../../core/scheduler/lifecycle-events.ts';
import type { Clock, TimerHandle } from '../../../infrastructure/clock.ts';
import { formatDuration } from '../../../infrastructure/duration.ts';
import { toWippyError, type WippyError } from '../../../infrastructure/errors.ts';
import type { Logger } from '../../../infrastructure/logger/index.ts';
import type { Transcoder } from '../../../infrastructure/transcoder/index.ts';
import { type Payload, PayloadFormat, payload } from '../../../infrastructure/transcoder/payload.ts';
import type { Names } from '../../../system/topology/names.ts';
import type { Topology } from '../../../system/topology/topology.ts';
import type { ExchangeServer } from '../exchange.ts';
import { type RelayCommand, readRelayCommand } from './command.ts';

/** What relays need of the runtime. */
export interface RelayServices {
  readonly node: Node;
  readonly router: Receiver;
  readonly topology: Topology;
  readonly names: Names;
  readonly pids: PidGenerator;
  readonly transcoder: Transcoder;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Topics by which a relay and its target talk: `ws.join`, `sse.join` and so on. */
export type RelayProtocol = 'ws' | 'sse';

const DEFAULT_HEARTBEAT = 30_000;

/** Bytes that may wait for a slow client; one with more is given up. */
export const CLIENT_BACKLOG = 16 * 1024 * 1024;

export abstract class RelaySession implements AddressedReceiver {
  readonly pid: PID;
  protected readonly services: RelayServices;
  protected readonly protocol: RelayProtocol;
  /** Topic of messages between client and target; `*`: all. */
  protected messageTopic: string;
  /** Messages that were relayed. */
  protected count = 0;
  protected target: PID | null = null;
  protected metadata: unknown;
  private readonly server: ExchangeServer;
  private readonly connectedAt: number;
  private readonly firstTarget: PID | null;
  private heartbeat: number;
  private heartbeatTimer: TimerHandle = undefined;
  private over = false;

  /** @throws WippyError Invalid for a target that is no PID. */
  constructor(services: RelayServices, server: ExchangeServer, protocol: RelayProtocol, command: RelayCommand) {
    this.services = services;
    this.server = server;
    this.protocol = protocol;
    this.firstTarget = command.target_pid ? targetOf(command.target_pid) : null;
    this.messageTopic = command.message_topic || `${protocol}.message`;
    this.metadata = command.metadata;
    this.heartbeat = command.heartbeat_interval ?? DEFAULT_HEARTBEAT;
    this.pid = services.pids.next(server.id);
    this.connectedAt = services.clock.monotonic();
  }

  /** Sends a message to the client. */
  protected abstract forward(message: Message): void;

  /** Tells the client why the connection ends, and ends it. */
  protected abstract farewell(reason: string): void;

  /** Keeps the connection to the client alive. */
  protected abstract ping(): void;

  /** A control message has named a target that cannot be watched. */
  protected abstract targetRefused(error: WippyError): void;

  /** What else a control message changes. */
  protected reconfigure(_command: RelayCommand): void {}

  get ended(): boolean {
    return this.over;
  }

  /** Takes part from now on. @throws WippyError NotFound for a target that has ended; nothing is left behind then. */
  protected join(): void {
    this.services.node.attach(this);
    try {
      if (this.firstTarget !== null) this.watch(this.firstTarget);
    } catch (error) {
      this.over = true;
      this.services.node.detach(this.pid);
      throw error;
    }
    this.server.sessions.add(this);
    this.armHeartbeat();
  }

  /** Ends the session; the client is told why. */
  close(reason: string): void {
    if (this.over) return;
    this.leave(reason);
    this.farewell(reason);
  }

  /** The client has ended the connection. */
  clientGone(): void {
    if (!this.over) this.leave('client disconnected');
  }

  /** As when a linked process fails. */
  terminate(error?: WippyError): boolean {
    if (this.over) return false;
    this.close(error?.message ?? 'terminated');
    return true;
  }

  send(message: Message): WippyError | null {
    if (this.over) return processNotFound(this.pid);
    try {
      this.receive(message);
    } catch (thrown) {
      this.services.logger.warn('a message could not be relayed', {
        pid: this.pid.text,
        topic: message.topic,
        error: toWippyError(thrown),
      });
    }
    return null;
  }

  /** Sends to the target; a target that has just ended is about to end this session, too. */
  protected tell(topic: string, content: Payload, target = this.target): void {
    if (target === null) return;
    const error = this.services.router.send(new Message(this.pid, target, topic, [content]));
    if (error !== null) this.services.logger.debug('relay target does not answer', { pid: this.pid.text, error });
  }

  private leave(reason: string): void {
    this.over = true;
    const { services, target } = this;
    this.services.clock.clearTimer(this.heartbeatTimer);
    this.dispose();
    if (target !== null) this.unwatch(target);
    this.target = null;
    services.node.detach(this.pid);
    services.names.remove(this.pid);
    this.server.sessions.delete(this);
    services.topology.complete(this.pid, { value: [payload(PayloadFormat.Text, reason)], error: null });
    services.logger.debug('relay has ended', { pid: this.pid.text, reason });
  }

  /** Releases what a kind of session holds. */
  protected dispose(): void {}

  private receive(message: Message): void {
    const { topic, payloads } = message;
    if (topic === EVENTS_TOPIC) this.lifecycleEvent(payloads[0]?.data as LifecycleEvent);
    else if (topic === `${this.protocol}.control`) {
      if (payloads[0] !== undefined) this.control(payloads[0]);
    } else if (topic === `${this.protocol}.close`) this.close(this.reasonIn(payloads[0]));
    else this.forward(message);
  }

  private lifecycleEvent(event: LifecycleEvent): void {
    if (event.kind === 'pid.exit' && this.target?.equals(event.from) === true) {
      // Nobody is left to be told.
      this.target = null;
      this.close('target process exited');
    } else if (event.kind === 'pid.cancel') this.close(event.reason || 'canceled');
  }

  private reasonIn(content: Payload | undefined): string {
    const value = content === undefined ? undefined : this.services.transcoder.toHost(content);
    if (value === undefined || value === null || value === '') return 'closed by server';
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  private control(content: Payload): void {
    const value = this.services.transcoder.toHost(content);
    const command = readRelayCommand(value);
    const has = (name: string): boolean => Object.hasOwn(value as object, name);
    if (has('message_topic')) this.messageTopic = command.message_topic || `${this.protocol}.message`;
    if (has('metadata')) this.metadata = command.metadata;
    if (has('heartbeat_interval')) {
      this.heartbeat = command.heartbeat_interval ?? DEFAULT_HEARTBEAT;
      this.armHeartbeat();
    }
    this.reconfigure(command);
    if (has('target_pid')) this.retarget(command.target_pid ?? '');
  }

  /** The new target gets a join, the old one a leave; an empty text only leaves. */
  private retarget(text: string): void {
    const old = this.target;
    try {
      const next = text === '' ? null : targetOf(text);
      if (next !== null && old?.equals(next) === true) return;
      if (next !== null) this.watch(next);
      else this.target = null;
    } catch (thrown) {
      this.targetRefused(toWippyError(thrown));
      return;
    }
    if (old !== null) this.unwatch(old);
  }

  private watch(target: PID): void {
    this.services.topology.monitor(this.pid, target);
    this.target = target;
    this.tell(`${this.protocol}.join`, this.introduction());
  }

  private unwatch(target: PID): void {
    try {
      this.services.topology.demonitor(this.pid, target);
    } catch (thrown) {
      this.services.logger.debug('relay target cannot be left', { pid: this.pid.text, error: toWippyError(thrown) });
    }
    this.tell(`${this.protocol}.leave`, this.introduction(), target);
  }

  private introduction(more: Record<string, unknown> = {}): Payload {
    const { metadata } = this;
    const content = { client_pid: this.pid.text, ...more, ...(metadata === undefined ? {} : { metadata }) };
    return payload(PayloadFormat.Json, JSON.stringify(content));
  }

  private armHeartbeat(): void {
    const { clock } = this.services;
    clock.clearTimer(this.heartbeatTimer);
    if (this.heartbeat <= 0 || this.over) return;
    this.heartbeatTimer = clock.setTimer(() => {
      const uptime = formatDuration(clock.monotonic() - this.connectedAt);
      this.tell(`${this.protocol}.heartbeat`, this.introduction({ uptime, message_count: this.count }));
      this.ping();
      this.armHeartbeat();
    }, this.heartbeat);
  }
}

/** @throws WippyError Invalid that quotes the text. */
function targetOf(text: string): PID {
  try {
    return parsePid(text);
  } catch (thrown) {
    throw toWippyError(thrown).wrap(`invalid target PID ${JSON.stringify(text)}`);
  }
}

/** Status of the answer to a request whose relay could not begin. */
export function statusOf({ kind }: WippyError): number {
  switch (kind) {
    case 'Invalid':
      return 400;
    case 'PermissionDenied':
      return 403;
    case 'NotFound':
      return 404;
    case 'Unavailable':
      return 503;
    default:
      return 500;
  }
}
