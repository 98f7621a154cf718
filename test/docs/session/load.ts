/** Clients that ask for the same thing again and again, each over one connection that it keeps. */
import { Agent, get } from 'node:http';
import type { Socket } from 'node:net';

export interface LoadOptions {
  readonly port: number;
  readonly path: string;
  readonly clients: number;
  /** Milliseconds between an answer and the next request of a client. */
  readonly pause: number;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

export class Load {
  /** Requests that were not answered. */
  readonly failures: string[] = [];
  readonly #options: LoadOptions;
  readonly #sockets = new Set<Socket>();
  readonly #agents: Agent[];
  readonly #working: Promise<void>[];
  readonly #waiting = new Set<() => void>();
  #answered = 0;
  #running = true;
  /** For each client: answers to requests that began after `watch`. */
  #fresh: Answer[][] = [];

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#agents = Array.from({ length: options.clients }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    this.#fresh = this.#agents.map(() => []);
    this.#working = this.#agents.map((agent, client) => this.#work(agent, client));
  }

  get answered(): number {
    return this.#answered;
  }

  /** How many connections were ever opened. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** The texts of at least `count` answers to each client, of requests that begin after this call. */
  async next(count: number): Promise<Set<string>> {
    this.#fresh = this.#agents.map(() => []);
    const enough = (): boolean => !this.#running || this.#fresh.every((answers) => answers.length >= count);
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!enough()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
    return new Set(this.#fresh.flat().map(({ status, text }) => `${status} ${text}`));
  }

  /** Ends the requests; the connections stay open. */
  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#working);
  }

  close(): void {
    for (const agent of this.#agents) agent.destroy();
  }

  async #work(agent: Agent, client: number): Promise<void> {
    while (this.#running) {
      const began = this.#fresh;
      try {
        const answer = await this.#ask(agent);
        this.#answered += 1;
        began[client]?.push(answer);
      } catch (error) {
        this.failures.push(String(error));
      }
      for (const look of this.#waiting) look();
      await new Promise((resolve) => setTimeout(resolve, this.#options.pause));
    }
  }

  #ask(agent: Agent): Promise<Answer> {
    const { port, path } = this.#options;
    return new Promise((resolve, reject) => {
      const request = get({ host: '127.0.0.1', port, path, agent }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      });
      request.on('socket', (socket) => this.#sockets.add(socket));
      request.on('error', reject);
    });
  }
}
