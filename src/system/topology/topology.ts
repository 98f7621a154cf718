import type { PID } from '../../core/pid/pid.ts';
import type { Node } from '../../core/relay/node.ts';
import type { Receiver } from '../../core/relay/receiver.ts';
import { type ExitEvent, lifecycleMessage, unixSeconds } from '../../core/scheduler/lifecycle-events.ts';
import type { Outcome } from '../../core/scheduler/process.ts';
import { ErrorKind, type WippyError } from '../../infrastructure/errors.ts';
import { controlMessage, type TopologyRequest } from './control-messages.ts';
import { alreadyMonitoring, linkedProcessFailed, nodeDown, pidNotRegistered } from './errors.ts';
import { Relations } from './relations.ts';

/**
 * Who watches whom. A monitor gets one EXIT event however the process ends; a link works both ways and only when a process
 * fails: the peer gets LINK_DOWN if it traps links, else it ends with `linked process failed`.
 *
 * A process appears here only once it takes part in a relation. Processes of other nodes are reached through the control
 * host of their node.
 */
export class Topology {
  private readonly node: Node;
  private readonly router: Receiver;
  private readonly relations = new Map<string, Relations>();

  constructor(node: Node, router: Receiver) {
    this.node = node;
    this.router = router;
  }

  /** @throws WippyError NotFound `pid not registered`, AlreadyExists `already monitoring pid`, or why a node is unreachable. */
  monitor(watcher: PID, target: PID): void {
    if (this.node.isLocal(target)) this.assertAlive(target, 'monitor');
    else this.request({ operation: 'monitor', from: watcher, target });
    if (!this.of(target).watchers.add(watcher)) throw alreadyMonitoring(target);
    this.of(watcher).watching.add(target);
  }

  /** Ends a monitor; one that does not exist is fine. */
  demonitor(watcher: PID, target: PID): void {
    if (!this.node.isLocal(target)) this.request({ operation: 'demonitor', from: watcher, target });
    this.dropMonitor(watcher, target);
  }

  /** Links two processes; linking twice is fine. @throws WippyError NotFound `pid not registered`. */
  link(from: PID, to: PID): void {
    this.assertAlive(from, 'link');
    if (this.node.isLocal(to)) this.assertAlive(to, 'link');
    else this.request({ operation: 'link', from, target: to });
    this.of(from).links.add(to);
    this.of(to).links.add(from);
  }

  /** Ends a link; one that does not exist is fine. */
  unlink(from: PID, to: PID): void {
    if (!this.node.isLocal(to)) this.request({ operation: 'unlink', from, target: to });
    this.dropLink(from, to);
  }

  links(pid: PID): PID[] {
    return this.relations.get(pid.text)?.links.toArray() ?? [];
  }

  watchers(pid: PID): PID[] {
    return this.relations.get(pid.text)?.watchers.toArray() ?? [];
  }

  setTrapLinks(pid: PID, trap: boolean): void {
    if (!trap && !this.relations.has(pid.text)) return;
    this.of(pid).trapLinks = trap;
    this.forgetIfEmpty(pid);
  }

  trapsLinks(pid: PID): boolean {
    return this.relations.get(pid.text)?.trapLinks ?? false;
  }

  /** How many processes take part in relations. */
  get size(): number {
    return this.relations.size;
  }

  /** Tells watchers and linked processes that the process has ended, and forgets it. */
  complete(pid: PID, outcome: Outcome): void {
    const relations = this.relations.get(pid.text);
    if (relations === undefined) return;
    this.relations.delete(pid.text);
    // A service that says it has done its work ends with an error of kind Exited, which is no failure.
    const error = outcome.error?.kind === ErrorKind.Exited ? null : outcome.error;
    for (const target of relations.watching.toArray()) this.leaveTarget(pid, target);
    for (const watcher of relations.watchers.toArray()) this.endMonitor(pid, watcher, outcome.value, error);
    for (const peer of relations.links.toArray()) this.endLink(pid, peer, error);
  }

