/** The connections of a server, each with the exchange it carries, so that the end of one ends the other. */

import type { Socket } from 'node:net';
import type { HttpExchange } from '../exchange.ts';

const CURRENT: unique symbol = Symbol('exchange');

/** A connection as the parser of requests sees it: of a secure one, the inside. */
interface Connection extends Socket {
  [CURRENT]?: HttpExchange | null;
}

export class Connections {
  private readonly sockets = new Set<Socket>();
  private readonly connections = new Set<Connection>();

  /** @param socket as it came from the network. */
  opened(socket: Socket): void {
    if (this.sockets.has(socket)) return;
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
  }

  /** Watches a connection on which requests may arrive. */
  watch(socket: Socket): void {
    const connection = socket as Connection;
    if (connection[CURRENT] !== undefined) return;
    connection[CURRENT] = null;
    this.connections.add(connection);
    connection.on('close', () => {
      this.connections.delete(connection);
      const exchange = connection[CURRENT];
      connection[CURRENT] = null;
      if (!exchange || exchange.response.state === 'ended') return;
      exchange.aborted = true;
      exchange.call?.cancel();
      exchange.response.end();
    });
  }

  carries(exchange: HttpExchange): void {
    (exchange.request.socket as Connection)[CURRENT] = exchange;
  }

  /** Calls back after each response that is still to end. */
  onResponseEnd(ended: () => void): void {
    for (const connection of this.connections) {
      const exchange = connection[CURRENT];
      // The parser takes its connection for busy until it was told, too.
      if (exchange) exchange.response.raw.once('close', () => setImmediate(ended));
    }
  }

  /** Ends those on which nothing was ever asked: browsers open some in advance, and node:http does not call them idle. */
  closeUnused(): void {
    for (const connection of this.connections) {
      if (connection[CURRENT] === null && connection.bytesRead === 0) connection.destroy();
    }
  }

  /** Breaks all off, whatever protocol they speak by now. */
  closeAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
