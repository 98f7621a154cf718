/** A client of event streams that reads event by event. */

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

export class EventStream {
  readonly response: Response;
  /** Comments that have arrived. */
  comments = 0;
  private readonly reader: ReadableStreamDefaultReader<string>;
  private readonly controller: AbortController;
  private text = '';

  private constructor(response: Response, controller: AbortController) {
    this.response = response;
    this.controller = controller;
    const body = response.body as ReadableStream<Uint8Array<ArrayBuffer>>;
    this.reader = body.pipeThrough(new TextDecoderStream()).getReader();
  }

  static async open(url: string, headers: Record<string, string> = {}): Promise<EventStream> {
    const controller = new AbortController();
    return new EventStream(await fetch(url, { headers, signal: controller.signal }), controller);
  }

  /** The next event, or null at the end. */
  async next(): Promise<ServerEvent | null> {
    for (;;) {
      const end = this.text.indexOf('\n\n');
      if (end < 0) {
        const { value, done } = await this.reader.read();
        if (done) return null;
        this.text += value;
        continue;
      }
      const lines = this.text.slice(0, end).split('\n');
      this.text = this.text.slice(end + 2);
      if (lines.every((line) => line.startsWith(':'))) {
        this.comments++;
        continue;
      }
      const field = (name: string): string[] =>
        lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
      return { event: field('event').join(), data: field('data').join('\n') };
    }
  }

  /** All events to the end. */
  async rest(): Promise<ServerEvent[]> {
    const events: ServerEvent[] = [];
    for (let event = await this.next(); event !== null; event = await this.next()) events.push(event);
    return events;
  }

  /** Breaks the connection off. */
  close(): void {
    this.controller.abort();
  }
}
