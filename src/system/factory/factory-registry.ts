import type { Process } from '../../core/scheduler/process.ts';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';

/** Makes the processes of one entry. */
export interface ProcessFactory {
  /** A process that has not been initialised. @throws WippyError when it cannot be made. */
  create(): Process;
  /** The entry point; default `main`. */
  readonly method?: string;
  /** Options of the entry (`meta.options`), which the options of a spawn override. */
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface CreatedProcess {
  readonly process: Process;
  readonly method: string;
  readonly options: Readonly<Record<string, unknown>> | null;
}

/** The factories of all process entries, by entry id. */
export class FactoryRegistry {
  private readonly factories = new Map<string, ProcessFactory>();

  /** Processes that run already keep the code they were made with. */
  register(id: string, factory: ProcessFactory): void {
    this.factories.set(id, factory);
  }

  /** @throws WippyError NotFound `factory not found`. */
  delete(id: string): void {
    if (!this.factories.delete(id)) throw factoryNotFound(id);
  }

  has(id: string): boolean {
    return this.factories.has(id);
  }

  list(): string[] {
    return [...this.factories.keys()];
  }

  /** @throws WippyError NotFound `factory not found`, Internal `failed to create process` with the cause. */
  create(id: string): CreatedProcess {
    const factory = this.factories.get(id);
    if (factory === undefined) throw factoryNotFound(id);
    try {
      return { process: factory.create(), method: factory.method ?? 'main', options: factory.options ?? null };
    } catch (thrown) {
      throw createFailed(id, toWippyError(thrown));
    }
  }
}

function factoryNotFound(id: string): WippyError {
  return new WippyError('factory not found', {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { factory_id: id },
    hint: `No process entry has the id ${JSON.stringify(id)}.`,
  });
}

function createFailed(id: string, cause: WippyError): WippyError {
  return new WippyError('failed to create process', {
    kind: ErrorKind.Internal,
    retryable: false,
    details: { factory_id: id, cause: cause.message },
    cause,
  });
}
