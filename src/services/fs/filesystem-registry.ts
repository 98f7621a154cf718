/** The file systems of the application by entry id. */

import { type ContextKey, contextKey } from '../../infrastructure/app-context.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import type { FileSystem } from './filesystem.ts';

export class FileSystemRegistry {
  private readonly systems = new Map<string, FileSystem>();

  /** Adds or replaces a file system; the former one is closed. */
  register(id: string, system: FileSystem): void {
    const former = this.systems.get(id);
    this.systems.set(id, system);
    if (former !== undefined && former !== system) void former.close?.();
  }

  /** False when there is none of this id. */
  delete(id: string): boolean {
    const former = this.systems.get(id);
    if (former === undefined) return false;
    this.systems.delete(id);
    void former.close?.();
    return true;
  }

  find(id: string): FileSystem | undefined {
    return this.systems.get(id);
  }

  /** @throws WippyError NotFound `filesystem not found: id`. */
  get(id: string): FileSystem {
    const system = this.systems.get(id);
    if (system !== undefined) return system;
    throw new WippyError(`filesystem not found: ${id}`, {
      kind: ErrorKind.NotFound,
      retryable: false,
      details: { id },
      hint: didYouMean(id, this.systems.keys()),
    });
  }

  ids(): string[] {
    return [...this.systems.keys()].sort();
  }
}

export const fileSystemsKey: ContextKey<FileSystemRegistry> = contextKey<FileSystemRegistry>('file systems');
