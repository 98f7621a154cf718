import type { FrameContext } from '../../core/context/frame-context.ts';
import { looksLikePid, type PID, parsePid } from '../../core/pid/pid.ts';
import type { PidGenerator } from '../../core/pid/pid-generator.ts';
import { hostNotFound, processNotFound } from '../../core/relay/errors.ts';
import { Message } from '../../core/relay/message.ts';
import type { Node } from '../../core/relay/node.ts';
import type { AddressedReceiver, Receiver, RelayHost } from '../../core/relay/receiver.ts';
import { isReservedTopic, reservedTopic } from '../../core/relay/topics.ts';
import { endBusyProcesses, type Watched } from '../../core/scheduler/busy-watch.ts';
import { cancelMessage } from '../../core/scheduler/lifecycle-events.ts';
import type { Outcome } from '../../core/scheduler/process.ts';
import type { ProcessHost } from '../../core/scheduler/process-host.ts';
import type { ProcessObserver } from '../../core/scheduler/process-record.ts';
import type { WippyError } from '../../infrastructure/errors.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import type { FactoryRegistry } from '../factory/factory-registry.ts';
import type { Names } from '../topology/names.ts';
import type { Topology } from '../topology/topology.ts';
import { assertHostId, assertProcessId, destinationNotFound, invalidHost, noProcess } from './errors.ts';
import type { InitialMessage, SpawnRequest } from './spawn-request.ts';

/** A host that runs processes: a process host, or a terminal host. */
export interface SpawningHost extends RelayHost, Pick<ProcessHost, 'submit' | 'assertRunning'> {
  /** Absent where terminate has no effect, as on a terminal host. */
  readonly ignoresTerminate?: boolean;
}

export interface ProcessManagerParts {
  node: Node;
  router: Receiver;
  topology: Topology;
  names: Names;
  factories: FactoryRegistry;
  pids: PidGenerator;
}

/** Told how a process that was executed has ended. */
export type ExecDone = (outcome: Outcome) => void;

/** Starts processes on hosts, and sends, cancels and terminates by PID or name. */
export class ProcessManager {
  private readonly parts: ProcessManagerParts;
  private readonly node: Node;

  constructor(parts: ProcessManagerParts) {
    this.parts = parts;
    this.node = parts.node;
  }

  /**
   * Starts a process; none of its code has run when this returns.
   * @throws WippyError Invalid for a bad id, NotFound `host not found` or `factory not found`, Unavailable `host is not
   *   running`, Internal `failed to create process`, and what the process throws when it is initialised.
   */
  spawn(request: SpawnRequest, context: FrameContext, observer: ProcessObserver | null = null): PID {
    assertProcessId(request.source);
    const host = this.spawningHost(request.host);
    for (const { topic } of request.messages ?? []) if (isReservedTopic(topic)) throw reservedTopic(topic);
    if ((request.monitored || request.linked) && context.pid === null)
      throw noProcess('spawning with a monitor or link');
    if (request.name !== undefined) {
      const holder = this.parts.names.lookup(request.name);
      if (holder !== null) {
        this.sendAll(request.messages, holder, context);
        return holder;
      }
    }
    const created = this.parts.factories.create(request.source);
    const pid = this.parts.pids.next(host.id);
    const options = request.options === undefined ? created.options : { ...created.options, ...request.options };
    const child = context.spawn({
      id: request.source,
      pid,
      actor: request.actor,
      scope: request.scope,
      values: request.values,
      options,
    });
    host.submit(created.process, pid, child, created.method, request.input, observer);
    try {
      if (request.name !== undefined) this.parts.names.register(request.name, pid);
      if (request.monitored) this.parts.topology.monitor(context.pid!, pid);
      if (request.linked) this.parts.topology.link(context.pid!, pid);
    } catch (thrown) {
      // The spawner has ended in the meantime: nobody would know of the process.
      this.terminate(pid);
      throw thrown;
    }
    this.sendAll(request.messages, pid, context);
    return pid;
  }

  /**
   * Spawns and tells how it ended. The process goes on when the caller gives up waiting. Throws as `spawn`.
   */
  exec(request: SpawnRequest, context: FrameContext, done: ExecDone): PID {
    return this.spawn(request, context, { processEnded: (_record, outcome) => done(outcome) });
  }

  /** @throws WippyError NotFound `could not resolve 'X' as PID or registered name`, Invalid for a malformed PID. */
  resolve(destination: string): PID {
    const receiver = this.node.receiver(destination);
    if (receiver !== undefined) return receiver.pid;
    if (looksLikePid(destination)) return parsePid(destination);
    const holder = this.parts.names.lookup(destination);
    if (holder === null) throw destinationNotFound(destination);
    return holder;
  }

  /**
   * Sends by PID text or name.
   * @throws WippyError Invalid `cannot send to @ topics`, those of `resolve`, NotFound `process not found`.
   */
  send(from: PID | null, destination: string, topic: string, payloads: readonly Payload[]): void {
    if (isReservedTopic(topic)) throw reservedTopic(topic);
    const receiver = this.node.receiver(destination);
    const error =
      receiver !== undefined
        ? receiver.send(new Message(from, receiver.pid, topic, payloads))
        : this.parts.router.send(new Message(from, this.resolve(destination), topic, payloads));
    if (error !== null) throw error;
  }

  /** Asks the process to end. @throws WippyError NotFound `process not found` or `host not found`. */
  cancel(from: PID | null, target: PID, reason: string): void {
    const error = this.parts.router.send(cancelMessage(from, target, reason));
    if (error !== null) throw error;
  }

  /**
   * Asks the process to end; one that waits for messages and would not notice is ended at once, one that computes and
   * would not notice soon.
   * @throws WippyError as `cancel`.
   */
  stop(target: PID, reason: string): void {
    const receiver = this.node.receiver(target.text);
    if (receiver?.isQuiet === true) {
      receiver.terminate?.();
      return;
    }
    this.cancel(null, target, reason);
    if (isWatched(receiver)) endBusyProcesses(() => [receiver]);
  }

  /**
   * Ends the process with `process terminated`, even one in an endless loop.
   * @throws WippyError NotFound `process not found` or `host not found`, Internal for a host without processes.
   */
  terminate(target: PID, error?: WippyError): void {
    const host = this.spawningHost(target.host, false);
    if (host.ignoresTerminate) return;
    const receiver = this.node.receiver(target.text);
    if (receiver?.terminate === undefined || !receiver.terminate(error)) throw processNotFound(target);
  }

  private spawningHost(id: string, mustRun = true): SpawningHost {
    assertHostId(id);
    const host = this.node.host(id);
    if (host === undefined) throw hostNotFound(id, this.node.id);
    if (!isSpawningHost(host)) throw invalidHost(id);
    if (mustRun) host.assertRunning();
    return host;
  }

  private sendAll(messages: readonly InitialMessage[] | undefined, to: PID, context: FrameContext): void {
    for (const { topic, payloads } of messages ?? []) this.send(context.pid, to.text, topic, payloads);
  }
}

function isWatched(receiver: AddressedReceiver | undefined): receiver is AddressedReceiver & Watched {
  return receiver !== undefined && 'busyMark' in receiver && 'terminate' in receiver;
}

function isSpawningHost(host: RelayHost): host is SpawningHost {
  return 'submit' in host && 'assertRunning' in host;
}
