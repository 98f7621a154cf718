/** A client that sends bytes as they are written, for requests that no library would send. */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export class RawClient {
  readonly socket: Socket;
  private text = '';
  private readonly waiting = new Set<() => void>();
  private over = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      this.text += chunk;
      this.wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.over = true;
      this.wake();
    });
  }

  static async open(url: string): Promise<RawClient> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  write(text: string): void {
    this.socket.write(text, 'latin1');
  }

  /** What has arrived, once that contains the text. */
  async until(text: string): Promise<string> {
    while (!this.text.includes(text)) {
      if (this.over) throw new Error(`connection ended before ${JSON.stringify(text)}: ${JSON.stringify(this.text)}`);
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
    return this.text;
  }

  /** Everything, once the server has ended the connection. */
  async all(): Promise<string> {
    while (!this.over) await new Promise<void>((resolve) => this.waiting.add(resolve));
    return this.text;
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}

/** Sends one request and gives everything that the server says until it ends the connection. */
export async function exchange(url: string, request: string): Promise<string> {
  const client = await RawClient.open(url);
  client.write(request);
  return client.all();
}

/** `HTTP/1.1 200 OK`: the first line of an answer. */
export const statusLine = (answer: string): string => answer.split('\r\n', 1)[0] as string;
