import { describe, expect, it } from 'vitest';
import { PID } from '../../../src/core/pid/pid.ts';
import { Message } from '../../../src/core/relay/message.ts';
import { Node } from '../../../src/core/relay/node.ts';
import { PeerTable } from '../../../src/core/relay/peers.ts';
import { Router } from '../../../src/core/relay/router.ts';
import type { WippyError } from '../../../src/infrastructure/errors.ts';

function sink(): { received: Message[]; send(message: Message): WippyError | null } {
  const received: Message[] = [];
  return {
    received,
    send(message) {
      received.push(message);
      return null;
    },
  };
}

const to = (text: string): Message => {
  const [node, host] = text.includes('@') ? text.split('@') : ['', text];
  return new Message(null, new PID(node, host, '0x00001'), 'topic', []);
};

describe('Router', () => {
  it('delivers locally to the receiver of the PID, with or without the name of the node', () => {
    const router = new Router(new Node('n1'));
    const pid = new PID('n1', 'a:host', '0x00001');
    const receiver = { pid, ...sink() };
    router.node.attach(receiver);
    expect(router.send(to('n1@a:host'))).toBeNull();
    expect(router.send(to('a:host'))).toBeNull();
    expect(receiver.received).toHaveLength(2);
    expect(router.node.has(new PID('', 'a:host', '0x00001'))).toBe(true);
    router.node.detach(pid);
    expect(router.node.has(pid)).toBe(false);
  });

  it('delivers to the host when no receiver has the PID', () => {
    const router = new Router(new Node());
    const host = { id: 'a:mail', ...sink() };
    router.node.registerHost(host);
    expect(router.send(to('a:mail'))).toBeNull();
    expect(host.received).toHaveLength(1);
  });

  it('tells dead processes from missing hosts', () => {
    const router = new Router(new Node());
    router.node.registerHost({ id: 'a:host' });
    expect(router.send(to('a:host'))).toMatchObject({ message: 'process not found', kind: 'NotFound' });
    expect(router.send(to('a:none'))).toMatchObject({ message: 'host not found', details: { host_id: 'a:none' } });
  });

  it('prefers peers to the internode relay', () => {
    const peers = new PeerTable('n1');
    const peer = sink();
    peers.register('n2', peer);
    const beyond = { reaches: (node: string) => node !== 'n9', ...sink() };
    const router = new Router(new Node('n1'), peers, beyond);
    expect(router.send(to('n2@a:host'))).toBeNull();
    expect(router.send(to('n3@a:host'))).toBeNull();
    expect([peer.received.length, beyond.received.length]).toEqual([1, 1]);
    expect(router.send(to('n9@a:host'))).toMatchObject({ message: 'node not found', details: { node_id: 'n9' } });
  });

  it('knows no other node without peers and internode relay, until they are set', () => {
    const router = new Router(new Node());
    expect(router.send(to('n2@a:host'))?.message).toBe('node not found');
    const beyond = { reaches: () => true, ...sink() };
    router.setInternode(beyond);
    expect(router.send(to('n2@a:host'))).toBeNull();
    const peers = new PeerTable('');
    const peer = sink();
    peers.register('n2', peer);
    router.setPeers(peers);
    router.send(to('n2@a:host'));
    expect([peer.received.length, beyond.received.length]).toEqual([1, 1]);
  });
});

describe('Node', () => {
  it('refuses a second receiver of a PID and a second host of an id', () => {
    const node = new Node();
    const receiver = { pid: new PID('', 'a:host', '0x1'), ...sink() };
    node.attach(receiver);
    expect(() => node.attach({ ...receiver })).toThrow('receiver already attached');
    expect(node.receiver('{a:host|0x1}')).toBe(receiver);
    node.registerHost({ id: 'a:host' });
    expect(() => node.registerHost({ id: 'a:host' })).toThrow('host already exists');
    expect([node.unregisterHost('a:host'), node.unregisterHost('a:host')]).toEqual([true, false]);
  });
});

describe('PeerTable', () => {
  it('refuses the local node and known peers', () => {
    const peers = new PeerTable('n1');
    peers.register('n2', sink());
    expect(() => peers.register('n1', sink())).toThrow('peer node conflicts with local node');
    expect(() => peers.register('n2', sink())).toThrow('peer node already registered');
    expect([peers.unregister('n2'), peers.unregister('n2'), peers.peer('n2')]).toEqual([true, false, null]);
  });
});
