import type { Service, ServiceRun, StartContext } from '../../../src/core/supervisor/index.ts';

/** A service whose fate a test decides; writes what happens to it into a shared log. */
export class FakeService implements Service {
  readonly #name: string;
  readonly #log: string[];
  /** Replaces the behaviour of the next starts; by default a start succeeds at once. */
  onStart: (context: StartContext) => Promise<void> = async () => undefined;
  onStop: () => Promise<void> = async () => undefined;
  #end: { resolve: () => void; reject: (error: unknown) => void } | undefined;

  constructor(name: string, log: string[]) {
    this.#name = name;
    this.#log = log;
  }

  async start(context: StartContext): Promise<ServiceRun> {
    this.#log.push(`start ${this.#name}`);
    await this.onStart(context);
    this.#log.push(`run ${this.#name}`);
    const done = new Promise<void>((resolve, reject) => {
      this.#end = { resolve, reject };
    });
    return { done };
  }

  async stop(): Promise<void> {
    this.#log.push(`stop ${this.#name}`);
    await this.onStop();
    this.#end?.resolve();
  }

  /** The running service ends by itself. */
  finish(): void {
    this.#end?.resolve();
  }

  /** The running service fails. */
  crash(error: unknown): void {
    this.#end?.reject(error);
  }
}
