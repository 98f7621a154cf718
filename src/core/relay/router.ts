import type { WippyError } from '../../infrastructure/errors.ts';
import { nodeNotFound } from './errors.ts';
import type { Message } from './message.ts';
import type { Node } from './node.ts';
import { type InternodeRelay, NO_INTERNODE, NO_PEERS, type PeerRouter } from './peers.ts';
import type { Receiver } from './receiver.ts';

/** Routes a message in three tiers: this node, a peer of the same cluster, any other node through the internode relay. */
export class Router implements Receiver {
  readonly node: Node;
  private peers: PeerRouter;
  private internode: InternodeRelay;

  constructor(node: Node, peers: PeerRouter = NO_PEERS, internode: InternodeRelay = NO_INTERNODE) {
    this.node = node;
    this.peers = peers;
    this.internode = internode;
  }

  setPeers(peers: PeerRouter): void {
    this.peers = peers;
  }

  setInternode(internode: InternodeRelay): void {
    this.internode = internode;
  }

  /** Null when accepted; NotFound when there is no such process, host or node. */
  send(message: Message): WippyError | null {
    const target = message.to.node;
    if (target === '' || target === this.node.id) return this.node.send(message);
    const peer = this.peers.peer(target);
    if (peer !== null) return peer.send(message);
    if (this.internode.reaches(target)) return this.internode.send(message);
    return nodeNotFound(target);
  }
}