  /** Treats every process of the node as failed. */
  nodeLeft(node: string): void {
    const error = nodeDown(node);
    for (const relations of [...this.relations.values()]) {
      if (relations.pid.node === node) this.complete(relations.pid, { value: null, error });
    }
  }

  /** Applies what another node tells through its control host. A request about a dead process is answered by its end. */
  handleRequest(request: TopologyRequest): void {
    const { operation, from, target } = request;
    switch (operation) {
      case 'exited':
        if (this.watchers(from).some((watcher) => watcher.equals(target))) {
          this.endMonitor(from, target, request.value, request.error);
        }
        break;
      case 'failed':
        if (this.links(from).some((peer) => peer.equals(target))) this.endLink(from, target, request.error);
        break;
      case 'demonitor':
        this.dropMonitor(from, target);
        break;
      case 'unlink':
        this.dropLink(from, target);
        break;
      case 'monitor':
        this.of(target).watchers.add(from);
        this.of(from).watching.add(target);
        if (!this.node.has(target)) this.endMonitor(target, from, null, pidNotRegistered(target, operation));
        break;
      case 'link':
        this.of(from).links.add(target);
        this.of(target).links.add(from);
        if (!this.node.has(target)) this.endLink(target, from, pidNotRegistered(target, operation));
        break;
    }
  }

  private of(pid: PID): Relations {
    let relations = this.relations.get(pid.text);
    if (relations === undefined) {
      relations = new Relations(pid);
      this.relations.set(pid.text, relations);
    }
    return relations;
  }

  private forgetIfEmpty(pid: PID): void {
    if (this.relations.get(pid.text)?.empty) this.relations.delete(pid.text);
  }

  private assertAlive(pid: PID, operation: string): void {
    if (!this.node.has(pid)) throw pidNotRegistered(pid, operation);
  }

  private request(request: TopologyRequest): void {
    const error = this.router.send(controlMessage(request));
    if (error !== null) throw error;
  }

  private dropLink(from: PID, to: PID): void {
    this.relations.get(from.text)?.links.delete(to);
    this.relations.get(to.text)?.links.delete(from);
    this.forgetIfEmpty(from);
    this.forgetIfEmpty(to);
  }

  private dropMonitor(watcher: PID, target: PID): void {
    this.relations.get(target.text)?.watchers.delete(watcher);
    this.relations.get(watcher.text)?.watching.delete(target);
    this.forgetIfEmpty(target);
    this.forgetIfEmpty(watcher);
  }

  private leaveTarget(watcher: PID, target: PID): void {
    this.dropMonitor(watcher, target);
    // Nobody is left to hear that the node is unreachable.
    if (!this.node.isLocal(target)) this.router.send(controlMessage({ operation: 'demonitor', from: watcher, target }));
  }

  private endMonitor(from: PID, watcher: PID, value: Outcome['value'], error: WippyError | null): void {
    this.dropMonitor(watcher, from);
    if (!this.node.isLocal(watcher)) {
      this.router.send(controlMessage({ operation: 'exited', from, target: watcher, value, error }));
    } else this.notify(watcher, { kind: 'pid.exit', from, at: unixSeconds(), result: { value, error } });
  }

  private endLink(from: PID, peer: PID, error: WippyError | null): void {
    const traps = this.trapsLinks(peer);
    this.dropLink(from, peer);
    if (!this.node.isLocal(peer)) {
      this.router.send(controlMessage({ operation: 'failed', from, target: peer, value: null, error }));
    } else if (error !== null && traps) {
      this.notify(peer, { kind: 'pid.link.down', from, at: unixSeconds(), result: { value: null, error } });
    } else if (error !== null) this.node.receiver(peer.text)?.terminate?.(linkedProcessFailed(from, error));
  }

  /** A watcher that has ended meanwhile does not need the event. */
  private notify(to: PID, event: ExitEvent): void {
    this.router.send(lifecycleMessage(event.from, to, event));
  }
}
