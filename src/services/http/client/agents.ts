/** Connections to other servers, kept for later requests; those with other settings are other connections. */

import { Agent } from 'undici';
import { publicLookup } from './private-addresses.ts';
import type { ClientRequest } from './request.ts';

/** Agents that are kept; the one that was not used for longest goes first. */
const MAXIMUM_AGENTS = 64;

const CONNECT_TIMEOUT = 30_000;
const IDLE_TIMEOUT = 90_000;

export class ClientAgents {
  private readonly agents = new Map<string, Agent>();

  /** @param restricted true where the connection must not lead to a private address. */
  get(request: ClientRequest, restricted: boolean): Agent {
    const { unixSocket, tls } = request;
    const key =
      unixSocket === null && tls === null ? String(restricted) : JSON.stringify([restricted, unixSocket, tls]);
    let agent = this.agents.get(key);
    if (agent === undefined) {
      agent = create(request, restricted);
      if (this.agents.size >= MAXIMUM_AGENTS) this.evict();
    } else this.agents.delete(key);
    this.agents.set(key, agent);
    return agent;
  }

  private evict(): void {
    const oldest = this.agents.entries().next().value;
    if (oldest === undefined) return;
    this.agents.delete(oldest[0]);
    // Requests under way come to their end.
    void oldest[1].close();
  }

  /** Breaks all connections off. */
  async close(): Promise<void> {
    const agents = [...this.agents.values()];
    this.agents.clear();
    await Promise.all(agents.map((agent) => agent.destroy()));
  }
}

function create({ unixSocket, tls }: ClientRequest, restricted: boolean): Agent {
  return new Agent({
    keepAliveTimeout: IDLE_TIMEOUT,
    // Every request has a limit of its own.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: CONNECT_TIMEOUT,
      ...(unixSocket === null ? {} : { socketPath: unixSocket }),
      ...(restricted && unixSocket === null ? { lookup: publicLookup } : {}),
      ...(tls === null
        ? {}
        : {
            cert: tls.cert,
            key: tls.key,
            ca: tls.ca,
            servername: tls.serverName,
            rejectUnauthorized: tls.insecure !== true,
          }),
    },
  });
}
