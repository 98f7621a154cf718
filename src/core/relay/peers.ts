import type { WippyError } from '../../infrastructure/errors.ts';
import { nodeNotFound, peerConflict, peerExists } from './errors.ts';
import type { Message } from './message.ts';
import type { Receiver } from './receiver.ts';

/** The nodes of the same cluster. */
export interface PeerRouter {
  /** The receiver that forwards to the node, or null when it is no peer. */
  peer(node: string): Receiver | null;
}

/** The way to nodes beyond the cluster. */
export interface InternodeRelay extends Receiver {
  reaches(node: string): boolean;
}

/** A node without a cluster. */
export const NO_PEERS: PeerRouter = { peer: () => null };

/** A node without a network. */
export const NO_INTERNODE: InternodeRelay = {
  reaches: () => false,
  send: (message: Message): WippyError | null => nodeNotFound(message.to.node),
};

/** Peers kept in a table; for nodes of one program and for tests. */
export class PeerTable implements PeerRouter {
  private readonly localNode: string;
  private readonly peers = new Map<string, Receiver>();

  constructor(localNode: string) {
    this.localNode = localNode;
  }

  /** @throws WippyError Conflict for the name of the local node, AlreadyExists for a known peer. */
  register(node: string, receiver: Receiver): void {
    if (node === this.localNode) throw peerConflict(node);
    if (this.peers.has(node)) throw peerExists(node);
    this.peers.set(node, receiver);
  }

  /** True when the peer was known. */
  unregister(node: string): boolean {
    return this.peers.delete(node);
  }

  peer(node: string): Receiver | null {
    return this.peers.get(node) ?? null;
  }
}
