import type { WippyError } from '../../infrastructure/errors.ts';
import { LOCAL_NODE, PID } from '../pid/pid.ts';
import { AddressTable } from './address-table.ts';
import { alreadyAttached, hostExists, hostNotFound, processNotFound } from './errors.ts';
import type { Message } from './message.ts';
import type { AddressedReceiver, Receiver, RelayHost } from './receiver.ts';

/**
 * The addresses of this node: its hosts, and every receiver by the text of its PID. Processes are attached one by one,
 * so that the way from sender to receiver is a single lookup.
 */
export class Node implements Receiver {
  /** Empty for a node that stands alone. */
  readonly id: string;
  private readonly addresses = new AddressTable();
  private readonly hosts = new Map<string, RelayHost>();

  constructor(id = '') {
    this.id = id === LOCAL_NODE ? '' : id;
  }

  isLocal(pid: PID): boolean {
    return pid.node === '' || pid.node === this.id;
  }

  /** Delivers to the receiver of the PID, else to its host; else NotFound `process not found` or `host not found`. */
  send(message: Message): WippyError | null {
    const receiver = this.addresses.get(message.to);
    return receiver !== undefined ? receiver.send(message) : this.sendToHost(message);
  }

  /** The receiver behind the text of a PID, or undefined. */
  receiver(pidText: string): AddressedReceiver | undefined {
    return this.addresses.getByText(pidText);
  }

  /** Whether a process or another receiver lives at the PID. */
  has(pid: PID): boolean {
    return this.addresses.get(pid) !== undefined || this.unqualifiedReceiver(pid) !== undefined;
  }

  /** @throws WippyError AlreadyExists `receiver already attached`. */
  attach(receiver: AddressedReceiver): void {
    if (!this.addresses.add(receiver)) throw alreadyAttached(receiver.pid);
  }

  detach(pid: PID): void {
    this.addresses.delete(pid);
  }

  get addressCount(): number {
    return this.addresses.size;
  }

  /** @throws WippyError AlreadyExists `host already exists`. */
  registerHost(host: RelayHost): void {
    if (this.hosts.has(host.id)) throw hostExists(host.id, this.id);
    this.hosts.set(host.id, host);
  }

  /** True when there was such a host. */
  unregisterHost(id: string): boolean {
    return this.hosts.delete(id);
  }

  host(id: string): RelayHost | undefined {
    return this.hosts.get(id);
  }

  listHosts(): RelayHost[] {
    return [...this.hosts.values()];
  }

  private sendToHost(message: Message): WippyError | null {
    const to = message.to;
    const receiver = this.unqualifiedReceiver(to);
    if (receiver !== undefined) return receiver.send(message);
    const host = this.hosts.get(to.host);
    if (host === undefined) return hostNotFound(to.host, this.id);
    return host.send === undefined ? processNotFound(to) : host.send(message);
  }

  /** On a named node `{host|id}` means the same as `{node@host|id}`, which is the text receivers are attached by. */
  private unqualifiedReceiver(pid: PID): AddressedReceiver | undefined {
    if (this.id === '' || pid.node !== '') return undefined;
    return this.addresses.get(new PID(this.id, pid.host, pid.unique));
  }
}
