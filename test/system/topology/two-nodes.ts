import { ControlHost } from '../../../src/core/relay/control-host.ts';
import { PeerTable } from '../../../src/core/relay/peers.ts';
import { topologyRequest } from '../../../src/system/topology/control-messages.ts';
import { System } from '../support.ts';

/** Two nodes, `here` and `there`, that are peers in one program. */
export function connect(): [System, System] {
  const here = new System('here');
  const there = new System('there');
  for (const [system, other] of [
    [here, there],
    [there, here],
  ]) {
    const peers = new PeerTable(system.node.id);
    peers.register(other.node.id, other.node);
    system.router.setPeers(peers);
    system.node.registerHost(
      new ControlHost({
        handler: (message) => {
          const request = topologyRequest(message);
          if (request !== null) system.topology.handleRequest(request);
        },
        onError: (error) => {
          throw error;
        },
      }),
    );
  }
  return [here, there];
}
